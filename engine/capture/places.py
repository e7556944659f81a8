"""Which descriptions speak of the same place: any exact key in common."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache

from engine.fsma.descriptions import LocationDescription
from engine.fsma.text import words as plain


@lru_cache(maxsize=65_536)
def keys_of(place: LocationDescription) -> tuple[str, ...]:
    """Keys under which a described place is known, the strongest first; empty where nothing names it.

    An FFRN counts only together with the address: FDA's own sample gives one number to three firms.
    """
    name, street = plain(place.business_name), plain(place.street_address)
    town = f"{plain(place.city)}|{plain(place.state_region)}"
    postal = plain(place.postal_code).replace(" ", "")[:5]
    keys = []
    if place.gln:
        keys.append(f"gln:{place.gln}")
    if name and street and postal:
        keys.append(f"address:{name}|{street}|{postal}")
    if name and street and place.city:
        keys.append(f"address:{name}|{street}|{town}")
    if name and place.latitude is not None and place.longitude is not None:
        keys.append(f"point:{name}|{float(place.latitude):.5f}|{float(place.longitude):.5f}")
    if place.ffrn and street:
        keys.append(f"ffrn:{place.ffrn}|{street}|{postal or town}")
    if not keys and name:
        keys.append(f"name:{name}|{town}|{postal}")
    return tuple(keys)


@dataclass(frozen=True)
class Known:
    """A stored place as found by one of its keys. registered: its keys come from its operator alone."""

    no: int
    registered: bool


@dataclass
class Partition:
    """What a set of descriptions makes of the stored places.

    place_of: description keys -> stored place number, or a negative number for a new place.
    keys: place -> keys it gains. merged: stored place -> the stored place it turns out to be.
    strangers: descriptions that pair a registered place with keys that are not its own.
    """

    place_of: dict[tuple[str, ...], int] = field(default_factory=dict)
    keys: dict[int, list[str]] = field(default_factory=dict)
    merged: dict[int, int] = field(default_factory=dict)
    strangers: list[tuple[str, ...]] = field(default_factory=list)


def partition(descriptions: Iterable[tuple[str, ...]], stored: dict[str, Known]) -> Partition:
    """Group descriptions into places.

    A description with a key of a registered place is that place and joins nothing else. The others join whatever
    shares a key with them, which may show two stored places to be one: the lower number survives.
    """
    result, joined, described = Partition(), _Sets(), sorted(set(descriptions))
    for keys in described:
        owned = next((stored[k].no for k in keys if k in stored and stored[k].registered), None)
        if owned is not None:
            result.place_of[keys] = owned
            if any(k not in stored or stored[k].no != owned for k in keys):
                result.strangers.append(keys)
            continue
        for key in keys:
            joined.union(keys[0], key)
            if key in stored:
                joined.union(key, stored[key].no)
    for number, group in enumerate(joined.groups(), start=1):
        places = sorted(m for m in group if isinstance(m, int))
        place = places[0] if places else -number
        result.merged.update(dict.fromkeys(places[1:], place))
        result.keys[place] = sorted(m for m in group if isinstance(m, str) and m not in stored)
        for member in group:
            joined.label[member] = place
    for keys in described:
        result.place_of.setdefault(keys, joined.label.get(keys[0], 0))
    return result


class _Sets:
    """Disjoint sets of keys (str) and stored places (int)."""

    def __init__(self) -> None:
        self._parent: dict[str | int, str | int] = {}
        self.label: dict[str | int, int] = {}

    def _root(self, member: str | int) -> str | int:
        parent = self._parent.setdefault(member, member)
        while parent != self._parent[parent]:
            self._parent[member] = parent = self._parent[parent]
        return parent

    def union(self, one: str | int, other: str | int) -> None:
        self._parent[self._root(one)] = self._root(other)

    def groups(self) -> list[list[str | int]]:
        found: dict[str | int, list[str | int]] = {}
        for member in self._parent:
            found.setdefault(self._root(member), []).append(member)
        return sorted(found.values(), key=lambda group: min(map(str, group)))
