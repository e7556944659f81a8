"""A whole address in one cell, divided where it can be divided in one way only."""

import re
from typing import Any

from engine.fsma.countries import code as country_code
from engine.sheets.cleaning import Mangled

GLN_ONLY = re.compile(r"\s*NOT RECORDED \(GLN ([0-9]{13})\)\s*", re.I)
_PHONE = re.compile(r"\+?[\d\s().-]{7,25}(?:\s*(?:x|ext\.?)\s*\d{1,6})?", re.I)
_DEGREES = re.compile(r"-?\d{1,3}\.\d+")
_POSTAL = re.compile(r"(?=.*\d)[A-Z0-9][A-Z0-9 -]{2,9}", re.I)
_STATE_ZIP = re.compile(r"([A-Z]{2})\s+(\d{5}(?:-\d{4})?)")


def place(text: str) -> dict[str, Any]:
    """The parts of a place in one cell: its name alone, or name, street, city, state, postal code, country, phone.

    Raises Mangled where it is an address whose commas leave open which part is which.
    """
    if match := GLN_ONLY.fullmatch(text):
        return {"gln": match.group(1)}
    parts = [part.strip() for part in text.split(",") if part.strip()]
    found: dict[str, Any] = {}
    if parts and GLN_ONLY.fullmatch(parts[0]):
        found["gln"] = GLN_ONLY.fullmatch(parts.pop(0)).group(1)
    rest = _from_the_right(parts, found)
    if not {"postal_code", "state_region"} & found.keys():
        return {**found, "business_name": text} if "gln" not in found else found
    if len(rest) >= 4 and all(map(_DEGREES.fullmatch, rest[1:3])):
        rest = [rest[0], f"{rest[1]}, {rest[2]}", *rest[3:]]
    if len(rest) != 3:
        raise Mangled(
            "The cell holds a whole address, and its commas leave open which part is which.",
            "Send name, street, city, state and postal code in columns of their own.",
        )
    found["business_name"], found["street_address"], found["city"] = rest
    return found


def _from_the_right(parts: list[str], found: dict[str, Any]) -> list[str]:
    """Takes phone, country, postal code and state off the end, each only where it looks like one."""
    rest = list(parts)
    if len(rest) > 2 and _PHONE.fullmatch(rest[-1]) and sum(c.isdigit() for c in rest[-1]) >= 7:
        found["phone"] = rest.pop()
    if len(rest) > 2 and len(rest[-1]) == 2 and rest[-1].isalpha() and country_code(rest[-1], None) and len(rest) > 4:
        found["country"] = rest.pop()
    if len(rest) > 2 and (match := _STATE_ZIP.fullmatch(rest[-1])):
        found["state_region"], found["postal_code"] = match.groups()
        rest.pop()
    elif len(rest) > 3 and _POSTAL.fullmatch(rest[-1]):
        found["postal_code"] = rest.pop()
        found["state_region"] = rest.pop()
    return rest
