"""`/compliance/api/v1/lots/{lot_id}/trace` and `explain`, and the blast radius of the EPCIS door."""

from datetime import date, datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import StreamingResponse

from api.csv_answers import csv_response
from api.deps import PAGE_SIZE, Caller, EngineDep, Page, ShortId, accepts_csv, ordering, secured_router
from api.problems import problems
from api.trace.amounts import BalanceList, BalanceOut, balance_table
from api.trace.schemas import BlastRadiusOut, ExplanationOut, TraceOut, cells, columns
from engine.errors import Invalid
from engine.trace import Direction, List, Question, Ring, amounts
from engine.trace.listing import ORDERINGS

_lots = secured_router("/compliance/api/v1/lots", "Traces")
_epcis = secured_router("/epcis/api/2.0/traceability/lots", "EPCIS 2.0")


_AsKnownAt = Annotated[datetime | None, Query(description="As known then, RFC 3339; now when left out.")]


def _question(
    direction: Annotated[Direction, Query(description="forward, backward or both.")] = Direction.BOTH,
    ring: Annotated[Ring, Query(description="How much counts: in_order, recorded or worst_case.")] = Ring.RECORDED,
    as_known_at: _AsKnownAt = None,
    date_from: Annotated[date | None, Query(description="First day of events that count.")] = None,
    date_to: Annotated[date | None, Query(description="Last day of events that count.")] = None,
) -> Question:
    return Question(direction, ring, as_known_at, date_from, date_to)


def _page(
    engine: EngineDep,
    page: Annotated[int, Query(ge=1, le=10**9, description="Page of every list, from 1.")] = 1,
    page_size: Annotated[int, Query(ge=1, description="Rows of each list a page; at most 1,000.")] = PAGE_SIZE,
) -> Page:
    most = engine.settings.limits.trace_page_size
    if page_size > most:
        raise Invalid(details=[{"loc": ["query", "page_size"], "type": "less_than_equal",
                                "msg": f"Input should be less than or equal to {most}"}])
    return Page(page, page_size)


@_lots.get("/{lot_id}/trace", response_model=TraceOut, responses={
    200: {"content": {"text/csv": {}}, "description": "The trace; as text/csv one list whole."},
    **problems(401, 403, 404, 422, 503),
})
def trace(
    lot_id: ShortId, caller: Caller, engine: EngineDep, request: Request,
    question: Annotated[Question, Depends(_question)], page: Annotated[Page, Depends(_page)],
    ordering: Annotated[str | None, Query(description="One of: " + ", ".join(ORDERINGS))] = None,
    list_: Annotated[List, Query(alias="list", description="The list to send as text/csv.")] = List.LOTS,
) -> TraceOut | StreamingResponse:
    """Where a lot went and where it came from, as far as the caller may see."""
    if accepts_csv(request):
        rows = engine.trace.table(caller, lot_id, question, list_, ordering)
        return csv_response(columns(list_), (cells(list_, row) for row in rows), f"trace-{lot_id}-{list_}.csv")
    answer = engine.trace.answer(caller, lot_id, question, page.skip, page.size, ordering)
    return TraceOut.of(answer, page)


@_lots.get("/{lot_id}/balance", response_model=BalanceOut, responses={
    200: {"content": {"text/csv": {}}, "description": "The balance; as text/csv one list whole."},
    **problems(401, 403, 404, 422, 503),
})
def balance(
    lot_id: ShortId, caller: Caller, engine: EngineDep, request: Request, page: Annotated[Page, Depends(_page)],
    order: Annotated[str, ordering(*amounts.ORDERINGS, default="-unaccounted")],
    as_known_at: _AsKnownAt = None,
    list_: Annotated[BalanceList, Query(alias="list", description="The list to send as text/csv.")] = BalanceList.HELD,
) -> BalanceOut | StreamingResponse:
    """How much of a lot is where, and what is unaccounted for, as far as the caller may see."""
    found = engine.trace.balance(caller, lot_id, as_known_at, order)
    if accepts_csv(request):
        return csv_response(*balance_table(found, list_), f"balance-{lot_id}-{list_}.csv")
    return BalanceOut.of(found, page)


@_lots.get("/{lot_id}/explain/{other_lot_id}", response_model=ExplanationOut,
           responses=problems(401, 403, 404, 422, 503))
def explain(lot_id: ShortId, other_lot_id: ShortId, caller: Caller, engine: EngineDep) -> ExplanationOut:
    """The shortest chain of evidence between two lots, whichever way it leads."""
    return ExplanationOut.of(engine.trace.explain(caller, lot_id, other_lot_id))


@_epcis.get("/{lot_id}/blast-radius", response_model=BlastRadiusOut, responses=problems(401, 403, 404, 422, 503),
            operation_id="apps_epcis_api_epcis_traceability_lot_blast_radius")
def blast_radius(lot_id: ShortId, caller: Caller, engine: EngineDep) -> BlastRadiusOut:
    """Quantified downstream footprint of one lot."""
    return BlastRadiusOut.model_validate(engine.trace.blast_radius(caller, lot_id))


router = APIRouter(redirect_slashes=False)
router.include_router(_lots)
router.include_router(_epcis)
