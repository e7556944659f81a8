"""Messages and names, without a server."""

import pytest
from pydantic import SecretStr
from rq.serializers import JSONSerializer

from engine.errors import Unavailable
from engine.jobs.queue import EXPORTS, IMPORTS
from engine.settings import Settings
from workers import jobs
from workers.queues import RUN_JOB, RedisQueue, connect, queue_name
from workers.run import listened_to
from workers.worker import worker_name

AWAY = Settings(redis_url=SecretStr("redis://127.0.0.1:9/0"), queue_prefix="plant")


def test_the_message_names_a_function_that_exists():
    module, _, name = RUN_JOB.rpartition(".")
    assert (module, name) == (jobs.__name__, jobs.run_job.__name__)


def test_deployments_on_one_redis_have_queues_of_their_own():
    assert queue_name(AWAY) == "plant-exports"
    assert queue_name(Settings()) == "lotgraph-exports"
    assert queue_name(AWAY, IMPORTS) == "plant-imports"


def test_a_redis_that_is_away_is_said_to_be_unavailable():
    queue = RedisQueue(AWAY)
    for ask in (lambda: queue.enqueue("a"), lambda: queue.enqueue("a", IMPORTS), queue.waiting, queue.backlog,
                queue.ping, queue.workers, queue.listeners, lambda: queue.say_alive("w", 1),
                lambda: queue.say_gone("w")):
        with pytest.raises(Unavailable):
            ask()


def test_messages_are_json_so_that_nothing_from_redis_is_unpickled():
    read = {name: queue.serializer for name, queue in RedisQueue(AWAY)._queues.items()}
    assert read == dict.fromkeys((EXPORTS, IMPORTS), JSONSerializer)


def test_answers_are_awaited_for_two_seconds_and_no_longer():
    given = connect(AWAY).connection_pool.connection_kwargs
    assert (given["socket_connect_timeout"], given["socket_timeout"]) == (2, 2)


def test_a_worker_listens_to_the_queues_it_is_given_and_to_all_where_none_is():
    assert listened_to([]) == (EXPORTS, IMPORTS)
    assert listened_to(["imports"]) == (IMPORTS,)
    assert listened_to(["imports", "exports"]) == (EXPORTS, IMPORTS), "exports come first whatever the order"
    with pytest.raises(SystemExit, match="no queue 'exprts'"):
        listened_to(["exprts"])


def test_no_two_workers_share_a_name():
    assert len({worker_name() for _ in range(100)}) == 100
