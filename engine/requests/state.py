"""Every change of a records request, each with its line in the history, in one transaction; and lists of them."""

from dataclasses import dataclass
from typing import Any

from engine.clock import Clock, epoch_ms
from engine.errors import Conflict, NotFound
from engine.graph import Graph, Transaction
from engine.ids import new_id
from engine.jobs.sla import Sla
from engine.jobs.transitions import Attempt, said_before
from engine.jobs.work import Work
from engine.requests.request import AT_RISK, Asked, Package, Reason, RecordsRequest, State, Step
from engine.settings import Settings

ORDERINGS = ("asked_at", "due_at", "created_at", "furnished_at")
"""Fields a list can be sorted by, each also with a leading `-` for descending."""

_WORKER = "worker"
_IN_WORK = (State.PENDING, State.PROCESSING)


@dataclass(frozen=True)
class RequestFilter:
    """Which requests to list; None leaves a field open. text: part of asked_by or of the reference."""

    status: State | None = None
    reason: Reason | None = None
    sla: Sla | None = None
    text: str | None = None


class RequestJobs(Work[RecordsRequest]):
    """Records requests in the graph; to workers they are jobs, once they are to be prepared."""

    called = "package"

    def __init__(self, graph: Graph, clock: Clock, settings: Settings):
        super().__init__(graph, clock, settings, RecordsRequest.of)

    def create(self, organization: int, organization_id: str, properties: dict[str, Any], asked: Asked,
               actor: str) -> RecordsRequest:
        """A new request, open."""
        def write(tx: Transaction) -> RecordsRequest:
            rows = tx.run("requests/create", now=self._now(), properties={
                **properties, "id": new_id(), "organization": organization, "organization_id": organization_id,
                "asked": asked.to_json()})
            return self._stepped(tx, rows, actor, "created", asked.in_words())

        return self._graph.transaction(write)

    def find(self, organization: int, request_id: str) -> RecordsRequest:
        """A request of the organization. Raises NotFound."""
        row = self._graph.one("requests/find", organization=organization, id=request_id)
        if row is None:
            raise NotFound
        return RecordsRequest.of(row["request"])

    def page(self, organization: int, wanted: RequestFilter, ordering: str, skip: int,
             limit: int) -> tuple[list[RecordsRequest], int]:
        """Requests of one organization, and how many the filter leaves."""
        row = self._graph.one(
            "requests/page", organization=organization, status=wanted.status, reason=wanted.reason, sla=wanted.sla,
            text=wanted.text.lower() if wanted.text else None, now=self._now(),
            at_risk=int(AT_RISK.total_seconds() * 1000), order_by=ordering.removeprefix("-"),
            sign=-1 if ordering.startswith("-") else 1, skip=skip, limit=limit)
        return [RecordsRequest.of(node) for node in row["requests"]], row["total"]

    def history(self, organization: int, request_id: str) -> tuple[list[Step], list[Package]]:
        """Everything that happened to a request, oldest first, and every package that was prepared for it."""
        row = self._graph.one("requests/history", organization=organization, id=request_id)
        return [Step.of(node) for node in row["steps"]], [Package.of(node) for node in row["packages"]]

    def move(self, organization: int, request_id: str, allowed: tuple[State, ...], to: State | None, actor: str,
             action: str, detail: str = "", changes: dict[str, Any] | None = None) -> RecordsRequest:
        """Go from one of the states allowed to another, or stay where `to` is None. Raises NotFound, Conflict."""
        def write(tx: Transaction) -> RecordsRequest:
            rows = tx.run("requests/move", organization=organization, id=request_id, allowed=list(allowed), to=to,
                          changes=changes or {})
            if not rows:
                raise NotFound
            if not rows[0]["moved"]:
                raise Conflict(f"This request is {rows[0]['request']['status'].replace('_', ' ')}; "
                               f"only {_listed(allowed)} ones can be {action.replace('_', ' ')}.")
            return self._stepped(tx, rows, actor, action, detail)

        return self._graph.transaction(write)

    def prepared(self, attempt: Attempt, package: dict[str, Any]) -> RecordsRequest:
        """End the preparation with its package. Saying it twice is harmless. Raises Lost."""
        def write(tx: Transaction) -> RecordsRequest:
            rows = tx.run("requests/prepared", id=attempt.job.id, token=attempt.token, now=self._now(),
                          package=new_id(), properties=package)
            if not rows:
                return RecordsRequest.of(said_before(tx, attempt, State.PREPARED))
            detail = f"{package['records']} records, {package['missing']} things asked for without a record"
            return self._stepped(tx, rows, _WORKER, "prepared", detail)

        return self._graph.transaction(write)

    def fail(self, attempt: Attempt, error: str) -> RecordsRequest:
        """End the preparation without a package; it can be asked for again. Raises Lost."""
        request = super().fail(attempt, error)
        self._graph.write("requests/step", id=request.id, at=self._now(), actor=_WORKER, action="failed", detail=error)
        return request

    def _stepped(self, tx: Transaction, rows: list[dict[str, Any]], actor: str, action: str,
                 detail: str) -> RecordsRequest:
        request = RecordsRequest.of(rows[0]["request"])
        tx.run("requests/step", id=request.id, at=self._now(), actor=actor, action=action, detail=detail)
        return request

    def _now(self) -> int:
        return epoch_ms(self._clock.now())


def _listed(states: tuple[State, ...]) -> str:
    return " or ".join(state.value.replace("_", " ") for state in states)


