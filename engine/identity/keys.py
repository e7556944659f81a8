"""API keys: `csb_<32 letters or digits>_<CRC-32>`."""

import hashlib
import re
import secrets
import string
import zlib

ORGANIZATION_PREFIX = "csb"
_ALPHABET = string.ascii_letters + string.digits
_SHAPE = re.compile(r"(csb|csu|cpk)_([A-Za-z0-9]{32})_([0-9a-f]{8})")


def checksum(body: str) -> str:
    """CRC-32 of the body as eight hex digits. A guard against typing errors, not security."""
    return f"{zlib.crc32(body.encode()) & 0xFFFFFFFF:08x}"


def make_key(prefix: str = ORGANIZATION_PREFIX) -> str:
    """A new raw key: 32 random characters, about 190 bits."""
    body = "".join(secrets.choice(_ALPHABET) for _ in range(32))
    return f"{prefix}_{body}_{checksum(body)}"


def is_well_formed(raw: str) -> bool:
    """Whether shape and checksum hold, which needs no database."""
    match = _SHAPE.fullmatch(raw)
    return match is not None and checksum(match[2]) == match[3]


def fingerprint(raw: str) -> str:
    """SHA-256 of the raw key in hex, all that is ever stored; so many random bits need no salt."""
    return hashlib.sha256(raw.encode()).hexdigest()


def hint(raw: str) -> str:
    """`csb_AbCd...1098`, for lists."""
    return f"{raw[:8]}…{raw[-4:]}"
