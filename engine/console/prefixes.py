"""`lotgraph prefixes verify`: whose a GS1 company prefix is, as an operator has found out."""

from typing import Annotated

import typer

from engine.assembly import open_engine
from engine.console.keys import organization_named
from engine.console.local import operator_settings
from engine.console.output import AsJson, people, print_json

app = typer.Typer(no_args_is_help=True, help="GS1 company prefixes.")


@app.callback()
def prefixes() -> None:
    """GS1 company prefixes."""


@app.command("verify")
def verify(
    prefix: Annotated[str, typer.Argument(help="4 to 12 digits as licensed; a U.P.C. one with its leading 0.")],
    org: Annotated[str, typer.Option(help="Name of the organization.")],
    number: Annotated[int | None, typer.Option("--org-no", help="Its number, where several have that name.")] = None,
    as_json: AsJson = False,
) -> None:
    """Note that a prefix is an organization's: lots of its registered products under it are its own from now on."""
    with open_engine(operator_settings()) as engine:
        engine.prepare()
        organization = organization_named(engine.identity, org, number, new=False)
        engine.catalogue.prefixes.verify(organization, prefix)
        engine.audit.record(organization.no, "operator", "product.prefix_verified", None, {"prefix": prefix})
        known = engine.catalogue.prefixes.of(organization)
    if as_json:
        print_json({"organization": {"id": organization.id, "no": organization.no, "name": organization.name},
                    "prefixes": known})
    else:
        people.print(f"{organization.name}: {', '.join(known)}", markup=False, highlight=False)
