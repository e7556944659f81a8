"""An organization may have so many keys, clients, invitations and offers at a time, and no more."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from engine.identity import room
from engine.ids import new_id
from tests.accounts import ACCOUNT, START
from tests.oauth import BACK

CLIENT = {"name": "Scale", "grant_types": ["authorization_code"], "redirect_uris": [BACK], "scopes": ["epcis:read"]}
# What is made, and how one that is there gives its place up.
THINGS = {
    "api-keys": ({"name": "bay"}, "DELETE", ""),
    "oauth-clients": (CLIENT, "DELETE", ""),
    "invitations": ({"email": "somebody@example.com"}, "DELETE", ""),
    "sharing-grants": ({"grantee_id": new_id()}, "POST", "/revoke"),
}


@pytest.fixture(autouse=True)
def two_at_most(monkeypatch):
    monkeypatch.setattr(room, "MOST", 2)


def make(owner, acme, thing):
    return owner.ask("POST", f"{ACCOUNT}/organizations/{acme.id}/{thing}", json=THINGS[thing][0])


@pytest.mark.parametrize("thing", THINGS)
def test_one_too_many_is_refused_until_another_ends(acme, owner, thing):
    made = [make(owner, acme, thing) for _ in range(3)]
    assert [answer.status_code for answer in made] == [201, 201, 409], made[-1].text
    assert "An organization may have 2 " in made[-1].json()["detail"]
    first = made[0].json()
    _, method, how = THINGS[thing]
    ended = owner.ask(method, f"{ACCOUNT}/organizations/{acme.id}/{thing}/{first.get('id') or first['client_id']}{how}",
                      json={} if method == "POST" else None)
    assert ended.status_code in (200, 204), ended.text
    assert make(owner, acme, thing).status_code == 201


def test_many_at_once_are_counted_one_after_the_other(acme, owner):
    with ThreadPoolExecutor(4) as pool:
        statuses = list(pool.map(lambda _: make(owner, acme, "api-keys").status_code, range(4)))
    assert sorted(statuses) == [201, 201, 409, 409]


def test_expired_keys_and_the_keys_of_others_take_no_room(place, acme, owner):
    elsewhere = place.firm("Elsewhere")
    assert [make(place.browser(elsewhere), elsewhere, "api-keys").status_code for _ in range(2)] == [201, 201]
    keys = f"{ACCOUNT}/organizations/{acme.id}/api-keys"
    owner.ask("POST", keys, json={"name": "old", "expires_at": (START + timedelta(seconds=5)).isoformat()})
    assert [make(owner, acme, "api-keys").status_code for _ in range(2)] == [201, 409]
    place.clock.advance(seconds=5)
    assert make(owner, acme, "api-keys").status_code == 201
