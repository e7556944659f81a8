"""`/compliance/api/v1/records`: purchases, agreements, kill steps and one-up one-back records.

They come in through `POST /compliance/api/v1/ctes` with `record_type` instead of `cte_type`.
"""

from datetime import date
from typing import Annotated

from fastapi import Body, Depends, Query, Request
from starlette.responses import StreamingResponse

from api.csv_answers import csv_response
from api.ctes.schemas import RecordOut, VoidIn
from api.deps import Caller, EngineDep, Paged, PageDep, Pagination, ShortId, accepts_csv, ordering, secured_router
from api.other_records.schemas import COLUMNS, OtherRecordListedOut, Standing, cells
from api.problems import problems
from engine.capture.answers import RecordView
from engine.capture.others import ORDERINGS, OtherFilter
from engine.errors import NotFound
from engine.fsma.other.kinds import OtherType
from engine.identity import Action

router = secured_router("/compliance/api/v1/records", "Other records")


def _filter(
    record_type: Annotated[OtherType | None, Query(description="Records of this type.")] = None,
    tlc: Annotated[str | None, Query(min_length=1, max_length=300, description="Lot code, any spelling.")] = None,
    date_from: Annotated[date | None, Query(description="Of this day or later; undated ones are left out.")] = None,
    date_to: Annotated[date | None, Query(description="Of this day or earlier; undated ones are left out.")] = None,
    recorded_by: Annotated[str | None, Query(min_length=22, max_length=22, description="By this organization.")] = None,
    status: Annotated[Standing, Query(description="standing, superseded or all.")] = Standing.STANDING,
) -> OtherFilter:
    return OtherFilter(record_type, tlc, date_from, date_to, recorded_by, status.as_filter)


@router.get("", response_model=Paged[OtherRecordListedOut], responses={
    200: {"content": {"text/csv": {}}, "description": "A page of records; as text/csv all of them."},
    **problems(401, 403, 422, 503),
})
def other_records(
    caller: Caller, engine: EngineDep, page: PageDep, request: Request,
    wanted: Annotated[OtherFilter, Depends(_filter)],
    order: Annotated[str, ordering(*ORDERINGS, default="-recorded_at")],
) -> Paged[OtherRecordListedOut] | StreamingResponse:
    """Records beside the critical tracking events that the caller may see."""
    if accepts_csv(request):
        rows = engine.other_records.table(caller, wanted, order)
        return csv_response(COLUMNS, map(cells, rows), "records.csv")
    found, total = engine.other_records.page(caller, wanted, order, page.skip, page.size)
    return Paged[OtherRecordListedOut](data=[OtherRecordListedOut.model_validate(row) for row in found],
                                       pagination=Pagination.of(page, total))


@router.get("/{record_id}", response_model=RecordOut, responses=problems(401, 403, 404, 422, 503))
def other_record(record_id: ShortId, caller: Caller, engine: EngineDep) -> RecordOut:
    """One record beside what was sent, with its history."""
    found = _one(engine, caller, record_id)
    caller.require(Action.READ)
    return RecordOut.of(found)


@router.post("/{record_id}/void", response_model=RecordOut, responses=problems(401, 403, 404, 409, 422, 503))
def void_other_record(record_id: ShortId, caller: Caller, engine: EngineDep,
                      body: Annotated[VoidIn, Body()]) -> RecordOut:
    """Withdraw one of the caller's records. It stays readable, and traces as known before keep it."""
    _one(engine, caller, record_id)
    caller.require(Action.CAPTURE)
    voided = engine.capture.void(caller, record_id, body.reason)
    engine.audit.record(caller.organization.no, caller.actor, "record.voided", voided.record_id)
    return RecordOut.of(voided)


def _one(engine: EngineDep, caller: Caller, record_id: str) -> RecordView:
    found = engine.capture.record(caller, record_id)
    if found.cte_type not in set(OtherType):
        raise NotFound
    return found
