"""The state of the whole deployment, asked for anew at every scrape: it is the same whichever process answers."""

from collections.abc import Callable, Iterable, Iterator

from prometheus_client.core import GaugeMetricFamily, Metric

from engine.assembly import Engine
from engine.jobs.tally import tally
from engine.readiness import checks
from workers.queues import RedisQueue

Question = Callable[[], list[Metric]]


def questions(engine: Engine, queue: RedisQueue) -> dict[str, Question]:
    """By server: what it is asked; each raises where its server does not answer."""
    return {"neo4j": lambda: _jobs(engine), "redis": lambda: _queue(queue), "s3": lambda: _nothing(engine)}


def reachable(up: dict[str, bool]) -> Metric:
    """Which servers answered."""
    return _gauge("lotgraph_up", "Whether a server answered this scrape.", "server", up.items())


class Held:
    """Metrics already collected, in the form a registry takes them."""

    def __init__(self, metrics: list[Metric]):
        self._metrics = metrics

    def collect(self) -> Iterator[Metric]:
        yield from self._metrics


def _jobs(engine: Engine) -> list[Metric]:
    found = tally(engine.graph, engine.clock.now())
    oldest = GaugeMetricFamily("lotgraph_export_oldest_open_seconds",
                               "Age of the oldest export that has not ended.", value=found.oldest_open)
    return [
        _gauge("lotgraph_exports", "Exports by state.", "status", found.by_status.items()),
        _gauge("lotgraph_exports_sla", "Exports by verdict on their 24 hours.", "verdict", found.by_sla.items()),
        oldest,
    ]


def _queue(queue: RedisQueue) -> list[Metric]:
    backlog = queue.backlog()
    return [
        _gauge("lotgraph_queue_messages", "Messages no worker has taken yet, by queue.", "queue",
               ((name, waiting) for name, (waiting, _) in backlog.items())),
        _gauge("lotgraph_queue_oldest_seconds", "Age of the oldest of them, by queue.", "queue",
               ((name, oldest) for name, (_, oldest) in backlog.items())),
        _gauge("lotgraph_workers", "Workers that said they are alive, by a queue they listen to.", "queue",
               queue.listeners().items()),
    ]


def _nothing(engine: Engine) -> list[Metric]:
    checks(engine)["s3"]()
    return []


def _gauge(name: str, about: str, label: str, values: Iterable[tuple[str, float]]) -> Metric:
    family = GaugeMetricFamily(name, about, labels=[label])
    for value, number in values:
        family.add_metric([str(value)], float(number))
    return family
