"""What a question finds, as numbers: every lot, place and event with its ring, before anything is called by name."""

from collections import defaultdict
from dataclasses import dataclass, field

from engine.graph import Transaction
from engine.limits import Limits
from engine.trace.depth import depths
from engine.trace.entries import Counts
from engine.trace.order import in_order
from engine.trace.question import RINGS, Direction, Question, Ring, Scope
from engine.trace.reach import Cut, Reach, reach
from engine.trace.worst_case import Link, WorstCase


@dataclass(frozen=True)
class Standing:
    """How a lot or place stands in an answer: hops from the traced lot, innermost ring."""

    depth: int
    ring: Ring

    def nearer(self, other: "Standing") -> "Standing":
        return Standing(min(self.depth, other.depth), min(self.ring, other.ring, key=lambda ring: ring.rank))


@dataclass(frozen=True, order=True)
class End:
    """A stock or event from which nothing leads further. stock: None where the event itself is the end."""

    direction: Direction
    depth: int
    node: int
    stock: int | None


@dataclass
class Found:
    """The answer in numbers, ends and links sorted.

    lots, places: number -> standing. events: number -> ring. stocks_at: place -> stocks. lot_of, place_of: by stock.
    """

    lot: int
    lots: dict[int, Standing] = field(default_factory=dict)
    places: dict[int, Standing] = field(default_factory=dict)
    events: dict[int, Ring] = field(default_factory=dict)
    days: dict[int, int | None] = field(default_factory=dict)
    event_lot: dict[int, int] = field(default_factory=dict)
    recorders: set[int] = field(default_factory=set)
    stocks_at: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))
    lot_of: dict[int, int] = field(default_factory=dict)
    place_of: dict[int, int] = field(default_factory=dict)
    links: list[tuple[Direction, Link]] = field(default_factory=list)
    ends: list[End] = field(default_factory=list)
    cuts: list[Cut] = field(default_factory=list)

    @property
    def counts(self) -> Counts:
        return Counts(len(self.lots), len(self.places), len(self.events), len(self.recorders))

    @property
    def cut(self) -> Cut | None:
        """All cuts as one."""
        if not self.cuts:
            return None
        return Cut(", ".join(c.where for c in self.cuts), " ".join(c.why for c in self.cuts))


def find(tx: Transaction, lot: int, question: Question, scope: Scope, limits: Limits) -> Found:
    """Everything the question reaches, direction by direction."""
    found = Found(lot, lots={lot: Standing(0, Ring.IN_ORDER)})
    for direction in question.direction.ways:
        _add(found, *_one_way(tx, lot, direction, question.ring, scope, limits))
    found.ends.sort()
    return found


def _one_way(tx: Transaction, lot: int, direction: Direction, ring: Ring, scope: Scope,
             limits: Limits) -> tuple[Reach, dict[int, int], dict[int, int], list[Link]]:
    """What one direction reaches: the nodes of the ring by rank, hops by stock, and inferred links."""
    reached = reach(tx, lot, direction, scope, limits)
    ranks = dict.fromkeys((*reached.lot_of, *reached.edges.days), Ring.RECORDED.rank)
    ranks.update(dict.fromkeys(in_order(reached.edges, reached.start), Ring.IN_ORDER.rank))
    hops = depths(reached.edges, reached.lot_of, reached.start)
    links: list[Link] = []
    if ring is Ring.WORST_CASE and reached.cut is None:
        links = WorstCase(tx, reached, scope, limits).links()
        jumps = defaultdict(list)
        for link in links:
            jumps[link.from_stock].append(link.to_stock)
        hops = depths(reached.edges, reached.lot_of, reached.start, jumps) | hops
        ranks = dict.fromkeys((*reached.lot_of, *reached.edges.days), Ring.WORST_CASE.rank) | ranks
    if ring is Ring.IN_ORDER:
        ranks = {node: rank for node, rank in ranks.items() if rank == Ring.IN_ORDER.rank}
    return reached, ranks, hops, links


def _add(found: Found, reached: Reach, ranks: dict[int, int], hops: dict[int, int], links: list[Link]) -> None:
    lots: dict[int, tuple[int, int]] = {}
    places: dict[int, tuple[int, int]] = {}
    for node, rank in ranks.items():
        lot = reached.lot_of.get(node)
        if lot is None:
            _add_event(found, reached, node, RINGS[rank])
            continue
        place, depth = reached.place_of[node], hops.get(node, 0)
        for standings, no in ((lots, lot), (places, place)):
            least_depth, least_rank = standings.get(no, (depth, rank))
            standings[no] = (min(depth, least_depth), min(rank, least_rank))
        found.stocks_at[place].add(node)
        found.lot_of[node], found.place_of[node] = lot, place
    for standings, into in ((lots, found.lots), (places, found.places)):
        for no, (depth, rank) in standings.items():
            standing = Standing(depth, RINGS[rank])
            into[no] = into[no].nearer(standing) if no in into else standing
    found.links += [(reached.direction, link) for link in links]
    found.ends += _ends(reached, ranks, hops)
    if reached.cut:
        found.cuts.append(reached.cut)


def _add_event(found: Found, reached: Reach, event: int, ring: Ring) -> None:
    before = found.events.get(event)
    if before is None or ring.rank < before.rank:
        found.events[event] = ring
    found.days[event] = reached.day_of(event)
    found.recorders.add(reached.recorder_of[event])
    if event in reached.event_lot:
        found.event_lot[event] = reached.event_lot[event]


def _ends(reached: Reach, shown: dict[int, int], hops: dict[int, int]) -> list[End]:
    """Nodes of the answer with nothing onward; an event takes its depth from a stock that leads to it."""
    ends = [node for node, onward in reached.edges.onward.items() if not onward and node in shown]
    events = {node for node in ends if node not in reached.lot_of}
    depth_of: dict[int, int] = {}
    if events:
        for stock in reached.lot_of:
            for event in reached.edges.onward.get(stock, ()):
                if event in events:
                    depth_of[event] = min(hops.get(stock, 0), depth_of.get(event, hops.get(stock, 0)))
    return [
        End(reached.direction, depth_of.get(node, 0) if node in events else hops.get(node, 0), node,
            None if node in events else node)
        for node in ends
    ]
