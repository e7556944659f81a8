"""`lotgraph capture FILE`: send tracking events in."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from engine.console.api import connect
from engine.console.output import AsJson, people, print_json, table

_PATH = "/compliance/api/v1/ctes"


def capture(
    file: Annotated[Path, typer.Argument(help='JSON document {"events": [...]}; - for standard input.')],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would happen, write nothing.")] = False,
    as_json: AsJson = False,
) -> None:
    """Capture the events of a JSON document; exit code 1 if a record was quarantined."""
    if str(file) != "-" and not file.is_file():
        raise typer.BadParameter(f"{file} is no file.")
    content = sys.stdin.buffer.read() if str(file) == "-" else file.read_bytes()
    said = connect().ask(
        "POST",
        _PATH,
        content=content,
        headers={"Content-Type": "application/json"},
        params={"dry_run": "true"} if dry_run else None,
    )
    if as_json:
        print_json(said)
    else:
        _print_answer(said, dry_run)
    if said.get("quarantined"):
        raise typer.Exit(1)


def _print_answer(said: dict, dry_run: bool) -> None:
    people.print(
        f"{'Would create' if dry_run else 'Created'} {said['created']}, duplicates {said['duplicates']}, "
        f"quarantined {said['quarantined']}" + ("" if dry_run else f"  (capture {said['capture_id']})"),
        highlight=False,
    )
    if said["lots"]:
        people.print(table("Lots", ("TLC", "Id"), ((lot["tlc"], lot["lot_id"]) for lot in said["lots"])))
    if said["findings"]:
        rows = (
            (
                finding["severity"],
                finding["rule"],
                finding.get("event_id"),
                finding.get("field"),
                " ".join(part for part in (finding["message"], finding.get("hint")) if part),
            )
            for finding in said["findings"]
        )
        people.print(table("Findings", ("Severity", "Rule", "Event", "Field", "What and what to do"), rows))
