"""The command line of `python -m engine.stack`."""

import shlex
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from engine.stack.errors import StackError, explain
from engine.stack.gateway import ensure_gateway
from engine.stack.jars import ensure_jars
from engine.stack.jars import relock as write_lock_of
from engine.stack.options import NEO4J_VERSION
from engine.stack.stack import Stack

app = typer.Typer(add_completion=False, no_args_is_help=True, help="Start and stop the servers of one folder.")
_say = Console(stderr=True)

Home = Annotated[Path | None, typer.Option(help="Folder of data, logs and secrets; LOTGRAPH_HOME, else .run.")]


@app.command()
def up(
    home: Home = None,
    heap: Annotated[str | None, typer.Option(help="Neo4j heap, such as 512m.")] = None,
    pagecache: Annotated[str | None, typer.Option(help="Neo4j page cache, such as 64m.")] = None,
    neo4j_version: Annotated[str | None, typer.Option(help="A locked Neo4j version.")] = None,
    known_ports: Annotated[bool, typer.Option(help="Try the well-known ports first.")] = False,
    servers_only: Annotated[bool, typer.Option(help="Without API and worker.")] = True,
) -> None:
    """Start what does not run yet, wait until it is healthy, and print its environment."""
    stack = Stack(
        home,
        tell=_say.print,
        heap=heap,
        pagecache=pagecache,
        neo4j_version=neo4j_version,
        prefer_known_ports=known_ports,
    )
    stack.up(servers_only=servers_only)
    _print_environment(stack)


@app.command()
def down(home: Home = None) -> None:
    """Stop the servers of a folder."""
    Stack(home, tell=_say.print).down()


@app.command()
def status(home: Home = None) -> None:
    """How each server is."""
    for server in Stack(home).status():
        typer.echo(f"{server.name:8}{server.state:10}{server.pid or '-':>8}  {server.address}")


@app.command()
def env(home: Home = None) -> None:
    """Print the environment, for `eval "$(...)"`."""
    _print_environment(Stack(home))


@app.command()
def fetch(neo4j_version: Annotated[str, typer.Option(envvar="NEO4J_VERSION")] = NEO4J_VERSION) -> None:
    """Have Neo4j's jars and the S3 server in the cache."""
    typer.echo(f"Neo4j {neo4j_version}: {ensure_jars(neo4j_version)}")
    typer.echo(f"S3 server: {ensure_gateway()}")


@app.command()
def relock(version: str) -> None:
    """Write the lock of a Neo4j version."""
    typer.echo(write_lock_of(version))


def _print_environment(stack: Stack) -> None:
    for name, value in stack.environment().items():
        typer.echo(f"export {name}={shlex.quote(value)}")


def main() -> None:
    """Run, with a failed set-up said in words rather than as a traceback."""
    try:
        app()
    except (StackError, OSError) as error:
        said = explain(error) if isinstance(error, OSError) else error
        if said is None:
            raise
        _say.print(str(said), style="red", markup=False, highlight=False)
        raise SystemExit(1) from None
