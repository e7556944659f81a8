"""`/compliance/api/v1/ctes`: records in, back, and withdrawn."""

from typing import Annotated

from fastapi import Body, Path, Query, Request, Response
from starlette.concurrency import run_in_threadpool

from api.ctes.schemas import CaptureOut, CorrectIn, RecordOut, VoidIn
from api.deps import Caller, EngineDep, json_bytes, secured_router
from api.problems import problems
from engine.identity import Action

router = secured_router("/compliance/api/v1/ctes", "Critical tracking events")

# Senders choose event ids; EPCIS ones are URIs and may hold slashes.
EventId = Annotated[str, Path(min_length=1, max_length=1_000, description="The recorder's event id, or a record id.")]

_DOCUMENT = {"requestBody": {"required": True, "content": {"application/json": {"schema": {
    "type": "object", "required": ["events"],
    "properties": {"events": {"type": "array", "minItems": 1, "items": {"type": "object"}}},
}}}}}


@router.post("", status_code=201, response_model=CaptureOut, openapi_extra=_DOCUMENT,
             responses={200: {"model": CaptureOut, "description": "Dry run"},
                        **problems(400, 401, 403, 413, 415, 422, 503)})
async def capture(
    request: Request, caller: Caller, engine: EngineDep, response: Response,
    dry_run: Annotated[bool, Query(description="Answer what the document would do, and keep nothing.")] = False,
) -> CaptureOut:
    """Take in a document of events; the caller's organization is the recorder of each."""
    # Before the body is read: 32 MiB are not worth having from somebody who may not send them.
    caller.require(Action.CAPTURE)
    raw = await json_bytes(request)
    answer = await run_in_threadpool(engine.capture.capture_json, caller, raw, dry_run)
    if not dry_run:
        await run_in_threadpool(
            engine.audit.record, caller.organization.no, caller.actor, "record.captured", answer.capture_id,
            {"created": answer.created, "duplicates": answer.duplicates, "quarantined": answer.quarantined})
    response.status_code = 200 if dry_run else 201
    return CaptureOut.of(answer)


@router.post("/{event_id:path}/void", response_model=RecordOut, responses=problems(401, 403, 404, 409, 422, 503))
def void(event_id: EventId, caller: Caller, engine: EngineDep, body: Annotated[VoidIn, Body()]) -> RecordOut:
    """Withdraw one of the caller's records. It stays readable, and traces as known before keep it."""
    if not caller.may(Action.CAPTURE):
        engine.capture.record(caller, event_id)
    caller.require(Action.CAPTURE)
    voided = engine.capture.void(caller, event_id, body.reason)
    engine.audit.record(caller.organization.no, caller.actor, "record.voided", voided.record_id)
    return RecordOut.of(voided)


@router.post("/{event_id:path}/correct", status_code=201, response_model=RecordOut,
             responses=problems(400, 401, 403, 404, 409, 413, 422, 503))
def correct(event_id: EventId, caller: Caller, engine: EngineDep, body: Annotated[CorrectIn, Body()]) -> RecordOut:
    """Let a corrected event take the place of one of the caller's records, which stays readable in its history."""
    if not caller.may(Action.CAPTURE):
        engine.capture.record(caller, event_id)
    caller.require(Action.CAPTURE)
    corrected = engine.capture.correct(caller, event_id, body.event)
    engine.audit.record(caller.organization.no, caller.actor, "record.corrected", corrected.record_id)
    return RecordOut.of(corrected)


@router.get("/{event_id:path}", response_model=RecordOut, responses=problems(401, 403, 404, 422, 503))
def record(event_id: EventId, caller: Caller, engine: EngineDep) -> RecordOut:
    """One record beside what was sent, with its history."""
    found = engine.capture.record(caller, event_id)
    caller.require(Action.READ)
    return RecordOut.of(found)
