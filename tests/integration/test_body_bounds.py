"""What one body may cost: documents may be large, bodies of members less, and what anybody may send least of all."""

import pytest

from tests.accounts import ACCOUNT

JSON = {"Content-Type": "application/json"}
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
OPEN, MEMBERS = 2**16, 2**20


def members(most: int) -> bytes:
    """An object of members that nobody asked for, just within a size."""
    count = (most - 2) // len('"000000":1,')
    return b"{" + ",".join(f'"{n:06}":1' for n in range(count)).encode() + b"}"


@pytest.mark.parametrize(("path", "headers", "content"), [
    (f"{ACCOUNT}/session", JSON, b" " * (OPEN + 1)),
    (f"{ACCOUNT}/password/reset", JSON, b" " * (OPEN + 1)),
    (f"{ACCOUNT}/invitations/accept", JSON, b" " * (OPEN + 1)),
    ("/account/sign-in", FORM, b"email=" + b"a" * OPEN),
    ("/oauth/token", FORM, b"grant_type=" + b"a" * OPEN),
])
def test_who_shows_nothing_sends_little(place, path, headers, content):
    assert place.ask("POST", path, headers, content=content).status_code == 413


def test_a_key_for_another_door_lets_no_more_in(place, acme):
    headers = place.key(acme) | JSON
    assert place.ask("POST", f"{ACCOUNT}/session", headers, content=b" " * (OPEN + 1)).status_code == 413


@pytest.mark.parametrize("path", [
    "/products/api/v1/products", "/integrations/api/v1/webhooks/endpoints", "/compliance/api/v1/traceability-plan",
])
def test_a_body_of_members_is_no_document(place, acme, path):
    headers = place.key(acme) | JSON
    assert place.ask("POST", path, headers, content=b" " * (MEMBERS + 1)).status_code == 413
    assert place.ask("POST", path, headers, content=b" " * MEMBERS).status_code == 400


def test_documents_and_files_may_be_larger(place, acme):
    headers, filler = place.key(acme), b" " * MEMBERS
    document = place.ask("POST", "/compliance/api/v1/ctes", headers | JSON, content=b'{"events": []}' + filler)
    assert (document.status_code, document.json()["error_code"]) == (422, "validation_error")
    file = place.ask("POST", "/products/api/v1/products/import", headers | {"Content-Type": "text/csv"},
                     content=b"gtin,product_name\n" + b"\n" * MEMBERS)
    assert file.status_code != 413


def test_of_many_faults_the_first_hundred_are_told(place):
    answer = place.ask("POST", f"{ACCOUNT}/session", JSON, content=members(OPEN))
    assert (answer.status_code, len(answer.json()["details"])) == (422, 100)
    assert len(answer.content) < OPEN
