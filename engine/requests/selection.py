"""Which records a request means, and what of it no record was found for."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import orjson

from engine.clock import epoch_day, from_epoch_ms
from engine.graph import Graph
from engine.identity import Identity, View
from engine.requests.request import Asked
from engine.trace import Direction, Trace
from engine.trace.export import TracedRecord
from engine.trace.lots import LotQuery, Lots

_NOBODY = -1
_LOTS_OF_A_CODE = 100


@dataclass
class Found:
    """What has been found so far: things asked for, as they were asked, with the number of their records."""

    counts: Counter = field(default_factory=Counter)
    documents: set[str] = field(default_factory=set)

    def missing(self, asked: Asked) -> list[tuple[str, str]]:
        """Kind and name of everything asked for that no record was found for, in the order asked."""
        wanted = [(kind, name) for kind, names in (("lot", asked.lots), ("product", asked.products),
                                                   ("place", asked.places)) for name in names]
        return [each for each in wanted if not self.counts[each]]


class Selection:
    """Finds the records of a request at one moment of knowledge."""

    def __init__(self, graph: Graph, identity: Identity, trace: Trace):
        self._graph = graph
        self._identity = identity
        self._trace = trace
        self._lots = Lots(graph)

    def view(self, organization: int, asked: Asked) -> View:
        """Its own records alone, or all that the organization may see."""
        return self._identity.view_of(organization) if asked.shared else View(_NOBODY, [organization])

    def records(self, view: View, asked: Asked, at: int, found: Found) -> Iterator[TracedRecord]:
        """The records in order of date and code, each once; `found` is whole when they have been read."""
        lots = {code: self._numbers(view, code) for code in asked.lots}
        places = self._places(asked.places)
        connected = self._connected(view, [lot for each in lots.values() for lot in each.values()], at)
        named_places = {no: name for name, numbers in places.items() for no in numbers}
        params = {
            "gtins": list(asked.products) or None, "places": sorted(named_places) if asked.places else None,
            "from": epoch_day(asked.date_from) if asked.date_from else None,
            "to": epoch_day(asked.date_to) if asked.date_to else None, "at": at, **view.params(),
        }
        if asked.lots:
            rows = self._graph.stream("requests/records_among", records=sorted(connected), **params)
        else:
            rows = self._graph.stream("requests/records_all", **params)
        for row in rows:
            found.counts.update({("product", gtin) for gtin in row["gtins"]})
            found.counts.update({("place", named_places[p]) for p in row["places"] if p in named_places})
            found.counts.update({("lot", code) for code, each in lots.items() if each.keys() & set(row["lots"])})
            document = row["document"] or {}
            found.documents.update({document["sha256"]} if document else ())
            yield _traced(row, document)

    def _numbers(self, view: View, code: str) -> dict[int, str]:
        """Lots of a code in the view, number to id."""
        lots, _ = self._lots.find(view, LotQuery(code=code), 0, _LOTS_OF_A_CODE)
        refs = (self._graph.one("identity/lot", id=lot.id) for lot in lots)
        return {ref["no"]: ref["id"] for ref in refs if ref}

    def _places(self, names: tuple[str, ...]) -> dict[str, list[int]]:
        rows = self._graph.read("requests/places", names=list(names), keys=[f"gln:{name}" for name in names])
        return {name: [row["no"] for row in rows if row["name"] == name] for name in names}

    def _connected(self, view: View, lots: list[str], at: int) -> set[int]:
        """Numbers of the records that the view connects to these lots, both ways."""
        return {traced.no for lot in lots for traced in self._trace.records(view, lot, Direction.BOTH, at)}


def _traced(row: dict[str, Any], document: dict[str, Any]) -> TracedRecord:
    recorded_at = document.get("recorded_at")
    return TracedRecord(
        no=row["no"], id=row["id"], event_id=row["event_id"], cte_type=row["cte_type"], on=row["on"], tlc=row["tlc"],
        record=orjson.loads(row["record"]), recorded_by=row["recorded_by"],
        recorded_at=from_epoch_ms(row["recorded_at"]), position=row["position"], document=document.get("sha256"),
        document_name=document.get("name"),
        document_recorded_at=None if recorded_at is None else from_epoch_ms(recorded_at),
    )
