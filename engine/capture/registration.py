"""A place an organization registers takes its keys from that registration alone."""

from dataclasses import dataclass

from engine.capture.geography import also_name, describe, key_clue, key_rows
from engine.capture.ledger import Ledger
from engine.capture.places import keys_of, partition
from engine.errors import Conflict, Impossible
from engine.fsma.descriptions import LocationDescription
from engine.graph import Transaction
from engine.ids import derived_id

Described = dict[str, tuple[tuple[str, ...], int]]  # key of a description -> its place keys and its place


@dataclass(frozen=True)
class Registered:
    """A registered place by id and number. absorbed: places it took in, or that lost everything to it.

    disturbed: places whose records must be settled anew: itself, the absorbed, and those that came apart from it.
    """

    location_id: str
    no: int
    absorbed: frozenset[int]
    disturbed: frozenset[int]


def register(tx: Transaction, ledger: Ledger, organization: int, place: LocationDescription,
             keys: tuple[str, ...] | None = None) -> Registered:
    """Give the described place to an organization. keys: those of its keys that lead to it from now on; all by default.

    Descriptions that share none of its keys, but had been joined to it through another's record, come apart again.
    Those that name its keys but stand at somebody else's registered place come here where the key counts for more.
    Raises Impossible for a place nothing names, Conflict where another organization has registered it.
    """
    keys = keys_of(place) if keys is None else keys
    if not keys:
        raise Impossible("A place needs a GLN, or a business name with an address or coordinates.")
    known = tx.run("capture/known_places", keys=list(keys))
    if any(row["registered"] and row["operator"] != organization for row in known):
        raise Conflict("Another organization has registered this place.")
    touched = sorted({row["no"] for row in known})
    own = sorted({row["no"] for row in known if row["registered"]})
    here = _described(tx.run("capture/descriptions_at", places=touched))
    registered = sorted({*keys, *tx.one("capture/forget_keys", places=touched)["registered"]})
    no = (own or touched or [None])[0] or _new(tx, ledger, list(keys))
    location_id = tx.one("capture/operate", place=no, organization=organization, keys=registered)["id"]
    tx.run("capture/place_keys", rows=key_rows(no, registered))
    home = _apart(tx, ledger, {d for d, _ in here.values() if not set(d) & set(registered)})
    tx.run("capture/merge_places", rows=[{"from": other, "to": no} for other in touched if other != no])
    elsewhere = _gained(tx, no, registered)
    tx.run("capture/move_descriptions", rows=[
        *({"key": key, "no": home.get(d, no)} for key, (d, _) in sorted(here.items())),
        *({"key": key, "no": no} for key in sorted(elsewhere))])
    also_name(tx, {key: sorted(set(d) - set(registered)) for key, (d, _) in {**here, **elsewhere}.items()
                   if d not in home})
    describe(tx, {(keys, place)}, {keys: no}, organization)
    return Registered(location_id, no, frozenset(touched) - {no},
                      frozenset({*touched, no, *home.values(), *(place for _, place in elsewhere.values())}))


def _gained(tx: Transaction, no: int, registered: list[str]) -> Described:
    """Descriptions at other registered places for which the newly registered key is the first that anybody has."""
    candidates = _described(tx.run("capture/also_naming", clues=[key_clue(key) for key in registered]))
    candidates = {key: (d, place) for key, (d, place) in candidates.items() if place != no}
    named = sorted({k for d, _ in candidates.values() for k in d})
    owner = {row["key"]: row["no"] for row in tx.run("capture/known_places", keys=named) if row["registered"]}
    return {key: (d, place) for key, (d, place) in candidates.items()
            if next((owner[k] for k in d if k in owner), None) == no}


def _described(rows: list[dict]) -> Described:
    return {row["key"]: (tuple(row["keys"]), row["no"]) for row in rows}


def _apart(tx: Transaction, ledger: Ledger, described: set[tuple[str, ...]]) -> dict[tuple[str, ...], int]:
    """Places for the descriptions a registration leaves alone, partitioned afresh among themselves."""
    found = partition(described, {})
    numbers = {place: _new(tx, ledger, keys) for place, keys in found.keys.items()}
    for place, keys in found.keys.items():
        tx.run("capture/place_keys", rows=key_rows(numbers[place], keys))
    return {keys: numbers[place] for keys, place in found.place_of.items()}


def _new(tx: Transaction, ledger: Ledger, keys: list[str]) -> int:
    no = ledger.number()
    tx.run("capture/new_places", rows=[{"no": no, "id": derived_id("place", keys[0], no)}])
    return no
