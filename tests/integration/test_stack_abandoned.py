"""Servers of a killed test run are stopped and their folders removed by the next one; others are left alone."""

import os
import subprocess
import sys

import pytest

from engine.stack import Stack
from engine.stack.abandoned import claim, clear_abandoned
from engine.stack.files import write_json
from engine.stack.ports import choose
from engine.stack.process import born


@pytest.fixture
def folder(tmp_path):
    """A folder like a test run's, with a Redis running in it."""
    home = tmp_path / "run-1"
    home.mkdir()
    write_json(home / "ports.json", choose({}, {}, prefer_known=False))
    stack = Stack(home)
    stack.start("redis")
    yield home
    stack.kill("redis")


def redis_pid(home):
    return Stack(home).server("redis").process.running().pid


def test_the_folder_of_a_dead_run_is_cleared_with_its_servers(folder):
    pid = redis_pid(folder)
    owner = subprocess.Popen([sys.executable, "-c", ""])
    write_json(folder / "owner.json", {"pid": owner.pid, "born": born(owner.pid) or "gone"})
    owner.wait()
    assert clear_abandoned(folder.parent, "run-") == [folder]
    assert not folder.exists()
    assert born(pid) is None


def test_the_folder_of_a_living_run_is_left_alone(folder):
    claim(folder)
    assert clear_abandoned(folder.parent, "run-") == []
    assert born(redis_pid(folder))


def test_a_folder_nobody_claimed_is_left_alone(folder):
    assert clear_abandoned(folder.parent, "run-") == []
    assert folder.exists()


def test_an_owner_whose_number_went_to_another_process_is_gone(folder):
    write_json(folder / "owner.json", {"pid": os.getpid(), "born": "another boot:1"})
    assert clear_abandoned(folder.parent, "run-") == [folder]
