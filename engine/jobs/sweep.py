"""Finding the jobs nobody works on and handing them to the queue again."""

from dataclasses import dataclass

from engine.jobs.jobs import Jobs
from engine.jobs.queue import Queue, queue_of


@dataclass(frozen=True)
class Swept:
    """Ids handed over in one look, and how many idle jobs already had a message."""

    enqueued: tuple[str, ...]
    waiting: int


def sweep(jobs: Jobs, queue: Queue) -> Swept:
    """Hand over every idle job whose message is gone, to the queue of its kind.

    Raises Unavailable where graph or queue do not answer.

    A message too many is harmless: the claim lets one worker in. A message too few would leave a job waiting for
    ever, so nothing is concluded from what the queue calls started.
    """
    idle = jobs.idle()
    if not idle:
        return Swept((), 0)
    waiting = queue.waiting()
    lacking = [job_id for job_id in idle if job_id not in waiting]
    ours = jobs.take_for_queue(lacking) if lacking else []
    for job_id in ours:
        queue.enqueue(job_id, queue_of(idle[job_id]))
    return Swept(tuple(ours), len(idle) - len(lacking))
