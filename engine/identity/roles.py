"""Who may do what, as one table."""

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
    ADMINISTER = "administer"
    DELETE_ORGANIZATION = "delete_organization"


KEY_ROLES = frozenset({Role.MANAGER, Role.EDITOR, Role.READONLY})

_LEADS = frozenset({Role.OWNER, Role.MANAGER})
_WRITERS = _LEADS | {Role.EDITOR}
_READERS = _WRITERS | {Role.VIEWER, Role.READONLY}

ALLOWED: dict[Action, frozenset[Role]] = {
    Action.EXPORT: _LEADS,
    Action.CAPTURE: _LEADS,
    Action.QUERY_EVENTS: _LEADS,
    Action.PRINT_LABELS: _WRITERS,
    Action.READ_LABEL_JOBS: _READERS,
    Action.EDIT: _WRITERS,
    Action.READ: _READERS,
    Action.ADMINISTER: _LEADS,
    Action.DELETE_ORGANIZATION: frozenset({Role.OWNER}),
}
