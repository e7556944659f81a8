"""`lotgraph users`: people, made by whoever operates the deployment; the first owner of an organization above all."""

import secrets
from enum import StrEnum
from typing import Annotated

import typer

from engine.assembly import open_engine
from engine.console.keys import organization_named
from engine.console.local import operator_settings
from engine.console.output import AsJson, notes, people, print_json
from engine.identity.roles import Role


class MemberRole(StrEnum):
    """What a member may do."""

    OWNER = "owner"
    MANAGER = "manager"
    EDITOR = "editor"
    BILLING = "billing"
    VIEWER = "viewer"


app = typer.Typer(no_args_is_help=True, help="People who sign in.")


@app.callback()
def users() -> None:
    """People who sign in."""


@app.command("create")
def create(
    email: Annotated[str, typer.Option(help="E-mail address, which they sign in with.")],
    org: Annotated[str, typer.Option(help="Name of their organization.")],
    role: Annotated[MemberRole, typer.Option(help="Their role in it.")] = MemberRole.OWNER,
    name: Annotated[str, typer.Option(help="What they are called.")] = "",
    number: Annotated[int | None, typer.Option("--org-no", help="Its number, where several have that name.")] = None,
    new_org: Annotated[bool, typer.Option("--new-org", help="Make the organization if there is none.")] = False,
    generate: Annotated[bool, typer.Option("--generate", help="Make up a password and show it once.")] = False,
    as_json: AsJson = False,
) -> None:
    """Make a user and a member of an organization. Who has an account already becomes a member."""
    with open_engine(operator_settings()) as engine:
        engine.prepare()
        identity, password = engine.identity, None
        organization = organization_named(identity, org, number, new_org)
        user = identity.users.find_by_email(email)
        if user is None:
            password = secrets.token_urlsafe(18) if generate or as_json else _asked()
            user = identity.users.create(email, password, name)
        member = identity.members.add(organization, user.id, Role(role.value))
        engine.audit.record(organization.no, "operator", "member.added", member.id,
                            {"user": user.id, "role": role.value})
    shown = password if generate or as_json else None
    if as_json:
        print_json({"user_id": user.id, "email": user.email, "password": shown, "role": role.value,
                    "organization": {"id": organization.id, "no": organization.no, "name": organization.name}})
        return
    notes.print(f"{user.email} is {role.value} of {organization.name}.", highlight=False)
    if shown:
        notes.print("Password; it is not shown again:", highlight=False)
        people.print(shown, highlight=False, markup=False)


@app.command("reset-password")
def reset_password(
    email: Annotated[str, typer.Option(help="E-mail address of the user.")], as_json: AsJson = False
) -> None:
    """Make a token with which a user sets a new password within an hour, at /account/api/v1/password/reset."""
    with open_engine(operator_settings()) as engine:
        engine.prepare()
        token = engine.identity.users.begin_reset(email)
    if as_json:
        print_json({"email": email, "token": token})
    else:
        notes.print(f"Token for {email}; it is not shown again:", highlight=False)
        people.print(token, highlight=False, markup=False)


def _asked() -> str:
    return typer.prompt("Password", hide_input=True, confirmation_prompt=True, err=True)
