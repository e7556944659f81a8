"""A process of a stack is known by its identity, and no other process is ever signalled."""

import json
import os
import subprocess
import sys
import time

import pytest

from engine.stack.process import ServerProcess, born

SLEEP = [sys.executable, "-c", "import time; time.sleep(600)"]
STUBBORN = [
    sys.executable,
    "-c",
    "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('deaf', flush=True); time.sleep(600)",
]


@pytest.fixture
def server(tmp_path):
    process = ServerProcess(tmp_path, "sleeper")
    yield process
    process.kill()


@pytest.fixture
def stranger():
    process = subprocess.Popen(SLEEP)
    yield process
    process.kill()
    process.wait()


def start(server, tmp_path, command=SLEEP):
    return server.start(command, dict(os.environ), tmp_path, "print")


def pid_file(tmp_path):
    return tmp_path / "pids" / "sleeper.json"


def test_a_started_process_runs_and_is_found_by_another_observer(server, tmp_path):
    identity = start(server, tmp_path)
    assert server.running() == identity
    assert ServerProcess(tmp_path, "sleeper").running() == identity


def test_stopping_ends_the_process_and_removes_its_pid_file(server, tmp_path):
    identity = start(server, tmp_path)
    assert server.stop()
    assert born(identity.pid) is None
    assert not pid_file(tmp_path).exists()
    assert not server.stop()


def test_a_process_deaf_to_the_signal_is_killed_when_its_time_is_up(server, tmp_path):
    identity = start(server, tmp_path, STUBBORN)
    deadline = time.monotonic() + 60
    while "deaf" not in server.last_words() and time.monotonic() < deadline:
        os.sched_yield()
    assert server.stop(seconds=0.3)
    assert born(identity.pid) is None


def test_a_killed_process_leaves_a_stale_pid_file_that_heals(server, tmp_path):
    start(server, tmp_path)
    assert server.kill()
    assert pid_file(tmp_path).exists()
    assert server.running() is None
    assert not pid_file(tmp_path).exists()


def test_a_pid_file_that_names_a_stranger_harms_nobody(server, tmp_path, stranger):
    pid_file(tmp_path).parent.mkdir()
    pid_file(tmp_path).write_text(json.dumps({"pid": stranger.pid, "born": "long ago", "fingerprint": "print"}))
    assert server.running() is None
    assert not server.stop()
    assert not server.kill()
    assert stranger.poll() is None


@pytest.mark.parametrize("content", ["", "{", "[1, 2]", '{"pid": 1}', '{"pid": "x", "born": 1, "more": 2}'])
def test_a_pid_file_cut_off_by_a_crash_counts_as_none(server, tmp_path, content):
    pid_file(tmp_path).parent.mkdir()
    pid_file(tmp_path).write_text(content)
    assert server.running() is None


def test_a_process_whose_pid_file_is_lost_is_found_again(server, tmp_path):
    identity = start(server, tmp_path)
    pid_file(tmp_path).unlink()
    found = ServerProcess(tmp_path, "sleeper").running()
    assert (found.pid, found.born) == (identity.pid, identity.born)
    assert pid_file(tmp_path).exists()


def test_the_same_name_in_another_folder_is_another_process(server, tmp_path):
    start(server, tmp_path)
    assert ServerProcess(tmp_path / "elsewhere", "sleeper").running() is None


def test_stopping_takes_along_what_the_process_left_behind(server, tmp_path):
    forker = "import subprocess, sys, time; print(subprocess.Popen(sys.argv[1:]).pid, flush=True); time.sleep(600)"
    start(server, tmp_path, [sys.executable, "-c", forker, *SLEEP])
    deadline = time.monotonic() + 60
    while not server.last_words().strip() and time.monotonic() < deadline:
        os.sched_yield()
    child = int(server.last_words())
    server.kill()
    assert born(child)
    assert server.running() is None
    server.stop()
    while born(child) and time.monotonic() < deadline:
        os.sched_yield()
    assert born(child) is None


def test_a_zombie_is_not_alive():
    child = subprocess.Popen([sys.executable, "-c", ""])
    deadline = time.monotonic() + 60
    while born(child.pid) and time.monotonic() < deadline:
        os.sched_yield()
    assert born(child.pid) is None
    child.wait()


def test_a_process_has_one_birth_and_two_processes_have_two(stranger):
    assert born(stranger.pid) == born(stranger.pid)
    assert born(stranger.pid) != born(os.getpid())
