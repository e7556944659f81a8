"""People and what they show at the door: browsers, keys and tokens, over one application."""

from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count
from typing import Any

import httpx
from fastapi.testclient import TestClient

from api.app import create_app
from engine.audit import AuditFilter
from engine.clock import FixedClock
from engine.identity import Organization, Role
from engine.identity.users import User
from engine.ids import new_id

START = datetime(2026, 11, 3, 21, 0, tzinfo=UTC)
PASSWORD = "correct horse battery staple"
ACCOUNT = "/account/api/v1"
_NUMBERS = count(1)
# Nothing here is about limits.
UNLIMITED = {"rate_limit_per_minute": 10**6, "rate_limit_per_day": 10**7, "rate_limit_anonymous_per_minute": 10**6,
             "rate_limit_publishable_per_minute": 10**6}


@dataclass
class Browser:
    """A user signed in: requests carry the session's cookie and its CSRF token."""

    client: TestClient
    user: User
    cookie: str
    csrf: str

    def ask(self, method: str, path: str, headers: dict[str, str] | None = None, **given: Any) -> httpx.Response:
        sent = {"Cookie": f"sessionid={self.cookie}", "X-CSRF-Token": self.csrf, **(headers or {})}
        return self.client.request(method, path, headers=sent, follow_redirects=False, **given)


class Town:
    """One application, and whoever lives there."""

    def __init__(self, client: TestClient):
        self.client = client
        self.engine = client.app.state.engine
        self.identity = self.engine.identity
        self.clock: FixedClock = self.engine.clock

    def firm(self, name: str = "Acme Greens") -> Organization:
        return self.identity.create_organization(name)

    def user(self, organization: Organization | None = None, role: Role = Role.OWNER) -> User:
        user = self.identity.users.create(f"user{next(_NUMBERS)}.{new_id()}@example.com", PASSWORD, "Jo Doe")
        if organization:
            self.identity.members.add(organization, user.id, role)
        return user

    def browser(self, organization: Organization | None = None, role: Role = Role.OWNER,
                user: User | None = None) -> Browser:
        """A user, new where none is given, who has signed in through the API."""
        user = user or self.user(organization, role)
        answer = self.client.post(f"{ACCOUNT}/session", json={"email": user.email, "password": PASSWORD})
        assert answer.status_code == 201, answer.text
        cookie = answer.cookies["sessionid"]
        self.client.cookies.clear()
        return Browser(self.client, user, cookie, answer.json()["csrf_token"])

    def key(self, organization: Organization, role: Role = Role.MANAGER, **given: Any) -> dict[str, str]:
        """Headers with a new key."""
        return {"X-API-Key": self.identity.api_keys.create(organization, role, "test", **given)[1]}

    def ask(self, method: str, path: str, headers: dict[str, str] | None = None, **given: Any) -> httpx.Response:
        return self.client.request(method, path, headers=headers or {}, follow_redirects=False, **given)

    def actions(self, organization: Organization) -> list[str]:
        """What the audit log holds, oldest first."""
        return [one.action for one in self.engine.audit.entries(organization.no, AuditFilter(), "at")]


def told(answer: httpx.Response) -> dict[str, Any]:
    """An error without what differs from call to call."""
    return {name: value for name, value in answer.json().items() if name not in ("timestamp", "request_id")}


def town(settings, **changes: Any) -> TestClient:
    """The application's client; a Town stands on it once it is entered."""
    return TestClient(create_app(settings.model_copy(update=UNLIMITED | changes), FixedClock(START)))
