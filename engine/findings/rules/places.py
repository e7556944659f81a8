"""Places that are probably one (V-X-21)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from engine.findings.noted import Noted
from engine.fsma import likeness
from engine.fsma.descriptions import LocationDescription
from engine.fsma.text import words

# A telephone number of a head office stands on every shop of a chain; it says nothing then.
MOST_SHARING = 20


@dataclass(frozen=True)
class Known:
    """A place, its descriptions, and who gave them (organization numbers)."""

    no: int
    id: str
    told: tuple[tuple[LocationDescription, frozenset[int]], ...]


def likenesses(place: LocationDescription) -> set[str]:
    """Keys under which near-duplicates of a place meet."""
    found = set()
    if place.phone_e164 or place.phone:
        found.add(f"phone:{place.phone_e164 or words(place.phone)}")
    street, postal = words(place.street_address), words(place.postal_code).replace(" ", "")[:5]
    if street and postal:
        found.add(f"street:{postal}|{street}")
    name = words(place.business_name)
    if name:
        found.add(f"name:{name}")
    if name and postal:
        found.add(f"near:{postal}|{name.split()[0]}")
    return found


def near(one: Known, other: Known) -> Iterator[Noted]:
    """Told to each organization that described both, in the order of the places' ids."""
    pairs = [(a, b, by & also) for a, by in one.told for b, also in other.told if by & also and alike(a, b)]
    told: set[int] = set()
    for a, b, recorders in sorted(pairs, key=lambda p: (p[0].model_dump_json(), p[1].model_dump_json())):
        for recorder in sorted(recorders - told):
            told.add(recorder)
            yield Noted("V-X-21", None, f"“{a.business_name}” and “{b.business_name}” may be one place.",
                        "If they are one, describe it the same way everywhere, or merge the two.", None,
                        b.business_name or b.gln, place=one.no, recorder=recorder)


def alike(one: LocationDescription, other: LocationDescription) -> bool:
    """Whether two descriptions probably mean one place: two of telephone, name, address and coordinates agree.

    Two different GLNs are two places. Numbers in names must be equal: Store 12 is not Store 27.
    """
    if one.gln and other.gln and one.gln != other.gln:
        return False
    reasons = set(likeness.agreement(one, other)[0])
    if _numbers(one) != _numbers(other):
        reasons.discard("name")
    return len(reasons) >= 2


def _numbers(place: LocationDescription) -> list[str]:
    return re.findall(r"\d+", words(place.business_name))
