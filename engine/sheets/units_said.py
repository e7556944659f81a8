"""The unit that a caption says, as "Quantity (lbs)" and "Cases shipped" do, and the quantity such a caption means."""

import re
from functools import lru_cache
from typing import NamedTuple

from engine.fsma import units
from engine.fsma.text import plain
from engine.sheets.forms import is_event, kind_called
from engine.sheets.grid import Value, shown
from engine.sheets.words import without_hint

_BRACKETED = re.compile(r"[(\[]\s*([A-Za-z][A-Za-z. ]{1,20})\s*[)\]]")
_BARE = re.compile(r"\s*[+-]?(?:\d[\d.,]*|[.]\d+)\s*")
# Short for a unit, and for other things: (to) and (ca) say no unit, (units) and (count) not which.
_OTHERWISE = frozenset({"to", "ca", "mp", "ga", "pl", "lt"})
# Units that stand over a column by themselves: several of a container, or what is weighed or measured.
_ALONE = frozenset((
    "cases", "cartons", "ctns", "boxes", "bins", "field bins", "rpcs", "reusable plastic containers", "bags", "sacks",
    "tanks", "totes", "pallets", "pieces", "pcs", "dozens", "dozen", "doz", "pounds", "pound", "lbs", "lb", "kilograms",
    "kilogram", "kilos", "kgs", "kg", "metric tons", "tonnes", "ounces", "ounce", "oz", "gallons", "gallon", "gals",
    "gal", "litres", "liters", "litre", "liter",
))  # fmt: skip
# Short for several; beside a word of moving, or behind one of counting.
_SHORT = frozenset({"cs", "ctn", "mt", "lbr"})
# One container. Over a column it may be the number on it ("Bin") or what it holds ("Case count"), so that it is read
# only where more words leave no other way.
_ONE = frozenset({"case", "carton", "box", "bin", "bag", "sack", "tote", "pallet", "rpc", "bn", "plt"})
_NAMES = _ALONE | _SHORT | _ONE
_LONGEST_UNIT = 3
_COUNT = frozenset({"quantity", "total", "number", "amount", "count"})
_SPELLED = {
    "qty": "quantity", "quant": "quantity", "no": "number", "num": "number", "nbr": "number", "nr": "number",
    "recd": "received", "rcvd": "received", "recv": "received", "rcv": "received", "receipt": "received",
    "rec": "received", "recvd": "received", "recieved": "received", "shpd": "shipped", "shiped": "shipped",
}  # fmt: skip
_SILENT = frozenset({"of", "the", "in", "were", "was"})
# What moved the food, by the type of record whose own quantity it then is.
_MOVED = {
    "shipping": {"shipped", "sent", "loaded"},
    **dict.fromkeys(("receiving", "receiving_exempt_source"), {"received"}),
    "harvesting": {"harvested", "picked"},
    "cooling": {"cooled"},
    "first_land_based_receiving": {"landed", "received"},
    "transformation": {"produced", "made"},
}
_USED = {"used", "consumed", "input"}
_MOVEMENTS = frozenset().union(*_MOVED.values(), _USED, {"packed"})
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z][a-z])")
_WORD = re.compile(r"[A-Za-z]+|#")
# "$/lb", "lbs @ case", "% cases", "Cases?" and whatever has digits speak of something else.
_OF_WORDS = re.compile(r"[A-Za-z\s.#:,()\[\]_*-]+")


class Said(NamedTuple):
    """A caption that says an amount by its unit. unit: as written. moved: what happened to the food, in a word."""

    unit: str
    moved: str | None


def unit_said(caption: str) -> str | None:
    """The unit that a caption of quantities says, in brackets or in words; None where it says none to count with."""
    for said in _BRACKETED.findall(without_hint(caption)):
        unit = units.parse(said.strip())
        if unit.known and unit.unit != "each" and said.strip().lower() not in _OTHERWISE:
            return said.strip()
    said = amount_said(caption)
    return said.unit if said else None


@lru_cache(maxsize=4_096)
def amount_said(caption: str) -> Said | None:
    """What a caption says that is a unit and at most words of counting and moving beside it, as "No. of bins" is."""
    text = plain(without_hint(caption)).replace("'", "")
    text = re.sub(r"(?<=[A-Za-z])\((e?s)\)", r"\1", text, flags=re.I)
    if len(text) > 60:
        return None
    if not _OF_WORDS.fullmatch(text):
        return _with_content(text)
    if not text.isupper():
        text = _CAMEL.sub(" ", text)
    found = list(_WORD.finditer(text))
    bare = ["number" if w.group() == "#" else _SPELLED.get(w.group().lower(), w.group().lower()) for w in found]
    for first in range(len(bare)):
        for last in range(min(first + _LONGEST_UNIT, len(bare)), first, -1):
            name = " ".join(bare[first:last])
            if name in _NAMES:
                unit = text[found[first].start() : found[last - 1].end()]
                # "Cases in" is not "in cases".
                return _said(unit, name, _telling(bare[:first]), _telling(bare[last:], "in"))
    return None


def _telling(words: list[str], *besides: str) -> list[str]:
    return [word for word in words if word not in _SILENT or word in besides]


def _said(unit: str, name: str, before: list[str], behind: list[str]) -> Said | None:
    beside = [*before, *behind]
    moved = [word for word in beside if word in _MOVEMENTS]
    counted = [word for word in beside if word in _COUNT]
    # "Bin number" and "Pallets #" tell one from another.
    if len(moved) + len(counted) != len(beside) or len(moved) > 1 or "number" in behind:
        return None
    if name in _SHORT and not moved and not set(before) & _COUNT:
        return None
    if name in _ONE and not (moved and counted) and not {"quantity", "total", "amount"} & set(before):
        return None
    return Said(unit, moved[0] if moved else None)


def _with_content(text: str) -> Said | None:
    """A caption such as "Cases (40 lb)" or "25 lb cartons", which also says what one of them holds."""
    words = re.findall("[A-Za-z]+", text)
    unit = units.parse(text)
    return Said(text, None) if unit.content is not None and {words[0].lower(), words[-1].lower()} & _ALONE else None


def quantity_of(kind: str, caption: str) -> str | None:
    """The field of quantities a caption means by its unit, for a type of record; None where it means none."""
    said = amount_said(caption)
    if said is None:
        return None
    if not is_event(kind):
        return "quantity" if said.moved is None and "quantity" in kind_called(kind).fields else None
    known = kind_called(kind)
    if said.moved is None or said.moved in ({"packed"} if known.is_packing else _MOVED.get(kind, ())):
        return known.quantity_field
    if known.is_packing and said.moved == "received":
        return "quantity_received"
    return "inputs[].input_quantity_used" if "inputs" in known.fields and said.moved in _USED else None


def with_unit(value: Value, unit: str) -> Value:
    """A plain number with the unit behind it, for judge() to compare with that of the row; other values as they are."""
    return f"{shown(value)} {unit}" if _BARE.fullmatch(shown(value)) else value


def other_unit(value: Value, unit: str) -> str | None:
    """The unit a cell says beside its number, where it is another than its caption says; else None."""
    own = units.split(value)[1] if isinstance(value, str) and not _BARE.fullmatch(value) else None
    said = units.parse(own) if own else None
    return own if said and said.known and said.unit != units.parse(unit).unit else None
