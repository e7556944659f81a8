"""The unit that a caption says, as "Quantity (lbs)" does."""

import re

from engine.fsma import units
from engine.sheets.grid import Value, shown
from engine.sheets.words import without_hint

_BRACKETED = re.compile(r"[(\[]\s*([A-Za-z][A-Za-z. ]{1,20})\s*[)\]]")
_BARE = re.compile(r"\s*[+-]?(?:\d[\d.,]*|[.]\d+)\s*")
# Short for a unit, and for other things: (to) and (ca) say no unit, (units) and (count) not which.
_OTHERWISE = frozenset({"to", "ca", "mp", "ga", "pl", "lt"})


def unit_said(caption: str) -> str | None:
    """The unit in the brackets of a caption of quantities; None where they hold none that can be counted with."""
    for said in _BRACKETED.findall(without_hint(caption)):
        unit = units.parse(said.strip())
        if unit.known and unit.unit != "each" and said.strip().lower() not in _OTHERWISE:
            return said.strip()
    return None


def with_unit(value: Value, unit: str) -> Value:
    """A plain number with the unit behind it, for judge() to compare with that of the row; other values as they are."""
    return f"{shown(value)} {unit}" if _BARE.fullmatch(shown(value)) else value
