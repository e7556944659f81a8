"""Traces at size: the product's own statements beside Postgres and rustworkx, on the same edges in the same run.

Networks are written by bare statements, as nobody waits hours for a benchmark to capture. The predicates of
visibility, knowledge and dates are in force everywhere; one firm in twenty does not share with the viewer, and one
record in two hundred stands no longer. All three must find the same nodes before anything is timed.
"""

import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import psutil

from engine.assembly import Engine
from engine.clock import epoch_ms
from engine.identity import Caller, Organization, Role
from engine.trace import Direction
from engine.trace import Question as TraceQuestion
from tests.benchmarks.effort import Spent, spending
from tests.benchmarks.in_memory import InMemory
from tests.benchmarks.on_neo4j import OnNeo4j
from tests.benchmarks.on_postgres import OnPostgres, postgres
from tests.benchmarks.places import Map
from tests.benchmarks.questions import Question, Seen
from tests.benchmarks.rows import Rows
from tests.benchmarks.supply import network

AT = datetime(2027, 1, 1, tzinfo=UTC)
_BASE = 1_000_000_000
_PART = 5_000
_HIDDEN, _VOIDED = 20, 0.005
# A typical lot: what it reaches forwards, stocks and events together.
_TYPICAL = (120, 300)
_LOTS = 25
# Java compiles a walk only after some; what is asked of many lots gets warm sooner.
_WARM_UP = {"lot": 4, "place": 25}
_FACILITIES = (("packer", "forward"), ("centre", "forward"), ("plant", "forward"), ("farm", "forward"),
               ("centre", "backward"), ("plant", "backward"))


@dataclass(frozen=True)
class Timed:
    """One kind of question. nodes: median found. neo4j, postgres, memory, answer: median milliseconds; answer is
    engine.trace's whole answer with its first page, None where that was not asked. neo4j_cpu, postgres_cpu: mean
    milliseconds of processor time, ours and the server's."""

    network: int
    label: str
    questions: int
    nodes: int
    neo4j: float
    postgres: float
    memory: float
    answer: float | None
    neo4j_cpu: float
    postgres_cpu: float

    @property
    def ratio(self) -> float:
        """Neo4j's time against Postgres's."""
        return self.neo4j / self.postgres

    @property
    def cpu_ratio(self) -> float:
        return self.neo4j_cpu / self.postgres_cpu

    def as_json(self) -> dict:
        return {**asdict(self), "ratio": self.ratio, "cpu_ratio": self.cpu_ratio}


@dataclass(frozen=True)
class Loaded:
    """A network in all three stores. seconds: what writing it to each took, indexes included."""

    events: int
    ground: Map
    rows: Rows
    lots: list[tuple[int, str]]
    seconds: dict[str, float]


@dataclass
class Stores:
    """The three stores, and who asks."""

    engine: Engine
    viewer: Organization
    seen: Seen
    neo4j: OnNeo4j
    postgres: OnPostgres
    memory: InMemory
    process: psutil.Process

    def process_of(self, way: str) -> psutil.Process | None:
        """The server that answers."""
        return {"neo4j": self.process, "answer": self.process, "postgres": self.postgres.process}.get(way)

    def agree(self, question: Question) -> int:
        """Number of nodes a question finds. Raises AssertionError where the stores differ."""
        found = {"memory": self.memory.nodes(question), "neo4j": self.neo4j.nodes(question, self.seen),
                 "postgres": self.postgres.nodes(question, self.seen)}
        asked = (self.neo4j, self.postgres) if question.of == "lot" else ()
        counts = {store.counts(question, self.seen) for store in asked}
        if len({*found.values()}) > 1 or len(counts) > 1:
            raise AssertionError(f"{question}: {found}, {counts}")
        return found["memory"]


def measure(engine: Engine, process: psutil.Process, sizes: tuple[int, ...], rounds: int,
            tell: Callable[[str], object]) -> tuple[list[Timed], list[dict], str]:
    """Questions on networks of growing size, earlier ones left in place; loads, and Postgres's version.

    process: Neo4j's. rounds: how often each question is timed; a figure is the median over questions of medians over
    rounds.
    """
    with ExitStack() as stack:
        folder = stack.enter_context(TemporaryDirectory(prefix="lotgraph-bench-postgres-", ignore_cleanup_errors=True))
        on_postgres = stack.enter_context(postgres(Path(folder) / "data"))
        firms = _firms(engine, max(sizes))
        seen = Seen(firms[0].no, engine.identity.view_of(firms[0].no).orgs, epoch_ms(AT))
        stores = Stores(engine, firms[0], seen, OnNeo4j(engine.graph), on_postgres, InMemory(seen), process)
        timed, loads = [], []
        for number, events in enumerate(sizes):
            loaded = _load(stores, events, [firm.no for firm in firms], _BASE * (number + 1))
            loads.append({"events": events, **loaded.seconds})
            tell(f"{events:,} events written: " + ", ".join(f"{k} {v:.0f} s" for k, v in loaded.seconds.items()))
            for label, questions in _questions(stores, loaded, Random(events)):
                timed.append(_time(stores, loaded, label, questions, rounds))
                tell(f"{label}: {timed[-1].nodes:,} nodes, {timed[-1].neo4j:.1f} ms beside {timed[-1].postgres:.1f} ms")
        return timed, loads, on_postgres.version


def _firms(engine: Engine, events: int) -> list[Organization]:
    """Organizations of the largest network; the first sees what all but every twentieth record."""
    ground, _ = network(events)
    firms = [engine.identity.create_organization(f"Firm {number}") for number in range(ground.firms)]
    for number, firm in enumerate(firms[1:], start=1):
        if number % _HIDDEN:
            engine.identity.share(firm, firms[0])
    return firms


def _load(stores: Stores, events: int, firms: list[int], base: int) -> Loaded:
    ground, drawn = network(events)
    rows = Rows(ground, firms, base, _VOIDED)
    loaded = Loaded(events, ground, rows, [], {"neo4j": 0.0, "postgres": 0.0, "memory": 0.0})
    stores.neo4j.lay_out(ground, rows)
    for part in rows.parts(drawn, _PART):
        for name in loaded.seconds:
            began = time.perf_counter()
            getattr(stores, name).load(part)
            loaded.seconds[name] += time.perf_counter() - began
        loaded.lots.extend((lot["no"], lot["id"]) for lot in part.lots if lot["kind"] == "packed")
    began = time.perf_counter()
    stores.postgres.finish()
    loaded.seconds["postgres"] += time.perf_counter() - began
    return loaded


def _questions(stores: Stores, loaded: Loaded, random: Random) -> Iterator[tuple[str, list[Question]]]:
    """What is asked of a network, by label."""
    lots = _typical(stores, [no for no, _ in loaded.lots], random)
    for direction in ("forward", "backward"):
        yield f"one lot {direction}", [Question("lot", no, direction) for no in lots]
    for kind, direction in _FACILITIES:
        largest = loaded.ground.of(kind)[0]
        yield f"reach of a {kind} {direction}", [Question("place", loaded.rows.place(largest), direction)]


def _typical(stores: Stores, lots: list[int], random: Random) -> list[int]:
    """Lots of like size whatever the network's, so that sizes of networks can be compared."""
    low, high = _TYPICAL
    found = []
    for no in random.sample(lots, len(lots)):
        if low <= stores.memory.nodes(Question("lot", no, "forward")) <= high:
            found.append(no)
        if len(found) == _LOTS:
            return found
    return found or lots[:_LOTS]


def _time(stores: Stores, loaded: Loaded, label: str, questions: list[Question], rounds: int) -> Timed:
    nodes = [stores.agree(question) for question in questions]
    ways: dict[str, Callable[[Question], object]] = {
        "neo4j": lambda q: stores.neo4j.nodes(q, stores.seen),
        "postgres": lambda q: stores.postgres.nodes(q, stores.seen),
        "memory": stores.memory.nodes,
    }
    if questions[0].of == "lot":
        ways["neo4j"] = lambda q: stores.neo4j.counts(q, stores.seen)
        ways["postgres"] = lambda q: stores.postgres.counts(q, stores.seen)
        ids = dict(loaded.lots)
        caller = Caller(stores.viewer, Role.MANAGER, "bench")
        ways["answer"] = lambda q: stores.engine.trace.answer(
            caller, ids[q.no], TraceQuestion(Direction(q.direction), as_known_at=AT))
    taken: dict[tuple[str, Question], list[float]] = {(way, q): [] for way in ways for q in questions}
    spent = dict.fromkeys(ways, Spent())
    warm_up = _WARM_UP[questions[0].of]
    for number in range(warm_up + rounds):
        for way, ask in ways.items():
            with spending(stores.process_of(way)) as round_spent:
                times = [_milliseconds(ask, question) for question in questions]
            if number < warm_up:
                continue
            spent[way] += round_spent
            for question, milliseconds in zip(questions, times, strict=True):
                taken[way, question].append(milliseconds)
    middle = {way: statistics.median(statistics.median(taken[way, q]) for q in questions) for way in ways}
    cpu = {way: spent[way].cpu * 1_000 / (rounds * len(questions)) for way in ways}
    return Timed(loaded.events, label, len(questions), round(statistics.median(nodes)), middle["neo4j"],
                 middle["postgres"], middle["memory"], middle.get("answer"), cpu["neo4j"], cpu["postgres"])


def _milliseconds(ask: Callable[[Question], object], question: Question) -> float:
    began = time.perf_counter()
    ask(question)
    return (time.perf_counter() - began) * 1_000
