"""How alike two descriptions of places are."""

import math
import re

from rapidfuzz import fuzz

from engine.fsma import phones
from engine.fsma.descriptions import LocationDescription
from engine.fsma.text import words as plain

ALIKE = 88
_NEAR_METRES = 250
_EARTH_METRES = 6_371_000
_LEGAL = re.compile(r"\b(?:inc|incorporated|llc|l l c|ltd|limited|co|company|corp|corporation|the|sa de cv|s a)\b")
_STREET = {
    "st": "street", "str": "street", "rd": "road", "ave": "avenue", "av": "avenue", "blvd": "boulevard",
    "hwy": "highway", "dr": "drive", "ln": "lane", "ct": "court", "pkwy": "parkway", "ste": "suite", "bldg": "building",
    "n": "north", "s": "south", "e": "east", "w": "west",
}


def agreement(one: LocationDescription, other: LocationDescription) -> tuple[list[str], int]:
    """In which of name, address, phone and coordinates two descriptions agree, and how well, from 0 to 100."""
    reasons, scores = [], []
    alike = fuzz.token_sort_ratio(name(one), name(other)) if name(one) and name(other) else 0
    if alike >= ALIKE:
        reasons.append("name")
        scores.append(alike)
    alike = fuzz.token_sort_ratio(address(one), address(other)) if one.street_address and other.street_address else 0
    if alike >= ALIKE and _numbers(one) == _numbers(other):
        reasons.append("address")
        scores.append(alike)
    if phone_of(one) is not None and phone_of(one) == phone_of(other):
        reasons.append("phone")
        scores.append(100)
    if one.has_coordinates and other.has_coordinates and metres(one, other) <= _NEAR_METRES:
        reasons.append("coordinates")
        scores.append(100)
    return reasons, round(sum(scores) / len(scores)) if scores else 0


def name(place: LocationDescription) -> str:
    """The business name without legal forms, for comparing."""
    told = plain(place.business_name)
    return " ".join(_LEGAL.sub(" ", told).split()) or told


def address(place: LocationDescription) -> str:
    """Street and town with abbreviations written out, for comparing."""
    street = " ".join(_STREET.get(word, word) for word in plain(place.street_address).split())
    return f"{street} {plain(place.city)}"


def _numbers(place: LocationDescription) -> list[str]:
    """Numbers in the street: 12 Mill Road is not 14 Mill Road, however alike they look."""
    return sorted(re.findall(r"\d+", plain(place.street_address)))


def phone_of(place: LocationDescription) -> str | None:
    """The telephone number in E.164 form."""
    return place.phone_e164 or (phones.e164(place.phone, place.country) if place.phone else None)


def metres(one: LocationDescription, other: LocationDescription) -> float:
    """Distance along the surface (haversine)."""
    north, east = math.radians(one.latitude - other.latitude), math.radians(one.longitude - other.longitude)
    across = math.cos(math.radians(one.latitude)) * math.cos(math.radians(other.latitude))
    return 2 * _EARTH_METRES * math.asin(math.sqrt(math.sin(north / 2) ** 2 + across * math.sin(east / 2) ** 2))
