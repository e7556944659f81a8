"""Which of the places goods were recorded at they could have reached in the order of their dates."""

from collections.abc import Iterable
from heapq import heappop, heappush
from math import inf

from engine.trace.edges import Edges


def in_order(edges: Edges, start: Iterable[int], tolerance: int = 1) -> set[int]:
    """Stocks and events that goods could have reached from `start` in the order of their dates.

    edges: flows in the direction of the walk; a flow without a date counts.
    tolerance: days a flow may lie before the arrival it continues (time zones); an arrival never moves back by it.
    Returns node numbers, `start` included.
    """
    arrival: dict[int, float] = dict.fromkeys(start, -inf)
    queue = [(-inf, node) for node in arrival]
    while queue:
        reached, node = heappop(queue)
        if reached > arrival[node]:
            continue
        for head, day in edges.leaving(node):
            if day is not None and day < reached - tolerance:
                continue
            later = reached if day is None else max(reached, day)
            if later < arrival.get(head, inf):
                arrival[head] = later
                heappush(queue, (later, head))
    return set(arrival)
