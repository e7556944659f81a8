"""Every route, asked with every kind of credential in every role: what it answers is what the declaration says."""

import pytest

from api.app import create_app
from engine.identity import Kind, Role
from engine.identity.roles import ALLOWED
from engine.settings import Settings
from tests.accounts import Town, town
from tests.walk import APART, ROUTES, world

DOCUMENT = create_app(Settings()).openapi()["paths"]
SECURED = {(method.upper(), path) for path, item in DOCUMENT.items() for method, operation in item.items()
           if operation.get("security")}
KNOWN = {(method, path) for method, path, _, _ in ROUTES}


@pytest.fixture(scope="module")
def walked(settings):
    with town(settings) as client:
        place = Town(client)
        place.engine.prepare()
        yield world(place)


def names(shown):
    return sorted(one.name for one in shown)


@pytest.mark.parametrize(("method", "path", "action", "body"), ROUTES, ids=lambda value: str(value)[-40:])
def test_a_route_answers_each_credential_as_declared(walked, method, path, action, body):
    may = [one for one in walked.shown if one.caller.may(action)]
    may_not = [one for one in walked.shown if not one.caller.may(action)]
    # Those who may not come first, while everything is still there.
    found = [one for one in may_not if walked.ask(one, method, path, body) == 403]
    assert names(found) == names(may_not)
    closing = (method, path) == ROUTES[-1][:2]
    refused = [one for one in may[:1 if closing else None] if walked.ask(one, method, path, body) in (401, 403)]
    assert names(refused) == []


def test_every_known_route_is_one_of_the_applications():
    assert KNOWN | APART <= SECURED


def test_every_action_of_a_route_is_declared_and_each_is_needed_by_one():
    asked = {action for _, _, action, _ in ROUTES}
    assert asked <= ALLOWED.keys()
    # Labels and event queries have no route yet; one's own name is apart.
    assert {action.value for action in ALLOWED.keys() - asked} <= {
        "query_events", "print_labels", "read_label_jobs", "edit_self"}


@pytest.mark.parametrize(("method", "path"), sorted(SECURED - KNOWN - APART), ids=lambda value: value[-60:])
def test_no_other_route_lets_in_who_may_do_nothing_there(place_for_strangers, method, path):
    """Whatever is asked, a publishable key and somebody of no organization get nothing."""
    place, strangers = place_for_strangers
    asked = path.format_map(_Anything())
    for headers in strangers:
        assert place.ask(method, asked, headers, json={} if method != "GET" else None).status_code >= 400


class _Anything(dict):
    def __missing__(self, name):
        return "keATfB8VP2gSjcnTbsMNQL"


@pytest.fixture(scope="module")
def place_for_strangers(settings):
    with town(settings) as client:
        place = Town(client)
        nobody = place.browser()
        yield place, [place.key(place.firm(), Role.READONLY, kind=Kind.PUBLISHABLE),
                      {"Cookie": f"sessionid={nobody.cookie}", "X-CSRF-Token": nobody.csrf}]
