"""Figures for people."""

from typing import Any

from rich.console import Console
from rich.table import Table

from tests.benchmarks.aims import Aim


def show(console: Console, figures: dict[str, Any], aims: list[Aim]) -> None:
    """One table for each part that was measured, and one of the aims."""
    for part, table in _TABLES.items():
        if part in figures:
            console.print(table(figures[part]))
    table = Table("Aim", "Bound", "Found", "", title="Aims")
    for aim in aims:
        bound = f"{'at most' if aim.at_most else 'at least'} {aim.bound:g}"
        table.add_row(aim.name, bound, f"{aim.found:.2f}", "met" if aim.met else "[bold]missed[/bold]")
    console.print(table)


def _export(exports: dict[str, Any]) -> Table:
    table = Table("Export", "Records", "Delivered after s", "In hand after s", title="Exports through API and worker")
    for name, each in (("first", exports["first"]), *((str(n), e) for n, e in enumerate(exports["warm"], start=2))):
        table.add_row(name, f"{each['records']:,}", f"{each['delivered']:.2f}", f"{each['in_hand']:.2f}")
    return table


def _capture(paces: list[dict[str, Any]]) -> Table:
    table = Table("Records", "A document", "At a time", "Nodes", "Edges", "Captured/s", "Raw/s", "Ratio", "By CPU")
    table.title = "Capture beside bare statements"
    for p in paces:
        table.add_row(f"{p['records']:,}", f"{p['document']:,}", str(p["clients"]), f"{p['nodes']:,}",
                      f"{p['edges']:,}", f"{p['capture_per_second']:,.0f}", f"{p['raw_per_second']:,.0f}",
                      f"{p['ratio']:.2f}", f"{p['cpu_ratio']:.2f}")
    return table


def _trace(trace: dict[str, Any]) -> Table:
    table = Table("Events", "Question", "Nodes", "Neo4j ms", "Postgres ms", "Neo4j/Postgres", "By CPU", "rustworkx ms",
                  "Whole answer ms", title=f"Traces (Postgres {trace['postgres']}; medians)")
    for t in trace["questions"]:
        answer = "" if t["answer"] is None else f"{t['answer']:.1f}"
        table.add_row(f"{t['network']:,}", t["label"], f"{t['nodes']:,}", f"{t['neo4j']:.2f}", f"{t['postgres']:.2f}",
                      f"{t['ratio']:.2f}", f"{t['cpu_ratio']:.2f}", f"{t['memory']:.2f}", answer)
    return table


def _workbook(files: list[dict[str, Any]]) -> Table:
    table = Table("Rows", "Way", "Seconds", "Rows/s", "Peak MiB", "File MiB", "Time against bare", title="Workbook")
    bare = {f["rows"]: f["seconds"] for f in files if f["way"] == "bare"}
    for f in files:
        table.add_row(f"{f['rows']:,}", f["way"], f"{f['seconds']:.2f}", f"{f['rows'] / f['seconds']:,.0f}",
                      f"{f['peak_mib']:.0f}", f"{f['file_mib']:.1f}", f"{f['seconds'] / bare[f['rows']]:.2f}")
    return table


_TABLES = {"export": _export, "capture": _capture, "trace": _trace, "workbook": _workbook}
