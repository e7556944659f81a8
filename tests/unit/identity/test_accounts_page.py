"""The table of docs/accounts.md is the declaration's."""

from pathlib import Path

from engine.identity import Action, Kind, Role
from engine.identity.roles import SCOPES, allowed

PAGE = (Path(__file__).parents[3] / "docs" / "accounts.md").read_text("utf-8")
ROLES = (Role.OWNER, Role.MANAGER, Role.EDITOR, Role.BILLING, Role.VIEWER, Role.READONLY)


def table() -> list[str]:
    """The lines of the table: actions down, roles across; a session has every role but readonly, which keys have."""
    heads = ["Action", "Scope", *(role.value for role in ROLES), "`cpk` key"]
    lines = [heads, ["---"] * len(heads)]
    for action in Action:
        marks = ["yes" if allowed(action, role, Kind.KEY if role is Role.READONLY else Kind.SESSION) else "-"
                 for role in ROLES]
        publishable = "yes" if allowed(action, Role.READONLY, Kind.PUBLISHABLE) else "-"
        scope = f"`{SCOPES[action]}`" if SCOPES[action] else "none"
        lines.append([f"`{action.value}`", scope, *marks, publishable])
    return ["| " + " | ".join(cells) + " |" for cells in lines]


def test_the_page_shows_the_declared_table():
    section = PAGE.split("\n## Who may do what\n", 1)[1].split("\n## ", 1)[0]
    assert [line for line in section.splitlines() if line.startswith("|")] == table()
