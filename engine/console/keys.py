"""`lotgraph keys create`: API keys, made by whoever operates the deployment."""

from enum import StrEnum
from typing import Annotated

import typer

from engine.assembly import open_engine
from engine.console.local import operator_settings
from engine.console.output import AsJson, notes, people, print_json
from engine.errors import Conflict, NotFound
from engine.identity import Identity, Organization
from engine.identity.roles import Role


class KeyRole(StrEnum):
    """What a key may do."""

    MANAGER = "manager"
    EDITOR = "editor"
    READONLY = "readonly"


app = typer.Typer(no_args_is_help=True, help="API keys.")


@app.callback()
def keys() -> None:
    """API keys."""


@app.command("create")
def create(
    org: Annotated[str, typer.Option(help="Name of the organization.")],
    role: Annotated[KeyRole, typer.Option(help="What the key may do.")] = KeyRole.MANAGER,
    name: Annotated[str, typer.Option(help="What the key is for.")] = "made by an operator",
    number: Annotated[int | None, typer.Option("--org-no", help="Its number, where several have that name.")] = None,
    new_org: Annotated[bool, typer.Option("--new-org", help="Make the organization if there is none.")] = False,
    per_minute: Annotated[int, typer.Option(min=0, help="Requests a minute; 0 for the deployment's limit.")] = 0,
    per_day: Annotated[int, typer.Option(min=0, help="Requests a day; 0 for the deployment's limit.")] = 0,
    as_json: AsJson = False,
) -> None:
    """Make an API key. It is shown this once and cannot be shown again."""
    with open_engine(operator_settings()) as engine:
        engine.prepare()
        organization = organization_named(engine.identity, org, number, new_org)
        kept, raw = engine.identity.api_keys.create(organization, Role(role.value), name, per_minute=per_minute,
                                                    per_day=per_day)
        engine.audit.record(organization.no, "operator", "key.created", kept.id,
                            {"role": role.value, "kind": "csb", "name": kept.name})
    if as_json:
        print_json(
            {
                "key": raw,
                "key_id": kept.id,
                "role": role.value,
                "organization": {"id": organization.id, "no": organization.no, "name": organization.name},
            }
        )
    else:
        notes.print(f"Key of {organization.name}, role {role.value}; it is not shown again:", highlight=False)
        people.print(raw, highlight=False)


def organization_named(identity: Identity, name: str, number: int | None, new: bool) -> Organization:
    """The organization of a name, made where there is none if `new`. Raises NotFound, Conflict for several."""
    found = [one for one in identity.find_organizations(name) if number in (None, one.no)]
    if len(found) > 1:
        numbers = ", ".join(str(one.no) for one in found)
        raise Conflict(f"{len(found)} organizations are called {name!r}. Name one by --org-no: {numbers}.")
    if found:
        return found[0]
    if not new or number is not None:
        raise NotFound(f"There is no organization called {name!r}. With --new-org it is made.")
    return identity.create_organization(name)
