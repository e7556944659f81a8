"""A whole address in one cell, divided where it can be divided in one way only."""

import re
from typing import Any

from engine.fsma import countries, gs1, phones
from engine.sheets.cleaning import Mangled

GLN_ONLY = re.compile(r"\s*NOT RECORDED \(GLN ([0-9]{13})\)\s*", re.I)
_PHONE = re.compile(r"\+?[\d\s().-]{7,25}(?:\s*(?:x|ext\.?)\s*\d{1,6})?", re.I)
_DEGREES = re.compile(r"-?\d{1,3}\.\d+")
_POSTAL = re.compile(r"(?=.*\d)[A-Z0-9][A-Z0-9 -]{2,9}", re.I)
_STATE_ZIP = re.compile(r"([A-Za-z][A-Za-z. ]*[A-Za-z])\.?\s+(\d{5}(?:-\d{4})?)")
_GLN = re.compile(r"\s*(\(414\)|GLN)?\s*[:#]?\s*([0-9]{13})\s*", re.I)
_BEGINS = frozenset("0123456789+(GgNn")
_DIVIDED = re.compile(r"[,;\n]")
# Ten digits alone may be any number of the sender's; these are written as telephone numbers are.
_DIALLED = re.compile(r"(?=.*[+(. -])" + _PHONE.pattern, re.I)
_WITHIN = re.compile(r"\b([A-Z]{2}),?\s+\d{5}\b")


def place(text: str) -> dict[str, Any]:
    """The parts of a place in one cell: its name alone, or name, street, city, state, postal code, country, phone.

    Raises Mangled where it is an address whose commas leave open which part is which.
    """
    if known := alone(text):
        return known
    parts = [part.strip() for part in _DIVIDED.split(text) if part.strip()]
    found: dict[str, Any] = {}
    if parts and (known := gln_only(parts[0])):
        found |= known
        parts.pop(0)
    rest = _from_the_right(parts, found)
    if not {"postal_code", "state_region"} & found.keys():
        if "gln" in found:
            return found
        if any(map(countries.is_us_state, _WITHIN.findall(text))):
            raise _undivided()
        return {"business_name": text}
    if len(rest) >= 4 and all(map(_DEGREES.fullmatch, rest[1:3])):
        rest = [rest[0], f"{rest[1]}, {rest[2]}", *rest[3:]]
    if len(rest) != 3:
        raise _undivided()
    found["business_name"], found["street_address"], found["city"] = rest
    return found


def gln_only(text: str) -> dict[str, str] | None:
    """A cell in which our export says that a place has a GLN and nothing else; None for any other."""
    match = GLN_ONLY.fullmatch(text) if "GLN" in text else None
    return {"gln": match.group(1)} if match else None


def alone(text: str) -> dict[str, str] | None:
    """A cell that holds a GLN or a telephone number and nothing else; None for any other."""
    if text.lstrip()[:1] not in _BEGINS:
        return None
    if known := gln_only(text):
        return known
    if (match := _GLN.fullmatch(text)) and (match.group(1) or gs1.gln_ok(match.group(2))):
        return {"gln": match.group(2)}
    digits = sum(c.isdigit() for c in text[:40])
    return {"phone": text} if digits >= 10 and _DIALLED.fullmatch(text) and phones.e164(text) else None


def _is_state(text: str) -> bool:
    return re.fullmatch("[A-Z]{2}", text) is not None or countries.is_us_state(text)


def _undivided() -> Mangled:
    return Mangled(
        "The cell holds a whole address, and its commas leave open which part is which.",
        "Send name, street, city, state and postal code in columns of their own.",
    )


def _from_the_right(parts: list[str], found: dict[str, Any]) -> list[str]:
    """Takes phone, country, postal code and state off the end, each only where it looks like one."""
    rest = list(parts)
    if len(rest) > 2 and _PHONE.fullmatch(rest[-1]) and sum(c.isdigit() for c in rest[-1]) >= 7:
        found["phone"] = rest.pop()
    if len(rest) > 4 and countries.is_code(countries.code(rest[-1], None) or ""):
        found["country"] = rest.pop()
    if len(rest) > 2 and (match := _STATE_ZIP.fullmatch(rest[-1])) and _is_state(match.group(1)):
        found["state_region"], found["postal_code"] = match.groups()
        rest.pop()
    elif len(rest) > 3 and _POSTAL.fullmatch(rest[-1]):
        found["postal_code"] = rest.pop()
        found["state_region"] = rest.pop()
    return rest
