"""A sweeper does not outlive its worker, even one that died before the sweeper came up."""

import os
import threading

from pydantic import SecretStr

from engine.limits import Limits
from engine.settings import Settings
from workers.sweeper import run


def test_a_sweeper_whose_worker_is_gone_ends_at_once():
    # Its chores soon give up asking a graph that is away: threads of theirs would outlast the test.
    away = Settings(redis_url=SecretStr("redis://127.0.0.1:9/0"), neo4j_uri="bolt://127.0.0.1:9",
                    limits=Limits(retry_seconds=0.5))
    sweeping = threading.Thread(target=run, args=(away, "w", os.getppid() + 1, threading.Event()), daemon=True)
    sweeping.start()
    sweeping.join(60)
    assert not sweeping.is_alive()
