"""RQ's worker, hardened where it would leave a job or itself behind."""

import logging
import os
import socket
from collections.abc import Callable, Sequence
from contextlib import suppress

from redis.exceptions import RedisError
from rq import Worker
from rq.job import Job
from rq.serializers import JSONSerializer

from engine.ids import new_id
from engine.jobs.queue import QUEUES
from engine.settings import Settings
from workers.queues import connect, queue_name

log = logging.getLogger(__name__)


def worker_name() -> str:
    """A name that no worker had before: RQ refuses a name whose last bearer was killed."""
    return f"{socket.gethostname()}-{os.getpid()}-{new_id()[:6]}"


class JobWorker(Worker):
    """One process that forks a work-horse per job.

    queues: what it listens to; it takes from the first that holds something.

    horse_died: called with (job id, worker name) when a work-horse ended otherwise than by itself.

    RQ's own loop ends when Redis goes away while a job runs (rq issue 998), and its teardown then raises; this one
    lets the running work-horse finish, and whoever called `work` starts another worker.
    """

    max_connection_wait_time = 5.0

    def __init__(self, settings: Settings, horse_died: Callable[[str, str], None], queues: Sequence[str] = QUEUES):
        super().__init__([queue_name(settings, queue) for queue in queues], name=worker_name(),
                         connection=connect(settings, None), serializer=JSONSerializer)
        self.asked_to_stop = False
        self._horse_died = horse_died
        self._horse_status: int | None = None

    def request_stop(self, signum, frame):
        self.asked_to_stop = True
        super().request_stop(signum, frame)

    def execute_job(self, job: Job, queue):
        """Run one message and, whatever Redis says, notice when the work-horse was killed."""
        self._horse_status = 0
        try:
            super().execute_job(job, queue)
        finally:
            if self._horse_status != os.EX_OK:
                self._horse_died(job.id.partition("_")[0], self.name)

    def wait_for_horse(self):
        ended = super().wait_for_horse()
        self._horse_status = ended[1]
        return ended

    def maintain_heartbeats(self, job: Job, execution):
        with suppress(RedisError):
            super().maintain_heartbeats(job, execution)

    def teardown(self):
        try:
            super().teardown()
        except RedisError:
            log.warning("worker %s leaves while Redis is away", self.name)
            with suppress(RedisError):
                self.unsubscribe()
