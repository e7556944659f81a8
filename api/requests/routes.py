"""`/compliance/api/v1/records-requests`: FDA's request for records, from the call to what went out."""

from collections.abc import Callable
from typing import Annotated

from fastapi import Body, Query, Request
from starlette.responses import RedirectResponse, Response

from api.csv_answers import csv_response
from api.deps import (
    Caller,
    EngineDep,
    Paged,
    PageDep,
    Pagination,
    SameSite,
    ShortId,
    accepts_csv,
    ordering,
    secured_router,
)
from api.problems import problems
from api.requests.schemas import (
    ExtendIn,
    FurnishIn,
    HistoryOut,
    PackageOut,
    RequestIn,
    RequestOut,
    ScopeIn,
    SignIn,
    StepOut,
    WithdrawIn,
)
from engine.assembly import Engine
from engine.identity import Action
from engine.identity import Caller as Authenticated
from engine.jobs.sla import Sla
from engine.requests.request import Reason, RecordsRequest, State
from engine.requests.state import ORDERINGS, RequestFilter

router = secured_router("/compliance/api/v1/records-requests", "Records requests")

_CHANGED = problems(400, 401, 403, 404, 409, 413, 422, 503)
_MOST_ROWS = 10_000
_COLUMNS = ("id", "status", "reason", "asked_by", "reference", "asked_at", "due_at", "sla_status", "signed_by",
            "signed_at", "furnished_at", "furnished_to")


@router.post("", status_code=201, response_model=RequestOut, responses=problems(400, 401, 403, 413, 422, 503))
def create(caller: Caller, engine: EngineDep, body: Annotated[RequestIn, Body()]) -> RequestOut:
    """Note what FDA asked for. The 24 hours run from `asked_at`."""
    caller.require(Action.EXPORT)
    request = engine.requests.create(caller, body.scope.asked(), body.asked_by, body.reason, body.asked_at,
                                     body.contact, body.reference)
    return _noted(engine, caller, "request.created", request)


@router.get("", response_model=Paged[RequestOut], responses=problems(401, 403, 422, 503))
def requests(
    request: Request, caller: Caller, engine: EngineDep, page: PageDep,
    order: Annotated[str, ordering(*ORDERINGS, default="-asked_at")],
    status: Annotated[State | None, Query(description="Requests in this state.")] = None,
    reason: Annotated[Reason | None, Query(description="Requests for this reason.")] = None,
    sla_status: Annotated[Sla | None, Query(description="Requests that stand so against their deadline.")] = None,
    q: Annotated[str | None, Query(max_length=200, description="Part of who asked or of the reference.")] = None,
) -> Paged[RequestOut] | Response:
    """The organization's requests, newest first."""
    caller.require(Action.EXPORT)
    wanted, now = RequestFilter(status, reason, sla_status, q), engine.clock.now()
    if accepts_csv(request):
        found, _ = engine.requests.page(caller, wanted, order, 0, _MOST_ROWS)
        rows = (tuple(getattr(RequestOut.of(each, now), name) for name in _COLUMNS) for each in found)
        return csv_response(_COLUMNS, rows, "records-requests.csv")
    found, total = engine.requests.page(caller, wanted, order, page.skip, page.size)
    return Paged[RequestOut](data=[RequestOut.of(each, now) for each in found], pagination=Pagination.of(page, total))


@router.get("/{request_id}", response_model=RequestOut, responses=problems(401, 403, 404, 422, 503))
def one(request_id: ShortId, caller: Caller, engine: EngineDep) -> RequestOut:
    """One request, with its newest package."""
    return RequestOut.of(_own(engine, caller, request_id), engine.clock.now())


@router.get("/{request_id}/history", response_model=HistoryOut, responses=problems(401, 403, 404, 422, 503))
def history(request_id: ShortId, caller: Caller, engine: EngineDep) -> HistoryOut:
    """Who did what and when, and every package that was prepared."""
    _own(engine, caller, request_id)
    steps, packages = engine.requests.history(caller, request_id)
    return HistoryOut(steps=[StepOut.of(step) for step in steps], packages=[PackageOut.of(each) for each in packages])


@router.put("/{request_id}/scope", response_model=RequestOut, responses=_CHANGED)
def rescope(request_id: ShortId, caller: Caller, engine: EngineDep, body: Annotated[ScopeIn, Body()]) -> RequestOut:
    """Ask for other records; the package has to be prepared and signed again."""
    return _change(engine, caller, request_id, "request.rescoped",
                   lambda: engine.requests.rescope(caller, request_id, body.asked()))


@router.post("/{request_id}/extend", response_model=RequestOut, responses=_CHANGED)
def extend(request_id: ShortId, caller: Caller, engine: EngineDep, body: Annotated[ExtendIn, Body()]) -> RequestOut:
    """Note the reasonable time to which FDA has agreed (21 CFR 1.1455(c)(1))."""
    return _change(engine, caller, request_id, "request.extended",
                   lambda: engine.requests.extend(caller, request_id, body.due_at, body.because))


@router.post("/{request_id}/prepare", status_code=202, response_model=RequestOut, responses=_CHANGED)
def prepare(request_id: ShortId, caller: Caller, engine: EngineDep) -> RequestOut:
    """Have the package made; poll the request until it is `prepared` or `failed`."""
    return _change(engine, caller, request_id, "request.prepared",
                   lambda: engine.requests.prepare(caller, request_id))


@router.post("/{request_id}/sign-off", response_model=RequestOut, responses=_CHANGED)
def sign_off(request_id: ShortId, caller: Caller, engine: EngineDep, body: Annotated[SignIn, Body()]) -> RequestOut:
    """Say that the package has been reviewed and may go out."""
    return _change(engine, caller, request_id, "request.signed_off",
                   lambda: engine.requests.sign_off(caller, request_id, body.sha256, body.note))


@router.post("/{request_id}/furnish", response_model=RequestOut, responses=_CHANGED)
def furnish(request_id: ShortId, caller: Caller, engine: EngineDep, body: Annotated[FurnishIn, Body()]) -> RequestOut:
    """Note that the signed package went out; this stops the clock."""
    return _change(engine, caller, request_id, "request.furnished",
                   lambda: engine.requests.furnish(caller, request_id, body.to, body.furnished_at))


@router.post("/{request_id}/withdraw", response_model=RequestOut, responses=_CHANGED)
def withdraw(request_id: ShortId, caller: Caller, engine: EngineDep,
             body: Annotated[WithdrawIn, Body()]) -> RequestOut:
    """Close a request that was taken back."""
    return _change(engine, caller, request_id, "request.withdrawn",
                   lambda: engine.requests.withdraw(caller, request_id, body.because))


@router.get("/{request_id}/download", status_code=302, response_class=RedirectResponse, dependencies=[SameSite],
            responses=problems(401, 403, 404, 422, 503))
def download(
    request_id: ShortId, caller: Caller, engine: EngineDep,
    package_id: Annotated[str | None, Query(min_length=22, max_length=22, description="An earlier package; the "
                                                                                      "newest otherwise.")] = None,
) -> RedirectResponse:
    """Redirect to the package behind a short-lived signed URL."""
    _own(engine, caller, request_id)
    url = engine.requests.download(caller, request_id, package_id)
    engine.audit.record(caller.organization.no, caller.actor, "request.downloaded", request_id)
    return RedirectResponse(url, 302, {"Cache-Control": "no-store"})


def _own(engine: Engine, caller: Authenticated, request_id: str) -> RecordsRequest:
    """The request, 404 before 403: a stranger learns nothing."""
    found = engine.requests.find(caller, request_id)
    caller.require(Action.EXPORT)
    return found


def _change(engine: Engine, caller: Authenticated, request_id: str, action: str,
            work: Callable[[], RecordsRequest]) -> RequestOut:
    _own(engine, caller, request_id)
    return _noted(engine, caller, action, work())


def _noted(engine: Engine, caller: Authenticated, action: str, request: RecordsRequest) -> RequestOut:
    engine.audit.record(caller.organization.no, caller.actor, action, request.id)
    return RequestOut.of(request, engine.clock.now())
