"""Texts that hold several lot codes, or a range of them, where one is due (V-TLC-07)."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from engine.fsma import tlc
from engine.fsma.text import LONGEST, plain


@dataclass(frozen=True, slots=True)
class Several:
    """What one text holds.

    codes: the codes in their order; of a range its two ends.
    sure: the text splits in one way only, so the codes may stand for themselves.
    """

    codes: tuple[str, ...]
    kind: Literal["list", "range"]
    sure: bool


_HARD = re.compile(r"\s*[;|\n\r]\s*")
_SOFT = re.compile(r"\s*,\s*|\s+(?:and|&)\s+", re.I)
_BETWEEN = re.compile(
    r"(\S+?)(?:\s+(?:to|thru|through|-)\s+|\s*(?:\.{2,3}|\u2013|\u2014|\u2026)\s*)(\S+)", re.I
)
_CODE = re.compile(r"(?=.*[0-9])[^\s,;|]{3,}")
_SHAPE = re.compile(r"(.*?)([0-9]+)")
_NEXT_GTIN = re.compile(r"(?<=\S)[\s,;|]*(?=\(\s*01\s*\))")
_LINKS = re.compile(r"[\s,;|]+(?=https?://)", re.I)
_LABEL = re.compile(
    r"(?:LOTS?|TLCS?|BATCH(?:ES)?|CODES?)(?:\s*(?:CODES?|NOS?\.?|NUMBERS?))?\s*[#:=]+\s*", re.I
)


def several(text: str) -> Several | None:
    """The several codes a text holds; None where it holds one. GTIN, comma, lot is one code."""
    return _of(text) if len(text) <= LONGEST else None


@lru_cache(maxsize=8192)
def _of(text: str) -> Several | None:
    for pattern in (_NEXT_GTIN, _LINKS):
        parts = _parts(pattern, text)
        if len(parts) > 1 and all(tlc.parse(p).is_pair for p in parts):
            return Several(parts, "list", True)
    parts = _parts(_HARD, text)
    if len(parts) > 1 and not tlc.parse(text).is_pair:
        return _listed(parts)
    code = tlc.parse(text)
    if code.is_pair:
        return _lots_of_one_gtin(code)
    body = _LABEL.sub("", text.strip(), count=1) if _LABEL.match(text.strip()) else text.strip()
    ends = _range(body)
    if ends:
        return Several(ends, "range", False)
    parts = _parts(_SOFT, body)
    return _listed(parts) if len(parts) > 1 else None


def _parts(pattern: re.Pattern[str], text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(p.strip() for p in pattern.split(text) if plain(p)))


def _listed(parts: tuple[str, ...]) -> Several | None:
    if not all(re.search(r"[0-9]", p) for p in parts):
        return None
    return Several(parts, "list", all(tlc.parse(p).is_pair or _CODE.fullmatch(p) for p in parts))


def _lots_of_one_gtin(code: tlc.LotCode) -> Several | None:
    lots = _parts(re.compile(r"\s*[,;|]\s*|\s+(?:and|&)\s+", re.I), code.lot or "")
    if len(lots) > 1 and all(_CODE.fullmatch(lot) for lot in lots):
        return Several(tuple(f"(01){code.gtin}(10){lot}" for lot in lots), "list", True)
    ends = _range(code.lot or "")
    return Several(tuple(f"(01){code.gtin}(10){lot}" for lot in ends), "range", False) if ends else None


def _range(text: str) -> tuple[str, str] | None:
    match = _BETWEEN.fullmatch(text)
    if not match:
        return None
    ends = [_SHAPE.fullmatch(end) for end in match.groups()]
    if not all(ends) or match.group(1) == match.group(2):
        return None
    (stem_a, number_a), (stem_b, number_b) = (end.groups() for end in ends)
    if stem_a.upper() == stem_b.upper() and len(number_a) == len(number_b) and number_a < number_b:
        return match.group(1), match.group(2)
    return None
