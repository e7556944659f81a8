"""`/compliance/api/v1/quarantine`: what could not be accepted, until somebody has answered for it."""

from collections.abc import Iterator
from datetime import datetime
from typing import Annotated

from fastapi import Body, Depends, Query, Request, Response
from starlette.responses import StreamingResponse

from api.csv_answers import csv_response
from api.deps import Caller, EngineDep, Paged, PageDep, Pagination, ShortId, accepts_csv, ordering, secured_router
from api.imports.routes import zoned
from api.problems import problems
from api.quarantine.schemas import DiscardIn, QuarantinedOut, QuarantinedWholeOut, ResubmitIn, ResubmittedOut
from engine.capture.waiting import ORDERINGS, QuarantineFilter, State
from engine.identity import Action

_AT_ONCE = 500
_CSV = {200: {"content": {"text/csv": {}}}}
_COLUMNS = ("quarantine_id", "state", "recorded_at", "cte_type", "event_id", "rules", "import_id", "sheet", "rows",
            "message", "hint", "record_id", "reason", "ended_at", "ended_by")

router = secured_router("/compliance/api/v1/quarantine", "Quarantine")


def _filter(
    state: Annotated[State | None, Query(description="In this state; open waits for an answer.")] = None,
    rule: Annotated[str | None, Query(max_length=20, description="Forbidden by this rule.")] = None,
    cte_type: Annotated[str | None, Query(max_length=60, description="Of this kind of event.")] = None,
    event_id: Annotated[str | None, Query(max_length=1_000, description="Under this id of its sender.")] = None,
    import_id: Annotated[str | None, Query(max_length=22, description="From this import.")] = None,
    capture_id: Annotated[str | None, Query(max_length=22, description="From this capture.")] = None,
    since: Annotated[datetime | None, Query(alias="from", description="Quarantined then or later.")] = None,
    before: Annotated[datetime | None, Query(alias="to", description="Quarantined earlier than that.")] = None,
) -> QuarantineFilter:
    return QuarantineFilter(state, rule, cte_type, event_id, import_id, capture_id, zoned("from", since),
                            zoned("to", before))


@router.get("", response_model=Paged[QuarantinedOut], responses={**_CSV, **problems(401, 403, 422, 503)})
def quarantine(
    request: Request, caller: Caller, engine: EngineDep, page: PageDep,
    wanted: Annotated[QuarantineFilter, Depends(_filter)],
    order: Annotated[str, ordering(*ORDERINGS, default="-recorded_at")],
) -> Paged[QuarantinedOut] | StreamingResponse:
    """What the caller's organization sent and could not be accepted, newest first."""
    caller.require(Action.READ)
    if accepts_csv(request):
        def cells() -> Iterator[tuple]:
            skip = 0
            while found := engine.quarantine.page(caller, wanted, order, skip, _AT_ONCE)[0]:
                skip += len(found)
                yield from ((q.id, q.state, q.recorded_at, q.cte_type, q.event_id, " ".join(q.rules), q.import_id,
                             q.sheet, " ".join(map(str, q.rows)), q.findings[0]["message"], q.findings[0]["hint"],
                             q.record_id, q.reason, q.ended_at, q.ended_by) for q in found)
        return csv_response(_COLUMNS, cells(), "quarantine.csv")
    found, total = engine.quarantine.page(caller, wanted, order, page.skip, page.size)
    return Paged[QuarantinedOut](data=[QuarantinedOut.of(each) for each in found],
                                 pagination=Pagination.of(page, total))


@router.get("/{quarantine_id}", response_model=QuarantinedWholeOut, responses=problems(401, 403, 404, 422, 503))
def one(quarantine_id: ShortId, caller: Caller, engine: EngineDep) -> QuarantinedWholeOut:
    """One of them: raw input beside findings."""
    found = engine.quarantine.find(caller, quarantine_id)
    caller.require(Action.READ)
    return QuarantinedWholeOut.of(found)


@router.post("/{quarantine_id}/resubmit", status_code=201, response_model=ResubmittedOut, responses={
    200: {"model": ResubmittedOut, "description": "Dry run"}, **problems(400, 401, 403, 404, 409, 413, 422, 503)})
def resubmit(
    quarantine_id: ShortId, caller: Caller, engine: EngineDep, body: Annotated[ResubmitIn, Body()], response: Response,
    dry_run: Annotated[bool, Query(description="Answer what the event would do, and keep nothing.")] = False,
) -> ResubmittedOut:
    """Capture a corrected event; its record resolves what was quarantined. 422 with what is still the matter."""
    answer = ResubmittedOut.of(*engine.quarantine.resubmit(caller, quarantine_id, body.event, dry_run))
    response.status_code = 200 if dry_run else 201
    return answer


@router.post("/{quarantine_id}/discard", response_model=QuarantinedOut,
             responses=problems(401, 403, 404, 409, 422, 503))
def discard(quarantine_id: ShortId, caller: Caller, engine: EngineDep,
            body: Annotated[DiscardIn, Body()]) -> QuarantinedOut:
    """Decide that it is no record. It stays readable, with who decided so, when and why."""
    return QuarantinedOut.of(engine.quarantine.discard(caller, quarantine_id, body.reason))
