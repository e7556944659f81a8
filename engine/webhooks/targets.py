"""Where a message may go: to public addresses, unless the deployment allows others."""

import socket
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from urllib.parse import SplitResult, urlsplit, urlunsplit

from engine.errors import Invalid

LONGEST_URL = 2_048

# What networks route (RFC 4291, 2.4), and the addresses behind which translators put IPv4 ones (RFC 6052, 2.1).
_UNICAST, _TRANSLATED = ip_network("2000::/3"), ip_network("64:ff9b::/96")


class Refused(Exception):
    """The target may not be spoken to; the text says why and is shown to the endpoint's owner."""


@dataclass(frozen=True)
class Target:
    """A URL with its host looked up: the address that was checked is the one that is dialled."""

    url: str
    address: str
    host: str

    @property
    def dialled(self) -> str:
        """The URL with the address in the place of the host."""
        split = urlsplit(self.url)
        host = f"[{self.address}]" if ":" in self.address else self.address
        return urlunsplit(split._replace(netloc=f"{host}:{split.port}" if split.port else host))


def check(url: str, private: bool) -> str:
    """The URL as given. private: whether http and addresses of the own network are allowed. Raises Invalid."""
    try:
        split = urlsplit(url)
        good = split.port is None or split.port > 0
        # As looking it up will: a label too long or empty is no error of the system there.
        (split.hostname or "").encode("idna")
    except ValueError:
        good, split = False, SplitResult("", "", "", "", "")
    if not good or not split.hostname or split.username is not None or len(url) > LONGEST_URL:
        raise _invalid("Give an absolute URL without user name, of at most 2,048 characters.")
    if split.scheme not in (("https", "http") if private else ("https",)):
        raise _invalid("Give an https URL.")
    try:
        literal = ip_address(split.hostname)
    except ValueError:
        return url
    if not private and not _public(literal):
        raise _invalid("This address is not a public one.")
    return url


def resolve(url: str, private: bool) -> Target:
    """The target of a delivery. Every address of the host must be public, so that none can be slipped in.

    Raises Refused. Looked up anew for each attempt: a name may come to mean another address.
    """
    try:
        check(url, private)
    except Invalid as error:
        raise Refused(error.details[0]["msg"]) from error
    split = urlsplit(url)
    port = split.port or (443 if split.scheme == "https" else 80)
    try:
        found = socket.getaddrinfo(split.hostname, port, type=socket.SOCK_STREAM)
    except OSError as error:
        raise Refused("The host name is not known.") from error
    addresses = [entry[4][0] for entry in found]
    if not private and not all(_public(ip_address(a.partition("%")[0])) for a in addresses):
        raise Refused("The host leads to an address that is not public.")
    return Target(url, addresses[0], split.netloc)


def _public(address: IPv4Address | IPv6Address) -> bool:
    if isinstance(address, IPv6Address):
        if address in _TRANSLATED:
            return _public(IPv4Address(int(address) & 0xFFFFFFFF))
        carried = address.ipv4_mapped or address.sixtofour
        if carried is not None:
            return _public(carried)
        if address not in _UNICAST:
            return False
    # Python counts multicast among the global addresses.
    return address.is_global and not address.is_multicast


def _invalid(message: str) -> Invalid:
    return Invalid(details=[{"loc": ["body", "url"], "msg": message, "type": "value_error"}])
