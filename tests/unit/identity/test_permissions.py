"""The table of roles and actions, written out once more by hand."""

import pytest

from engine.errors import Forbidden
from engine.fsma.cte_types import KINDS
from engine.identity import Action, Caller, Organization, Role, View
from engine.identity.lots import ASSIGNING
from engine.identity.roles import ALLOWED, KEY_ROLES

OWNER, MANAGER, EDITOR, BILLING, VIEWER, READONLY = Role
EXPECTED = {
    Action.EXPORT: {OWNER, MANAGER},
    Action.CAPTURE: {OWNER, MANAGER},
    Action.QUERY_EVENTS: {OWNER, MANAGER},
    Action.PRINT_LABELS: {OWNER, MANAGER, EDITOR},
    Action.READ_LABEL_JOBS: {OWNER, MANAGER, EDITOR, VIEWER, READONLY},
    Action.EDIT: {OWNER, MANAGER, EDITOR},
    Action.READ: {OWNER, MANAGER, EDITOR, VIEWER, READONLY},
    Action.ADMINISTER: {OWNER, MANAGER},
    Action.DELETE_ORGANIZATION: {OWNER},
}


def caller(role: Role) -> Caller:
    return Caller(Organization(1, "2" * 22, "Acme"), role, "key")


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("action", Action)
def test_each_role_may_what_the_contract_says(role, action):
    assert caller(role).may(action) == (role in EXPECTED[action])


def test_every_action_is_in_the_table():
    assert ALLOWED.keys() == set(Action)


def test_a_role_too_low_is_told_to_ask_the_owner():
    with pytest.raises(Forbidden) as refused:
        caller(Role.EDITOR).require(Action.EXPORT)
    assert (refused.value.owner_action_required, refused.value.retryable) == (True, False)


def test_a_role_high_enough_passes():
    caller(Role.MANAGER).require(Action.EXPORT)


def test_keys_carry_three_roles():
    assert {"manager", "editor", "readonly"} == KEY_ROLES


def test_the_records_that_assign_a_code_are_those_the_rule_says_create_one():
    assert set(ASSIGNING) == {str(cte_type) for cte_type, kind in KINDS.items() if kind.creates_lot}


def test_a_view_gives_statements_their_three_parameters():
    grant = {"org": 3, "gtins": None, "from": 0, "to": 9}
    assert View(1, [1, 2], [grant]).params() == {"viewer": 1, "orgs": [1, 2], "grants": [grant]}
