"""The complete walk over recorded flows, fetched in columns."""

from dataclasses import dataclass, field

from engine.graph import Transaction
from engine.limits import Limits
from engine.trace.edges import Edges
from engine.trace.question import Direction, Scope

_UNKNOWN = -1


@dataclass(frozen=True)
class Cut:
    """Where an answer ends short of the whole, and why."""

    where: str
    why: str


@dataclass
class Reach:
    """What one direction reaches.

    start: stocks of the traced lot. lot_of, place_of: by stock. event_lot, recorder_of: by event; an event that
    speaks of no lot is missing from event_lot.
    """

    direction: Direction
    start: list[int] = field(default_factory=list)
    edges: Edges = field(default_factory=Edges)
    lot_of: dict[int, int] = field(default_factory=dict)
    place_of: dict[int, int] = field(default_factory=dict)
    event_lot: dict[int, int] = field(default_factory=dict)
    recorder_of: dict[int, int] = field(default_factory=dict)
    cut: Cut | None = None

    @property
    def size(self) -> int:
        """Stocks and events together."""
        return len(self.lot_of) + len(self.edges.days)

    def add_stock(self, no: int, lot: int, place: int) -> None:
        self.lot_of[no] = lot
        self.place_of[no] = place

    def add_event(self, no: int, lot: int, day: int, recorder: int) -> None:
        self.edges.days[no] = self._along(day)
        self.recorder_of[no] = recorder
        if lot != _UNKNOWN:
            self.event_lot[no] = lot

    def day_of(self, event: int) -> int | None:
        """Epoch day of an event."""
        day = self.edges.days[event]
        return day if day is None or self.direction is Direction.FORWARD else -day

    def _along(self, day: int) -> int | None:
        if day == _UNKNOWN:
            return None
        return day if self.direction is Direction.FORWARD else -day


def reach(tx: Transaction, lot: int, direction: Direction, scope: Scope, limits: Limits) -> Reach:
    """Walk from every stock of a lot that the caller sees; at most `limits.trace_nodes` nodes, nearest first."""
    most = limits.trace_nodes
    row = tx.one(f"trace/reach_{direction}", lot=lot, most=most + 1, **scope.params())
    found = Reach(direction)
    nodes = row["nodes"][:most]
    for no, of, place, day, recorder in zip(
            nodes, row["lots"], row["places"], row["days"], row["recorders"], strict=False):
        if place == _UNKNOWN:
            found.add_event(no, of, day, recorder)
        else:
            found.add_stock(no, of, place)
    kept = found.lot_of.keys() | found.edges.days.keys()
    whole = len(row["nodes"]) <= most
    for no, onward in zip(nodes, row["onward"], strict=False):
        shown = onward if whole else [node for node in onward if node in kept]
        # Without next nodes a node is an end; one whose next nodes were all cut away is none.
        if shown or not onward:
            found.edges.onward[no] = shown
    found.start = sorted(stock for stock, of in found.lot_of.items() if of == lot)
    if not whole:
        found.cut = Cut(str(direction), f"More than {most} stocks and events lie {_SIDE[direction]}; "
                                        "the nearest are shown. Narrow the dates or trace a later lot.")
    return found


def walk_on(tx: Transaction, found: Reach, stocks: set[int], scope: Scope, limits: Limits) -> set[int]:
    """Walk from further stocks, already added to `found`, one event at a time; returns the stocks newly reached."""
    fresh: set[int] = set()
    frontier = stocks
    while frontier and found.cut is None:
        rows = tx.one(f"trace/step_{found.direction}", stocks=sorted(frontier), **scope.params())
        for stock in frontier:
            found.edges.onward.setdefault(stock, [])
        frontier = _take(found, rows)
        fresh |= frontier
        if found.size > limits.trace_nodes:
            found.cut = Cut(str(found.direction), f"The worst case grew beyond {limits.trace_nodes} stocks and "
                                                  "events. Narrow the dates, or ask for recorded flows only.")
    return fresh


def _take(found: Reach, rows: dict) -> set[int]:
    fresh = set()
    onward = found.edges.onward
    columns = ("stocks", "events", "days", "recorders", "event_lots", "onward", "lots", "places")
    for stock, event, day, recorder, event_lot, head, lot, place in zip(*(rows[c] for c in columns), strict=True):
        if event not in found.edges.days:
            found.add_event(event, event_lot, day, recorder)
        _link(onward, stock, event)
        if head == _UNKNOWN:
            onward.setdefault(event, [])
            continue
        _link(onward, event, head)
        if head not in found.lot_of:
            found.add_stock(head, lot, place)
            fresh.add(head)
    return fresh


def _link(onward: dict[int, list[int]], tail: int, head: int) -> None:
    heads = onward.setdefault(tail, [])
    if head not in heads:
        heads.append(head)


_SIDE = {Direction.FORWARD: "downstream", Direction.BACKWARD: "upstream"}
