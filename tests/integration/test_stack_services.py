"""The API and a worker on a stack of their own, and the command line that looks after them."""

import json
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from engine.stack import Stack
from engine.stack.demo_env import read_demo_env
from engine.stack.options import SERVERS, SERVICES
from tests.processes import within

ROOT = Path(__file__).resolve().parents[2]
MEMORY = {"heap": "384m", "pagecache": "32m"}


@pytest.fixture(scope="module")
def stack(tmp_path_factory):
    made = Stack(tmp_path_factory.mktemp("services"), prefer_known_ports=False, ports={}, start_seconds=600,
                 **MEMORY)
    try:
        yield made.up()
    finally:
        made.stop("worker")
        for name in SERVERS + SERVICES:
            made.kill(name)


@pytest.fixture
def lotgraph(stack, monkeypatch):
    """Runs a command in a process of its own; (exit code, standard output, standard error)."""
    monkeypatch.setenv("LOTGRAPH_HOME", str(stack.home))
    monkeypatch.setenv("LOTGRAPH_STACK_HEAP", MEMORY["heap"])
    monkeypatch.setenv("LOTGRAPH_STACK_PAGECACHE", MEMORY["pagecache"])
    for name in ("LOTGRAPH_URL", "LOTGRAPH_API_KEY", "LOTGRAPH_NEO4J_URI"):
        monkeypatch.delenv(name, raising=False)

    def run(*arguments):
        command = [sys.executable, "-m", "engine.console", *map(str, arguments)]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
        return done.returncode, done.stdout, done.stderr

    return run


def when_well(said):
    """What was said, if the exit code is 0: a server may take longer than doctors wait on a machine that is busy."""
    return said if said[0] == 0 else None


def pids(stack):
    return {server.name: server.pid for server in stack.status()}


def test_the_api_is_ready_and_demo_env_says_where(stack):
    url = read_demo_env(stack.home)["LOTGRAPH_URL"]
    assert within(180, lambda: httpx.get(f"{url}/readyz", timeout=60).json()["status"] == "ready")


def test_status_is_healthy_for_people_and_for_scripts(lotgraph):
    code, out, _ = within(180, lambda: when_well(lotgraph("status", "--json")))
    states = {server["name"]: server["state"] for server in json.loads(out)}
    assert states == dict.fromkeys(SERVERS + SERVICES, "healthy")
    assert within(180, lambda: when_well(lotgraph("status")))


def test_up_leaves_what_runs_alone(stack, lotgraph):
    before = pids(stack)
    code, out, _ = lotgraph("up", "--json")
    assert code == 0
    assert {server["name"]: server["pid"] for server in json.loads(out)} == before


def test_a_setting_given_to_up_reaches_the_api_and_the_worker(stack, lotgraph, monkeypatch):
    before = pids(stack)
    monkeypatch.setenv("LOTGRAPH_SIGNED_URL_TTL", "60")
    assert lotgraph("up")[0] == 0
    after = pids(stack)
    assert {name for name in after if after[name] != before[name]} == set(SERVICES)


def test_a_killed_api_and_worker_come_back(stack, lotgraph):
    before = pids(stack)
    for name in SERVICES:
        stack.kill(name)
    code, out, _ = lotgraph("status", "--json")
    assert code == 1
    assert {server["name"] for server in json.loads(out) if server["state"] == "stopped"} == set(SERVICES)
    assert lotgraph("up")[0] == 0
    after = pids(stack)
    assert {name for name in after if after[name] != before[name]} == set(SERVICES)


def test_doctor_finds_everything_well(lotgraph):
    code, out, _ = within(180, lambda: when_well(lotgraph("doctor", "--json")))
    assert [finding for finding in json.loads(out) if finding["state"] == "bad"] == []


def test_a_key_made_by_the_operator_opens_the_api(stack, lotgraph):
    code, out, _ = lotgraph("keys", "create", "--org", "Mesa Leaf", "--role", "readonly", "--new-org", "--json")
    made = json.loads(out)
    assert (code, made["role"], made["organization"]["name"]) == (0, "readonly", "Mesa Leaf")
    url = stack.environment()["LOTGRAPH_PUBLIC_URL"] + "/products/api/v1/lots"
    assert httpx.get(url, headers={"X-API-Key": made["key"]}, timeout=60).status_code == 200
    assert httpx.get(url, headers={"X-API-Key": made["key"][:-1] + "x"}, timeout=60).status_code == 401


def test_a_key_for_an_unknown_organization_is_refused_in_words(lotgraph):
    code, out, err = lotgraph("keys", "create", "--org", "Nobody's Farm")
    assert (code, out) == (1, "")
    assert "--new-org" in err


def test_doctor_says_what_is_wrong_and_what_to_do(stack, lotgraph):
    stack.kill("redis")
    try:
        code, out, _ = lotgraph("doctor", "--json")
    finally:
        stack.start("redis")
    bad = {finding["name"]: finding["remedy"] for finding in json.loads(out) if finding["state"] == "bad"}
    assert code == 1
    assert {"redis", "Queue"} <= bad.keys()
    assert all("make up" in remedy for remedy in bad.values())
