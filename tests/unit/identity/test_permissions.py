"""The table of roles and actions, written out once more by hand."""

import pytest

from engine.errors import Forbidden
from engine.fsma.cte_types import KINDS
from engine.identity import Action, Caller, Kind, Organization, Role, View
from engine.identity.callers import InsufficientScope
from engine.identity.lots import ASSIGNING
from engine.identity.roles import ALL_SCOPES, ALLOWED, KEY_ROLES, SCOPES

OWNER, MANAGER, EDITOR, BILLING, VIEWER, READONLY = Role
EXPECTED = {
    Action.EXPORT: {OWNER, MANAGER},
    Action.CAPTURE: {OWNER, MANAGER},
    Action.QUERY_EVENTS: {OWNER, MANAGER},
    Action.PRINT_LABELS: {OWNER, MANAGER, EDITOR},
    Action.READ_LABEL_JOBS: {OWNER, MANAGER, EDITOR, VIEWER, READONLY},
    Action.EDIT: {OWNER, MANAGER, EDITOR},
    Action.READ: {OWNER, MANAGER, EDITOR, VIEWER, READONLY},
    Action.READ_CATALOGUE: {OWNER, MANAGER, EDITOR, VIEWER, READONLY},
    Action.READ_ACCOUNT: {OWNER, MANAGER, EDITOR, BILLING, VIEWER, READONLY},
    Action.EDIT_SELF: {OWNER, MANAGER, EDITOR, BILLING, VIEWER, READONLY},
    Action.READ_ADMINISTRATION: {OWNER, MANAGER},
    Action.ADMINISTER: {OWNER, MANAGER},
    Action.ISSUE_CREDENTIALS: {OWNER, MANAGER},
    Action.CREATE_ORGANIZATION: {OWNER, MANAGER, EDITOR, BILLING, VIEWER},
    Action.DELETE_ORGANIZATION: {OWNER},
}


def caller(role: Role | None, kind: Kind = Kind.SESSION, **about) -> Caller:
    return Caller(Organization(1, "2" * 22, "Acme"), role, "id", kind, **about)


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


def test_whoever_belongs_nowhere_may_see_themselves_and_found_a_firm():
    assert {action for action in Action if caller(None).may(action)} == {
        Action.READ_ACCOUNT, Action.EDIT_SELF, Action.CREATE_ORGANIZATION}


def test_a_publishable_key_reads_products_and_its_own_name():
    assert {action for action in Action if caller(READONLY, Kind.PUBLISHABLE).may(action)} == {
        Action.READ_CATALOGUE, Action.READ_ACCOUNT}


def test_a_users_key_has_what_its_user_and_its_own_role_have():
    held = {(role, ceiling): caller(role, Kind.USER_KEY, ceiling=ceiling).may(Action.EXPORT)
            for role in (OWNER, EDITOR) for ceiling in (MANAGER, EDITOR)}
    assert held == {(OWNER, MANAGER): True, (OWNER, EDITOR): False, (EDITOR, MANAGER): False, (EDITOR, EDITOR): False}


@pytest.mark.parametrize("action", Action)
def test_a_token_needs_the_scope_of_an_action_and_its_users_role(action):
    every, none = frozenset(ALL_SCOPES), frozenset()
    wanted = frozenset(filter(None, [SCOPES[action]]))
    found = {name: caller(role, Kind.TOKEN, scopes=scopes).may(action) for name, role, scopes in (
        ("all", OWNER, every), ("its", OWNER, wanted), ("others", OWNER, every - wanted), ("none", OWNER, none),
        ("billing", BILLING, every))}
    possible = SCOPES[action] is not None
    assert found == {"all": possible, "its": possible, "others": False, "none": False,
                     "billing": possible and BILLING in EXPECTED[action]}


def test_the_scopes_are_the_eight_that_are_published():
    assert set(ALL_SCOPES) == {"traceability:export", "epcis:read", "epcis:write", "labels:write", "products:read",
                               "products:write", "account:read", "account:write"}


def test_a_missing_scope_is_challenged():
    with pytest.raises(InsufficientScope) as refused:
        caller(OWNER, Kind.TOKEN, scopes=frozenset({"epcis:read"})).require(Action.EXPORT)
    assert refused.value.challenge == 'Bearer error="insufficient_scope", scope="traceability:export"'


def test_a_role_too_low_is_no_matter_of_scopes():
    with pytest.raises(Forbidden) as refused:
        caller(VIEWER, Kind.TOKEN, scopes=frozenset()).require(Action.EXPORT)
    assert not isinstance(refused.value, InsufficientScope)


def test_no_credential_but_a_session_founds_organizations_and_no_token_makes_keys():
    founding = {kind for kind in Kind if caller(OWNER, kind, scopes=frozenset(ALL_SCOPES) if kind is Kind.TOKEN else
                                                None).may(Action.CREATE_ORGANIZATION)}
    assert founding == {Kind.SESSION}
    assert not caller(OWNER, Kind.TOKEN, scopes=frozenset(ALL_SCOPES)).may(Action.ISSUE_CREDENTIALS)


@pytest.mark.parametrize(("who", "bucket", "actor"), [
    (Caller(Organization(1, "o", "O"), MANAGER, "k1"), "key:k1", "key:k1"),
    (Caller(Organization(1, "o", "O"), MANAGER, "k2", Kind.USER_KEY, user_id="u"), "key:k2", "key:k2"),
    (Caller(Organization(1, "o", "O"), OWNER, "u", Kind.SESSION, user_id="u"), "user:u", "user:u"),
    (Caller(Organization(1, "o", "O"), OWNER, "u", Kind.TOKEN, user_id="u", client_id="c"), "client:c:u", "user:u"),
    (Caller(Organization(1, "o", "O"), EDITOR, "c", Kind.TOKEN, client_id="c"), "client:c:", "client:c"),
])
def test_requests_count_by_key_by_client_and_user_or_by_user(who, bucket, actor):
    assert (who.bucket, who.actor) == (bucket, actor)


def test_keys_carry_three_roles():
    assert {"manager", "editor", "readonly"} == KEY_ROLES


def test_the_records_that_assign_a_code_are_those_the_rule_says_create_one():
    assert set(ASSIGNING) == {str(cte_type) for cte_type, kind in KINDS.items() if kind.creates_lot}


def test_a_view_gives_statements_their_three_parameters():
    grant = {"org": 3, "gtins": None, "from": 0, "to": 9}
    assert View(1, [1, 2], [grant]).params() == {"viewer": 1, "orgs": [1, 2], "grants": [grant]}
