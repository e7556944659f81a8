"""The API as one firm uses it, over real servers and a clock that stands still."""

import io
from contextlib import contextmanager
from datetime import UTC, datetime

import httpx
import openpyxl
from fastapi.testclient import TestClient

from api.app import create_app
from engine.clock import FixedClock
from tests import exportable

START = datetime(2026, 11, 3, 21, 0, tzinfo=UTC)
JOBS = "/compliance/api/v1/traceability-exports"
FIELDS = {"job_short_id", "status", "lot_id", "direction", "format", "requested_at", "signed_download_url"}


class Door:
    """The API as one firm uses it, with the engine behind it."""

    def __init__(self, client: TestClient):
        self.client = client
        self.engine = client.app.state.engine
        self.engine.prepare()
        self.clock = self.engine.clock
        self.firm = exportable.firm(self.engine)

    def get(self, path: str, firm=None, role: str = "manager", **query):
        headers = (firm or self.firm).headers(role)
        return self.client.get(path, headers=headers, params=query, follow_redirects=False)

    def export(self, lot_id: str, **query):
        return self.get(f"/epcis/api/2.0/traceability/lots/{lot_id}/fda-export", **query)

    def lot(self, **given) -> str:
        return exportable.lot(self.engine, self.firm, **given)

    def work(self, job_id: str) -> None:
        self.engine.exports.render(job_id, "test")

    def delivered(self, lot_id: str, **query) -> dict:
        self.work(self.export(lot_id, **query).json()["job_short_id"])
        return self.export(lot_id, **{name: value for name, value in query.items() if name != "refresh"}).json()


@contextmanager
def opened(settings, **changes):
    with TestClient(create_app(settings.model_copy(update=changes), FixedClock(START))) as client:
        yield Door(client)


def workbook(url: str):
    answer = httpx.get(url, trust_env=False, timeout=60)
    assert answer.status_code == 200
    return openpyxl.load_workbook(io.BytesIO(answer.content))
