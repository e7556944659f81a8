"""Places that look like the same one, written twice. Only reported: a person decides."""

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations

import orjson

from engine.capture.places import plain
from engine.fsma.descriptions import LocationDescription
from engine.fsma.likeness import agreement, name, phone_of

# Beyond this many places behind one phone number or town, it tells no two of them apart.
_CROWD = 200


@dataclass(frozen=True)
class Place:
    """A place as the organization describes it. mine: it has registered it. own: nobody else has a say in it."""

    no: int
    id: str
    mine: bool
    own: bool
    place: LocationDescription

    @classmethod
    def of(cls, row: dict, on_trust: bool = True) -> "Place | None":
        """on_trust: what it alone has described is its own too, not only what it has registered."""
        told = [LocationDescription(**orjson.loads(text)) for text in row["descriptions"]]
        if not told:
            return None
        fullest = max(told, key=lambda d: (d.business_name is not None, len(d.model_dump(exclude_none=True))))
        return cls(row["no"], row["id"], row["mine"], row["own"] if on_trust else row["mine"], fullest)


@dataclass(frozen=True)
class NearDuplicate:
    """Two places that may be one. reasons: name, address, phone, coordinates. score: 0 to 100.

    mergeable: both are the organization's own, so it may merge them; `into` is the one to keep.
    """

    one: Place
    into: Place
    reasons: tuple[str, ...]
    score: int
    mergeable: bool


def near_duplicates(places: Iterable[Place]) -> list[NearDuplicate]:
    """Pairs that agree in at least two of name, address, phone and coordinates, the likeliest first.

    Names and addresses agree at a similarity of 88 of 100, blind to legal forms and abbreviations; coordinates within
    250 m. Two places with a GLN each are told apart by whoever numbered them, so they are no pair.
    """
    known = {place.no: place for place in places}
    found = []
    for pair in sorted(_worth_comparing(known.values())):
        one, other = (known[no] for no in pair)
        if one.place.gln_resolves and other.place.gln_resolves:
            continue
        reasons, score = agreement(one.place, other.place)
        if len(reasons) >= 2:
            # By id, which is drawn by lot: the number would tell which place somebody else named first.
            stays, goes = sorted((one, other), key=lambda p: (not p.mine, p.id))
            found.append(NearDuplicate(goes, stays, tuple(reasons), score, one.own and other.own))
    return sorted(found, key=lambda pair: (-pair.score, pair.into.id, pair.one.id))


def _worth_comparing(places: Iterable[Place]) -> set[tuple[int, int]]:
    """Pairs that share a telephone number, a postal code, a town, a square of the map or the start of a name."""
    shelves: dict[str, set[int]] = defaultdict(set)
    for place in places:
        for shelf in _shelves(place.place):
            shelves[shelf].add(place.no)
    return {pair for shelf in shelves.values() if len(shelf) <= _CROWD for pair in combinations(sorted(shelf), 2)}


def _shelves(place: LocationDescription) -> Iterator[str]:
    if number := phone_of(place):
        yield f"phone {number}"
    if place.postal_code:
        yield f"postal {plain(place.postal_code)[:5]}"
    if place.city:
        yield f"city {plain(place.city)} {plain(place.business_name)[:1]}"
    if words := name(place).split():
        yield f"name {words[0]}"
    if place.has_coordinates:
        # Neighbours across the edge of a square share one of four overlapping grids.
        for shift in (0.0, 0.01):
            for aside in (0.0, 0.01):
                yield f"square {shift} {aside} {math.floor((place.latitude + shift) / 0.02)} " \
                      f"{math.floor((place.longitude + aside) / 0.02)}"
