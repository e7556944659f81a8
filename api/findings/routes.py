"""`/compliance/api/v1/findings` and `/rules`."""

from datetime import date
from typing import Annotated

from fastapi import Depends, Query, Request, Response

from api.csv_answers import csv_response
from api.deps import (
    Caller,
    EngineDep,
    Paged,
    PageDep,
    Pagination,
    ShortId,
    accepts_csv,
    ordering,
    secured_router,
)
from api.findings.schemas import FindingOut, RulesOut, SummaryOut
from api.problems import problems
from engine.errors import Invalid
from engine.findings import FindingFilter, State
from engine.findings.listing import ORDERINGS
from engine.fsma.findings import RULES, Severity
from engine.identity import Action

router = secured_router("/compliance/api/v1", "Findings")

_CSV = {200: {"content": {"text/csv": {}}, "description": "One page, as JSON or, where preferred, CSV"}}


def _filter(
    rule: Annotated[str | None, Query(max_length=20, description="Code of a rule.")] = None,
    severity: Annotated[Severity | None, Query(description="error, warning or info.")] = None,
    state: Annotated[State, Query(description="open: what holds now.")] = State.OPEN,
    event_id: Annotated[str | None, Query(max_length=1_000, description="Event id or record id.")] = None,
    lot_id: Annotated[str | None, Query(min_length=22, max_length=22, description="Records of this lot.")] = None,
    location_id: Annotated[str | None, Query(min_length=22, max_length=22, description="Food was there.")] = None,
    cte_type: Annotated[str | None, Query(max_length=60, description="Kind of record.")] = None,
    partner: Annotated[str | None, Query(
        min_length=2, max_length=200, description="Organization id, or part of a business name in the record.")] = None,
    date_from: Annotated[date | None, Query(description="Events of that day or later.")] = None,
    date_to: Annotated[date | None, Query(description="Events of that day or earlier.")] = None,
    q: Annotated[str | None, Query(
        min_length=1, max_length=200, description="Text in message, value or event id.")] = None,
) -> FindingFilter:
    if rule is not None and rule not in RULES:
        raise Invalid(details=[{"loc": ["query", "rule"], "msg": "No such rule; see /compliance/api/v1/rules.",
                                "type": "rule"}])
    if date_from and date_to and date_from > date_to:
        raise Invalid(details=[{"loc": ["query", "date_to"], "msg": "The range ends before it begins.",
                                "type": "date_range"}])
    return FindingFilter(rule, severity, state, event_id, lot_id, location_id, cte_type, partner, date_from, date_to, q)


Wanted = Annotated[FindingFilter, Depends(_filter)]


@router.get("/findings", response_model=Paged[FindingOut],
            responses={**_CSV, **problems(401, 403, 422, 429, 503)})
def findings(
    request: Request, caller: Caller, engine: EngineDep, page: PageDep, wanted: Wanted,
    order: Annotated[str, ordering(*ORDERINGS, default="-found_at")],
) -> Paged[FindingOut] | Response:
    """What is wrong with the records in your view, quarantined rows of your own included."""
    caller.require(Action.READ)
    view = engine.identity.view(caller)
    found, total = engine.findings.page(view, wanted, order, page.skip, page.size)
    rows = [FindingOut.of(each) for each in found]
    if accepts_csv(request):
        columns = list(FindingOut.model_fields)
        return csv_response(columns, ([getattr(row, name) for name in columns] for row in rows), "findings.csv")
    return Paged[FindingOut](data=rows, pagination=Pagination.of(page, total))


@router.get("/findings/summary", response_model=SummaryOut, responses=problems(401, 403, 422, 429, 503))
def summary(caller: Caller, engine: EngineDep, wanted: Wanted) -> SummaryOut:
    """How many findings there are, by rule and severity; the filters are those of the list."""
    caller.require(Action.READ)
    return SummaryOut.of(engine.findings.summary(engine.identity.view(caller), wanted))


@router.get("/findings/{finding_id}", response_model=FindingOut, responses=problems(401, 403, 404, 422, 429, 503))
def finding(finding_id: ShortId, caller: Caller, engine: EngineDep) -> FindingOut:
    """One finding."""
    found = engine.findings.one(engine.identity.view(caller), finding_id)
    caller.require(Action.READ)
    return FindingOut.of(found)


@router.get("/rules", response_model=RulesOut, responses=problems(401, 403, 429, 503))
def rules(caller: Caller) -> RulesOut:
    """The catalogue of rules."""
    caller.require(Action.READ)
    return RulesOut.catalogue()
