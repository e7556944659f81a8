"""Asks a deployment of its own for a bounded time and says how long each endpoint takes, and who takes it.

    python -m tests.load.run --seconds 30 --clients 4 --json load.json

Servers, API and workers run in a folder and on loopback ports of this run alone. `own` is the share of the API's time
that is neither Neo4j's, Redis' nor S3's: our code, the framework, and waiting for a processor, of which the clients
here take their part.
"""

import json
import shutil
import signal
import sys
import tempfile
import time
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import httpx
import typer
from rich.console import Console
from rich.table import Table

from engine.assembly import open_engine
from engine.settings import Settings
from tests import exportable
from tests.chaos.services import Deployment
from tests.firms import event
from tests.load.asking import Endpoint, Measured, measure

_LOTS = 8
_WIDTH = 110
_CTES = "/compliance/api/v1/ctes"
_EPCIS = "/epcis/api/2.0/traceability/lots"


def main(
    seconds: Annotated[float, typer.Option(min=1, max=600, help="How long to ask in all.")] = 30.0,
    clients: Annotated[int, typer.Option(min=1, max=64, help="Clients asking at the same time.")] = 4,
    home: Annotated[Path | None, typer.Option(help="Folder of the run; kept if given.")] = None,
    json_file: Annotated[Path | None, typer.Option("--json", help="Where to write the figures as JSON.")] = None,
) -> None:
    """Ask every endpoint in turn."""
    # So that a run that is cut off takes its servers down as well.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    console, folder = Console(width=_WIDTH), home or Path(tempfile.mkdtemp(prefix="lotgraph-load-"))
    deployment = Deployment(folder, {})
    try:
        deployment.up()
        while not deployment.api_answers():
            time.sleep(0.2)
        asked = _endpoints(deployment)
        console.print(f"load: {clients} clients, {seconds / len(asked):.1f} s an endpoint")
        for each in asked:
            # Plans are made, pages read and modules loaded before anything counts.
            measure(each, deployment.url, clients, 0)
        measured = [measure(each, deployment.url, clients, seconds / len(asked)) for each in asked]
    finally:
        deployment.down()
        if home is None:
            shutil.rmtree(folder, ignore_errors=True)
    console.print(_table(measured))
    if json_file:
        json_file.write_text(json.dumps([asdict(each) for each in measured], indent=1) + "\n", "utf-8")


def _endpoints(deployment: Deployment) -> list[Endpoint]:
    """What is asked, over a firm with a few lots that were made, shipped and exported."""
    # The environment is the deployment's, not this process's.
    settings = Settings(**{name.removeprefix("LOTGRAPH_").lower(): value
                           for name, value in deployment.stack.environment().items()})
    with open_engine(settings) as engine:
        key = exportable.firm(engine).headers()
    lots: list[str] = []
    with httpx.Client(base_url=deployment.url, headers=key, trust_env=False, timeout=60) as client:
        for number in range(_LOTS):
            sent = [event("EV13", f"LOAD-{number}", inputs=[], event_id=f"made/{number}"),
                    event("EV14", f"LOAD-{number}", event_id=f"shipped/{number}")]
            answer = client.post(_CTES, json={"events": sent}).raise_for_status().json()
            lots.append(answer["lots"][0]["lot_id"])
        job = client.get(f"{_EPCIS}/{lots[0]}/fda-export").raise_for_status().json()["job_short_id"]

    def get(name: str, path: str, *expected: int) -> Endpoint:
        return Endpoint(name, lambda client, number: client.get(path.format(lot=lots[number % _LOTS]), headers=key),
                        expected or (200,))

    def capture(client: httpx.Client, number: int) -> httpx.Response:
        sent = event("EV14", f"NEW-{number}", event_id=f"new/{number}")
        return client.post(_CTES, json={"events": [sent]}, headers=key)

    return [
        get("healthz", "/healthz"),
        get("one record", f"{_CTES}/shipped/1"),
        get("lots", "/products/api/v1/lots"),
        get("trace", "/compliance/api/v1/lots/{lot}/trace"),
        get("blast radius", f"{_EPCIS}/{{lot}}/blast-radius"),
        get("fda-export", f"{_EPCIS}/{{lot}}/fda-export", 200, 202),
        get("export job", f"/compliance/api/v1/traceability-exports/{job}"),
        Endpoint("capture of one event", capture, (201,)),
    ]


def _table(measured: list[Measured]) -> Table:
    table = Table("Endpoint", "Requests", "A second", "p50 ms", "p95 ms", "Worst ms", "Own", "Neo4j", "Redis", "S3")
    for each in measured:
        shares = (f"{each.shares[name]:.0%}" for name in ("own", "neo4j", "redis", "s3"))
        table.add_row(each.name, str(each.requests), f"{each.per_second:.0f}", f"{each.p50:.1f}", f"{each.p95:.1f}",
                      f"{each.worst:.0f}", *shares)
    return table


if __name__ == "__main__":
    typer.run(main)
