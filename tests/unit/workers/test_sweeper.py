"""The sweeper goes on whatever is away."""

from engine.errors import Unavailable
from engine.jobs.queue import EXPORTS, IMPORTS
from workers.sweeper import Sweeper


class Idle:
    """Stands where jobs stand: answers, or is away."""

    def __init__(self, *answers):
        self.answers = list(answers)

    def idle(self):
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    def take_for_queue(self, job_ids):
        return job_ids


class Messages(list):
    """Ids in the order they came; `into` holds the queue of each that was added."""

    def __init__(self, *ids):
        super().__init__(*ids)
        self.into = {}

    def enqueue(self, job_id, queue):
        self.append(job_id)
        self.into[job_id] = queue

    def waiting(self):
        return set(self)


def test_an_idle_job_gets_one_message():
    messages = Messages(["waiting"])
    sweeper = Sweeper(Idle({"waiting": "export", "lost": "export"}), messages, 5)
    assert sweeper.once() == 5
    assert messages == ["waiting", "lost"]


def test_each_kind_of_job_goes_to_its_queue():
    messages = Messages()
    Sweeper(Idle({"a": "export", "b": "import", "c": "package"}), messages, 5).once()
    assert messages.into == {"a": EXPORTS, "b": IMPORTS, "c": EXPORTS}


def test_it_waits_longer_while_the_graph_is_away_and_never_more_than_ten_seconds():
    sweeper = Sweeper(Idle(*[Unavailable()] * 6, {}), Messages(), 1)
    assert [sweeper.once() for _ in range(6)] == [2, 4, 8, 10, 10, 10]
    assert (sweeper.once(), sweeper.failures) == (1, 0)


def test_a_long_pause_between_looks_is_not_shortened_by_a_failure():
    assert Sweeper(Idle(Unavailable()), Messages(), 60).once() == 60
