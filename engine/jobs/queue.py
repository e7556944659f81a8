"""What the engine needs of a queue. The queue carries ids only; the state of a job is in the graph."""

from typing import Protocol


class Queue(Protocol):
    """Hands job ids to workers. Losing an id costs time, never a job: the sweeper hands it over again."""

    def enqueue(self, job_id: str) -> None:
        """Add one message. Raises Unavailable when the queue's server does not answer."""
        ...

    def waiting(self) -> set[str]:
        """Ids of the jobs whose message no worker has taken yet. Raises Unavailable."""
        ...


class NoQueue:
    """A queue that takes nothing: every job waits for the sweeper of a worker."""

    def enqueue(self, job_id: str) -> None:
        pass

    def waiting(self) -> set[str]:
        return set()
