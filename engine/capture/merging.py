"""Places given back, taken for one another by a person, and parted again.

Everything here ends in the places that descriptions, registrations and standing merges call for, so that taking a merge
back leaves the graph as it was before.
"""

from dataclasses import dataclass
from typing import Any

from engine.capture.geography import also_name, key_clue, key_rows
from engine.capture.ledger import Ledger
from engine.capture.places import Known, partition
from engine.errors import Conflict
from engine.graph import Transaction
from engine.ids import derived_id

_CHANGED = "The locations have changed since, so this merge cannot be taken back."


@dataclass(frozen=True)
class Moved:
    """What a change of places leaves to be settled. disturbed: places whose records must be settled anew.

    absorbed: place -> the place it has become.
    """

    disturbed: frozenset[int]
    absorbed: dict[int, int]


@dataclass(frozen=True)
class PlaceState:
    """A place as it stands. keys: all that lead to it. registered: those of its registration, None where it has none.

    operator: organization number. recorders: organizations that gave descriptions of it. former: ids that lead to it.
    """

    no: int
    id: str
    gln: str | None
    keys: tuple[str, ...]
    registered: tuple[str, ...] | None
    operator: int | None
    recorders: tuple[int, ...]
    former: tuple[str, ...]

    @classmethod
    def of(cls, row: dict[str, Any]) -> "PlaceState":
        kept = None if row["registered"] is None else tuple(row["registered"])
        return cls(row["no"], row["id"], row["gln"], tuple(sorted(row["keys"])), kept, row["operator"],
                   tuple(row["recorders"]), tuple(row["former"]))


def place_state(tx: Transaction, location_id: str) -> PlaceState | None:
    """A place by its id or a former one."""
    row = tx.one("capture/place_state", id=location_id)
    return PlaceState.of(row) if row else None


def unregister(tx: Transaction, ledger: Ledger, no: int) -> Moved:
    """A place is nobody's own any more: its descriptions join what shares a key with them, as anybody's do."""
    tx.run("capture/give_back", place=no)
    return _lead(tx, ledger, [no])


def merge(tx: Transaction, ledger: Ledger, gone: PlaceState, stays: PlaceState) -> Moved:
    """Take one place for another: its keys and descriptions lead there from now on."""
    elsewhere = tx.run("capture/also_naming", clues=[key_clue(key) for key in gone.keys])
    tx.run("capture/give_back", place=gone.no)
    tx.run("capture/merge_places", rows=[{"from": gone.no, "to": stays.no}])
    if stays.operator is not None:
        tx.run("capture/operate", place=stays.no, organization=stays.operator,
               keys=sorted({*stays.registered, *gone.keys}))
    moved = _lead(tx, ledger, sorted({stays.no, *(row["no"] for row in elsewhere)} - {gone.no}))
    return Moved(moved.disturbed | {gone.no}, {**moved.absorbed, gone.no: _final(moved.absorbed, stays.no)})


def part(tx: Transaction, ledger: Ledger, gone: PlaceState, stays: PlaceState) -> Moved:
    """Take a merge back. gone, stays: the two places as they were before it.

    Raises Conflict where their keys lead elsewhere by now, or a description given since names both as one place.
    """
    now = place_state(tx, stays.id)
    if now is None or now.no != stays.no or now.operator != stays.operator or not {*gone.keys} <= {*now.keys}:
        raise Conflict(_CHANGED)
    tx.run("capture/new_places", rows=[{"no": gone.no, "id": gone.id}])
    tx.run("capture/part_places", **{"from": stays.no}, to=gone.no, keys=list(gone.keys), former=list(gone.former),
           id=gone.id)
    if gone.operator is not None:
        tx.run("capture/operate", place=gone.no, organization=gone.operator, keys=list(gone.registered))
    if stays.operator is not None:
        tx.run("capture/operate", place=stays.no, organization=stays.operator,
               keys=sorted({*now.registered} - {*gone.keys}))
    else:
        # What has come to the place since may be the other's by right; it is led there anew.
        tx.run("capture/drop_keys", keys=sorted({*now.keys} - {*gone.keys} - {*stays.keys}))
    moved = _lead(tx, ledger, [stays.no])
    if _final(moved.absorbed, gone.no) == _final(moved.absorbed, stays.no):
        raise Conflict("Records since name both as one place, so this merge cannot be taken back.")
    return Moved(moved.disturbed | {gone.no}, moved.absorbed)


def _lead(tx: Transaction, ledger: Ledger, places: list[int]) -> Moved:
    """Lead the descriptions at places to where their keys say."""
    rows = tx.run("capture/descriptions_at", places=places)
    described = {row["key"]: tuple(row["keys"]) for row in rows}
    named = sorted({key for keys in described.values() for key in keys})
    stored = {row["key"]: Known(row["no"], row["registered"]) for row in tx.run("capture/known_places", keys=named)}
    found = partition(described.values(), stored)
    new = {place: ledger.number() for place in found.keys if place < 0}
    tx.run("capture/new_places", rows=[
        {"no": no, "id": derived_id("place", found.keys[place][0], no)} for place, no in new.items()])
    tx.run("capture/place_keys", rows=[
        row for place, keys in found.keys.items() for row in key_rows(new.get(place, place), keys)])
    tx.run("capture/merge_places", rows=[{"from": f, "to": t} for f, t in sorted(found.merged.items())])
    home = {keys: new.get(place, place) for keys, place in found.place_of.items()}
    tx.run("capture/move_descriptions", rows=[
        {"key": key, "no": home[keys]} for key, keys in sorted(described.items()) if keys])
    strangers = set(found.strangers)
    also_name(tx, {key: [k for k in keys if k not in stored or stored[k].no != home[keys]]
                   for key, keys in described.items() if keys in strangers})
    return Moved(frozenset({*places, *home.values(), *found.merged, *found.merged.values()}), found.merged)


def _final(absorbed: dict[int, int], no: int) -> int:
    return absorbed.get(no, no)
