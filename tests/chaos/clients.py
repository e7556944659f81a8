"""The firm that asks for exports through the public API, whatever answers or does not."""

import threading
import time
from collections.abc import Iterator

import httpx

DIRECTIONS = ("forward", "backward", "both")
JOBS = "/compliance/api/v1/traceability-exports"


class Firm:
    """Captures, requests and follows exports; an error or silence is met by asking again."""

    def __init__(self, url: str, key: str):
        self._url = url
        self._client = httpx.Client(headers={"X-API-Key": key}, timeout=20, trust_env=False)
        self.jobs: dict[str, tuple[str, str]] = {}
        self.refusals = 0

    def capture(self, documents: list[dict]) -> dict[str, str]:
        """Send the documents; lot ids by traceability lot code."""
        lots = {}
        for document in documents:
            answer = self._client.post(f"{self._url}/compliance/api/v1/ctes", json=document)
            answer.raise_for_status()
            lots.update((lot["tlc"], lot["lot_id"]) for lot in answer.json()["lots"] if lot["tlc"])
        return lots

    def request(self, lot_id: str, direction: str) -> None:
        """Ask until there is a job."""
        path = f"/epcis/api/2.0/traceability/lots/{lot_id}/fda-export"
        answer = self._insist("GET", path, {200, 202}, params={"direction": direction})
        self.jobs[answer.json()["job_short_id"]] = (lot_id, direction)

    def job(self, job_id: str) -> dict:
        """Everything known of a job."""
        return self._insist("GET", f"{JOBS}/{job_id}", {200}).json()

    def everything(self) -> Iterator[dict]:
        """All jobs there are."""
        page, more = 1, True
        while more:
            answer = self._insist("GET", JOBS, {200}, params={"page": page, "page_size": 100}).json()
            yield from answer["data"]
            page, more = page + 1, answer["pagination"]["has_next"]

    def file(self, job_id: str) -> bytes:
        """The file, through the counting route and the signed URL."""
        url = self._insist("GET", f"{JOBS}/{job_id}/download", {302}).headers["location"]
        answer = httpx.get(url, timeout=20, trust_env=False)
        answer.raise_for_status()
        return answer.content

    def _insist(self, method: str, path: str, good: set[int], **given) -> httpx.Response:
        over = time.monotonic() + 180
        while True:
            try:
                answer = self._client.request(method, self._url + path, **given)
                if answer.status_code in good:
                    return answer
                if answer.status_code < 500:
                    raise AssertionError(f"{path} answered {answer.status_code}: {answer.text[:300]}")
            except httpx.HTTPError:
                pass
            self.refusals += 1
            if time.monotonic() > over:
                raise TimeoutError(f"{path} did not answer in three minutes")
            time.sleep(0.3)


class Requester(threading.Thread):
    """Asks for one export after another, evenly over a time."""

    def __init__(self, firm: Firm, wanted: list[tuple[str, str]], seconds: float):
        super().__init__(name="requester", daemon=True)
        self._firm = firm
        self._wanted = wanted
        self._pause = seconds / max(1, len(wanted))
        self.fault: Exception | None = None

    def run(self) -> None:
        try:
            for lot_id, direction in self._wanted:
                began = time.monotonic()
                self._firm.request(lot_id, direction)
                time.sleep(max(0.0, self._pause - (time.monotonic() - began)))
        except Exception as fault:
            self.fault = fault
