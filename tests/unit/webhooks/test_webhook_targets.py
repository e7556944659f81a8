"""Webhooks go to public addresses, whatever a name or a URL pretends to be."""

import socket

import pytest

from engine.errors import Invalid
from engine.webhooks.targets import Refused, Target, check, resolve


@pytest.mark.parametrize("url", [
    "https://example.com/hook", "https://example.com:8443/hook?a=1", "https://93.184.215.14/", "https://[2606:4700::1]/",
    "https://[64:ff9b::5db8:d70e]/", "https://xn--bcher-kva.example/",
])
def test_public_https_addresses_are_taken(url):
    assert check(url, private=False) == url


@pytest.mark.parametrize("url", [
    "http://example.com/", "ftp://example.com/", "example.com", "/hook", "https://", "https:///hook",
    "https://user:word@example.com/", "https://example.com:0/", "https://example.com:99999/", "https://[::1/",
    "https://127.0.0.1/", "https://10.1.2.3/", "https://192.168.0.1/",
    "https://169.254.169.254/latest/", "https://0.0.0.0/",
    # IPv4 addresses within IPv6 ones: compatible, translated (RFC 6052, RFC 8215, RFC 2765) and 6to4.
    "https://[::7f00:1]/", "https://[64:ff9b::a9fe:a9fe]/", "https://[64:ff9b:1::a00:1]/",
    "https://[::ffff:0:127.0.0.1]/", "https://[2002:7f00:1::1]/", "https://[fec0::1]/",
    # No host name: a label is empty or too long.
    "https://example..com/", "https://" + "a" * 64 + ".com/",
    "https://[::1]/", "https://[fe80::1]/", "https://[::ffff:127.0.0.1]/", "https://100.64.0.1/", "https://224.0.0.1/",
    "https://example.com/" + "a" * 2_048,
])
def test_everything_else_is_refused_on_entry(url):
    with pytest.raises(Invalid) as refused:
        check(url, private=False)
    assert refused.value.details[0]["loc"] == ["body", "url"]


def test_a_development_deployment_may_call_itself():
    assert check("http://127.0.0.1:8000/hook", private=True)


def test_names_are_looked_up_before_each_attempt(monkeypatch):
    def two(*_, **__):
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("93.184.215.14", 443)),
                (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("10.0.0.1", 443))]

    monkeypatch.setattr(socket, "getaddrinfo", two)
    with pytest.raises(Refused, match="not public"):
        resolve("https://rebinding.example/", private=False)


def test_localhost_by_name_is_refused():
    with pytest.raises(Refused):
        resolve("https://localhost/", private=False)


@pytest.mark.parametrize(("url", "address", "dialled"), [
    ("https://example.com/a?b=c", "93.184.215.14", "https://93.184.215.14/a?b=c"),
    ("https://example.com:8443/", "93.184.215.14", "https://93.184.215.14:8443/"),
    ("https://example.com/", "2606:4700::1", "https://[2606:4700::1]/"),
])
def test_the_address_that_was_checked_is_the_one_dialled(url, address, dialled):
    assert Target(url, address, "example.com").dialled == dialled
