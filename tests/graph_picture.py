"""What a graph says once the numbers, ids and moments its nodes happened to get are left out."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from engine.graph import Graph
from tests import networks

Name = tuple


@dataclass(frozen=True)
class Picture:
    """The graph by names alone. A place is named by the set of its keys, a lot by what it is and where it was made.

    flows: (record, tail or head, lot, place, ...) with how often each is drawn; live and superseded apart.
    faults: what no capture may leave behind, empty in a sound graph.
    """

    places: Counter
    lots: Counter
    records: Counter
    live: Counter
    superseded: Counter
    faults: list[str] = field(default_factory=list)

    def difference(self, other: "Picture") -> dict[str, Any]:
        """Part -> (only here, only there); empty where the pictures are equal."""
        found = {}
        for name in ("places", "lots", "records", "live", "superseded"):
            mine, others = getattr(self, name), getattr(other, name)
            if mine != others:
                found[name] = (sorted(map(str, mine - others)), sorted(map(str, others - mine)))
        return found


def picture(graph: Graph) -> Picture:
    """The picture of a whole graph."""
    places = {row["no"]: row for row in networks.run(graph, "picture_places")}
    place = {no: tuple(sorted(row["keys"])) for no, row in places.items()}
    lots = {row["no"]: _lot(row, place) for row in networks.run(graph, "picture_lots")}
    flows = [(row["open"], _flow(row, lots, place)) for row in networks.run(graph, "picture_flows")]
    records = networks.run(graph, "picture_records")
    return Picture(
        Counter((place[no], row["gln"] is None, tuple(sorted(row["descriptions"])), tuple(row["operators"]))
                for no, row in places.items()),
        Counter(lots.values()),
        Counter((r["key"], lots.get(r["lot"]), r["open"], tuple(r["counterparties"])) for r in records),
        Counter(flow for live, flow in flows if live),
        Counter(flow for live, flow in flows if not live),
        sorted(row["fault"] for row in networks.run(graph, "graph_faults")),
    )


def _lot(row: dict[str, Any], place: dict[int, Name]) -> Name:
    kind, key = row["kind"], row["key"]
    if kind in ("crop", "seed"):
        _, maker, rest = key.split(":", 2)
        return kind, place[int(maker)], rest
    if kind == "provisional" and row["tlc_match"] is None:
        return kind, key
    if kind == "provisional":
        return kind, row["tlc_match"], tuple(sorted(place[no] for no in row["places"]))
    source = None if row["source"] is None else place[row["source"]]
    return kind, row["tlc_match"], row["gtin"], row["lot_number"], source


def _flow(row: dict[str, Any], lots: dict[int, Name], place: dict[int, Name]) -> Name:
    return (row["record"], "tail" if row["tail"] else "head", lots[row["lot"]], place[row["place"]],
            row["recorded_by"], tuple(row["counterparties"]), row["on"], row["gtin"], row["quantity"], row["unit"])
