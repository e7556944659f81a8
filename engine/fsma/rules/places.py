"""Whether the places a record names are described as the rule wants (V-LOC-01 to V-LOC-05)."""

import re
from functools import lru_cache

from engine.fsma import countries, gs1, phones
from engine.fsma.descriptions import LocationDescription
from engine.fsma.rules.case import Case

_BOX = re.compile(r"\bP\.?\s*O\.?\s*(?:BOX|DRAWER)\b|\bPOST OFFICE BOX\b", re.I)
_ZIP = re.compile(r"[0-9]{5}(?:[- ]?[0-9]{4})?")

Fault = tuple[str, str | None, str, str, str | None]


def descriptions(case: Case) -> None:
    """Every place of the record; one known by its GLN alone is fine."""
    for role, place in case.record.named_places():
        for rule, part, what, hint, value in faults(place):
            label = case.label(role)
            if role != "record_owner" or rule == "V-LOC-05":
                field = f"{role}.{part}" if part else role
                case.note(rule, field, f"The {label} {what}.", hint, value)


@lru_cache(maxsize=4096)
def faults(place: LocationDescription) -> tuple[Fault, ...]:
    """What is wrong with a description: rule, part, the sentence's end, hint, value seen."""
    found = [*_number(place), *_coordinates(place), *_postal_code(place)]
    if not place.gln_resolves:
        found += _gaps(place)
    return tuple(found)


def _number(place: LocationDescription) -> list[Fault]:
    if place.gln is None or place.gln_resolves:
        return []
    wrong = "a wrong check digit" if gs1.gln_like(place.gln) else "other than 13 digits"
    return [("V-LOC-05", "gln", f"has a GLN with {wrong}", "Compare it with the GLN its owner publishes.", place.gln)]


def _coordinates(place: LocationDescription) -> list[Fault]:
    found: list[Fault] = []
    if place.street_address and _BOX.search(place.street_address):
        hint = "Ask for the address where the food is handled."
        found.append(("V-LOC-04", "street_address", "is a P.O. box, where no food can be", hint, place.street_address))
    both = place.latitude is not None and place.longitude is not None
    if both and not place.has_coordinates:
        hint = "Ask for the coordinates in decimal degrees, latitude first."
        seen = f"{place.latitude}, {place.longitude}"
        found.append(("V-LOC-04", "latitude", "has coordinates that are no place on land", hint, seen))
    return found


def _postal_code(place: LocationDescription) -> list[Fault]:
    code = place.postal_code
    if code is None:
        return []
    american = place.country == "US" or countries.is_us_state(place.state_region)
    if (american and not _ZIP.fullmatch(code)) or len(code) > 12 or "," in code:
        hint = "Ask for the postal code; a ZIP code has five digits, leading zeros included."
        return [("V-LOC-03", "postal_code", "has a postal code that is none", hint, code)]
    return []


def _gaps(place: LocationDescription) -> list[Fault]:
    found: list[Fault] = []
    if place.business_name is None:
        hint = "Ask for the name of the company that operates it."
        found.append(("V-LOC-01", "business_name", "lacks its business name", hint, None))
    if place.phone is None or not phones.reaches_someone(place.phone):
        hint = "Ask for a number that reaches someone who knows its traceability."
        found.append(("V-LOC-01", "phone", "lacks a phone number", hint, place.phone))
    if place.street_address is None and (place.latitude is None or place.longitude is None):
        hint = "Ask for the street address, or for a pair of coordinates."
        found.append(("V-LOC-02", "street_address", "has neither street address nor coordinates", hint, None))
    for part, name in (("city", "city"), ("state_region", "state or region"), ("postal_code", "postal code")):
        if getattr(place, part) is None:
            found.append(("V-LOC-03", part, f"lacks its {name}", f"Ask for the {name}.", None))
    return [*found, *_country(place)]


def _country(place: LocationDescription) -> list[Fault]:
    if place.country is None and place.state_region is not None:
        hint = "Ask for the country; only for a US state may it be left out."
        return [("V-LOC-03", "country", "lacks its country", hint, None)]
    if place.country is not None and not countries.is_code(place.country):
        hint = "Send the two-letter code, for example MX."
        return [("V-LOC-03", "country", "has a country we do not know", hint, place.country)]
    return []
