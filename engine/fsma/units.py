"""Units of measure: one vocabulary, and quantities written with their unit."""

import math
import re
from dataclasses import dataclass
from functools import lru_cache

from engine.fsma.text import fold, plain

_SYNONYMS = {
    "case": "cs, cse, ca, ctn, ctns, carton, cartons, box, boxes, cases",
    "pound": "lb, lbs, lbr, pounds, #",
    "kilogram": "kg, kgs, kilo, kilos, kgm, kilograms, kilogramme",
    "metric_ton": "mt, mp, t, tne, tonne, tonnes, metric tons",
    "ounce": "oz, ozs, onz, ounces",
    "each": "ea, pc, pcs, piece, pieces, unit, units, count, ct, h87",
    "bin": "bins, bn, xbi, field bin, field bins",
    "rpc": "rpcs, xcr, reusable plastic container, reusable plastic containers",
    "bag": "bags, bg, xbg",
    "sack": "sacks, sk, xsa",
    "tank": "tanks, tk, xtk",
    "tote": "totes, to",
    "pallet": "pallets, pl, plt, xpx",
    "dozen": "dozens, doz, dz, dzn",
    "gallon": "gallons, gal, gals, ga, gll",
    "litre": "l, lt, ltr, liter, liters, litres",
}
VOCABULARY = tuple(_SYNONYMS)
_BY_NAME = {
    name.upper(): unit
    for unit, line in _SYNONYMS.items()
    for name in (unit, unit.replace("_", " "), *line.split(", "))
}
_NUMBER = r"(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+)"
_LEADING_NUMBER = re.compile(rf"([+-]?{_NUMBER})\s*(.*)", re.S)
_EACH = re.compile(
    rf"(.+?)\s*[(\[]\s*({_NUMBER})\s*([^\d()\[\]]+?)(?:\s*(?:each|ea\.?|per .+|/.+))?\s*[)\]]", re.I
)
_SIZED = re.compile(rf"({_NUMBER})\s*-?\s*([A-Za-z#]+)\.?\s+(.+)")
_ENDING = re.compile(r"(?:\(S\)|'S|\.)+$")
# "10 to 12 cases", "24 x 12": which number counts is for the sender to say.
_SECOND = re.compile(r"(?:to|or|and|x|of|by|thru|through|per)\s*[0-9]", re.I)
# No crop, catch or batch comes near; larger numbers are typing errors, and overflow 64-bit integers.
LARGEST = 10**15


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit as understood.

    unit: the word of our vocabulary, or the text itself where it is in none.
    known: whether it is in the vocabulary.
    content, content_unit: what one unit holds, for example 400 pound a bin; None where not said.
    """

    unit: str
    known: bool
    content: float | int | None = None
    content_unit: str | None = None


@lru_cache(maxsize=4096)
def parse(text: str) -> Unit:
    """The unit a text means: "LBS" is a pound, "bin (400 lb each)" a bin that holds 400 pound."""
    named = _lookup(text)
    if named:
        return Unit(named, known=True)
    spelled = plain(text)
    for pattern, order in ((_EACH, (1, 2, 3)), (_SIZED, (3, 1, 2))):
        match = pattern.fullmatch(spelled)
        if match:
            outer, size, inner = (match.group(i) for i in order)
            unit, content = _lookup(outer), _lookup(inner)
            if unit and content:
                return Unit(unit, True, number(size), content)
    return Unit(spelled, known=False)


def _lookup(text: str) -> str | None:
    bare = fold(text)
    return _BY_NAME.get(_ENDING.sub("", bare).replace("_", " ").strip()) or _BY_NAME.get(bare)


def number(value: object) -> float | int | None:
    """A quantity as a number, whole ones as integers; None where it is none that can be read."""
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, str):
        spelled = plain(value)
        if len(spelled) > 40 or not re.fullmatch(rf"[+-]?{_NUMBER}(?:[eE][+-]?\d{{1,2}})?", spelled):
            return None
        value = float(spelled.replace(",", ""))
    if not isinstance(value, (int, float)) or abs(value) >= LARGEST or not math.isfinite(value):
        return None
    return int(value) if value == int(value) else value


def split(text: str) -> tuple[float | int | None, str | None]:
    """Quantity and unit written in one cell: "10 CS" is (10, "CS"), "1 400kg Bin" is (1, "400kg Bin")."""
    whole = number(text)
    if whole is not None:
        return whole, None
    match = _LEADING_NUMBER.fullmatch(plain(text)) if len(text) <= 200 else None
    if not match or not re.match(r"[A-Za-z#(\[]|\d", match.group(2)) or match.group(2)[0] == ",":
        return None, None
    rest = match.group(2)
    if _SECOND.match(rest):
        return None, None
    if rest[0].isdigit() and not _SIZED.fullmatch(rest):
        return None, None
    return number(match.group(1)), rest
