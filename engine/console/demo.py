"""`lotgraph demo`: the main job on the worked example, through the public API."""

import time
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Any

import httpx

from engine.assembly import open_engine
from engine.console import demo_output
from engine.console.api import Api
from engine.console.demo_example import MAIN, OTHER, Example, load
from engine.console.demo_firms import Firm, prepare
from engine.console.demo_owner import prepare_owner
from engine.console.demo_workbook import sheet_rows
from engine.console.exports import download, request_export
from engine.console.output import notes, print_json
from engine.console.trace import ask_trace
from engine.settings import Settings
from engine.stack import Stack
from engine.stack.demo_env import write_demo_env

# A capture, or an export of this size, ends in seconds; a minute says that something is wrong.
_TIMEOUT = httpx.Timeout(60, connect=5)


def run(stack: Stack, as_json: bool = False) -> None:
    """Capture the worked example, trace lot E, export it, and say what came of it.

    Doing it again changes nothing: firms, places, grants and records are found and kept.
    """
    with notes.status("Worked example") as spinner:
        said = main_job(stack, spinner.update)
    if as_json:
        print_json(said)
    else:
        demo_output.show(said)


def main_job(stack: Stack, tell=lambda _: None) -> dict[str, Any]:
    """The main job; what it found as one JSON-ready map. The stack must be up, with API and worker.

    Keys: organization, lot, captures, findings, trace, inputs, export, workbook {path, bytes, sheets},
    seconds (from request to file in hand), ready_before (the file had been made by an earlier run), addresses.
    """
    example = load()
    tell("Firms, their keys, places and grants")
    with open_engine(_settings(stack)) as engine:
        engine.prepare()
        firms = prepare(engine, example, stack.home)
        owner = prepare_owner(engine, firms[MAIN].organization, stack.home)
    main = firms[MAIN]
    write_demo_env(
        stack.home, {"LOTGRAPH_API_KEY": main.key, "LOTGRAPH_OTHER_API_KEY": firms[OTHER].key, **owner}
    )
    url = stack.client_environment()["LOTGRAPH_URL"]
    captures = []
    for firm in firms.values():
        tell(f"Records of {firm.name}")
        captures.append(capture(url, firm, example))
    with _client(url, main.key) as client:
        api = Api(client)
        lot_id = api.lot_id(example.lots["E"]["tlc"])
        tell("Trace of lot E")
        trace = ask_trace(api, lot_id, direction="both")
        inputs = _inputs(api, trace)
        tell("Export of lot E")
        export = _export(api, lot_id, stack.home / "demo")
    return {
        "organization": main.name,
        "lot": {"lot_id": lot_id, "tlc": example.lots["E"]["tlc"]},
        "captures": captures,
        "findings": findings(url, firms.values()),
        "trace": trace,
        "inputs": inputs,
        **export,
        "addresses": addresses(stack),
    }


def capture(url: str, firm: Firm, example: Example) -> dict[str, Any]:
    """Send a firm's records with its own key; the API's answer with the firm's name."""
    with _client(url, firm.key) as client:
        answer = Api(client).ask("POST", "/compliance/api/v1/ctes", json={"events": example.events_of(firm.place)})
    return {"firm": firm.name} | answer


def findings(url: str, firms: Iterable[Firm]) -> list[dict[str, Any]]:
    """What is open once all records are in, each finding once, with the firm that recorded what it is about."""
    found: dict[str, dict[str, Any]] = {}
    for firm in firms:
        with _client(url, firm.key) as client:
            told = Api(client).ask("GET", "/compliance/api/v1/findings", params={"page_size": 100})["data"]
        found.update((one["finding_id"], one | {"firm": one["recorded_by"]}) for one in told)
    return sorted(found.values(), key=lambda one: (one["rule"], one["event_id"] or ""))


def addresses(stack: Stack) -> dict[str, str]:
    """Where to look further; only what answers."""
    known = stack.client_environment()
    url = known["LOTGRAPH_URL"]
    found = {}
    with _client(url) as client:
        for name, path in (("Dashboard", "/compliance/"), ("Sign in", "/account/sign-in"), ("API docs", "/docs")):
            if client.get(path, follow_redirects=True).status_code < 400:
                found[name] = url + path
    found["Neo4j Browser"] = known["NEO4J_BROWSER"]
    found["Neo4j"] = known["NEO4J_URI"]
    found["Neo4j user"] = known["NEO4J_USER"]
    found["Keys and passwords"] = str(stack.home / "demo.env")
    return found


def _inputs(api: Api, trace: dict[str, Any]) -> dict[str, list[str]]:
    """Lot codes that went into each transformation of a trace, by record id."""
    return {
        event["record_id"]: [
            used["input_tlc"]
            for used in api.ask("GET", f"/compliance/api/v1/ctes/{event['record_id']}")["record"].get("inputs") or ()
            if used.get("input_tlc")
        ]
        for event in trace["events"]
        if event["cte_type"] == "transformation"
    }


def _export(api: Api, lot_id: str, folder: Path) -> dict[str, Any]:
    folder.mkdir(parents=True, exist_ok=True)
    states: list[str] = []
    began = time.monotonic()
    job = request_export(api, lot_id, "both", 120, lambda state: states.append(state["status"]))
    path = download(job.pop("signed_download_url"), folder)
    seconds = round(time.monotonic() - began, 2)
    return {
        "export": job,
        "workbook": {
            "path": str(path), "bytes": path.stat().st_size,
            "sheets": [asdict(sheet) for sheet in sheet_rows(path)],
        },
        "seconds": seconds,
        "ready_before": len(states) == 1,
    }  # fmt: skip


def _settings(stack: Stack) -> Settings:
    return Settings(**{name.removeprefix("LOTGRAPH_").lower(): value for name, value in stack.environment().items()})


def _client(url: str, key: str | None = None) -> httpx.Client:
    headers = {"X-API-Key": key} if key else {}
    return httpx.Client(base_url=url, headers=headers, timeout=_TIMEOUT, trust_env=False)
