"""A place an organization registers takes its keys from that registration alone."""

from engine.capture.geography import describe, key_rows
from engine.capture.ledger import Ledger
from engine.capture.places import keys_of, partition
from engine.errors import Conflict, Impossible
from engine.fsma.descriptions import LocationDescription
from engine.graph import Transaction
from engine.ids import derived_id


def register(tx: Transaction, ledger: Ledger, organization: int,
             place: LocationDescription) -> tuple[str, int, set[int]]:
    """Give the described place to an organization; returns its id, its number and the places whose records must be
    settled anew.

    Descriptions that share none of its keys, but had been joined to it through another's record, come apart again.
    """
    keys = keys_of(place)
    if not keys:
        raise Impossible("A place needs a GLN, or a business name with an address or coordinates.")
    known = tx.run("capture/known_places", keys=list(keys))
    if any(row["registered"] and row["operator"] != organization for row in known):
        raise Conflict("Another organization has registered this place.")
    touched = sorted({row["no"] for row in known})
    own = sorted({row["no"] for row in known if row["registered"]})
    descriptions = tx.run("capture/descriptions_at", places=touched)
    registered = sorted({*keys, *tx.one("capture/forget_keys", places=touched)["registered"]})
    no = (own or touched or [None])[0] or _new(tx, ledger, list(keys))
    location_id = tx.one("capture/operate", place=no, organization=organization, keys=registered)["id"]
    tx.run("capture/place_keys", rows=key_rows(no, registered))
    home = _apart(tx, ledger, [tuple(d["keys"]) for d in descriptions if not set(d["keys"]) & set(registered)])
    tx.run("capture/merge_places", rows=[{"from": other, "to": no} for other in touched if other != no])
    tx.run("capture/move_descriptions", rows=[
        {"key": d["key"], "no": home.get(tuple(d["keys"]), no)} for d in descriptions])
    describe(tx, {(keys, place)}, {keys: no}, organization)
    return location_id, no, {*touched, no}


def _apart(tx: Transaction, ledger: Ledger, described: list[tuple[str, ...]]) -> dict[tuple[str, ...], int]:
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
