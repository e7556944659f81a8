"""A stack of its own, killed, cut off and lied to: it comes back with its data, or says what is wrong."""

import json
import os
import socket
import subprocess
import sys
import time
from pathlib import Path

import httpx
import neo4j
import psutil
import pytest
import redis

from engine.stack import Stack
from engine.stack.errors import StackError
from engine.stack.options import SERVERS
from engine.stack.s3_server import BUCKET

MEMORY = {"heap": "384m", "pagecache": "32m", "prefer_known_ports": False, "ports": {}, "start_seconds": 600}


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    return tmp_path_factory.mktemp("survival")


@pytest.fixture(scope="module")
def running(home):
    stack = Stack(home, **MEMORY)
    try:
        yield stack.up(servers_only=True)
    finally:
        for name in SERVERS:
            stack.kill(name)


@pytest.fixture
def stack(running, home):
    """The stack, up, as a fresh observer sees it."""
    return Stack(home, **MEMORY).up(servers_only=True)


def pids(stack):
    return {server.name: server.pid for server in stack.status() if server.pid}


def graph(stack, statement, **parameters):
    said = stack.environment()
    auth = (said["LOTGRAPH_NEO4J_USER"], said["LOTGRAPH_NEO4J_PASSWORD"])
    with neo4j.GraphDatabase.driver(said["LOTGRAPH_NEO4J_URI"], auth=auth) as driver:
        return [record.values() for record in driver.execute_query(statement, parameters, database_="neo4j").records]


def queue(stack):
    return redis.Redis.from_url(stack.environment()["LOTGRAPH_REDIS_URL"], decode_responses=True)


def store(stack):
    return stack.server("s3").client()


def test_a_second_up_leaves_running_servers_alone(stack, home):
    before = pids(stack)
    Stack(home, **MEMORY).up(servers_only=True)
    assert pids(stack) == before
    assert before.keys() == set(SERVERS)


def test_every_server_listens_on_this_machine_alone(stack):
    for name, pid in pids(stack).items():
        listening = [c.laddr.ip for c in psutil.Process(pid).net_connections() if c.status == psutil.CONN_LISTEN]
        assert listening, name
        assert {ip.removeprefix("::ffff:") for ip in listening} == {"127.0.0.1"}, name


def test_no_secret_is_on_a_command_line_or_readable_by_others(stack, home):
    secrets = json.loads((home / "secrets.json").read_text())
    for name, pid in pids(stack).items():
        command = " ".join(psutil.Process(pid).cmdline())
        assert not [secret for secret in secrets.values() if secret in command], name
    for path in ("secrets.json", "demo.env", "redis/redis.conf", "neo4j/conf/neo4j.conf"):
        assert (home / path).stat().st_mode & 0o077 == 0, path
    assert home.stat().st_mode & 0o077 == 0


def test_a_stranger_is_let_into_none_of_them(stack):
    said = stack.environment()
    with pytest.raises(neo4j.exceptions.AuthError), neo4j.GraphDatabase.driver(said["LOTGRAPH_NEO4J_URI"]) as driver:
        driver.verify_connectivity()
    with pytest.raises(redis.AuthenticationError):
        redis.Redis(port=stack.ports["redis"]).ping()
    assert httpx.get(f"{said['LOTGRAPH_S3_ENDPOINT']}/{BUCKET}", timeout=60).status_code == 403


def test_killed_servers_come_back_with_their_data(stack, home):
    graph(stack, "MERGE (:Kept {name: 'before the crash'})")
    queue(stack).set("kept", "before the crash")
    store(stack).put_object(Bucket=BUCKET, Key="kept", Body=b"before the crash", Metadata={"sha256": "abc"})
    before = pids(stack)
    for name in SERVERS:
        stack.kill(name)
    assert {server.state for server in stack.status()} == {"stopped"}

    again = Stack(home, **MEMORY).up(servers_only=True)
    assert not set(pids(again).values()) & set(before.values())
    assert graph(again, "MATCH (k:Kept) RETURN k.name") == [["before the crash"]]
    assert queue(again).get("kept") == "before the crash"
    kept = store(again).get_object(Bucket=BUCKET, Key="kept")
    assert (kept["Body"].read(), kept["Metadata"]) == (b"before the crash", {"sha256": "abc"})


@pytest.mark.parametrize("name", SERVERS)
def test_one_killed_server_is_started_again_and_the_others_are_left_alone(stack, name):
    before = pids(stack)
    stack.kill(name)
    stack.start(name)
    after = pids(stack)
    assert after.pop(name) != before.pop(name)
    assert after == before


def test_lost_pid_files_are_found_again(stack, home):
    before = pids(stack)
    for path in (home / "pids").iterdir():
        path.unlink()
    assert pids(Stack(home, **MEMORY)) == before


def test_a_pid_file_that_names_a_stranger_harms_nobody_and_heals(stack, home):
    stack.stop("redis")
    stranger = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
    try:
        entry = {"pid": stranger.pid, "born": "another boot:1", "fingerprint": ""}
        (home / "pids" / "redis.json").write_text(json.dumps(entry))
        again = Stack(home, **MEMORY).up(servers_only=True)
        assert pids(again)["redis"] != stranger.pid
        assert stranger.poll() is None
    finally:
        stranger.kill()
        stranger.wait()


def test_a_port_taken_while_a_server_was_down_is_replaced(stack, home):
    was = stack.ports["redis"]
    queue(stack).set("kept", "across ports")
    stack.stop("redis")
    with socket.create_server(("127.0.0.1", was)):
        again = Stack(home, **MEMORY).up(servers_only=True)
    assert again.ports["redis"] != was
    assert queue(again).get("kept") == "across ports"
    assert {name: port for name, port in again.ports.items() if name != "redis"} == {
        name: port for name, port in stack.ports.items() if name != "redis"
    }


def test_a_changed_memory_setting_reaches_a_running_server(stack, home):
    before = pids(stack)
    smaller = Stack(home, **MEMORY | {"pagecache": "24m"}).up(servers_only=True)
    after = pids(smaller)
    assert after["neo4j"] != before["neo4j"]
    assert (after["redis"], after["s3"]) == (before["redis"], before["s3"])


def test_secrets_that_do_not_fit_the_data_are_said_at_once(stack, home):
    kept = (home / "secrets.json").read_text()
    stack.stop("neo4j")
    try:
        (home / "secrets.json").write_text(json.dumps(json.loads(kept) | {"neo4j_password": "not the one it was"}))
        with pytest.raises(StackError, match=r"secrets\.json"):
            Stack(home, **MEMORY).start("neo4j")
    finally:
        (home / "secrets.json").write_text(kept)
    assert graph(Stack(home, **MEMORY).up(servers_only=True), "RETURN 1") == [[1]]


def test_down_stops_all_keeps_the_data_and_may_be_repeated(stack, home):
    graph(stack, "MERGE (:Kept {name: 'before down'})")
    assert sorted(stack.down()) == sorted(SERVERS)
    assert Stack(home, **MEMORY).down() == []
    assert pids(stack) == {}
    again = Stack(home, **MEMORY).up(servers_only=True)
    assert graph(again, "MATCH (k:Kept {name: 'before down'}) RETURN count(k)") == [[1]]


@pytest.mark.parametrize("left", ["neo4j/data/databases/system", "neo4j/data/transactions/system"])
def test_a_very_first_start_cut_off_by_a_kill_heals(tmp_path, left):
    stack = Stack(tmp_path, **MEMORY)
    starter = subprocess.Popen(
        [sys.executable, "-m", "engine.stack", "up", "--home", tmp_path, "--heap", "384m", "--pagecache", "32m"],
        cwd=Path(__file__).parents[2],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        deadline = time.monotonic() + 300
        while not (tmp_path / left).exists() and time.monotonic() < deadline:
            os.sched_yield()
        starter.kill()
        starter.wait()
        stack.kill("neo4j")
        assert (tmp_path / left).exists()
        assert not (tmp_path / "neo4j" / "data" / "first-start-completed").exists()
        again = Stack(tmp_path, **MEMORY).up(servers_only=True)
        assert graph(again, "RETURN 1") == [[1]]
    finally:
        for name in SERVERS:
            stack.kill(name)


def test_data_of_a_start_that_had_completed_are_never_set_aside(stack):
    server = stack.server("neo4j")
    assert not server.recover()
    assert (stack.home / "neo4j" / "data").exists()
