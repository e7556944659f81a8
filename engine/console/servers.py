"""`lotgraph up|down|status|demo|compose-env`: the servers of this folder."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from engine.console.output import AsJson, notes, people, print_json, table
from engine.stack import Stack
from engine.stack.compose_env import write_compose_env

_COLOURS = {"healthy": "green", "starting": "yellow", "stopped": "dim"}


def up(
    as_json: AsJson = False,
    servers_only: Annotated[bool, typer.Option("--servers-only", help="Without the API and the workers.")] = False,
) -> None:
    """Start Neo4j, Redis, S3, the API and workers; what runs already is left alone."""
    began = time.monotonic()
    with _progress("Starting") as tell:
        stack = Stack(tell=tell).up(servers_only=servers_only)
    if as_json:
        print_json([asdict(server) for server in stack.status()])
        return
    _print_status(stack)
    took = time.monotonic() - began
    people.print(f"Up in {took:.1f} s. Addresses and secrets: {stack.home / 'demo.env'}", highlight=False)


def down(as_json: AsJson = False) -> None:
    """Stop them; their data are kept."""
    with _progress("Stopping") as tell:
        stopped = Stack(tell=tell).down()
    if as_json:
        print_json({"stopped": stopped})
    elif not stopped:
        people.print("Nothing was running.")


def status(as_json: AsJson = False) -> None:
    """Say how each of them is; exit code 1 unless all are healthy."""
    stack = Stack()
    found = stack.status()
    if as_json:
        print_json([asdict(server) for server in found])
    else:
        _print_status(stack)
    if any(server.state != "healthy" for server in found):
        raise typer.Exit(1)


def demo(as_json: AsJson = False) -> None:
    """Run the main job on the worked example and leave everything running."""
    from engine.console import demo as worked_example

    with _progress("Starting") as tell:
        stack = Stack(tell=tell).up()
    worked_example.run(stack, as_json=as_json)


def compose_env(
    path: Annotated[Path, typer.Argument(help="File to write.")] = Path(".env"),
) -> None:
    """Write .env with generated secrets for docker compose; secrets already in it are kept."""
    people.print(f"{write_compose_env(path)} is ready: docker compose up --build", highlight=False)


def _print_status(stack: Stack) -> None:
    found = stack.status()
    drawn = table("", ("Server", "State", "Process", "Address"), ())
    for server in found:
        colour = _COLOURS[server.state]
        drawn.add_row(server.name, f"[{colour}]{server.state}[/{colour}]", str(server.pid or ""), server.address)
    people.print(drawn)


@contextmanager
def _progress(title: str) -> Iterator:
    """A spinner on a terminal, plain lines elsewhere; both on standard error."""
    with notes.status(title) as spinner:

        def tell(line: str) -> None:
            spinner.update(line)
            notes.print(f"  {line}", highlight=False)

        yield tell
