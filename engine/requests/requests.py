"""What a firm does with a request of FDA's, from the telephone call to the package that goes out."""

import tempfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import structlog

from engine.clock import Clock, epoch_ms, from_epoch_ms
from engine.errors import Conflict, Impossible, Invalid, NotFound, Unavailable
from engine.exports.record import About, ExportRecord
from engine.exports.source import Source, software
from engine.graph import Graph
from engine.identity import Caller, Identity
from engine.jobs.carrier import Carrier
from engine.jobs.heartbeat import Pulse
from engine.jobs.queue import Queue
from engine.jobs.transitions import Attempt
from engine.plans import Plans
from engine.plans.plans import PlanVersion
from engine.requests.package import pack
from engine.requests.request import ALLOWED, CLOSED, Asked, Package, Reason, RecordsRequest, State, Step
from engine.requests.selection import Found, Selection
from engine.requests.state import RequestFilter, RequestJobs
from engine.settings import Settings
from engine.storage import Storage
from engine.trace import Trace

_log = structlog.get_logger("lotgraph.requests")

_ZIP = "application/zip"
_CHECK_EVERY = 500
_PREPARABLE = (State.OPEN, State.PREPARED, State.FAILED, State.SIGNED_OFF)
_LIVE = tuple(state for state in State if state not in CLOSED)


class Requests:
    """Records requests of organizations; each belongs to the one that was asked."""

    def __init__(self, graph: Graph, storage: Storage, identity: Identity, trace: Trace, plans: Plans, queue: Queue,
                 clock: Clock, settings: Settings):
        self._graph = graph
        self._storage = storage
        self._identity = identity
        self._trace = trace
        self._plans = plans
        self._queue = queue
        self._clock = clock
        self._settings = settings
        self.jobs = RequestJobs(graph, clock, settings)
        self._source = Source(graph, identity, trace, clock)
        self._selection = Selection(graph, identity, trace)
        self._carrier = Carrier(self.jobs, settings.limits)

    def create(self, caller: Caller, asked: Asked, asked_by: str, reason: Reason, asked_at: datetime | None = None,
               contact: str = "", reference: str = "") -> RecordsRequest:
        """Note what FDA asked. asked_at: when, also by telephone; the 24 hours run from then, not from this call."""
        now = self._clock.now()
        asked_at = asked_at or now
        if asked_at > now:
            raise Invalid(details=[{"loc": ["body", "asked_at"], "msg": "This moment lies in the future.",
                                    "type": "value_error"}])
        return self.jobs.create(caller.organization.no, caller.organization.id, {
            "asked_by": asked_by, "reason": reason.value, "asked_at": epoch_ms(asked_at), "contact": contact,
            "due_at": epoch_ms(asked_at + ALLOWED), "reference": reference, "requested_by": caller.credential_id,
        }, asked, caller.actor)

    def find(self, caller: Caller, request_id: str) -> RecordsRequest:
        """A request of the caller's organization. Raises NotFound."""
        return self.jobs.find(caller.organization.no, request_id)

    def page(self, caller: Caller, wanted: RequestFilter, ordering: str, skip: int,
             limit: int) -> tuple[list[RecordsRequest], int]:
        """Requests of the caller's organization, and how many the filter leaves."""
        return self.jobs.page(caller.organization.no, wanted, ordering, skip, limit)

    def history(self, caller: Caller, request_id: str) -> tuple[list[Step], list[Package]]:
        """Everything that happened to a request, and every package prepared for it. Raises NotFound."""
        self.find(caller, request_id)
        return self.jobs.history(caller.organization.no, request_id)

    def rescope(self, caller: Caller, request_id: str, asked: Asked) -> RecordsRequest:
        """Ask for other records; a package that was prepared counts no more. Raises Conflict while one is made."""
        return self._move(caller, request_id, _PREPARABLE, State.OPEN, "rescoped", asked.in_words(),
                          {"asked": asked.to_json(), "newest": None, **_UNSIGNED})

    def extend(self, caller: Caller, request_id: str, due_at: datetime, because: str) -> RecordsRequest:
        """Note the reasonable time to which FDA has agreed (21 CFR 1.1455(c)(1))."""
        request = self.find(caller, request_id)
        if due_at <= request.asked_at:
            raise Invalid(details=[{"loc": ["body", "due_at"], "type": "value_error",
                                    "msg": "The new deadline lies before the request."}])
        return self._move(caller, request_id, _LIVE, None, "extended", because,
                          {"due_at": epoch_ms(due_at), "due_because": because})

    def prepare(self, caller: Caller, request_id: str) -> RecordsRequest:
        """Have the package made by a worker. What was signed has to be signed again."""
        now = epoch_ms(self._clock.now())
        request = self._move(caller, request_id, _PREPARABLE, State.PENDING, "asked_to_be_prepared", "", {
            "work": "package", "enqueued_at": now, "requested_at": now, "attempts": 0, "error": None, "token": None,
            **_UNSIGNED})
        if self._settings.exports_eager:
            self.run(request.id, "eager", last=True)
            return self.find(caller, request_id)
        try:
            self._queue.enqueue(request.id)
        except Unavailable:
            _log.warning("queue_away", job=request.id)
        return request

    def sign_off(self, caller: Caller, request_id: str, sha256: str, note: str = "") -> RecordsRequest:
        """Say that the package has been looked at and may go out. sha256: of the package that was looked at.

        Raises Conflict where another one has been prepared since.
        """
        request = self.find(caller, request_id)
        if request.package and request.package.sha256 != sha256:
            raise Conflict("Another package has been prepared since; look at it and sign that one.")
        return self._move(caller, request_id, (State.PREPARED,), State.SIGNED_OFF, "signed_off", note, {
            "signed_by": caller.actor, "signed_at": epoch_ms(self._clock.now()), "signed_note": note})

    def furnish(self, caller: Caller, request_id: str, to: str, at: datetime | None = None) -> RecordsRequest:
        """Note that the package went out, to whom and when."""
        now = self._clock.now()
        request = self.find(caller, request_id)
        if at is not None and not (request.signed_at or request.asked_at) <= at <= now:
            raise Invalid(details=[{"loc": ["body", "furnished_at"], "type": "value_error",
                                    "msg": "It went out after it was signed and not in the future."}])
        return self._move(caller, request_id, (State.SIGNED_OFF,), State.FURNISHED, "furnished", to,
                          {"furnished_to": to, "furnished_at": epoch_ms(at or now)})

    def withdraw(self, caller: Caller, request_id: str, because: str) -> RecordsRequest:
        """Close a request that FDA has taken back, or that was none."""
        return self._move(caller, request_id, _LIVE, State.WITHDRAWN, "withdrawn", because,
                          {"withdrawn_because": because})

    def download(self, caller: Caller, request_id: str, package_id: str | None = None) -> str:
        """A fresh signed URL of the newest package, or of an earlier one. Raises NotFound where there is none."""
        request = self.find(caller, request_id)
        packages = self.jobs.history(caller.organization.no, request_id)[1] if package_id else [request.package]
        wanted = next((p for p in packages if p and package_id in (None, p.id)), None)
        if wanted is None:
            raise NotFound("There is no such package; prepare the request first.")
        return self._storage.signed_url(wanted.key, wanted.filename, self._settings.signed_url_ttl)

    def run(self, request_id: str, worker: str, last: bool = False) -> None:
        """Make the package of a request if it is to be had; every way this can end is a state of it."""
        attempt = self.jobs.claim(request_id, worker)
        if attempt is None:
            _log.info("package_not_to_be_had", job=request_id)
            return
        self._carrier.carry(attempt, lambda pulse: self._make(attempt, pulse),
                            lambda package: self._carrier.insist(lambda: self.jobs.prepared(attempt, package)), last)

    def _make(self, attempt: Attempt, pulse: Pulse) -> dict:
        request: RecordsRequest = attempt.job
        watermark, found = self._trace.watermark(), Found()
        view = self._selection.view(request.organization, request.asked)
        traced = self._selection.records(view, request.asked, watermark.at, found)
        about = self._about(request, watermark.revision, from_epoch_ms(watermark.at))
        with tempfile.TemporaryDirectory(prefix=f"lotgraph-package-{request.id}-") as folder:
            records = self._source.exported(traced, view, watermark.at)
            packed = pack(Path(folder), request, self._guarded(records, pulse), found, about,
                          self._source.expand(view.orgs), self._plan(request.organization))
            key = f"{request.folder}{packed.sha256}.zip"
            self._storage.put_file(key, packed.path, _ZIP, {"sha256": packed.sha256, "request": request.id})
            return {
                "key": key, "sha256": packed.sha256, "size": packed.path.stat().st_size, "records": packed.records,
                "missing": packed.missing, "filename": f"fda-records-{about.generated_at:%Y%m%dT%H%M%SZ}.zip",
            }

    def _about(self, request: RecordsRequest, revision: int, data_as_of: datetime) -> About:
        organization = self._identity.organizations([request.organization])[request.organization]
        return About(
            scope=request.asked.in_words(), generated_at=self._clock.now(), data_as_of=data_as_of,
            software=software(), organization=organization.name, requested_by=request.asked_by,
            requested_at=request.asked_at, contact=self._source.contact(request.organization), job_id=request.id,
            filters={"reason": request.reason.value, "reference": request.reference or None},
            watermark=str(revision), query_name=f"requests/records_{'among' if request.asked.lots else 'all'}",
        )

    def _plan(self, organization: int) -> PlanVersion | None:
        try:
            return self._plans.current(organization)
        except NotFound:
            return None

    def _guarded(self, records: Iterator[ExportRecord], pulse: Pulse) -> Iterator[ExportRecord]:
        most = self._settings.limits.request_records
        for number, record in enumerate(records):
            if number % _CHECK_EVERY == 0:
                pulse.check()
            if number >= most:
                raise Impossible(f"More than {most} records are meant; narrow the request.")
            yield record

    def _move(self, caller: Caller, request_id: str, allowed: tuple[State, ...], to: State | None, action: str,
              detail: str = "", changes: dict | None = None) -> RecordsRequest:
        return self.jobs.move(caller.organization.no, request_id, allowed, to, caller.actor, action, detail, changes)


_UNSIGNED = {"signed_by": None, "signed_at": None, "signed_note": None}
