"""The command `lotgraph`, put together from its groups."""

import logging
import sys
from typing import Any

import httpx
import typer
from rich.console import Console

from engine.console import capture, doctor, exports, keys, places, prefixes, servers, trace, users
from engine.console.api import ApiProblem
from engine.errors import LotgraphError
from engine.stack.errors import StackError, explain


class _App(typer.Typer):
    """Says an expected failure in words, with exit code 1, rather than as a traceback."""

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        # The driver logs each retry; the command says once what failed.
        logging.getLogger("neo4j").setLevel(logging.ERROR)
        try:
            return super().__call__(*args, **kwargs)
        except (StackError, ApiProblem) as error:
            said = str(error)
        except LotgraphError as error:
            said = f"{error.title}: {error.detail}"
        except httpx.HTTPError as error:
            said = f"The API does not answer ({error}).\n  What to do: `make up`, or set LOTGRAPH_URL."
        except OSError as error:
            known = explain(error)
            if known is None:
                raise
            said = str(known)
        Console(stderr=True).print(said, style="red", markup=False, highlight=False)
        sys.exit(1)


app = _App(
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_show_locals=False,
    help="Food traceability: events in, traces and FDA's sortable spreadsheet out.",
)
app.command("up")(servers.up)
app.command("down")(servers.down)
app.command("status")(servers.status)
app.command("demo")(servers.demo)
app.command("compose-env")(servers.compose_env)
app.command("capture")(capture.capture)
app.command("trace")(trace.trace)
app.command("export")(exports.export)
app.command("doctor")(doctor.doctor)
app.add_typer(keys.app, name="keys")
app.add_typer(prefixes.app, name="prefixes")
app.add_typer(places.app, name="places")
app.add_typer(users.app, name="users")
