"""Secrets: API keys `csb_<32 letters or digits>_<CRC-32>`, and opaque tokens `lg?_<32 random bytes>`."""

import hashlib
import re
import secrets
import string
import zlib
from enum import StrEnum

ORGANIZATION_PREFIX = "csb"
USER_PREFIX = "csu"
PUBLISHABLE_PREFIX = "cpk"
_ALPHABET = string.ascii_letters + string.digits
_SHAPE = re.compile(r"(csb|csu|cpk)_([A-Za-z0-9]{32})_([0-9a-f]{8})")
_TOKEN = re.compile(r"lg[a-z]_[A-Za-z0-9_-]{43}")


class Opaque(StrEnum):
    """What an opaque token is for, by its beginning; the log knows them by it and leaves them out."""

    ACCESS = "lga"
    CODE = "lgc"
    INVITATION = "lgi"
    RESET = "lgp"
    REFRESH = "lgr"
    SESSION = "lgs"
    CLIENT_SECRET = "lgx"


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


def make_token(of: Opaque) -> str:
    """A new opaque token: 32 random bytes in base64url."""
    return f"{of.value}_{secrets.token_urlsafe(32)}"


def is_token(raw: str, of: Opaque) -> bool:
    """Whether the text has the shape of such a token, which needs no database."""
    return raw.startswith(f"{of.value}_") and _TOKEN.fullmatch(raw) is not None


def fingerprint(raw: str) -> str:
    """SHA-256 of the raw secret in hex, all that is ever stored; so many random bits need no salt."""
    return hashlib.sha256(raw.encode()).hexdigest()


def hint(raw: str) -> str:
    """`csb_AbCd...1098`, for lists."""
    return f"{raw[:8]}…{raw[-4:]}"
