"""How many lots lie between the traced lot and each other one."""

from collections import deque
from collections.abc import Iterable, Mapping

from engine.trace.edges import Edges


def depths(edges: Edges, lot_of: Mapping[int, int], start: Iterable[int],
           jumps: Mapping[int, list[int]] | None = None) -> dict[int, int]:
    """The least number of lot-to-lot hops to each stock; a movement within one lot is none.

    lot_of: stock -> lot. jumps: stock -> stocks linked to it without an event.
    Returns stock -> hops, for the stocks within reach of `start`.
    """
    jumps = jumps or {}
    hops = dict.fromkeys(start, 0)
    queue = deque(hops)
    done: set[int] = set()
    while queue:
        stock = queue.popleft()
        if stock in done:
            continue
        done.add(stock)
        for following in _following(edges, stock, jumps):
            same = lot_of[following] == lot_of[stock]
            count = hops[stock] + (not same)
            if count < hops.get(following, count + 1):
                hops[following] = count
                (queue.appendleft if same else queue.append)(following)
    return hops


def _following(edges: Edges, stock: int, jumps: Mapping[int, list[int]]) -> Iterable[int]:
    for event in edges.onward.get(stock, ()):
        yield from edges.onward.get(event, ())
    yield from jumps.get(stock, ())
