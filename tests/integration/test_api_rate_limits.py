"""Requests counted in Redis: by credential, by address, in both windows, and told on every answer."""

import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from fastapi.testclient import TestClient
from pydantic import SecretStr

from api.app import create_app
from api.ratelimit import RateLimits
from engine.clock import FixedClock
from engine.identity import Caller, Organization, Role
from engine.identity.keys import make_key
from engine.identity.roles import Kind
from engine.ids import new_id
from tests.exportable import firm

# 31 seconds before a minute ends.
AT = datetime(2026, 5, 3, 21, 0, 29, tzinfo=UTC)
LOTS = "/products/api/v1/lots"
HEADERS = {"ratelimit-policy", "ratelimit-limit", "ratelimit-remaining", "ratelimit-reset", "x-ratelimit-limit",
           "x-ratelimit-remaining", "x-ratelimit-reset"}


def limited(settings, **changes):
    usual = {"rate_limit_per_minute": 300, "rate_limit_per_day": 10_000, "rate_limit_anonymous_per_minute": 60,
             "queue_prefix": f"limits-{new_id()}",
             # A busy machine is no Redis that is away.
             "limits": settings.limits.model_copy(update={"limiter_seconds": 5})}
    return settings.model_copy(update={**usual, **changes})


@pytest.fixture(scope="module")
def served(settings):
    with TestClient(create_app(limited(settings), FixedClock(AT)), raise_server_exceptions=False) as client:
        client.firm = firm(client.app.state.engine)
        yield client


@pytest.fixture
def client(served):
    """The API, nothing counted yet."""
    counted = served.app.state.rate_limits._storage
    counted.reset()
    served.app.state.engine.clock.at = AT
    return served


@pytest.fixture
def limits(settings):
    clock = FixedClock(AT)
    limits = RateLimits(limited(settings), clock)
    limits.clock = clock
    yield limits
    limits.close()


def caller(**fields) -> Caller:
    return Caller(Organization(1, "o", "O"), Role.MANAGER, new_id(), **fields)


def told(answer) -> dict[str, str]:
    return {name: value for name, value in answer.headers.items() if name in HEADERS}


def admitted(limits, who, times: int) -> int:
    return sum(limits.caller(who).admitted for _ in range(times))


def test_request_301_of_a_minute_is_refused(client):
    headers = client.firm.headers()
    first = client.get(LOTS, headers=headers)
    assert told(first) == {
        "ratelimit-policy": "300;w=60, 10000;w=86400", "ratelimit-limit": "300", "ratelimit-remaining": "299",
        "ratelimit-reset": "31", "x-ratelimit-limit": "300", "x-ratelimit-remaining": "299",
        "x-ratelimit-reset": "1777842060"}
    limits, key = client.app.state.rate_limits, client.get(LOTS, headers=headers)
    assert key.headers["ratelimit-remaining"] == "298"
    me = client.app.state.engine.identity.authenticate(headers["X-API-Key"])
    assert admitted(limits, me, 298) == 298

    refused = client.get(LOTS, headers=headers)
    body = refused.json()
    assert (refused.status_code, refused.headers["content-type"]) == (429, "application/problem+json")
    assert (body["error_code"], body["title"], body["retryable"]) == ("rate_limited", "Rate Limited", True)
    assert body["detail"] == "Rate limit exceeded. Please try again later."
    assert body["retry_after"] == body["retry_after_seconds"] == 31
    assert refused.headers["retry-after"] == refused.headers["ratelimit-reset"] == "31"
    assert told(refused) == {**told(first), "ratelimit-remaining": "0", "x-ratelimit-remaining": "0"}

    # A refusal comes before anything is looked at, and the next minute is a new one.
    assert client.get(LOTS, headers=headers, params={"page": 0}).status_code == 429
    client.app.state.engine.clock.advance(seconds=31)
    assert client.get(LOTS, headers=headers).status_code == 200


def test_refused_requests_do_not_count(limits):
    who = caller()
    assert admitted(limits, who, 450) == 300
    limits.clock.advance(minutes=1)
    assert limits.caller(who).windows[1].used == 301


def test_the_day_is_told_and_ends_at_midnight_utc(limits):
    who = caller(per_day=5)
    assert admitted(limits, who, 5) == 5
    refused = limits.caller(who)
    assert not refused.admitted
    assert (refused.headers()["RateLimit-Limit"], refused.reset) == ("5", 3 * 3600 - 29)
    assert refused.windows[0].used == 5, "a request that one window refuses counts in neither"
    limits.clock.at = datetime(2026, 5, 4, tzinfo=UTC)
    assert limits.caller(who).admitted


def test_a_key_s_own_limits_go_first_and_0_means_the_usual(limits):
    assert admitted(limits, caller(per_minute=3), 5) == 3
    assert admitted(limits, caller(per_minute=0), 301) == 300
    assert admitted(limits, caller(kind=Kind.PUBLISHABLE), 101) == 100
    assert admitted(limits, replace(caller(kind=Kind.PUBLISHABLE), per_minute=120), 121) == 120


def test_nothing_counted_stays_in_redis_for_longer_than_its_window(limits):
    limits.caller(caller())
    limits.address("198.51.100.7")
    redis = limits._storage.get_connection()
    found = {redis.ttl(key) for key in redis.scan_iter(match=f"{limits._storage.key_prefix}:*")}
    assert len(found) >= 2 and all(0 < seconds <= 86_400 for seconds in found)


def test_credentials_do_not_share_a_bucket(limits):
    one, other = caller(per_minute=1), caller(per_minute=1)
    assert (admitted(limits, one, 2), admitted(limits, other, 2)) == (1, 1)


def test_no_two_requests_take_the_same_place(limits):
    who = caller(per_minute=50, per_day=70)
    with ThreadPoolExecutor(16) as pool:
        found = list(pool.map(lambda _: limits.caller(who), range(200)))
    passed = [each for each in found if each.admitted]
    assert sorted(each.windows[0].used for each in passed) == list(range(1, 51))
    assert sorted(each.windows[1].used for each in passed) == list(range(1, 51))


def test_guesses_are_counted_by_address_and_do_not_bar_a_good_key(client):
    found = [client.get(LOTS, headers={"X-API-Key": make_key()}).status_code for _ in range(61)]
    assert found == [401] * 60 + [429]
    assert client.get(LOTS).status_code == 429
    assert client.get("/nowhere").status_code == 429
    assert client.get(LOTS, headers=client.firm.headers()).status_code == 200


def test_every_answer_says_what_is_left(client):
    mine = client.firm.headers()
    answers = {
        200: client.get(LOTS, headers=mine),
        401: client.get(LOTS),
        403: client.post("/compliance/api/v1/ctes", headers=client.firm.headers("readonly"), json={"events": []}),
        404: client.get(f"/compliance/api/v1/lots/{new_id()}/trace", headers=mine),
        405: client.put(LOTS, headers=mine),
        415: client.post("/compliance/api/v1/ctes", headers=mine, content=b"x"),
        422: client.get(f"{LOTS}?page=0", headers=mine),
    }
    assert {status: answer.status_code for status, answer in answers.items()} == {s: s for s in answers}
    assert {status: set(told(answer)) for status, answer in answers.items()} == dict.fromkeys(answers, HEADERS)


@pytest.mark.parametrize("path", ["/nowhere", "/products/api/v1/nowhere", LOTS])
def test_even_where_no_route_is_the_key_is_counted(client, path):
    before = int(client.get(LOTS, headers=client.firm.headers()).headers["ratelimit-remaining"])
    answer = client.put(path, headers=client.firm.headers())
    assert answer.status_code in (404, 405)
    assert int(answer.headers["ratelimit-remaining"]) == before - 1


def test_an_unhandled_error_says_it_too(client, monkeypatch):
    def fails(*_):
        raise RuntimeError
    monkeypatch.setattr(client.app.state.engine.identity, "view", fails)
    answer = client.get(LOTS, headers=client.firm.headers())
    assert (answer.status_code, set(told(answer))) == (500, HEADERS)


def test_a_credential_that_cannot_be_checked_costs_nothing(client, monkeypatch):
    from engine.errors import Unavailable

    def away(*_):
        raise Unavailable
    monkeypatch.setattr(client.app.state.engine.identity, "authenticate", away)
    for _ in range(3):
        answer = client.get(LOTS, headers=client.firm.headers())
        assert (answer.status_code, answer.headers["ratelimit-remaining"]) == (503, "60")


def test_health_is_not_counted(client):
    for _ in range(3):
        assert not told(client.get("/healthz"))
    assert client.get("/nowhere").headers["ratelimit-remaining"] == "59"


def test_without_redis_requests_pass_at_once_and_the_log_says_so_once(settings, capfd):
    away = limited(settings, redis_url=SecretStr("redis://127.0.0.1:9/0"))
    with TestClient(create_app(away, FixedClock(AT))) as client:
        owner = firm(client.app.state.engine)
        answers = [client.get(LOTS, headers=owner.headers()) for _ in range(3)]
        lost = client.get("/nowhere")
    assert [answer.status_code for answer in answers] == [200] * 3
    assert lost.status_code == 404
    assert {frozenset(told(answer)) for answer in (*answers, lost)} == {frozenset(HEADERS)}
    assert len(re.findall("rate_limiter_away", capfd.readouterr().err)) == 1
