"""The pulse of an attempt."""

import threading
from threading import Event
from types import SimpleNamespace

import pytest

from engine.errors import Unavailable
from engine.jobs.heartbeat import beating
from engine.jobs.transitions import Attempt, Lost

ATTEMPT = Attempt(SimpleNamespace(id="j"), "token")


class Beats:
    """Answers beats from a list and says when the last was given."""

    def __init__(self, *answers):
        self.answers = list(answers)
        self.done = Event()
        self.count = 0

    def beat(self, attempt):
        assert attempt is ATTEMPT
        self.count += 1
        answer = self.answers.pop(0) if self.answers else None
        if not self.answers:
            self.done.set()
        if answer:
            raise answer


def test_it_beats_until_the_work_ends():
    beats = Beats(None, None, None)
    with beating(beats, ATTEMPT, 0.001) as pulse:
        assert beats.done.wait(60)
        pulse.check()
    for thread in threading.enumerate():
        if thread.name == "heartbeat-j":
            thread.join(60)
    assert "heartbeat-j" not in {thread.name for thread in threading.enumerate()}


def test_a_graph_that_is_away_costs_a_beat_and_not_the_work():
    beats = Beats(Unavailable(), Unavailable(), None)
    with beating(beats, ATTEMPT, 0.001) as pulse:
        assert beats.done.wait(60)
        pulse.check()


def test_work_that_another_took_over_is_stopped():
    beats, over = Beats(Lost()), Event()
    with beating(beats, ATTEMPT, 0.001) as pulse:
        assert beats.done.wait(60)
        for _ in range(12_000):
            try:
                pulse.check()
            except Lost:
                over.set()
                break
            Event().wait(0.005)
        assert over.is_set()
        with pytest.raises(Lost):
            pulse.check()
