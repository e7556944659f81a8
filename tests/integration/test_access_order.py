"""Who gets which status for an export, for all three credentials: 401, 422, 404, 403, and only then an answer."""

import pytest

from engine.identity import Kind, Role
from engine.identity.oauth.clients import GrantType
from engine.identity.roles import ALL_SCOPES
from engine.ids import new_id
from tests.accounts import told
from tests.exportable import Firm, lot
from tests.secrets_shown import BACK

EXPORT = "/epcis/api/2.0/traceability/lots/{}/fda-export"
MALFORMED = ("keATfB8VP2gSjcnTbsMNQ", "zzzzzzzzzzzzzzzzzzzzzz", "keATfB8VP2gSjcnTbsMNQ0", "x" * 36)
KINDS = ("key", "user_key", "token", "session")


@pytest.fixture(scope="module")
def acme(place):
    return place.firm()


@pytest.fixture(scope="module")
def other(place):
    return place.firm("Other Greens")


@pytest.fixture(scope="module")
def lot_id(place, acme):
    place.engine.prepare()
    return lot(place.engine, Firm(acme, {}))


@pytest.fixture(scope="module")
def headers(place):
    """Headers of a credential of some kind for somebody of a role."""
    made = {}

    def of(kind, organization, role):
        if (kind, organization.no, role) not in made:
            made[kind, organization.no, role] = _headers(place, kind, organization, role)
        return made[kind, organization.no, role]

    return of


def _headers(place, kind, organization, role):
    if kind == "key":
        return place.key(organization, role)
    if kind == "session":
        return {"Cookie": f"sessionid={place.browser(organization, role).cookie}"}
    user = place.user(organization, role)
    if kind == "user_key":
        return place.key(organization, Role.MANAGER, kind=Kind.USER_KEY, user_id=user.id)
    client, _ = place.identity.clients.create(organization, "x", [GrantType.AUTHORIZATION_CODE], [BACK],
                                              list(ALL_SCOPES))
    raw = f"lga_{new_id()}{new_id()[:21]}"
    place.identity.tokens.keep(client, user.id, " ".join(ALL_SCOPES), raw, None, None)
    return {"Authorization": f"Bearer {raw}"}


@pytest.mark.parametrize("kind", KINDS)
def test_the_order_is_the_same_for_every_credential(place, acme, other, lot_id, headers, kind):
    lead, low = headers(kind, acme, Role.MANAGER), headers(kind, acme, Role.EDITOR)
    stranger = headers(kind, other, Role.MANAGER)
    for shown in (lead, low, stranger):
        assert {place.ask("GET", EXPORT.format(bad), shown).status_code for bad in MALFORMED} == {422}
        for wanted in (lot_id, new_id()):
            assert place.ask("GET", EXPORT.format(wanted), shown, params={"direction": "BOTH"}).status_code == 422
    unseen = [place.ask("GET", EXPORT.format(wanted), stranger) for wanted in (lot_id, new_id())]
    assert [answer.status_code for answer in unseen] == [404, 404]
    assert told(unseen[0]) == told(unseen[1])
    refused = place.ask("GET", EXPORT.format(lot_id), low)
    assert (refused.status_code, refused.json()["owner_action_required"]) == (403, True)
    assert place.ask("GET", EXPORT.format(lot_id), lead).status_code == 202


@pytest.mark.parametrize("shown", [{"X-API-Key": "csb_x"}, {"Authorization": "Bearer x"},
                                   {"Cookie": "sessionid=x"}, {}])
def test_without_a_good_credential_it_is_401_whatever_else_is_wrong(place, lot_id, shown):
    for wanted in (lot_id, new_id(), *MALFORMED):
        answer = place.ask("GET", EXPORT.format(wanted), shown, params={"direction": "BOTH"})
        assert (answer.status_code, answer.json()["error_code"]) == (401, "unauthorized")


@pytest.mark.parametrize(("role", "status"), [(Role.OWNER, 202), (Role.MANAGER, 202), (Role.EDITOR, 403),
                                              (Role.BILLING, 403), (Role.VIEWER, 403)])
@pytest.mark.parametrize("kind", ["token", "session"])
def test_the_users_role_decides(place, acme, lot_id, headers, kind, role, status):
    assert place.ask("GET", EXPORT.format(lot_id), headers(kind, acme, role)).status_code == status


def test_a_publishable_key_never_reaches_an_export(place, acme, lot_id):
    shown = place.key(acme, Role.READONLY, kind=Kind.PUBLISHABLE)
    assert place.ask("GET", EXPORT.format(lot_id), shown).status_code == 403
    assert place.ask("GET", EXPORT.format(new_id()), shown).status_code == 404
