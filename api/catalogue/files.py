"""Spreadsheets of catalogue rows: how they arrive, and what is answered."""

from typing import Annotated, Any

from fastapi import Query, Request, Response
from pydantic import BaseModel, Field
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile

from api.problems import problems
from engine.assembly import Engine
from engine.catalogue.importing import Add, ImportAnswer
from engine.catalogue.values import Form
from engine.errors import BadRequest, UnsupportedMedia
from engine.identity import Action, Caller

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_BARE = ("text/csv", _XLSX, "application/octet-stream")
_ANY = {"schema": {"type": "string", "format": "binary"}}
FILE = {"requestBody": {"required": True, "content": {
    "text/csv": _ANY, _XLSX: _ANY, "application/octet-stream": _ANY,
    "multipart/form-data": {"schema": {"type": "object", "required": ["file"],
                                       "properties": {"file": {"type": "string", "format": "binary"}}}},
}}}

DryRun = Annotated[bool, Query(description="Answer what the file would do, and keep nothing.")]


class RowFaultOut(BaseModel):
    row: int = Field(description="As the spreadsheet numbers it, from 1.")
    field: str = Field(description="The column.")
    message: str
    type: str


class ImportOut(BaseModel):
    """What became of a file: all of its rows were created, or none."""

    dry_run: bool
    rows: int = Field(description="Rows below the header that hold anything.")
    created: int
    ids: list[str] = Field(description="Ids of what was created, in the order of the rows; empty in a dry run.")
    errors: list[RowFaultOut] = Field(description="Faults by row; a dry run tells them, otherwise the answer is 422.")

    @classmethod
    def of(cls, answer: ImportAnswer) -> "ImportOut":
        return cls(dry_run=answer.dry_run, rows=answer.rows, created=len(answer.ids), ids=list(answer.ids),
                   errors=[RowFaultOut(**vars(fault)) for fault in answer.faults])


RESPONSES: dict[int | str, dict[str, Any]] = {
    200: {"model": ImportOut, "description": "Dry run"},
    **problems(400, 401, 403, 413, 415, 422, 429, 503),
}


async def uploaded(request: Request) -> bytes:
    """The bytes of the file, sent bare or as the field `file` of a form. Raises BadRequest, UnsupportedMedia."""
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media_type == "multipart/form-data":
        async with request.form(max_files=1, max_fields=8) as form:
            file = form.get("file")
            if not isinstance(file, UploadFile):
                raise BadRequest("Send the file as the field `file` of the form.")
            return await file.read()
    if media_type not in _BARE:
        raise UnsupportedMedia("Send the file as text/csv, as .xlsx, or in a form.")
    return await request.body()


async def imported(request: Request, response: Response, caller: Caller, engine: Engine, what: str, form: type[Form],
                   add: Add, dry_run: bool) -> ImportOut:
    """Take in the file of a request: all of its rows or none. what: the resource's name, for the audit log."""
    caller.require(Action.EDIT)
    raw = await uploaded(request)
    answer = await run_in_threadpool(engine.catalogue.imports.take, caller.organization, raw, form, add, dry_run)
    response.status_code = 200 if dry_run else 201
    if not dry_run:
        await run_in_threadpool(engine.identity.sharing.products_changed, caller.organization)
        await run_in_threadpool(engine.audit.record, caller.organization.no, caller.actor, f"import.{what}", None,
                                {"created": len(answer.ids)})
    return ImportOut.of(answer)
