"""`lotgraph doctor`: what is missing or unwell, and what to do about it."""

from dataclasses import asdict

import typer
from rich.markup import escape

from engine.console.checkup import Finding, machine, servers
from engine.console.output import AsJson, notes, people, print_json, table
from engine.stack import Stack

_MARKS = {"ok": "[green]ok[/green]", "note": "[yellow]note[/yellow]", "bad": "[red]bad[/red]"}


def doctor(as_json: AsJson = False) -> None:
    """Look at this machine and at the servers, and say for each thing what to do; exit code 1 if one is bad."""
    stack = Stack()
    with notes.status("Looking"):
        found = [*machine(stack), *servers(stack)]
    if as_json:
        print_json([asdict(finding) for finding in found])
    else:
        _print_findings(found)
    if any(finding.state == "bad" for finding in found):
        raise typer.Exit(1)


def _print_findings(found: list[Finding]) -> None:
    drawn = table("", ("What", "State", "Found", "What to do"), ())
    for finding in found:
        said = (escape(text) for text in (finding.found, finding.remedy))
        drawn.add_row(finding.name, _MARKS[finding.state], *said)
    people.print(drawn)
