"""Circles of lots: food that was made, through others, out of itself (V-X-18)."""

from collections import defaultdict
from collections.abc import Iterator

from engine.findings.lookup import Lookup
from engine.findings.noted import Noted
from engine.findings.rules import single
from engine.graph import Transaction

# Lots followed from one settlement; food is not made over more often.
_MOST = 20_000

Edges = dict[int, dict[int, set[int]]]  # lot -> lots made of it -> records that say so


def judge(tx: Transaction, look: Lookup, records: list[int]) -> Iterator[tuple[str, list[Noted]]]:
    """A scope for each touched record and for every record of a circle it closes."""
    told = look.records(records)
    turned = {(tail.lot, head.lot) for t in told if t.kind.creates_lot for tail in t.tails for head in t.heads
              if tail.lot != head.lot and head.lot == t.lot}
    edges = _downstream(tx, {into for _, into in turned}) if turned else {}
    circle: dict[int, set[int]] = {}
    for lot, into in sorted(turned):
        for no in _closing(edges, lot, into):
            circle.setdefault(no, set()).update(_closing(edges, lot, into))
    for no in records:
        yield f"circle:{no}", []
    for no, members in sorted(circle.items()):
        for each in look.records([no]):
            yield f"circle:{no}", list(single.in_circle(each, look.records(members)))


def _downstream(tx: Transaction, lots: set[int]) -> Edges:
    """Every lot made, over any number of events, out of lots."""
    edges: Edges = {}
    ahead = set(lots)
    while ahead and len(edges) < _MOST:
        edges.update((lot, defaultdict(set)) for lot in ahead)
        for row in tx.run("findings/made_into", lots=sorted(ahead)):
            edges[row["lot"]][row["into"]].add(row["record"])
        ahead = {into for lot in ahead for into in edges[lot]} - edges.keys()
    return edges


def _closing(edges: Edges, lot: int, into: int) -> set[int]:
    """Records on the ways from `into` to `lot` and back, empty where there is none."""
    forward = _reach(edges, into)
    if lot not in forward:
        return set()
    backward: dict[int, dict[int, set[int]]] = defaultdict(dict)
    for start, ends in edges.items():
        for end, records in ends.items():
            backward[end][start] = records
    within = forward & _reach(backward, lot)
    return {record for start in within for end, records in edges.get(start, {}).items() if end in within
            for record in records}


def _reach(edges: Edges, start: int) -> set[int]:
    seen, ahead = {start}, [start]
    while ahead:
        for lot in edges.get(ahead.pop(), ()):
            if lot not in seen:
                seen.add(lot)
                ahead.append(lot)
    return seen
