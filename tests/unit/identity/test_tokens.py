"""Opaque tokens, CSRF tokens and redirect addresses: what needs no database."""

import re
from datetime import UTC, datetime

import pytest

from engine.identity import Organization, Role
from engine.identity.keys import Opaque, is_token, make_token
from engine.identity.oauth.clients import OAuthClient
from engine.identity.sessions import csrf_token, is_csrf_token
from engine.logs import redact


@pytest.mark.parametrize("of", Opaque)
def test_a_token_is_32_random_bytes_and_known_by_its_beginning(of):
    made = {make_token(of) for _ in range(50)}
    assert len(made) == 50
    assert all(re.fullmatch(rf"{of.value}_[A-Za-z0-9_-]{{43}}", raw) and is_token(raw, of) for raw in made)
    assert not any(is_token(raw, other) for raw in made for other in Opaque if other is not of)


@pytest.mark.parametrize("raw", ["", "lga_", "lga_" + "A" * 42, "lga_" + "A" * 44, "lga_" + "é" * 43,
                                 "lga_" + "A" * 42 + "\n"])
def test_other_texts_are_no_tokens(raw):
    assert not is_token(raw, Opaque.ACCESS)


@pytest.mark.parametrize("of", Opaque)
def test_the_log_leaves_tokens_out(of):
    raw = make_token(of)
    assert redact(f"said {raw}, twice") == f"said {of.value}_[redacted], twice"


def test_a_csrf_token_is_of_one_session():
    one, other = make_token(Opaque.SESSION), make_token(Opaque.SESSION)
    assert is_csrf_token(one, csrf_token(one)) and not is_csrf_token(one, csrf_token(other))
    assert not is_csrf_token(one, "") and not is_csrf_token(one, "é")
    # printf 'csrf:lgs_x' | openssl dgst -sha256 -binary | base64 | tr '+/' '-_'
    assert csrf_token("lgs_x") == "BvIb6kKjRGTiL2k8if3yAEfQKkRfbYtZZoNGminflJc"


def client(*redirects: str) -> OAuthClient:
    return OAuthClient("2" * 22, Organization(1, "o", "O"), "x", Role.READONLY, ("authorization_code",), redirects,
                       ("epcis:read", "epcis:write"), None, datetime(2026, 1, 1, tzinfo=UTC), True)


@pytest.mark.parametrize(("known", "given", "same"), [
    ("https://a.example/cb", "https://a.example/cb", True),
    ("https://a.example/cb", "https://a.example/cb/", False),
    ("https://a.example/cb", "https://a.example/cb?x=1", False),
    ("https://a.example/cb", "https://a.example:444/cb", False),
    ("http://127.0.0.1/cb", "http://127.0.0.1:5000/cb", True),
    ("http://[::1]/cb", "http://[::1]:5000/cb", True),
    ("http://localhost/cb", "http://localhost:5000/cb", False),
    ("http://127.0.0.1/cb", "http://127.0.0.1:5000/cb#x", False),
    ("http://127.0.0.1/cb", "http://a@127.0.0.1:5000/cb", False),
    ("http://127.0.0.1/cb", "http://127.0.0.1:99999/cb", False),
    ("http://127.0.0.1/cb", "http://[127.0.0.1/cb", False),
])
def test_a_redirect_address_is_compared_letter_by_letter_but_for_loopback_ports(known, given, same):
    assert client(known).check_redirect_uri(given) is same


def test_scopes_default_to_the_clients_and_go_no_further():
    assert client().get_allowed_scope(None) == "epcis:read epcis:write"
    assert client().get_allowed_scope("epcis:write epcis:write") == "epcis:write"
    assert client().get_allowed_scope("epcis:read labels:write") is None


def test_a_single_redirect_address_need_not_be_said():
    assert client("https://a.example/").get_default_redirect_uri() == "https://a.example/"
    assert client("https://a.example/", "https://b.example/").get_default_redirect_uri() is None
