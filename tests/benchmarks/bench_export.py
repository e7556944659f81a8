"""Seconds from asking for an export through the API until it is delivered by a worker, and until the file is in hand.

The first on a stack that has just been started for the first time, then one lot after another.
"""

import statistics
import time
from dataclasses import dataclass
from typing import Any

import httpx

from engine.assembly import Engine
from engine.identity import Role
from tests.benchmarks.documents import documents, tlc
from tests.benchmarks.plainly import Plainly
from tests.benchmarks.questions import Question, Seen
from tests.benchmarks.rows import Rows
from tests.benchmarks.supply import Lot, network

_TYPICAL = (120, 300)
_JOBS = "/compliance/api/v1/traceability-exports"
_POLL_SECONDS = 0.05
_LONGEST_SECONDS = 120


@dataclass(frozen=True)
class Exported:
    """One export. delivered, in_hand: seconds since it was asked for."""

    records: int
    delivered: float
    in_hand: float


@dataclass(frozen=True)
class Exports:
    """The first of all, and those after it."""

    first: Exported
    warm: list[Exported]

    @property
    def warm_median(self) -> float:
        return statistics.median(each.in_hand for each in self.warm)

    def as_json(self) -> dict[str, Any]:
        return {"first": self.first.__dict__, "warm": [each.__dict__ for each in self.warm],
                "warm_median_in_hand": self.warm_median}


def measure(engine: Engine, url: str, events: int, warm: int) -> Exports:
    """Capture a network through the API as one firm, then export typical lots of it in both directions."""
    organization = engine.identity.create_organization("Bench Produce")
    key = engine.identity.create_key(organization, Role.MANAGER, "bench")[1]
    with httpx.Client(base_url=url, headers={"X-API-Key": key}, timeout=_LONGEST_SECONDS, trust_env=False) as client:
        ground, drawn = network(events)
        drawn = list(drawn)
        for _, sent in documents(drawn, 1_000):
            client.post("/compliance/api/v1/ctes", json={"events": sent}).raise_for_status()
        lots = [_lot_id(client, lot) for lot in _typical(ground, drawn, warm + 1)]
        exported = [_export(client, lot_id) for lot_id in lots]
    return Exports(exported[0], exported[1:])


def _typical(ground, drawn: list, many: int) -> list[Lot]:
    """Lots that reach as much as lots typically do."""
    seen = Seen(1, [1], 2**62)
    rows, memory = Rows(ground, [1] * ground.firms, 0), Plainly(seen)
    for part in rows.parts(drawn, len(drawn)):
        memory.load(part)
        number = {lot["tlc_match"]: lot["no"] for lot in part.lots}
    made = {event.lot: None for event in drawn if event.kind in ("initial_packing", "transformation")}
    low, high = _TYPICAL
    found = [lot for lot in made if low <= memory.nodes(Question("lot", number[tlc(lot)], "forward")) <= high]
    return (found or list(made))[:many]


def _lot_id(client: httpx.Client, lot: Lot) -> str:
    answer = client.get("/products/api/v1/lots", params={"tlc": tlc(lot)}).raise_for_status()
    return answer.json()["data"][0]["lot_id"]


def _export(client: httpx.Client, lot_id: str) -> Exported:
    began = time.perf_counter()
    path = f"/epcis/api/2.0/traceability/lots/{lot_id}/fda-export"
    job = client.get(path, params={"direction": "both"}).raise_for_status().json()["job_short_id"]
    while True:
        state = client.get(f"{_JOBS}/{job}").raise_for_status().json()
        if state["status"] == "delivered":
            break
        if state["status"] == "failed" or time.perf_counter() - began > _LONGEST_SECONDS:
            raise AssertionError(f"the export did not arrive: {state}")
        time.sleep(_POLL_SECONDS)
    delivered = time.perf_counter() - began
    place = client.get(f"{_JOBS}/{job}/download").headers["location"]
    httpx.get(place, timeout=_LONGEST_SECONDS, trust_env=False).raise_for_status()
    return Exported(state["event_count"], delivered, time.perf_counter() - began)
