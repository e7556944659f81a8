"""An engine on the run's servers with nothing in its graph, which it leaves as it found it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from engine.assembly import Engine, open_engine
from engine.clock import FixedClock
from engine.settings import Settings
from tests import networks


@contextmanager
def fresh_engine(settings: Settings, now: datetime) -> Iterator[Engine]:
    """The rooms put together as the product does, with a clock that stands at `now` until it is moved."""
    with open_engine(settings, FixedClock(now)) as engine:
        networks.run(engine.graph, "wipe")
        engine.prepare()
        yield engine
        networks.run(engine.graph, "wipe")
        engine.graph.apply_schema()
