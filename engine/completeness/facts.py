"""Records counted in the graph, with the places they speak of called by name."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import orjson

from engine.capture.places import keys_of
from engine.clock import epoch_day
from engine.completeness.rows import Party, Wanted
from engine.fsma.cte_types import KINDS, CteType
from engine.fsma.descriptions import LocationDescription
from engine.fsma.records import from_json
from engine.fsma.rules.claims import GAPS
from engine.graph import Transaction
from engine.identity import View

# What is missing, by rule; the last names the lot code source where it is the event's own place.
MISSING = sorted({*GAPS, "V-TLC-05"})
_LOTLESS = sorted(str(cte_type) for cte_type, kind in KINDS.items() if not kind.has_lot)
_OWN_SOURCE = sorted(str(cte_type) for cte_type, kind in KINDS.items() if kind.source_is_place)


@dataclass(frozen=True)
class Fact:
    """Some records of one kind, place and parties that lack the same.

    parties: whom they name beside the place. sources: those of them the food came from.
    """

    recorded_by: int
    cte_type: CteType
    place: Party | None
    parties: tuple[Party, ...]
    sources: tuple[Party, ...]
    lacks: tuple[str, ...]
    owes: bool
    tlc: bool
    source: bool
    records: int


def facts(tx: Transaction, view: View, wanted: Wanted) -> list[Fact]:
    """The records the view holds and the question asks for, but for its place and partner."""
    rows = tx.run(
        "completeness/facts", **view.params(), recorders=sorted({*view.orgs, *(g["org"] for g in view.grants)}),
        types=[str(wanted.cte_type)] if wanted.cte_type else [str(kind) for kind in CteType], rules=MISSING,
        lotless=_LOTLESS, own=_OWN_SOURCE, **{
            "from": wanted.date_from and epoch_day(wanted.date_from),
            "to": wanted.date_to and epoch_day(wanted.date_to)})
    places = _named(tx, rows)
    return [
        Fact(row["recorded_by"], CteType(row["cte_type"]), places.get(row["place"]),
             *(tuple(sorted({places[no] for no in row[who] if no in places})) for who in ("parties", "sources")),
             tuple(row["lacks"]), row["owes"], row["tlc"], row["source"], row["records"])
        for row in rows
    ]


def _named(tx: Transaction, rows: list[dict[str, Any]]) -> dict[int, Party]:
    """Places by number, in the fullest words that some of the records have for them."""
    numbers = {no for row in rows for no in (row["place"], *row["parties"]) if no is not None}
    found = {row["no"]: (row["id"], set(row["keys"])) for row in tx.run("completeness/places", places=sorted(numbers))}
    number_of = {key: no for no, (_, keys) in found.items() for key in keys}
    samples = tx.run("completeness/samples", records=sorted(row["sample"] for row in rows))
    words: dict[int, LocationDescription] = {}
    for place in _places(sample["record"] for sample in samples):
        for no in {number_of[key] for key in keys_of(place) if key in number_of}:
            if no not in words or len(place.model_fields_set) > len(words[no].model_fields_set):
                words[no] = place
    return {no: _party(id_, words.get(no)) for no, (id_, _) in found.items()}


def _places(records: Iterable[str]) -> set[LocationDescription]:
    return {place for text in records for _, place in from_json(orjson.loads(text)).named_places()}


def _party(id_: str, place: LocationDescription | None) -> Party:
    if place is None:
        return Party("place", id_)
    return Party("place", id_, place.business_name or (place.gln and f"GLN {place.gln}"), place.phone)
