"""`/compliance/api/v1/imports`: files in, followed, and given back."""

from collections.abc import Iterator
from datetime import datetime
from typing import Annotated

from fastapi import Depends, Query, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse, Response, StreamingResponse

from api.csv_answers import csv_response
from api.deps import Caller, EngineDep, Paged, PageDep, Pagination, ShortId, accepts_csv, ordering, secured_router
from api.imports.schemas import ImportOut, ImportSummaryOut, MappingIn, MappingOut, RowOut
from api.imports.upload import BODY, uploaded
from api.problems import problems
from engine.errors import Invalid
from engine.identity import Action
from engine.imports import ImportAnswer, Status
from engine.imports.answers import Outcome
from engine.imports.imports import MEDIA_TYPES
from engine.imports.state import ORDERINGS, ImportFilter
from engine.storage.filenames import content_disposition

IMPORTS = "/compliance/api/v1/imports"
_AT_ONCE = 500
_CSV = {200: {"content": {"text/csv": {}}}}
_FILE = {200: {"content": {media_type: {} for media_type in MEDIA_TYPES.values()}, "description": "The file."}}

router = secured_router(IMPORTS, "Imports")


@router.post("", status_code=201, response_model=ImportOut, openapi_extra=BODY, responses={
    200: {"model": ImportOut, "description": "Dry run"},
    202: {"model": ImportOut, "description": "A worker has it; poll its own address"},
    **problems(400, 401, 403, 404, 409, 413, 415, 422, 503)})
async def receive(
    request: Request, caller: Caller, engine: EngineDep,
    dry_run: Annotated[bool, Query(description="As in the form.")] = False,
    date_format: Annotated[str | None, Query(max_length=40, description="As in the form.")] = None,
    corrects: Annotated[str | None, Query(max_length=22, description="As in the form.")] = None,
) -> Response:
    """Take in a workbook or CSV file; the caller's organization is the recorder of every record.

    A short file is imported at once; a longer one answers 202 and is imported by a worker.
    """
    caller.require(Action.CAPTURE)
    sent = await uploaded(request)
    answer = await run_in_threadpool(engine.imports.receive, caller, sent.raw, sent.filename, sent.options)
    status = 202 if not answer.of.ended else 200 if answer.of.dry_run else 201
    return _said(answer, status)


def _said(answer: ImportAnswer, status: int) -> Response:
    headers = {"Location": f"{IMPORTS}/{answer.of.id}"} if not answer.of.dry_run or status == 202 else {}
    if status == 202:
        headers["Retry-After"] = "2"
    return JSONResponse(ImportOut.of(answer).model_dump(mode="json"), status, headers)


def _filter(
    status: Annotated[Status | None, Query(description="Imports in this state.")] = None,
    file: Annotated[str | None, Query(max_length=200, description="Part of the file's name.")] = None,
    sha256: Annotated[str | None, Query(pattern="^[0-9a-f]{64}$", description="Imports of exactly this file.")] = None,
    corrects: Annotated[str | None, Query(max_length=22, description="Imports that correct this one.")] = None,
    since: Annotated[datetime | None, Query(alias="from", description="Asked for then or later.")] = None,
    before: Annotated[datetime | None, Query(alias="to", description="Asked for earlier than that.")] = None,
) -> ImportFilter:
    return ImportFilter(status, sha256, file, corrects, zoned("from", since), zoned("to", before))


def zoned(name: str, moment: datetime | None) -> datetime | None:
    """The moment of a query parameter. Raises Invalid where it has no time zone."""
    if moment is not None and moment.tzinfo is None:
        raise Invalid(details=[{"loc": ["query", name], "type": "timezone_aware",
                                "msg": "Give a time zone, for example 2026-05-03T21:00:00Z."}])
    return moment


_COLUMNS = ("import_id", "status", "file", "sha256", "requested_at", "ended_at", "rows_read", "rows_accepted",
            "rows_quarantined", "rows_skipped", "created", "duplicates", "error")


@router.get("", response_model=Paged[ImportSummaryOut], responses={**_CSV, **problems(401, 403, 422, 503)})
def imports(
    request: Request, caller: Caller, engine: EngineDep, page: PageDep,
    wanted: Annotated[ImportFilter, Depends(_filter)],
    order: Annotated[str, ordering(*ORDERINGS, default="-requested_at")],
) -> Paged[ImportSummaryOut] | StreamingResponse:
    """Imports of the caller's organization, newest first."""
    caller.require(Action.READ)
    if accepts_csv(request):
        def cells() -> Iterator[tuple]:
            skip = 0
            while found := engine.imports.page(caller, wanted, order, skip, _AT_ONCE)[0]:
                skip += len(found)
                yield from ((i.id, i.status, i.filename, i.sha256, i.requested_at, i.ended_at, i.tally.read,
                             i.tally.accepted, i.tally.quarantined, i.tally.skipped, i.tally.created,
                             i.tally.duplicates, i.error) for i in found)
        return csv_response(_COLUMNS, cells(), "imports.csv")
    found, total = engine.imports.page(caller, wanted, order, page.skip, page.size)
    return Paged[ImportSummaryOut](data=[ImportSummaryOut.of(each) for each in found],
                                   pagination=Pagination.of(page, total))


@router.get("/mappings", response_model=MappingOut, responses=problems(401, 403, 503))
def mappings(caller: Caller, engine: EngineDep) -> MappingOut:
    """What captions and names in the organization's files mean, as it saved it."""
    caller.require(Action.READ)
    return MappingOut.of(engine.imports.mapping(caller))


@router.put("/mappings", response_model=MappingOut, responses=problems(400, 401, 403, 413, 422, 503))
def save_mappings(caller: Caller, engine: EngineDep, body: MappingIn) -> MappingOut:
    """Save what captions and names mean, for every later file. It replaces what was saved before."""
    return MappingOut.of(engine.imports.save_mapping(caller, body.model_dump()))


@router.get("/{import_id}", response_model=ImportOut | ImportSummaryOut, responses=problems(401, 403, 404, 422, 503))
def found(
    import_id: ShortId, caller: Caller, engine: EngineDep,
    brief: Annotated[bool, Query(description="Leave sheets, findings and lots out, for polling.")] = False,
) -> ImportOut | ImportSummaryOut:
    """One import with all it has come to so far."""
    one = engine.imports.find(caller, import_id)
    caller.require(Action.READ)
    return ImportSummaryOut.of(one) if brief else ImportOut.of(engine.imports.answer(one))


@router.post("/{import_id}/cancel", response_model=ImportSummaryOut, responses=problems(401, 403, 404, 409, 422, 503))
def cancel(import_id: ShortId, caller: Caller, engine: EngineDep) -> ImportSummaryOut:
    """End an import as it stands. What its finished parts brought is kept; the answer counts it."""
    return ImportSummaryOut.of(engine.imports.cancel(caller, import_id))


@router.get("/{import_id}/rows", response_model=Paged[RowOut], responses={**_CSV, **problems(401, 403, 404, 422, 503)})
def rows(
    request: Request, import_id: ShortId, caller: Caller, engine: EngineDep, page: PageDep,
    outcome: Annotated[Outcome | None, Query(description="Only rows that came to this.")] = None,
) -> Paged[RowOut] | StreamingResponse:
    """What became of each row, in the order of the file."""
    one = engine.imports.find(caller, import_id)
    caller.require(Action.READ)
    if accepts_csv(request):
        columns = tuple(RowOut.model_fields)
        told = (RowOut.of(row) for row in engine.imports.all_rows(one, outcome))
        cells = (tuple(row.model_dump(mode="json").values()) for row in told)
        return csv_response(columns, cells, f"import-{import_id}-rows.csv")
    found, total = engine.imports.rows(one, page.skip, page.size, outcome)
    return Paged[RowOut](data=[RowOut.of(row) for row in found], pagination=Pagination.of(page, total))


@router.get("/{import_id}/original", response_class=Response,
            responses={**_FILE, **problems(401, 403, 404, 422, 503)})
def original(import_id: ShortId, caller: Caller, engine: EngineDep) -> Response:
    """The file as it was sent."""
    one = engine.imports.find(caller, import_id)
    caller.require(Action.READ)
    return _file(engine.imports.original(one), MEDIA_TYPES[one.kind], one.filename)


@router.get("/{import_id}/annotated", response_class=Response,
            responses={200: {"content": {MEDIA_TYPES["xlsx"]: {}}, "description": "A workbook."},
                       **problems(401, 403, 404, 413, 415, 422, 503)})
def annotated(import_id: ShortId, caller: Caller, engine: EngineDep) -> Response:
    """The sender's own file as a workbook with a comment in every cell that has a finding."""
    one = engine.imports.find(caller, import_id)
    caller.require(Action.READ)
    name = f"{one.filename.rpartition('.')[0] or one.filename} (findings).xlsx"
    return _file(engine.imports.annotated(one), MEDIA_TYPES["xlsx"], name)


def _file(content: bytes, media_type: str, name: str) -> Response:
    return Response(content, 200, {"Content-Disposition": content_disposition(name), "Cache-Control": "no-store"},
                    media_type)
