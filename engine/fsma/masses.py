"""Masses: amounts in kilograms, where the unit is one of mass or it is known what one container holds."""

import re
from functools import cache, lru_cache

import pint

from engine.fsma import units
from engine.fsma.descriptions import UnitContent
from engine.fsma.text import plain

MASS_UNITS = ("pound", "kilogram", "metric_ton", "ounce")
# A packaging size describes one of these, never the pallet they stand on.
CONTAINERS = frozenset({"case", "bin", "rpc", "bag", "sack", "tank", "tote"})

# How far, as a share, two amounts may differ that people converted and rounded: 453.6 kg of 1,000 lb.
ROUNDED = 1e-3

_AMOUNT = r"((?:\d+\s*[x*×]\s*)*)(\d+(?:\.\d+)?)\s*-?\s*([A-Za-z#]+)\.?"
_INSIDE = re.compile(rf"[(\[]\s*{_AMOUNT}[^)\]]*[)\]]", re.I)
_WHOLE = re.compile(rf"{_AMOUNT}(?:\s+[^\d]*)?", re.I)


@lru_cache(maxsize=1)
def _registry() -> pint.UnitRegistry:
    return pint.UnitRegistry(on_redefinition="ignore")


@cache
def _kilograms_of(unit: str) -> float:
    return _registry().Quantity(1, unit).to("kilogram").magnitude


def kilograms(quantity: float, unit: str | None) -> float | None:
    """A mass in kilograms; None where the unit of our vocabulary is none of mass."""
    return quantity * _kilograms_of(unit) if unit in MASS_UNITS else None


def weighed(
    quantity: float | None, unit: str | None, content: UnitContent | None = None, packaging: str | None = None
) -> float | None:
    """The mass of an amount in kilograms; of containers only where one's content is known.

    content: what one unit holds. packaging: the packaging size of the product, "12 x 10 oz" or "24 ct (20 lb)".
    """
    if quantity is None or unit is None:
        return None
    if unit in MASS_UNITS:
        return kilograms(quantity, unit)
    each = kilograms(content.quantity, content.unit) if content else None
    if each is None and packaging and unit in CONTAINERS:
        each = packed(packaging)
    return None if each is None else quantity * each


@lru_cache(maxsize=4096)
def packed(size: str) -> float | None:
    """Kilograms in one package of a packaging size; None where the size names no mass."""
    spelled = plain(size) if len(size) <= 200 else ""
    match = _INSIDE.search(spelled) or _WHOLE.fullmatch(spelled)
    if match is None:
        return None
    times, amount, unit = match.groups()
    each = kilograms(float(amount), units.parse(unit).unit)
    for count in re.findall(r"\d+", times) if each is not None else ():
        each *= int(count)
    return each
