"""`lotgraph places register`: places of an organization, as an operator has found out."""

from pathlib import Path
from typing import Annotated

import typer

from engine.assembly import open_engine
from engine.catalogue.forms import LocationIn
from engine.console.keys import organization_named
from engine.console.local import operator_settings
from engine.console.output import AsJson, people, print_json

app = typer.Typer(no_args_is_help=True, help="Places of organizations.")


@app.callback()
def places() -> None:
    """Places of organizations."""


@app.command("register")
def register(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="CSV or .xlsx, as the API imports it.")],
    org: Annotated[str, typer.Option(help="Name of the organization.")],
    number: Annotated[int | None, typer.Option("--org-no", help="Its number, where several have that name.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Tell what is wrong, keep nothing.")] = False,
    as_json: AsJson = False,
) -> None:
    """Register places for an organization: it sees from then on the records that name their GLNs and addresses."""
    with open_engine(operator_settings()) as engine:
        engine.prepare()
        organization = organization_named(engine.identity, org, number, new=False)
        add = engine.catalogue.locations.on_trust().add
        answer = engine.catalogue.imports.take(organization, file.read_bytes(), LocationIn, add, dry_run)
        for location_id in answer.ids:
            engine.audit.record(organization.no, "operator", "location.created", location_id)
    faults = [{"row": f.row, "field": f.field, "message": f.message} for f in answer.faults]
    if as_json:
        print_json({"organization": {"id": organization.id, "no": organization.no, "name": organization.name},
                    "rows": answer.rows, "ids": list(answer.ids), "faults": faults})
    else:
        for fault in faults:
            people.print(f"row {fault['row']}, {fault['field']}: {fault['message']}", markup=False, highlight=False)
        told = f"{organization.name}: {answer.rows} rows, {len(answer.ids)} registered"
        people.print(told, markup=False, highlight=False)
    if faults:
        raise typer.Exit(1)
