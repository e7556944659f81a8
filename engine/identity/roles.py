"""Who may do what, declared once: by role, by scope of a bearer token, and by what a publishable key may ask."""

from enum import StrEnum


class Role(StrEnum):
    """A member's role in an organization; keys carry manager, editor or readonly."""

    OWNER = "owner"
    MANAGER = "manager"
    EDITOR = "editor"
    BILLING = "billing"
    VIEWER = "viewer"
    READONLY = "readonly"


class Action(StrEnum):
    """What a caller asks to do."""

    EXPORT = "export"
    CAPTURE = "capture"
    QUERY_EVENTS = "query_events"
    PRINT_LABELS = "print_labels"
    READ_LABEL_JOBS = "read_label_jobs"
    EDIT = "edit"
    READ = "read"
    READ_CATALOGUE = "read_catalogue"
    READ_ACCOUNT = "read_account"
    EDIT_SELF = "edit_self"
    READ_ADMINISTRATION = "read_administration"
    ADMINISTER = "administer"
    ISSUE_CREDENTIALS = "issue_credentials"
    CREATE_ORGANIZATION = "create_organization"
    DELETE_ORGANIZATION = "delete_organization"


class Kind(StrEnum):
    """What a caller shows: an organization's key, a user's key, a publishable key, a session or a bearer token."""

    KEY = "key"
    USER_KEY = "user_key"
    PUBLISHABLE = "publishable"
    SESSION = "session"
    TOKEN = "token"


MEMBER_ROLES = frozenset({Role.OWNER, Role.MANAGER, Role.EDITOR, Role.BILLING, Role.VIEWER})
KEY_ROLES = frozenset({Role.MANAGER, Role.EDITOR, Role.READONLY})
ROLES_OF: dict[Kind, frozenset[Role]] = {
    Kind.KEY: KEY_ROLES,
    Kind.USER_KEY: MEMBER_ROLES,
    Kind.PUBLISHABLE: frozenset({Role.READONLY}),
    Kind.SESSION: MEMBER_ROLES,
    # A client that acts for itself has a role as a key has one.
    Kind.TOKEN: MEMBER_ROLES | KEY_ROLES,
}

_LEADS = frozenset({Role.OWNER, Role.MANAGER})
_WRITERS = _LEADS | {Role.EDITOR}
_READERS = _WRITERS | {Role.VIEWER, Role.READONLY}

ALLOWED: dict[Action, frozenset[Role | None]] = {
    Action.EXPORT: _LEADS,
    Action.CAPTURE: _LEADS,
    Action.QUERY_EVENTS: _LEADS,
    Action.PRINT_LABELS: _WRITERS,
    Action.READ_LABEL_JOBS: _READERS,
    Action.EDIT: _WRITERS,
    Action.READ: _READERS,
    Action.READ_CATALOGUE: _READERS,
    # Also for whoever belongs to no organization yet.
    Action.READ_ACCOUNT: frozenset({None, *Role}),
    Action.EDIT_SELF: frozenset({None, *Role}),
    Action.READ_ADMINISTRATION: _LEADS,
    Action.ADMINISTER: _LEADS,
    Action.ISSUE_CREDENTIALS: _LEADS,
    Action.CREATE_ORGANIZATION: frozenset({None, *MEMBER_ROLES}),
    Action.DELETE_ORGANIZATION: frozenset({Role.OWNER}),
}

SCOPES: dict[Action, str | None] = {
    Action.EXPORT: "traceability:export",
    Action.CAPTURE: "epcis:write",
    Action.QUERY_EVENTS: "epcis:read",
    Action.PRINT_LABELS: "labels:write",
    Action.READ_LABEL_JOBS: "labels:write",
    Action.EDIT: "products:write",
    Action.READ: "products:read",
    Action.READ_CATALOGUE: "products:read",
    Action.READ_ACCOUNT: "account:read",
    Action.EDIT_SELF: "account:write",
    Action.READ_ADMINISTRATION: "account:read",
    Action.ADMINISTER: "account:write",
    # A key knows no scopes, so a token that made one would grow beyond its own.
    Action.ISSUE_CREDENTIALS: None,
    Action.CREATE_ORGANIZATION: None,
    Action.DELETE_ORGANIZATION: "account:write",
}
"""The scope a bearer token needs for an action, beside its user's role; None where no scope is enough."""

ALL_SCOPES = tuple(sorted(filter(None, set(SCOPES.values()))))

PUBLISHABLE = frozenset({Action.READ_CATALOGUE, Action.READ_ACCOUNT})
"""All that a publishable key may ever do: it stands in the source of web pages, so it shows no record of trade."""


SESSIONS_ONLY = frozenset({Action.CREATE_ORGANIZATION})
"""What users do in a browser alone: every other credential is of one organization."""


def allowed(action: Action, role: Role | None, kind: Kind = Kind.KEY, scopes: frozenset[str] | None = None,
            ceiling: Role | None = None) -> bool:
    """Whether a credential may do this. None as role is somebody who belongs to no organization.

    scopes: of a bearer token, None for other credentials. ceiling: role of a user's key, which takes away from its
    user's role and adds nothing.
    """
    return (
        role in ALLOWED[action]
        and (ceiling is None or ceiling in ALLOWED[action])
        and (kind is not Kind.PUBLISHABLE or action in PUBLISHABLE)
        and (kind is Kind.SESSION or action not in SESSIONS_ONLY)
        and (scopes is None or SCOPES[action] in scopes)
    )
