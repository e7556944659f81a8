"""The API as the process that a deployment runs."""

import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from engine.assembly import open_engine
from engine.stack.ports import choose
from tests import exportable
from tests.firms import event
from tests.processes import within

ROOT = Path(__file__).parents[2]
CTES = "/compliance/api/v1/ctes"


@pytest.fixture
def server(servers, settings):
    """A process of the API, and the address it listens on."""
    port = choose({}, {}, prefer_known=False)["api"]
    bare = {name: value for name, value in os.environ.items() if not name.startswith("LOTGRAPH_")}
    command = ["-m", "uvicorn", "--factory", "api.app:create_app", "--port", str(port), "--no-proxy-headers",
               "--timeout-graceful-shutdown", "30"]
    process = subprocess.Popen([sys.executable, *command], cwd=ROOT, env=bare | servers.environment(),
                               stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    try:
        within(120, lambda: _answers(f"http://127.0.0.1:{port}/healthz"))
        yield process, port
    finally:
        process.kill()
        process.communicate()


def _answers(url: str) -> bool:
    try:
        return httpx.get(url, trust_env=False, timeout=60).is_success
    except httpx.TransportError:
        return False


def test_a_request_under_way_is_answered_before_the_process_ends(server, settings):
    process, port = server
    with open_engine(settings) as engine:
        firm = exportable.firm(engine)
    body = json.dumps({"events": [event("EV14", firm.organization.id[:18], event_id=firm.organization.id)]}).encode()
    head = "".join(f"{line}\r\n" for line in (
        f"POST {CTES} HTTP/1.1", "Host: 127.0.0.1", f"X-API-Key: {firm.keys['manager']}",
        "Content-Type: application/json", f"Content-Length: {len(body)}", ""))
    with socket.create_connection(("127.0.0.1", port), timeout=60) as connection:
        connection.sendall(head.encode() + body[:100])
        # A second connection is answered once the first has been read.
        assert httpx.get(f"http://127.0.0.1:{port}/healthz", trust_env=False, timeout=60).status_code == 200
        process.terminate()
        within(60, lambda: _deaf(port))
        connection.sendall(body[100:])
        answer = connection.recv(65_536)
    assert answer.startswith(b"HTTP/1.1 201 "), answer[:300]
    assert process.wait(timeout=60) in (0, -15)
    assert b"Traceback" not in process.stderr.read()


def _deaf(port: int) -> bool:
    """Whether the process takes no new connection, which is when it has heard that it shall stop."""
    try:
        socket.create_connection(("127.0.0.1", port), timeout=60).close()
    except ConnectionError:
        return True
    return False
