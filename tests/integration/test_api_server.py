"""The API as the process that a deployment runs."""

import json
import os
import socket
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest

from engine.assembly import open_engine
from tests import exportable
from tests.firms import event

ROOT = Path(__file__).parents[2]
CTES = "/compliance/api/v1/ctes"


@pytest.fixture
def server(servers, settings):
    """A process of the API, and the address it listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    bare = {name: value for name, value in os.environ.items() if not name.startswith("LOTGRAPH_")}
    command = ["-m", "uvicorn", "--factory", "api.app:create_app", "--port", str(port), "--no-proxy-headers",
               "--timeout-graceful-shutdown", "30"]
    process = subprocess.Popen([sys.executable, *command], cwd=ROOT, env=bare | servers.environment(),
                               stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    try:
        _wait(f"http://127.0.0.1:{port}/healthz")
        yield process, port
    finally:
        process.kill()
        process.communicate()


def _wait(url: str) -> None:
    for _ in range(300):
        try:
            httpx.get(url, trust_env=False)
            return
        except httpx.TransportError:
            time.sleep(0.1)
    raise AssertionError("the API did not start")


def test_a_request_under_way_is_answered_before_the_process_ends(server, settings):
    process, port = server
    with open_engine(settings) as engine:
        firm = exportable.firm(engine)
    body = json.dumps({"events": [event("EV14", firm.organization.id[:18], event_id=firm.organization.id)]}).encode()
    head = "".join(f"{line}\r\n" for line in (
        f"POST {CTES} HTTP/1.1", "Host: 127.0.0.1", f"X-API-Key: {firm.keys['manager']}",
        "Content-Type: application/json", f"Content-Length: {len(body)}", ""))
    with socket.create_connection(("127.0.0.1", port), timeout=30) as connection:
        connection.sendall(head.encode() + body[:100])
        # A second connection is answered once the first has been read.
        assert httpx.get(f"http://127.0.0.1:{port}/healthz", trust_env=False, timeout=60).status_code == 200
        process.terminate()
        _until_deaf(port)
        connection.sendall(body[100:])
        answer = connection.recv(65_536)
    assert answer.startswith(b"HTTP/1.1 201 "), answer[:300]
    assert process.wait(timeout=30) in (0, -15)
    assert b"Traceback" not in process.stderr.read()


def _until_deaf(port: int) -> None:
    """Until the process takes no new connection, which is when it has heard that it shall stop."""
    for _ in range(300):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            return
        time.sleep(0.02)
    raise AssertionError("the API still listens")
