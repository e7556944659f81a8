"""`/compliance/api/v1/traceability-plan`: what 21 CFR 1.1315 wants to be had within 24 hours."""

from typing import Annotated

from fastapi import Body, Path, Query, Request
from starlette.responses import PlainTextResponse, Response

from api.deps import Caller, EngineDep, Paged, PageDep, Pagination, prefers, secured_router
from api.plans.schemas import DraftOut, PlanVersionOut, gaps
from api.problems import problems
from engine.identity import Action
from engine.plans import Plan

router = secured_router("/compliance/api/v1/traceability-plan", "Traceability plan")

_MARKDOWN = "text/markdown"
_AS_TEXT = {200: {"content": {_MARKDOWN: {"schema": {"type": "string"}}}}}
Number = Annotated[int, Path(ge=1, le=10**6, description="Version, from 1.")]


@router.get("", response_model=PlanVersionOut, responses={**_AS_TEXT, **problems(401, 403, 404, 503)})
def current(request: Request, caller: Caller, engine: EngineDep) -> PlanVersionOut | Response:
    """The plan in effect; with `Accept: text/markdown` as a document."""
    caller.require(Action.READ)
    return _answer(request, engine.plans.current(caller.organization.no))


@router.post("", status_code=201, response_model=PlanVersionOut, responses=problems(400, 401, 403, 413, 422, 503))
def add(caller: Caller, engine: EngineDep, body: Annotated[Plan, Body()]) -> PlanVersionOut:
    """Add a version; earlier ones stay as they are, for two years and longer (21 CFR 1.1315(b))."""
    caller.require(Action.EXPORT)
    version = engine.plans.add(caller.organization.no, body, caller.actor)
    engine.audit.record(caller.organization.no, caller.actor, "plan.added", version.id, {"version": version.version})
    return PlanVersionOut.of(version)


@router.get("/draft", response_model=DraftOut, responses=problems(401, 403, 503))
def draft(caller: Caller, engine: EngineDep) -> DraftOut:
    """A beginning for the next version: the newest one, with the places and products on record. Nothing is kept."""
    caller.require(Action.READ)
    plan = engine.plans.draft(caller.organization.no)
    return DraftOut(gaps=gaps(plan), plan=plan)


@router.get("/versions", response_model=Paged[PlanVersionOut], responses=problems(401, 403, 422, 503))
def versions(caller: Caller, engine: EngineDep, page: PageDep) -> Paged[PlanVersionOut]:
    """Every version, newest first."""
    caller.require(Action.READ)
    found, total = engine.plans.versions(caller.organization.no, page.skip, page.size)
    return Paged[PlanVersionOut](data=[PlanVersionOut.of(each) for each in found],
                                 pagination=Pagination.of(page, total))


@router.get("/versions/{version}", response_model=PlanVersionOut,
            responses={**_AS_TEXT, **problems(401, 403, 404, 422, 503)})
def version(request: Request, version: Number, caller: Caller, engine: EngineDep) -> PlanVersionOut | Response:
    """One version; with `Accept: text/markdown` as a document."""
    found = engine.plans.version(caller.organization.no, version)
    caller.require(Action.READ)
    return _answer(request, found)


@router.get("/versions/{version}/diff", response_class=PlainTextResponse, responses=problems(401, 403, 404, 422, 503))
def diff(version: Number, caller: Caller, engine: EngineDep,
         against: Annotated[int | None, Query(ge=1, le=10**6, description="Another version; the one before "
                                                                         "where none is named.")] = None) -> str:
    """What changed, as a unified diff of the documents."""
    found = engine.plans.difference(caller.organization.no, version, against)
    caller.require(Action.READ)
    return found


def _answer(request: Request, version) -> PlanVersionOut | Response:
    if prefers(request, _MARKDOWN):
        return PlainTextResponse(version.text, media_type=f"{_MARKDOWN}; charset=utf-8", headers={"Vary": "Accept"})
    return PlanVersionOut.of(version)
