"""Measures what the product does beside what it could be done with (`make bench`).

    python -m tests.benchmarks.run --events 30000 --only capture,trace --json figures.json

Everything runs in a folder and on loopback ports of its own. Nothing is asserted of a time; ratios within one run
are what counts, and what misses its aim is said to.
"""

import json
import os
import platform
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import psutil
import typer
from rich.console import Console

from engine.assembly import open_engine
from engine.clock import FixedClock
from engine.stack import Stack
from tests.benchmarks.aims import judge
from tests.benchmarks.report import show
from tests.benchmarks.servers import fresh_stack, settings_of

PARTS = ("export", "capture", "trace", "workbook")
_TIMES_LARGER = 10
_DOCUMENTS = ((2_000, 1), (2_000, 2), (200, 1))


def main(
    events: Annotated[int, typer.Option(min=1_000, help="Events of the network that is traced; its larger sibling "
                                        "has ten times as many, the captured ones a fifth and a tenth.")] = 30_000,
    only: Annotated[str, typer.Option(help=f"Some of {','.join(PARTS)}.")] = ",".join(PARTS),
    rounds: Annotated[int, typer.Option(min=1, help="How often each trace is timed.")] = 9,
    rows: Annotated[str, typer.Option(help="Rows of the workbooks.")] = "1000,10000,100000",
    json_file: Annotated[Path | None, typer.Option("--json", help="Write the figures here as well.")] = None,
) -> None:
    """Measure, show, and write down."""
    console = Console()
    wanted = _wanted(only)
    figures: dict[str, Any] = {"at": datetime.now(UTC).isoformat(timespec="seconds"), "machine": _machine(),
                               "events": events}
    if set(wanted) - {"workbook"}:
        # The first export must meet a fresh stack, so it comes first.
        with fresh_stack(services="export" in wanted) as stack:
            figures |= _served(stack, wanted, events, rounds, lambda line: console.print(line, highlight=False))
    if "workbook" in wanted:
        from tests.benchmarks import bench_workbook

        figures["workbook"] = bench_workbook.measure_all([int(size) for size in rows.split(",")])
    aims = judge(figures)
    show(console, figures, aims)
    if json_file:
        figures["aims"] = [aim.as_json() for aim in aims]
        json_file.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")


def _served(stack: Stack, wanted: list[str], events: int, rounds: int,
            tell: Callable[[str], object]) -> dict[str, Any]:
    """The parts that need servers."""
    figures: dict[str, Any] = {}
    settings, neo4j = settings_of(stack), psutil.Process(stack.server("neo4j").process.running().pid)
    with open_engine(settings) as engine:
        engine.prepare()
        if "export" in wanted:
            from tests.benchmarks import bench_export

            tell(f"export: a network of {events // 10:,} events through the API")
            url = stack.environment()["LOTGRAPH_PUBLIC_URL"]
            figures["export"] = bench_export.measure(engine, url, events // 10, warm=9).as_json()
            for service in ("importer", "worker", "api"):
                stack.stop(service)
        if "capture" in wanted:
            from tests.benchmarks import bench_capture

            tell(f"capture: {events // 5:,} records, and the same by bare statements")
            clock = FixedClock(datetime.now(UTC))
            with open_engine(settings, clock) as dated:
                paces = bench_capture.measure(dated, clock, neo4j, events // 5, _DOCUMENTS)
            figures["capture"] = [pace.as_json() for pace in paces]
        if "trace" in wanted:
            # Alone in needing what only `make bench` installs.
            from tests.benchmarks import bench_trace

            tell(f"trace: networks of {events:,} and {events * _TIMES_LARGER:,} events, written by bare statements")
            sizes = (events, events * _TIMES_LARGER)
            timed, loads, version = bench_trace.measure(engine, neo4j, sizes, rounds, tell)
            figures["trace"] = {"postgres": version, "loads": loads, "questions": [t.as_json() for t in timed]}
    return figures


def _wanted(only: str) -> list[str]:
    wanted = [part.strip() for part in only.split(",") if part.strip()]
    if unknown := set(wanted) - set(PARTS):
        raise typer.BadParameter(f"unknown: {', '.join(sorted(unknown))}; known: {', '.join(PARTS)}")
    return wanted


def _machine() -> dict[str, Any]:
    return {"cores": os.cpu_count(), "load": os.getloadavg()[0], "python": platform.python_version(),
            "system": platform.system()}


if __name__ == "__main__":
    typer.run(main)
