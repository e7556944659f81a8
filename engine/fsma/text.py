"""Text as people send it: cleaning for keeping, cleaning for comparing, and what counts as nothing said."""

import re
import unicodedata
from functools import lru_cache

# Longest text a field may hold. Neo4j indexes no value of more than 8 kB, and no data element comes near.
LONGEST = 1_000

_INVISIBLE = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200c\u200d\u200e\u200f"
    "\u2060\u2061\u2062\u2063\ufeff"
)
_PLAIN = str.maketrans(
    {
        **dict.fromkeys(_INVISIBLE, None),
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u00ad\ufe58\ufe63\uff0d", "-"),
        **dict.fromkeys("\u2018\u2019\u201a\u201b\u2032\u00b4`", "'"),
        **dict.fromkeys("\u201c\u201d\u201e\u201f\u2033", '"'),
    }
)
_WORDS = re.compile(r"[^\W_]+")
_SURROGATES = re.compile("[\ud800-\udfff]")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_CONTROL_BUT_FNC1 = re.compile(r"[\x00-\x1c\x1e\x1f\x7f-\x9f]")
_PLACEHOLDER = re.compile(
    r"(?:n\s*[/.]?\s*a\.?|not applicable|none|null|nil|unknown|tbd|not recorded|-+|\?+|0{4,}|x{3,})", re.I
)
_NOT_APPLICABLE = re.compile(r"(?:n\s*/\s*a|na|n\.a\.|not applicable)\s*(?:\(.*\))?\.?", re.I)


def tidy(text: str) -> str:
    """Text fit to be stored: no control characters, lone surrogates or doubled blanks; letters untouched."""
    if text.isascii() and text.isprintable() and "  " not in text:
        return text.strip()
    return " ".join(_CONTROL.sub(" ", _SURROGATES.sub("\ufffd", text)).translate(_NO_WIDTH).split())


_NO_WIDTH = str.maketrans(dict.fromkeys(_INVISIBLE, None))


def verbatim(text: str) -> str:
    """Text as received, save what cannot be stored at all; inner blanks stay, and a barcode's FNC1 too."""
    return _CONTROL_BUT_FNC1.sub(" ", _SURROGATES.sub("\ufffd", text)).strip()


def plain(text: str) -> str:
    """Text for comparing: compatibility forms, dashes and quotes made plain, blanks collapsed; case kept."""
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    folded = unicodedata.normalize("NFKC", _SURROGATES.sub("\ufffd", text)).translate(_PLAIN)
    return " ".join(_CONTROL.sub(" ", folded).split())


def fold(text: str) -> str:
    """Text for comparing without regard to case."""
    return plain(plain(text).upper())


@lru_cache(maxsize=4096)
def words(text: str | None) -> str:
    """Text for matching names: letters and digits only, case and accents folded, words joined by one blank."""
    if not text:
        return ""
    folded = unicodedata.normalize("NFKD", text).casefold()
    return " ".join(_WORDS.findall("".join(c for c in folded if not unicodedata.combining(c))))


def is_placeholder(text: str) -> bool:
    """True where the text says nothing: blank, n/a, none, unknown, tbd, -, ?, 0000, xxx."""
    stripped = text.strip()
    return not stripped or (len(stripped) <= 200 and _says_nothing(stripped))


@lru_cache(maxsize=8192)
def _says_nothing(stripped: str) -> bool:
    return _PLACEHOLDER.fullmatch(stripped) is not None or says_not_applicable(stripped)


def says_not_applicable(text: str) -> bool:
    """True for "n/a" and FDA's "n/a (reason)", an answer where a data element is conditional."""
    return len(text) <= 200 and _NOT_APPLICABLE.fullmatch(text.strip()) is not None


def excerpt(value: object, length: int = 120) -> str | None:
    """The value as a finding shows it: short, printable text; None where nothing was sent."""
    if value is None:
        return None
    if isinstance(value, (dict, list)):
        return "an object" if isinstance(value, dict) else "a list"
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) >= 10**length:
        return "a number of more than 120 digits"
    shown = tidy(str(value)[: length * 2])
    return shown if len(shown) <= length else shown[: length - 1] + "…"
