"""Kills servers and processes at random moments of a hundred exports and sees whether every job ends once.

    python -m tests.chaos.run --exports 100 --minutes 10 --seed 7 --json chaos.json

Everything runs in a folder and on loopback ports of its own; nothing is touched that this run did not start.
"""

import json
import os
import random
import shutil
import tempfile
import time
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from engine.assembly import open_engine
from engine.identity import Role
from engine.settings import Settings
from tests.chaos.attacks import KINDS, Attacker
from tests.chaos.clients import DIRECTIONS, Firm, Requester
from tests.chaos.network import documents
from tests.chaos.services import Deployment
from tests.chaos.verdict import judge, show

# A lost heartbeat is noticed after a minute, not after ten: longer than Neo4j takes to come back, or every outage
# would look like a dead worker.
LIMITS = {"LOTGRAPH_LIMIT_HEARTBEAT_SECONDS": "2", "LOTGRAPH_LIMIT_HEARTBEAT_LOST_SECONDS": "60",
          "LOTGRAPH_LIMIT_SWEEP_SECONDS": "2", "LOTGRAPH_LIMIT_QUEUE_GRACE_SECONDS": "5"}
# Requests end before the attacks do, so that the last exports are attacked as well.
_REQUESTS_SHARE = 0.7
_AFTERMATH_SECONDS = 300


def main(
    exports: Annotated[int, typer.Option(min=1, help="Exports to ask for.")] = 100,
    minutes: Annotated[float, typer.Option(min=0.2, help="How long to attack.")] = 8.0,
    shipments: Annotated[int, typer.Option(min=1, help="Shipments a lot; more make longer exports.")] = 60,
    attempts: Annotated[int, typer.Option(min=1, help="Attempts a job has.")] = 3,
    seed: Annotated[int | None, typer.Option(help="Seed of the random choices.")] = None,
    home: Annotated[Path | None, typer.Option(help="Folder of the run; kept if given.")] = None,
    json_file: Annotated[Path | None, typer.Option("--json", help="Where to write the report as JSON.")] = None,
) -> None:
    """Attack a deployment while it works, then judge it."""
    console, seed = Console(), random.randrange(10**6) if seed is None else seed
    folder = home or Path(tempfile.mkdtemp(prefix="lotgraph-chaos-"))
    console.print(f"chaos: {exports} exports, {minutes:g} minutes, seed {seed}, in {folder}")
    deployment = Deployment(folder, {**LIMITS, "LOTGRAPH_LIMIT_EXPORT_ATTEMPTS": str(attempts)})
    try:
        deployment.up()
        verdict = _attack(deployment, exports, minutes * 60, shipments, random.Random(seed), console)
    finally:
        deployment.down()
        if home is None:
            shutil.rmtree(folder, ignore_errors=True)
    show(verdict, console)
    if json_file:
        json_file.write_text(json.dumps({"seed": seed, "minutes": minutes, **verdict.as_json()}, indent=2))
    raise typer.Exit(1 if verdict.faults else 0)


def _attack(deployment: Deployment, exports: int, seconds: float, shipments: int, chance: random.Random,
            console: Console):
    attacker = Attacker(deployment, chance)
    attacker.mend()
    firm = Firm(deployment.url, _key(deployment))
    lots = firm.capture(documents(-(-exports // len(DIRECTIONS)), shipments))
    wanted = [(lot_id, way) for lot_id in lots.values() for way in DIRECTIONS][:exports]
    console.print(f"captured {len(lots)} lots; asking for {len(wanted)} exports and attacking")
    requester = Requester(firm, wanted, seconds * _REQUESTS_SHARE)
    requester.start()
    _strike_until(time.monotonic() + seconds, attacker, chance, console)
    requester.join(_AFTERMATH_SECONDS)
    if requester.fault:
        raise requester.fault
    _wait_for(firm, deployment, console)
    return judge(firm, deployment.environment, exports, attacker.attacks)


def _strike_until(over: float, attacker: Attacker, chance: random.Random, console: Console) -> None:
    """One attack after another in random order, every kind once before any comes twice."""
    round_ = []
    while time.monotonic() < over:
        round_ = round_ or chance.sample(KINDS, len(KINDS))
        kind = round_[-1]
        if attacker.strike(kind):
            last = attacker.attacks[-1]
            console.print(f"{last.at:7.1f} s  {kind:18} recovered in {last.recovered:.1f} s")
            round_.pop()
            time.sleep(chance.uniform(0.5, 4))
        else:
            # Nothing to hit yet: a work-horse lives for a second or so.
            time.sleep(0.02)


def _wait_for(firm: Firm, deployment: Deployment, console: Console) -> None:
    over = time.monotonic() + _AFTERMATH_SECONDS
    while time.monotonic() < over:
        deployment.ensure()
        live = [job for job in firm.everything() if job["status"] in ("pending", "processing")]
        if not live:
            return
        console.print(f"{len(live)} exports are still under way")
        time.sleep(3)


def _key(deployment: Deployment) -> str:
    with open_engine(_settings(deployment.environment)) as engine:
        organization = engine.identity.create_organization("Chaos Produce")
        return engine.identity.create_key(organization, Role.MANAGER, "chaos")[1]


def _settings(environment: dict[str, str]) -> Settings:
    os.environ.update({name: value for name, value in environment.items() if name.startswith("LOTGRAPH_")})
    return Settings()


if __name__ == "__main__":
    typer.run(main)
