"""The shortest chain of evidence between two lots."""

from collections import deque
from dataclasses import dataclass

from engine.fsma.descriptions import LocationDescription
from engine.trace.details import Details
from engine.trace.entries import EventEntry
from engine.trace.listing import event_entry
from engine.trace.question import Direction, Ring
from engine.trace.reach import Reach


@dataclass(frozen=True)
class StockEntry:
    """A lot at a place, as a step of a chain names it."""

    lot_id: str
    tlc: str | None
    product_name: str | None
    location_id: str
    location: LocationDescription


@dataclass(frozen=True)
class Step:
    """One event of a chain, in the direction goods moved. record: as captured and normalised."""

    source: StockEntry
    event: EventEntry
    record: dict
    target: StockEntry


@dataclass(frozen=True)
class Explanation:
    """How two lots hang together. direction: from the first lot to the other; None where nothing visible connects them.

    steps: in the order in which goods moved. complete: False where a limit cut the search before a chain was found.
    """

    lot_id: str
    other_lot_id: str
    connected: bool
    direction: Direction | None
    steps: list[Step]
    complete: bool


def chain(reached: Reach, target: int) -> list[int] | None:
    """Node numbers from a stock of the start to the nearest stock of lot `target`; None where there is none."""
    came_from: dict[int, int | None] = dict.fromkeys(reached.start)
    queue = deque(reached.start)
    while queue:
        node = queue.popleft()
        if reached.lot_of.get(node) == target:
            return _unwind(came_from, node)
        for following in sorted(reached.edges.onward.get(node, ())):
            if following not in came_from:
                came_from[following] = node
                queue.append(following)
    return None


def shortest(reaches: list[Reach], target: int) -> tuple[Direction | None, list[int]]:
    """The shortest chain over several reaches, turned to the direction in which goods moved."""
    chains = [(r.direction, found) for r in reaches if (found := chain(r, target)) is not None]
    if not chains:
        return None, []
    direction, nodes = min(chains, key=lambda found: len(found[1]))
    return direction, nodes if direction is Direction.FORWARD else nodes[::-1]


def steps(details: Details, reach_of_it: Reach, nodes: list[int]) -> list[Step]:
    """The chain in words: every second node is an event."""
    stocks, events = nodes[::2], nodes[1::2]
    lots = details.lots(reach_of_it.lot_of[stock] for stock in stocks)
    stocks_at: dict[int, set[int]] = {}
    for stock in stocks:
        stocks_at.setdefault(reach_of_it.place_of[stock], set()).add(stock)
    places, told = details.places(stocks_at), details.events(events)

    def entry(stock: int) -> StockEntry:
        lot, place = lots[reach_of_it.lot_of[stock]], places[reach_of_it.place_of[stock]]
        return StockEntry(lot.id, lot.tlc, lot.product_name, place.id, place.description)

    return [
        Step(entry(tail), event_entry(told[event], Ring.RECORDED), told[event].record.to_json(), entry(head))
        for tail, event, head in zip(stocks, events, stocks[1:], strict=False)
    ]


def _unwind(came_from: dict[int, int | None], node: int) -> list[int]:
    path = [node]
    while (before := came_from[path[-1]]) is not None:
        path.append(before)
    return path[::-1]
