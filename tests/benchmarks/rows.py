"""The events of a supply network as bare nodes and edges: what a graph holds of them, drawn without the engine."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from random import Random
from typing import Any

from orjson import dumps

from tests.benchmarks.documents import short_json
from tests.benchmarks.places import Map, Place
from tests.benchmarks.supply import Event, Lot, Stock

Row = dict[str, Any]
OPEN = 9_223_372_036_854_775_807
_DAY_MS = 86_400_000


@dataclass
class Part:
    """Some more rows of a network.

    lots: properties of lots not seen before. stocks: {no, key, lot, place}, likewise. ctes: {cte, tails, heads}, where
    cte and each end's flow are properties and an end is {stock, flow}.
    """

    lots: list[Row] = field(default_factory=list)
    stocks: list[Row] = field(default_factory=list)
    ctes: list[Row] = field(default_factory=list)

    def flows(self) -> Iterator[tuple[int, int, Row]]:
        """Tail and head of every flow, with the properties of the event it belongs to."""
        for row in self.ctes:
            cte = row["cte"]
            yield from ((end["stock"], cte["no"], cte) for end in row["tails"])
            yield from ((cte["no"], end["stock"], cte) for end in row["heads"])


class Rows:
    """Numbers the lots, stocks and events of one network above `base`, so that networks can share a graph.

    organizations: number of each firm. voided: share of the records that stand no longer.
    """

    def __init__(self, ground: Map, organizations: Sequence[int], base: int, voided: float = 0.0):
        self._organizations = organizations
        self._last = base + len(ground.places)
        self._base = base
        self._voided = voided
        self._random = Random(base)
        self._lots: dict[int, int] = {}
        self._stocks: dict[tuple[int, int], int] = {}

    def place(self, place: Place) -> int:
        """Number of a place."""
        return self._base + 1 + place.no

    def parts(self, events: Iterable[Event], size: int) -> Iterator[Part]:
        """The rows of so many events at a time."""
        events = iter(events)
        while some := list(islice(events, size)):
            part = Part()
            for event in some:
                self._add(part, event)
            yield part

    def _add(self, part: Part, event: Event) -> None:
        tails, heads = ([self._stock(part, stock) for stock in ends] for ends in (event.tails, event.heads))
        no, lot = self._number(), self._lot(part, event.lot)
        recorded_at = event.day * _DAY_MS
        superseded = recorded_at + _DAY_MS if self._random.random() < self._voided else OPEN
        told = {
            "recorded_by": self._organizations[event.recorder], "counterparties": self._counterparties(event),
            "on": event.day, "gtin": event.lot.gtin or None,
        }  # fmt: skip
        cte = {
            **told, "recorded_at": recorded_at, "superseded_at": superseded, "no": no, "id": f"bench-cte-{no}",
            "key": f"bench-{no}", "event_id": f"EV{event.no}", "lot": lot, "cte_type": event.kind,
            "tlc": _code(event.lot), "position": 0, "record": dumps(short_json(event)).decode(),
        }  # fmt: skip
        flow = told | _known(cte) | {"quantity": event.quantity, "unit": "case"}
        part.ctes.append({"cte": cte, "tails": [{"stock": s, "flow": flow} for s in tails],
                          "heads": [{"stock": s, "flow": flow} for s in heads]})

    def _counterparties(self, event: Event) -> list[int]:
        named = {place.firm for place in (event.other, event.cooled_at) if place}
        named |= {lot.maker.firm for lot, _ in event.tails if lot.is_crop}
        return sorted({self._organizations[firm] for firm in named - {event.recorder}})

    def _lot(self, part: Part, lot: Lot) -> int:
        if lot.no not in self._lots:
            no = self._lots[lot.no] = self._number()
            part.lots.append({
                "no": no, "id": f"bench-lot-{no}", "key": f"bench-{no}", "kind": "crop" if lot.is_crop else "packed",
                "gtin": lot.gtin or None, "lot_number": lot.number or None, "tlc_match": _code(lot),
            })  # fmt: skip
        return self._lots[lot.no]

    def _stock(self, part: Part, stock: Stock) -> int:
        lot, place = stock
        if (lot.no, place.no) not in self._stocks:
            of = self._lot(part, lot)
            no = self._stocks[lot.no, place.no] = self._number()
            part.stocks.append({"no": no, "key": f"bench-{no}", "lot": of, "place": self.place(place)})
        return self._stocks[lot.no, place.no]

    def _number(self) -> int:
        self._last += 1
        return self._last


def _known(cte: Row) -> Row:
    """When a record was known, as its flows say it."""
    if cte["superseded_at"] == OPEN:
        return {"recorded_at": cte["recorded_at"]}
    return {"known_from": cte["recorded_at"], "superseded_at": cte["superseded_at"]}


def _code(lot: Lot) -> str | None:
    return None if lot.is_crop else f"(01){lot.gtin}(10){lot.number}"
