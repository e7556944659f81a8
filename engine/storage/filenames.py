"""File names that every system can save and no header can be broken with."""

import re
import unicodedata
from urllib.parse import quote

_UNSAFE = re.compile(r"[^A-Za-z0-9._ ()+-]+")
_CONTROL = re.compile(r"[\x00-\x1f\x7f/\\]+")
LONGEST = 150


def safe_filename(name: str) -> str:
    """The name without path steps, control characters and anything outside plain ASCII."""
    ascii_name = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    cleaned = _UNSAFE.sub("_", ascii_name).strip(" .")
    return _shortened(cleaned) or "download"


def content_disposition(name: str) -> str:
    """An attachment header (RFC 6266): a plain name, and the full one for clients that know UTF-8."""
    full = _shortened(_CONTROL.sub("_", name).strip(" ."))
    plain = safe_filename(name)
    if full in ("", plain):
        return f'attachment; filename="{plain}"'
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(full, safe='')}"


def _shortened(name: str) -> str:
    """At most LONGEST characters, the suffix kept."""
    if len(name) <= LONGEST:
        return name
    stem, dot, suffix = name.rpartition(".")
    if not dot or len(suffix) > 10:
        return name[:LONGEST]
    return stem[: LONGEST - len(suffix) - 1] + dot + suffix
