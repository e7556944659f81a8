"""Grants between organizations, through the API, and what they do to a trace."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from engine.identity import Role
from engine.ids import new_id
from tests import networks
from tests.accounts import ACCOUNT, Town, told, town
from tests.exportable import firm
from tests.firms import GTIN, capture, event, join, lot_of

SALADS = "L06"


@pytest.fixture(scope="module")
def place(settings):
    with town(settings) as client:
        place = Town(client)
        networks.run(place.engine.graph, "wipe")
        place.engine.prepare()
        yield place


@pytest.fixture(scope="module")
def giver(place):
    return join(place.engine, SALADS)


@pytest.fixture(scope="module")
def lot(place, giver):
    """EV13 of the worked example: made on 2026-08-11."""
    return lot_of(capture(place.engine, giver, event("EV13", new_id()[:18], inputs=[])))


@pytest.fixture
def taker(place):
    return firm(place.engine, "Sprouts & Sons")


def grants(firm, *rest):
    return "/".join((ACCOUNT, "organizations", firm.organization.id, "sharing-grants", *rest))


def ask(place, firm, method, *rest, **given):
    return place.ask(method, grants(firm, *rest), firm.headers(), **given)


def offer(place, giver, grantee_id, **bounds):
    answer = ask(place, giver, "POST", json={"grantee_id": grantee_id, **bounds})
    assert answer.status_code == 201, answer.text
    return answer.json()


def trace(place, firm, lot):
    return place.ask("GET", f"/compliance/api/v1/lots/{lot}/trace", firm.headers()).status_code


def test_an_offer_opens_nothing_until_it_is_accepted_nor_after_it_ended(place, giver, taker, lot):
    made = offer(place, giver, taker.organization.id, note="for the audit")
    seen = [trace(place, taker, lot)]
    revisions = [place.identity.trace_revision(taker.organization)]
    for act, state in (("accept", "accepted"), ("revoke", "revoked")):
        side = taker if act == "accept" else giver
        done = ask(place, side, "POST", made["id"], act)
        assert (done.status_code, done.json()["state"]) == (200, state)
        seen.append(trace(place, taker, lot))
        revisions.append(place.identity.trace_revision(taker.organization))
    assert seen == [404, 200, 404]
    assert revisions[0] < revisions[1] < revisions[2]
    assert place.actions(taker.organization) == ["share.accepted", "share.revoked"]
    assert place.actions(giver.organization)[-3:] == ["share.offered", "share.accepted", "share.revoked"]


@pytest.mark.parametrize(("bounds", "status"), [
    ({"gtins": [GTIN]}, 200), ({"gtins": ["00012345678905"]}, 404),
    ({"date_from": "2026-08-11", "date_to": "2026-08-11"}, 200), ({"date_from": "2026-08-12"}, 404),
    ({"gtins": [GTIN], "date_to": "2026-08-10"}, 404),
])
def test_a_grant_shows_what_it_covers(place, giver, taker, lot, bounds, status):
    made = offer(place, giver, taker.organization.id, **bounds)
    ask(place, taker, "POST", made["id"], "accept")
    assert trace(place, taker, lot) == status


def test_a_grant_of_a_brand_follows_the_products_of_the_brand(place, giver, taker, lot):
    headers = giver.headers()
    brand = place.ask("POST", "/brands/api/v1/brands", headers,
                      json={"name": f"Brand {new_id()}", "organization_id": giver.organization.id}).json()
    made = offer(place, giver, taker.organization.id, brand_id=brand["id"])
    ask(place, taker, "POST", made["id"], "accept")
    before, revision = trace(place, taker, lot), place.identity.trace_revision(taker.organization)
    place.ask("POST", "/products/api/v1/products", headers,
              json={"gtin": GTIN, "organization_id": giver.organization.id, "product_name": "Romaine Blend",
                    "brand_id": brand["id"]})
    assert (before, trace(place, taker, lot)) == (404, 200)
    assert place.identity.trace_revision(taker.organization) > revision


def test_a_brand_of_somebody_else_is_as_good_as_none(place, giver, taker):
    theirs = place.ask("POST", "/brands/api/v1/brands", taker.headers(),
                       json={"name": "Theirs", "organization_id": taker.organization.id}).json()
    answers = [ask(place, giver, "POST", json={"grantee_id": taker.organization.id, "brand_id": brand})
               for brand in (theirs["id"], new_id())]
    assert [answer.status_code for answer in answers] == [422, 422]
    assert told(answers[0]) == told(answers[1])


def test_an_offer_does_not_tell_whether_anybody_is_there(place, giver, taker):
    to_somebody, to_nobody = (offer(place, giver, id) for id in (taker.organization.id, new_id()))
    same = {"id", "grantee"}
    assert {k: v for k, v in to_somebody.items() if k not in same} == {
        k: v for k, v in to_nobody.items() if k not in same}
    assert to_somebody["grantee"] == {"id": taker.organization.id, "name": None}
    found = ask(place, giver, "GET", to_somebody["id"]).json()
    assert found["grantee"]["name"] is None
    ask(place, taker, "POST", to_somebody["id"], "accept")
    assert ask(place, giver, "GET", to_somebody["id"]).json()["grantee"]["name"] == taker.organization.name


def test_a_declined_offer_is_over(place, giver, taker, lot):
    made = offer(place, giver, taker.organization.id)
    assert ask(place, taker, "POST", made["id"], "decline").json()["state"] == "declined"
    for side, act in ((taker, "accept"), (taker, "decline"), (giver, "revoke")):
        assert ask(place, side, "POST", made["id"], act).status_code == 409
    assert trace(place, taker, lot) == 404


def test_an_offer_is_answered_by_its_receiver_alone(place, giver, taker):
    made = offer(place, giver, taker.organization.id)
    stranger = firm(place.engine, "Strangers")
    assert ask(place, giver, "POST", made["id"], "accept").status_code == 409
    answers = [ask(place, stranger, "POST", grant_id, "accept") for grant_id in (made["id"], new_id())]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert told(answers[0]) == told(answers[1])
    assert ask(place, stranger, "GET", made["id"]).status_code == 404


def test_an_offer_taken_back_cannot_be_accepted(place, giver, taker, lot):
    made = offer(place, giver, taker.organization.id)
    assert ask(place, giver, "POST", made["id"], "revoke").json()["state"] == "revoked"
    assert ask(place, taker, "POST", made["id"], "accept").status_code == 409
    assert trace(place, taker, lot) == 404


def test_accepting_and_taking_back_at_once_never_leaves_a_grant_that_is_revoked_and_open(place, giver, taker, lot):
    for _ in range(4):
        made = offer(place, giver, taker.organization.id)
        with ThreadPoolExecutor(2) as pool:
            list(pool.map(lambda each, made=made: ask(place, each[0], "POST", made["id"], each[1]),
                          ((taker, "accept"), (giver, "revoke"))))
        assert ask(place, giver, "GET", made["id"]).json()["state"] == "revoked"
        assert trace(place, taker, lot) == 404


def test_the_receiver_may_end_a_grant_as_well(place, giver, taker, lot):
    made = offer(place, giver, taker.organization.id)
    ask(place, taker, "POST", made["id"], "accept")
    assert ask(place, taker, "POST", made["id"], "revoke").json()["revoked_at"] is not None
    assert trace(place, taker, lot) == 404


def test_grants_are_listed_from_both_sides(place, giver, taker):
    made = offer(place, giver, taker.organization.id)
    received, = ask(place, taker, "GET", params={"state": "offered"}).json()["data"]
    assert (received["id"], received["direction"], received["grantor"]["name"]) == (
        made["id"], "received", giver.organization.name)
    assert ask(place, taker, "GET", params={"direction": "given"}).json()["data"] == []
    given = ask(place, giver, "GET", params={"direction": "given", "page_size": 100}).json()
    assert [one["direction"] for one in given["data"] if one["id"] == made["id"]] == ["given"]
    assert given["pagination"]["total_count"] == len(given["data"])


@pytest.mark.parametrize("body", [
    {}, {"grantee_id": "x"}, {"grantee_id": "z" * 22}, {"grantee_id": 5}, {"gtins": []}, {"gtins": ["12"]},
    {"gtins": ["1234567890"]}, {"date_from": "2026-02-30"}, {"date_from": "2026-03-01", "date_to": "2026-02-01"},
    {"brand_id": "x"}, {"orgs": []},
])
def test_offers_out_of_shape_are_422(place, giver, taker, body):
    sent = {"grantee_id": taker.organization.id, **body} if body else {}
    assert ask(place, giver, "POST", json=sent).status_code == 422


def test_nobody_shares_with_themselves(place, giver):
    assert ask(place, giver, "POST", json={"grantee_id": giver.organization.id}).status_code == 422


def test_an_editor_neither_sees_nor_makes_grants(place, giver, taker):
    for method, given in (("GET", {}), ("POST", {"json": {"grantee_id": taker.organization.id}})):
        answer = place.ask(method, grants(giver), giver.headers(Role.EDITOR.value), **given)
        assert answer.status_code == 403


def test_what_operators_share_is_accepted_and_can_be_ended_by_the_firms(place, giver, taker, lot):
    grant = place.identity.share(giver.organization, taker.organization)
    assert ask(place, taker, "GET", grant).json()["state"] == "accepted"
    assert trace(place, taker, lot) == 200
    assert ask(place, giver, "POST", grant, "revoke").json()["state"] == "revoked"
    assert trace(place, taker, lot) == 404
