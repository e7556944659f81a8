"""`fda-export` of the EPCIS door, and the jobs behind it at `/compliance/api/v1/traceability-exports`."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Header, Query
from starlette.responses import JSONResponse, RedirectResponse, Response

from api.deps import Caller, EngineDep, Paged, PageDep, Pagination, SameSite, ShortId, ordering, secured_router
from api.exports.schemas import (
    TraceabilityDirectionEnum,
    TraceabilityExportEnqueuedSchema,
    TraceabilityExportJobOut,
    TraceabilityFormatEnum,
    TraceabilityStatusEnum,
)
from api.problems import problems
from engine.errors import Invalid
from engine.jobs.job import ExportJob, Format, Status
from engine.jobs.listing import ORDERINGS, Filter
from engine.jobs.sla import Sla
from engine.trace import Direction

JOBS = "/compliance/api/v1/traceability-exports"
_POLL_AFTER_SECONDS = "5"
_NO_STORE = {"Cache-Control": "no-store"}

_epcis = secured_router("/epcis/api/2.0/traceability/lots", "EPCIS 2.0")
_jobs = secured_router(JOBS, "Traceability exports")


@_epcis.get(
    "/{lot_id}/fda-export", operation_id="apps_epcis_api_epcis_traceability_lot_fda_export",
    summary="Enqueue an FSMA 204 traceability export for one lot", dependencies=[SameSite],
    response_model=TraceabilityExportEnqueuedSchema,
    responses={202: {"model": TraceabilityExportEnqueuedSchema, "description": "Accepted"},
               **problems(401, 403, 404, 422, 429)},
)
def fda_export(
    lot_id: ShortId, caller: Caller, engine: EngineDep,
    direction: Annotated[TraceabilityDirectionEnum, Query(
        description="forward walks where the lot was shipped, backward where it came from.")]
    = TraceabilityDirectionEnum.BOTH,
    format: Annotated[TraceabilityFormatEnum, Query(description="Only xlsx.")] = TraceabilityFormatEnum.XLSX,
    refresh: Annotated[bool, Query(description="Make a new file even where a recent one is kept.")] = False,
    sec_purpose: Annotated[str, Header(include_in_schema=False)] = "",
) -> Response:
    """Enqueue, or report on, the export of one lot's tracking events (21 CFR 1.1455(c)).

    The first call enqueues a job, later ones report on it: 202 while it is in flight, 200 once it has ended. A
    delivered job carries a short-lived signed URL of the workbook, made anew at every call. Only the owner or a
    manager of the organization that owns the lot may ask; others receive 404.
    """
    if "prefetch" in sec_purpose:
        return Response(status_code=204, headers=_NO_STORE)
    job = engine.exports.request(caller, lot_id, Direction(direction), Format(format), refresh)
    body = TraceabilityExportEnqueuedSchema.of(job, lot_id, engine.exports.signed_url(job))
    return JSONResponse(body.model_dump(mode="json"), 200 if job.ended else 202, _headers(job))


def _headers(job: ExportJob) -> dict[str, str]:
    if job.ended:
        return _NO_STORE
    return {**_NO_STORE, "Retry-After": _POLL_AFTER_SECONDS, "Location": f"{JOBS}/{job.id}"}


def _filter(
    status: Annotated[TraceabilityStatusEnum | None, Query(description="Jobs in this state.")] = None,
    direction: Annotated[TraceabilityDirectionEnum | None, Query(description="Jobs of this direction.")] = None,
    lot_id: Annotated[str | None, Query(min_length=22, max_length=22, description="Jobs of this lot.")] = None,
    lot_number: Annotated[str | None, Query(max_length=100, description="Jobs of lots of this number.")] = None,
    gtin: Annotated[str | None, Query(max_length=14, description="Jobs of lots of this GTIN.")] = None,
    requested_by: Annotated[str | None, Query(max_length=22, description="Jobs asked for by this credential.")] = None,
    retry_of: Annotated[str | None, Query(max_length=22, description="The retry of this job.")] = None,
    sla_status: Annotated[Sla | None, Query(description="Jobs with this verdict on their 24 hours.")] = None,
    requested_from: Annotated[datetime | None, Query(alias="from", description="Requested then or later.")] = None,
    requested_to: Annotated[datetime | None, Query(alias="to", description="Requested earlier than that.")] = None,
) -> Filter:
    for name, moment in (("from", requested_from), ("to", requested_to)):
        if moment is not None and moment.tzinfo is None:
            raise Invalid(details=[{"loc": ["query", name], "type": "timezone_aware",
                                    "msg": "Give a time zone, for example 2026-05-03T21:00:00Z."}])
    return Filter(Status(status) if status else None, Direction(direction) if direction else None, lot_id, lot_number,
                  gtin.zfill(14) if gtin else None, requested_by, retry_of, requested_from, requested_to, sla_status)


@_jobs.get("", response_model=Paged[TraceabilityExportJobOut], responses=problems(401, 403, 422, 503))
def exports(
    caller: Caller, engine: EngineDep, page: PageDep, response: Response,
    wanted: Annotated[Filter, Depends(_filter)],
    order: Annotated[str, ordering(*ORDERINGS, default="-requested_at")],
) -> Paged[TraceabilityExportJobOut]:
    """Export jobs of the caller's organization, newest first. URLs are given by each job's own address."""
    jobs, total = engine.exports.page(caller, wanted, order, page.skip, page.size)
    response.headers.update(_NO_STORE)
    now = engine.clock.now()
    return Paged[TraceabilityExportJobOut](data=[TraceabilityExportJobOut.of_job(job, now) for job in jobs],
                                           pagination=Pagination.of(page, total))


@_jobs.get("/{job_id}", response_model=TraceabilityExportJobOut, responses=problems(401, 403, 404, 422, 503))
def export(job_id: ShortId, caller: Caller, engine: EngineDep, response: Response) -> TraceabilityExportJobOut:
    """One export job, with a fresh signed URL once it is delivered."""
    job = engine.exports.find(caller, job_id)
    response.headers.update(_NO_STORE)
    return TraceabilityExportJobOut.of_job(job, engine.clock.now(), engine.exports.signed_url(job))


@_jobs.get("/{job_id}/download", status_code=302, response_class=RedirectResponse, dependencies=[SameSite],
           responses=problems(401, 403, 404, 422, 503))
def download(job_id: ShortId, caller: Caller, engine: EngineDep) -> RedirectResponse:
    """Redirect to the file and count the download."""
    return RedirectResponse(engine.exports.download(caller, job_id), 302, _NO_STORE)


@_jobs.post("/{job_id}/retry", status_code=202, response_model=TraceabilityExportJobOut,
            responses={200: {"model": TraceabilityExportJobOut}, **problems(401, 403, 404, 409, 422, 503)})
def retry(job_id: ShortId, caller: Caller, engine: EngineDep) -> Response:
    """A new job for a failed one; 409 unless it has failed."""
    job = engine.exports.retry(caller, job_id)
    body = TraceabilityExportJobOut.of_job(job, engine.clock.now(), engine.exports.signed_url(job))
    return JSONResponse(body.model_dump(mode="json"), 200 if job.ended else 202, _headers(job))


router = APIRouter()
router.include_router(_epcis)
router.include_router(_jobs)
