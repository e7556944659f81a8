"""Chores go on whatever happens, at once while there is work and slower while something is away."""

import threading

from engine.errors import Unavailable
from workers.chores import Chore


def chore(*rounds) -> Chore:
    """A chore whose rounds find so much, or raise what they are given."""
    left = list(rounds)

    def work() -> int:
        found = left.pop(0)
        if isinstance(found, Exception):
            raise found
        return found

    return Chore("test", work, 2.0, threading.Event())


def test_it_goes_on_at_once_while_it_finds_something():
    done = chore(20, 3, 0)
    assert [done.once() for _ in range(3)] == [0.0, 0.0, 2.0]


def test_it_waits_longer_each_time_a_server_is_away_and_recovers():
    done = chore(*[Unavailable()] * 6, 0, Unavailable())
    assert [done.once() for _ in range(8)] == [4.0, 8.0, 16.0, 30.0, 30.0, 30.0, 2.0, 4.0]


def test_an_unexpected_error_does_not_end_it():
    done = chore(ValueError("odd"), 1)
    assert [done.once(), done.once()] == [4.0, 0.0]


def test_it_stops_when_told_to():
    stop = threading.Event()
    rounds = []

    def work() -> int:
        rounds.append(1)
        if len(rounds) == 3:
            stop.set()
        return 1

    running = Chore("test", work, 2.0, stop)
    running.start()
    running.join(timeout=60)
    assert (running.is_alive(), len(rounds)) == (False, 3)
