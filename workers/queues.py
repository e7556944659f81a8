"""The queues of jobs on Redis, through RQ.

Messages carry an id and nothing else, as JSON: what Redis holds is never unpickled. RQ keeps no result, makes no
retry and repeats nothing on its own; a message that is lost with its worker or with Redis is sent again by the
sweeper, because RQ may drop it (rq issue 2015).
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import structlog
from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry
from rq import Queue
from rq.serializers import JSONSerializer

from engine import metrics
from engine.errors import Unavailable
from engine.ids import new_id
from engine.jobs.queue import EXPORTS, QUEUES
from engine.settings import Settings

RUN_JOB = "workers.jobs.run_job"

# RQ ends a job from outside when the engine's own bound on the work has not.
_MARGIN_SECONDS = 120
_ANSWER_SECONDS = 2


def connect(settings: Settings, answer_seconds: float | None = _ANSWER_SECONDS) -> Redis:
    """A lazy connection. answer_seconds: longest wait for an answer; None lets RQ set its own, for blocking reads."""
    return Redis.from_url(settings.redis_url.get_secret_value(), socket_connect_timeout=_ANSWER_SECONDS,
                          socket_timeout=answer_seconds, retry=Retry(NoBackoff(), 1))


def queue_name(settings: Settings, queue: str = EXPORTS) -> str:
    """Name on Redis of a queue of this deployment."""
    return f"{settings.queue_prefix}-{queue}"


class RedisQueue:
    """Implements engine.jobs.queue.Queue. Raises Unavailable within seconds where Redis does not answer."""

    def __init__(self, settings: Settings):
        self._redis = connect(settings)
        self._seconds = int(max(settings.limits.export_seconds, settings.limits.import_seconds)) + _MARGIN_SECONDS
        self._queues = {queue: Queue(queue_name(settings, queue), connection=self._redis, serializer=JSONSerializer,
                                     default_timeout=self._seconds) for queue in QUEUES}
        self._prefix = settings.queue_prefix

    def enqueue(self, job_id: str, queue: str = EXPORTS) -> None:
        """Add a message. Its own id is new each time, because RQ lets a reused one inherit old times (issue 1228)."""
        with _errors():
            self._queues[queue].enqueue(RUN_JOB, job_id, job_id=f"{job_id}_{new_id()}", job_timeout=self._seconds,
                                        result_ttl=0, failure_ttl=3600, description=f"job {job_id}",
                                        meta=_origin())

    def waiting(self) -> set[str]:
        """Ids of the jobs whose message no worker has taken yet."""
        with _errors():
            return {message.partition("_")[0] for queue in self._queues.values() for message in queue.get_job_ids()}

    def backlog(self) -> dict[str, tuple[int, float]]:
        """By queue: how many messages wait, and for how many seconds the first of them has."""
        with _errors():
            return {name: (queue.count, _age(queue)) for name, queue in self._queues.items()}

    def ping(self) -> None:
        """Return if Redis answers; raises Unavailable."""
        with _errors():
            self._redis.ping()

    def say_alive(self, worker: str, seconds: float, queues: Iterable[str] = QUEUES) -> None:
        """Keep a worker's name in Redis for so many seconds, with the queues it listens to."""
        with _errors():
            self._redis.set(self._key(worker), " ".join(queues), ex=max(1, int(seconds)))

    def say_gone(self, worker: str) -> None:
        """Take a worker's name out of Redis before its time is up."""
        with _errors():
            self._redis.delete(self._key(worker))

    def workers(self) -> list[str]:
        """Names of the workers that said they are alive."""
        with _errors():
            keys = self._redis.scan_iter(match=self._key("*"), count=1_000)
            return sorted(key.decode().removeprefix(self._key("")) for key in keys)

    def listeners(self) -> dict[str, int]:
        """By queue: how many workers that said they are alive listen to it."""
        with _errors():
            keys = list(self._redis.scan_iter(match=self._key("*"), count=1_000))
            heard = [told.decode().split() for told in (self._redis.mget(keys) if keys else ()) if told]
        return {queue: sum(queue in queues for queues in heard) for queue in self._queues}

    def close(self) -> None:
        self._redis.close()

    def _key(self, worker: str) -> str:
        return f"{self._prefix}:worker:{worker}"


def _age(queue: Queue) -> float:
    first = next(iter(queue.get_jobs(0, 1)), None)
    since = first.enqueued_at if first is not None else None
    return max(0.0, (datetime.now(UTC) - since).total_seconds()) if since else 0.0


def _origin() -> dict[str, str]:
    """The request that asks for the job, so that the worker's log lines carry its id; nothing outside of requests."""
    request_id = structlog.contextvars.get_contextvars().get("request_id")
    return {"request_id": request_id} if request_id else {}


@contextmanager
def _errors() -> Iterator[None]:
    try:
        with metrics.timed(metrics.redis, "queue"):
            yield
    except RedisError as error:
        raise Unavailable("The job queue does not answer. Try again in a moment.") from error
