"""Somebody who owns the demo's main organization and can sign in."""

import secrets
from contextlib import suppress
from pathlib import Path

from engine.assembly import Engine
from engine.errors import Conflict, Unauthorized
from engine.identity import Organization, Role
from engine.stack.demo_env import read_demo_env

EMAIL = "owner@prairiefork.example"
_EMAIL, _PASSWORD = "LOTGRAPH_OWNER_EMAIL", "LOTGRAPH_OWNER_PASSWORD"


def prepare_owner(engine: Engine, organization: Organization, home: Path) -> dict[str, str]:
    """E-mail address and password of the owner, for demo.env; those of an earlier run stay as long as they are good."""
    users = engine.identity.users
    password = read_demo_env(home).get(_PASSWORD) or secrets.token_urlsafe(18)
    try:
        user = users.sign_in(EMAIL, password)
    except Unauthorized:
        if users.find_by_email(EMAIL):
            user = users.reset_password(users.begin_reset(EMAIL), password)
        else:
            user = users.create(EMAIL, password, "Demo Owner")
    with suppress(Conflict):
        engine.identity.members.add(organization, user.id, Role.OWNER)
    return {_EMAIL: EMAIL, _PASSWORD: password}
