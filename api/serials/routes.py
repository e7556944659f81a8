"""`/products/api/v1/serials` and `/products/api/v1/lots/{lot_id}/runs`."""

from collections.abc import Callable
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from starlette.responses import StreamingResponse

from api.catalogue.answers import CHANGED, CREATED, FOUND, LISTED, listed
from api.catalogue.files import FILE, RESPONSES, DryRun, ImportOut, imported
from api.catalogue.filters import gtin_of
from api.deps import Caller, EngineDep, Paged, PageDep, ShortId, ordering, secured_router
from api.problems import problems
from api.serials.schemas import LotRunOut, SerialOut
from engine.catalogue.forms import RunIn, SerialIn, SerialPatch, SerialStatus
from engine.catalogue.serials import ORDERINGS, SerialQuery
from engine.errors import Forbidden, NotFound
from engine.identity import Action, LotRef

_runs = secured_router("/products/api/v1/lots", "Serials")
_serials = secured_router("/products/api/v1/serials", "Serials")


@_runs.get("/{lot_id}/runs", response_model=Paged[LotRunOut], responses={**LISTED, **problems(404)})
def runs(lot_id: ShortId, caller: Caller, engine: EngineDep, page: PageDep, request: Request,
         order: Annotated[str, ordering("created", default="-created")]) -> Paged[LotRunOut] | StreamingResponse:
    """Runs of serials of a lot."""
    lot = engine.identity.require_lot(caller, lot_id)
    caller.require(Action.READ)
    return listed(request, page, LotRunOut, lambda skip, limit: engine.catalogue.serials.runs(
        caller.organization, lot, order, skip, limit), "runs.csv")


@_runs.post("/{lot_id}/runs", status_code=201, response_model=LotRunOut, responses=CHANGED)
def allocate(lot_id: ShortId, body: RunIn, caller: Caller, engine: EngineDep) -> LotRunOut:
    """Make a run of serials, all of them or none."""
    lot = engine.identity.require_lot(caller, lot_id)
    caller.require(Action.EDIT)
    engine.catalogue.lots.require_own(caller.organization, lot)
    run = engine.catalogue.serials.allocate(caller.organization, lot, body)
    engine.audit.record(caller.organization.no, caller.actor, "serial.allocated", run.id, {"quantity": run.quantity})
    return LotRunOut.of(run)


@_runs.get("/{lot_id}/runs/{run_id}", response_model=LotRunOut, responses=FOUND)
def run(lot_id: ShortId, run_id: ShortId, caller: Caller, engine: EngineDep) -> LotRunOut:
    """One run of serials."""
    lot = engine.identity.require_lot(caller, lot_id)
    found = engine.catalogue.serials.run(caller.organization, run_id)
    if found.lot_id != lot.id:
        raise NotFound
    caller.require(Action.READ)
    return LotRunOut.of(found)


@_serials.get("", response_model=Paged[SerialOut], responses=LISTED)
def serials(
    caller: Caller, engine: EngineDep, page: PageDep, request: Request,
    order: Annotated[str, ordering(*ORDERINGS, default="-created")],
    lot_id: Annotated[str | None, Query(max_length=22, description="Serials of this lot.")] = None,
    lot_run_id: Annotated[str | None, Query(max_length=22, description="Serials of this run.")] = None,
    gtin: Annotated[str | None, Query(min_length=6, max_length=20, description="GTIN-8, 12, 13 or 14.")] = None,
    status: Annotated[SerialStatus | None, Query(description="active or voided.")] = None,
    serial: Annotated[str | None, Query(min_length=1, max_length=20, description="Exactly.")] = None,
    never_printed: Annotated[bool, Query(description="Only serials without a label.")] = False,
) -> Paged[SerialOut] | StreamingResponse:
    """Serials of the caller's organization, in the order in which they were made."""
    caller.require(Action.READ)
    wanted = SerialQuery(lot_id, lot_run_id, gtin_of(gtin), status, serial, never_printed)
    return listed(request, page, SerialOut, lambda skip, limit: engine.catalogue.serials.page(
        caller.organization, wanted, order, skip, limit), "serials.csv")


@_serials.post("", status_code=201, response_model=SerialOut, responses=CREATED)
def create(body: SerialIn, caller: Caller, engine: EngineDep) -> SerialOut:
    """Take in one serial of a lot. It is unique among the organization's serials of the GTIN."""
    caller.require(Action.EDIT)
    serial = engine.catalogue.serials.create(caller.organization, body, _lots(caller, engine))
    engine.audit.record(caller.organization.no, caller.actor, "serial.created", serial.id)
    return SerialOut.of(serial)


@_serials.post("/import", status_code=201, response_model=ImportOut, responses=RESPONSES, openapi_extra=FILE)
async def take(request: Request, caller: Caller, engine: EngineDep, response: Response,
               dry_run: DryRun = False) -> ImportOut:
    """Create serials from a CSV text or workbook whose first row names fields: all of them or none."""
    lot_of = _lots(caller, engine)
    return await imported(request, response, caller, engine, "serials", SerialIn,
                          lambda tx, organization, forms: engine.catalogue.serials.add(tx, organization, forms, lot_of),
                          dry_run)


@_serials.get("/{serial_id}", response_model=SerialOut, responses=FOUND)
def serial(serial_id: ShortId, caller: Caller, engine: EngineDep) -> SerialOut:
    """One serial."""
    found = engine.catalogue.serials.find(caller.organization, serial_id)
    caller.require(Action.READ)
    return SerialOut.of(found)


@_serials.patch("/{serial_id}", response_model=SerialOut, responses=CHANGED)
def change(serial_id: ShortId, body: SerialPatch, caller: Caller, engine: EngineDep) -> SerialOut:
    """Void a serial, or let it count again."""
    engine.catalogue.serials.find(caller.organization, serial_id)
    caller.require(Action.EDIT)
    changed = engine.catalogue.serials.change(caller.organization, serial_id, body)
    engine.audit.record(caller.organization.no, caller.actor, "serial.changed", serial_id,
                        {"fields": sorted(body.model_fields_set)})
    return SerialOut.of(changed)


def _lots(caller: Caller, engine: EngineDep) -> Callable[[str], LotRef | None]:
    """The lot of an id as far as the caller may make serials for it."""
    def lot_of(lot_id: str) -> LotRef | None:
        try:
            lot = engine.identity.require_lot(caller, lot_id)
            engine.catalogue.lots.require_own(caller.organization, lot)
        except (NotFound, Forbidden):
            return None
        return lot

    return lot_of


router = APIRouter()
router.include_router(_runs)
router.include_router(_serials)
