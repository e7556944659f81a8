"""The sweeper goes on whatever is away."""

from engine.errors import Unavailable
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
    def enqueue(self, job_id):
        self.append(job_id)

    def waiting(self):
        return set(self)


def test_an_idle_job_gets_one_message():
    messages = Messages(["waiting"])
    sweeper = Sweeper(Idle(["waiting", "lost"]), messages, 5)
    assert sweeper.once() == 5
    assert messages == ["waiting", "lost"]


def test_it_waits_longer_while_the_graph_is_away_and_never_more_than_ten_seconds():
    sweeper = Sweeper(Idle(*[Unavailable()] * 6, []), Messages(), 1)
    assert [sweeper.once() for _ in range(6)] == [2, 4, 8, 10, 10, 10]
    assert (sweeper.once(), sweeper.failures) == (1, 0)


def test_a_long_pause_between_looks_is_not_shortened_by_a_failure():
    assert Sweeper(Idle(Unavailable()), Messages(), 60).once() == 60
