"""A firm at the door of the catalogue: what it asks for over HTTP, with a key of a role."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from fastapi.testclient import TestClient
from httpx import Response

from api.app import create_app
from engine.assembly import Engine
from engine.clock import FixedClock
from engine.identity import Organization
from engine.settings import Settings
from tests import networks
from tests.exportable import Firm, firm

BRANDS = "/brands/api/v1/brands"
PRODUCTS = "/products/api/v1/products"
LOTS = "/products/api/v1/lots"
SERIALS = "/products/api/v1/serials"
LOCATIONS = "/locations/api/v1/locations"
NOON = datetime(2026, 8, 20, 12, tzinfo=UTC)


@dataclass(frozen=True)
class Shop:
    """One organization's calls. Answers come whole; `made` and `data` demand that they succeeded."""

    client: TestClient
    firm: Firm

    @property
    def engine(self) -> Engine:
        return self.client.app.state.engine

    @property
    def organization(self) -> Organization:
        return self.firm.organization

    def call(self, method: str, path: str, role: str = "manager", **more: Any) -> Response:
        headers = {**self.firm.headers(role), **more.pop("headers", {})}
        return self.client.request(method, path, headers=headers, **more)

    def get(self, path: str, role: str = "readonly", **query: Any) -> Response:
        return self.call("GET", path, role, params=query)

    def post(self, path: str, role: str = "editor", **body: Any) -> Response:
        return self.call("POST", path, role, json=body)

    def patch(self, path: str, role: str = "editor", **body: Any) -> Response:
        return self.call("PATCH", path, role, json=body)

    def made(self, path: str, **body: Any) -> dict[str, Any]:
        answer = self.post(path, **body)
        assert answer.status_code == 201, answer.text
        return answer.json()

    def changed(self, path: str, **body: Any) -> dict[str, Any]:
        answer = self.patch(path, **body)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def data(self, path: str, **query: Any) -> list[dict[str, Any]]:
        answer = self.get(path, **query)
        assert answer.status_code == 200, answer.text
        return answer.json()["data"]

    def file(self, path: str, raw: bytes | str, dry_run: bool = False, media_type: str = "text/csv",
             role: str = "editor") -> Response:
        return self.call("POST", f"{path}/import", role, content=raw, params={"dry_run": dry_run},
                         headers={"Content-Type": media_type})


def shop(client: TestClient, name: str = "Prairie Fork Salads") -> Shop:
    """A new organization at the door."""
    return Shop(client, firm(client.app.state.engine, name))


@contextmanager
def door(settings: Settings) -> Iterator[TestClient]:
    """The API over an empty graph, its clock standing at noon."""
    with TestClient(create_app(settings, FixedClock(NOON))) as client:
        networks.run(client.app.state.engine.graph, "wipe")
        client.app.state.engine.prepare()
        yield client


def fault(answer: Response) -> tuple[int, list[str | int]]:
    """Status and the place of the first fault of a 422."""
    return answer.status_code, answer.json()["details"][0]["loc"]
