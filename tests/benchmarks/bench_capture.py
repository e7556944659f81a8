"""JSON documents through engine.capture beside bare statements that write the very same nodes and edges.

Both write to the same server, on an empty graph with the same constraints. Capture archives, parses, judges and
resolves documents of several firms, one or more at a time; captures take turns at the graph. The bare way is one writer
who gets finished rows, read back from what capture left, 2,000 to a statement.
"""

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from itertools import islice
from statistics import median
from typing import Any

import orjson
import psutil

from engine.assembly import Engine
from engine.clock import FixedClock
from engine.fsma.descriptions import LocationDescription
from engine.identity import Caller, Organization, Role
from tests.benchmarks.documents import documents
from tests.benchmarks.effort import Spent, spending
from tests.benchmarks.on_neo4j import run, wipe
from tests.benchmarks.places import Map
from tests.benchmarks.supply import Event, network

BATCH = 2_000
# What each is written by, in this order.
_RAW = {"places": "raw_places", "captures": "raw_captures", "clues": "raw_clues", "lots": "bench_lots",
        "stocks": "bench_stocks", "ctes": "raw_ctes", "findings": "raw_findings"}


@dataclass(frozen=True)
class Document:
    """What one firm sends. at: when it does."""

    firm: int
    raw: bytes
    at: datetime


@dataclass(frozen=True)
class Pace:
    """One size of document. clients: how many send at a time. captured, raw: what each round took."""

    records: int
    document: int
    clients: int
    nodes: int
    edges: int
    captured: list[Spent]
    raw: list[Spent]

    def as_json(self) -> dict[str, Any]:
        """With records a second of the median rounds, and the ratios of both kinds of time."""
        captured, raw = (median(spent.wall for spent in rounds) for rounds in (self.captured, self.raw))
        captured_cpu, raw_cpu = (median(spent.cpu for spent in rounds) for rounds in (self.captured, self.raw))
        return {**asdict(self), "capture_per_second": self.records / captured, "raw_per_second": self.records / raw,
                "ratio": raw / captured, "cpu_ratio": raw_cpu / captured_cpu}


def measure(engine: Engine, clock: FixedClock, process: psutil.Process, records: int, ways: Iterable[tuple[int, int]],
            rounds: int = 3) -> list[Pace]:
    """Both ways, in turn, for each pair of document size and clients at a time. process: Neo4j's."""
    ground, events = network(records)
    firms = join(engine, ground)
    events = list(events)
    # Java compiles what has run often enough, and plans are made once.
    _once(engine, clock, ground, firms, packed(events, BATCH), 1, process)
    return [_pace(engine, clock, ground, firms, events, size, clients, process, rounds)
            for size, clients in ways]


def join(engine: Engine, ground: Map) -> list[Organization]:
    """An organization for each firm."""
    return [engine.identity.create_organization(f"Firm {number}") for number in range(ground.firms)]


def register(engine: Engine, ground: Map, firms: list[Organization]) -> None:
    """Let every firm register its places, as firms that use the product do."""
    for place in ground.places:
        engine.capture.register_place(firms[place.firm], LocationDescription(**place.description()))


def packed(events: Iterable[Event], size: int) -> list[Document]:
    """Documents of up to so many events."""
    return [Document(firm, orjson.dumps({"events": sent}), _last_day(sent)) for firm, sent in documents(events, size)]


def send(engine: Engine, clock: FixedClock, firms: list[Organization], sent: list[Document], clients: int = 1,
         process: psutil.Process | None = None) -> Spent:
    """Capture documents, so many at a time, each on its last day; what it took. Every event must be accepted."""
    def one(document: Document) -> None:
        clock.at = document.at
        answer = engine.capture.capture_json(Caller(firms[document.firm], Role.MANAGER, "bench"), document.raw)
        if answer.quarantined or answer.duplicates:
            raise AssertionError(f"{answer.quarantined} quarantined, {answer.duplicates} duplicates")

    with spending(process) as spent, ThreadPoolExecutor(clients) as pool:
        for _ in pool.map(one, sent):
            pass
    return spent


def _pace(engine: Engine, clock: FixedClock, ground: Map, firms: list[Organization], events: list[Event], size: int,
          clients: int, process: psutil.Process, rounds: int) -> Pace:
    sent = packed(events, size)
    taken = [_once(engine, clock, ground, firms, sent, clients, process) for _ in range(rounds)]
    held = taken[-1][2]
    return Pace(len(events), size, clients, held["nodes"], held["edges"], [t for t, _, _ in taken],
                [t for _, t, _ in taken])


def _once(engine: Engine, clock: FixedClock, ground: Map, firms: list[Organization], sent: list[Document],
          clients: int, process: psutil.Process) -> tuple[Spent, Spent, dict[str, int]]:
    wipe(engine.graph)
    register(engine, ground, firms)
    captured = send(engine, clock, firms, sent, clients, process)
    held = run(engine.graph, "count_edges")[0]
    rows = {kind: [row["row"] for row in run(engine.graph, f"read_{kind}")] for kind in _RAW}
    wipe(engine.graph)
    with spending(process) as raw:
        for kind, statement in _RAW.items():
            left = iter(rows[kind])
            while part := list(islice(left, BATCH)):
                run(engine.graph, statement, rows=part)
    again = run(engine.graph, "count_edges")[0]
    if again != held:
        raise AssertionError(f"the bare way wrote {again}, capture {held}")
    wipe(engine.graph)
    return captured, raw, held


def _last_day(sent: list[dict[str, Any]]) -> datetime:
    """The end of the last day that events tell of, when firms send them in; later, each would be noted as late."""
    last = max(value for event in sent for name, value in event.items() if name.endswith("_date"))
    return datetime.fromisoformat(last).replace(hour=23, tzinfo=UTC)
