"""What the engine needs of queues. They carry ids only; the state of a job is in the graph."""

from typing import Protocol

EXPORTS, IMPORTS = "exports", "imports"
QUEUES = (EXPORTS, IMPORTS)
"""In the order in which a worker that listens to both takes from them."""


def queue_of(work: str) -> str:
    """The queue for a kind of job: files in have one of their own, so that none keeps FDA waiting."""
    return IMPORTS if work == "import" else EXPORTS


class Queue(Protocol):
    """Hands job ids to workers. Losing an id costs time, never a job: the sweeper hands it over again."""

    def enqueue(self, job_id: str, queue: str = EXPORTS) -> None:
        """Add one message. Raises Unavailable when the queue's server does not answer."""
        ...

    def waiting(self) -> set[str]:
        """Ids of the jobs, in whichever queue, whose message no worker has taken yet. Raises Unavailable."""
        ...


class NoQueue:
    """A queue that takes nothing: every job waits for the sweeper of a worker."""

    def enqueue(self, job_id: str, queue: str = EXPORTS) -> None:
        pass

    def waiting(self) -> set[str]:
        return set()
