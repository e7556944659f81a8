"""Which window a caller is told of, by whom a request is counted, and what is not counted at all."""

from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from starlette.requests import Request

from api.counting import client_address, has_credential, is_counted, proxies
from api.ratelimit import RateLimits, Verdict, Window
from engine.clock import FixedClock
from engine.identity import Caller, Organization, Role
from engine.settings import Settings

AT = datetime(2026, 5, 3, 21, 0, 29, tzinfo=UTC)
# 21:00:29 of 3 May 2026: the minute has 31 seconds left, the day 2 h 59 min 31 s.
MINUTE_ENDS = 1_777_842_060
DAY_ENDS = 1_777_852_800


def application(**state):
    return SimpleNamespace(state=SimpleNamespace(**state))


def verdict(minute: int, day: int) -> Verdict:
    """With so many requests left in each window."""
    return Verdict(True, (Window(300, 60, 300 - minute, MINUTE_ENDS), Window(10_000, 86_400, 10_000 - day, DAY_ENDS)),
                   AT.timestamp())


def test_the_headers_are_those_of_the_contract():
    assert verdict(0, 9_000).headers() == {
        "RateLimit-Policy": "300;w=60, 10000;w=86400",
        "RateLimit-Limit": "300", "RateLimit-Remaining": "0", "RateLimit-Reset": "31",
        "X-RateLimit-Limit": "300", "X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "1777842060",
    }


def test_the_day_is_told_when_it_is_the_tighter():
    told = verdict(250, 8).headers()
    assert (told["RateLimit-Limit"], told["RateLimit-Remaining"]) == ("10000", "8")
    assert (told["RateLimit-Reset"], told["X-RateLimit-Reset"]) == ("10771", "1777852800")


def test_of_two_equally_tight_windows_the_one_that_ends_last_is_told():
    assert verdict(7, 7).headers()["RateLimit-Limit"] == "10000"


def test_more_than_allowed_leaves_nothing_rather_than_less():
    assert verdict(-5, 9_000).headers()["RateLimit-Remaining"] == "0"


def test_a_window_that_ends_now_resets_in_a_second():
    ending = Verdict(True, (Window(60, 60, 60, MINUTE_ENDS),), MINUTE_ENDS - 0.001)
    assert ending.reset == 1


def test_without_redis_everybody_passes_and_is_told_the_policy():
    limits = RateLimits(Settings(redis_url="redis://127.0.0.1:9/0"), FixedClock(AT))
    found = [limits.caller(Caller(Organization(1, "o", "O"), Role.MANAGER, "k")) for _ in range(400)]
    assert all(each.admitted for each in found)
    assert found[-1].headers()["RateLimit-Policy"] == "300;w=60, 10000;w=86400"
    assert found[-1].headers()["RateLimit-Remaining"] == "300"


def request(peer: str | None, *forwarded: str, trusted: str | None = None) -> Request:
    return Request({
        "type": "http", "method": "GET", "path": "/", "client": (peer, 5000) if peer else None,
        "headers": [(b"x-forwarded-for", value.encode()) for value in forwarded],
        "app": application(trusted_proxies=proxies(trusted)),
    })


@pytest.mark.parametrize(("peer", "forwarded", "trusted", "address"), [
    ("198.51.100.7", (), None, "198.51.100.7"),
    ("198.51.100.7", ("203.0.113.9",), None, "198.51.100.7"),
    ("10.0.0.2", ("203.0.113.9",), "10.0.0.0/8", "203.0.113.9"),
    ("10.0.0.2", ("203.0.113.9, 10.0.0.3",), "10.0.0.0/8", "203.0.113.9"),
    ("10.0.0.2", ("198.51.100.7", "203.0.113.9"), "10.0.0.0/8", "203.0.113.9"),
    ("10.0.0.2", ("1.2.3.4, 203.0.113.9",), "10.0.0.0/8", "203.0.113.9"),
    ("10.0.0.2", ("10.0.0.9",), "10.0.0.0/8", "10.0.0.9"),
    ("192.0.2.1", ("203.0.113.9",), "10.0.0.0/8, 192.0.2.1", "203.0.113.9"),
    ("2001:db8:1:2:3::9", (), None, "2001:db8:1:2::/64"),
    ("::ffff:198.51.100.7", (), None, "198.51.100.7"),
    (None, (), None, "unknown"),
])
def test_the_client_is_the_nearest_hop_that_is_no_proxy_of_ours(peer, forwarded, trusted, address):
    assert client_address(request(peer, *forwarded, trusted=trusted)) == address


def test_what_is_no_network_is_refused_at_the_start():
    with pytest.raises(ValueError, match="does not appear to be"):
        proxies("10.0.0.0/8, proxy.example")


@pytest.mark.parametrize(("headers", "shown"), [
    ({}, False), ({"x-api-key": ""}, True), ({"cookie": "sessionid=abc"}, True), ({"cookie": "other=1"}, False),
    ({"authorization": "Bearer abc"}, True), ({"authorization": "bearer abc"}, True),
    ({"authorization": "Basic Zm9vOmJhcg=="}, False),
])
def test_a_client_s_own_secret_is_no_caller_s_credential(headers, shown):
    asked = Request({"type": "http", "method": "GET", "path": "/",
                     "headers": [(name.encode(), value.encode()) for name, value in headers.items()]})
    assert has_credential(asked) is shown


@pytest.mark.parametrize(("path", "counted"), [
    ("/healthz", False), ("/readyz", False), ("/metrics", False), ("/docs", False), ("/docs/errors/not_found", False),
    ("/epcis/api/2.0/openapi.json", False), ("/.well-known/api-catalog", False),
    ("/products/api/v1/lots", True), ("/nowhere", True), ("/docsy", True), ("/", True),
])
def test_health_and_documents_are_not_counted(path, counted):
    assert is_counted({"path": path, "app": application(rate_limits=None)}) is counted
