"""Carriers who only move food: nobody's source and nobody's recipient (V-LOC-06)."""

from collections.abc import Iterable

from engine.fsma.descriptions import LocationDescription
from engine.fsma.rules.case import Case
from engine.fsma.text import words

# Who sent or got the food must be known; elsewhere a carrier's name is only odd.
PARTIES = ("immediate_previous_source", "immediate_subsequent_recipient", "ship_to_location", "source_location")
# What the operator of a place calls it in the catalogue, in lower case.
TYPES = frozenset({"carrier", "transporter"})


def is_one(types: Iterable[str]) -> bool:
    """Whether who operates a place says that it only moves food."""
    return any(said.strip().lower() in TYPES for said in types)


def names(listed: str | None) -> frozenset[str]:
    """Carriers by name or GLN, from a list with semicolons."""
    return frozenset(filter(None, (words(name) for name in (listed or "").split(";"))))


def check(case: Case) -> None:
    """Parties and lot code sources of the record against the known carriers."""
    if not case.transporters:
        return
    for role, place in case.record.named_places():
        if role in (*PARTIES, "tlc_source") and _is_carrier(place, case.transporters):
            label, seen = case.label(role), place.business_name or place.gln
            if role in PARTIES:
                case.note("V-LOC-06", role, f"The {label} is a carrier, who only moves food.",
                          "Ask who sent or got the food, and name that party.", seen, "error")
            else:
                case.note("V-LOC-06", role, f"The {label} is a carrier, who assigns no lot codes.",
                          "Ask where the lot code was assigned.", seen)


def _is_carrier(place: LocationDescription, known: frozenset[str]) -> bool:
    return words(place.business_name) in known or (place.gln or "") in known
