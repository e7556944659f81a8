"""`/products/api/v1/lots`: lots in the caller's records and catalogue."""

from datetime import date
from typing import Annotated

from fastapi import Depends, Query, Request, Response
from starlette.responses import StreamingResponse

from api.catalogue.answers import CHANGED, CREATED, FOUND, LISTED, listed
from api.catalogue.files import FILE, RESPONSES, DryRun, ImportOut, imported
from api.catalogue.filters import gtin_of
from api.deps import Caller, EngineDep, Paged, PageDep, ShortId, ordering, secured_router
from api.lots.schemas import LotListedOut
from engine.catalogue.forms import LotIn, LotPatch, LotStatus
from engine.errors import NotFound
from engine.identity import Action
from engine.trace.lots import LotQuery, Lots

router = secured_router("/products/api/v1/lots", "Lots")

_Day = Annotated[date | None, Query(description="Of the expiry date in the catalogue; included.")]


def _wanted(
    caller: Caller, engine: EngineDep,
    order: Annotated[str, ordering("created", default="-created")],
    tlc: Annotated[str | None, Query(min_length=1, max_length=300, description="Lot code, any spelling.")] = None,
    lot_number: Annotated[str | None, Query(min_length=1, max_length=100, description="Exactly as typed.")] = None,
    gtin: Annotated[str | None, Query(min_length=6, max_length=20, description="GTIN-8, 12, 13 or 14.")] = None,
    product_id: Annotated[str | None, Query(max_length=22, description="Lots of one of your products.")] = None,
    brand_id: Annotated[str | None, Query(max_length=22, description="Lots of products of one of your brands.")] = None,
    status: Annotated[LotStatus | None, Query(description="As your catalogue says.")] = None,
    never_printed: Annotated[bool, Query(description="Only lots without a label.")] = False,
    expires_from: _Day = None, expires_to: _Day = None,
) -> LotQuery:
    normal = gtin_of(gtin)
    gtins = None if normal is None else {normal}
    if product_id is not None:
        found = _gtins_of_product(caller, engine, product_id)
        gtins = found if gtins is None else gtins & found
    if brand_id is not None:
        found = set(engine.catalogue.brands.gtins(caller.organization, brand_id) or ())
        gtins = found if gtins is None else gtins & found
    return LotQuery(tlc, None if gtins is None else tuple(gtins), lot_number, order.startswith("-"), status,
                    never_printed, expires_from, expires_to)


def _gtins_of_product(caller: Caller, engine: EngineDep, product_id: str) -> set[str]:
    try:
        return {engine.catalogue.products.find(caller.organization, product_id).gtin}
    except NotFound:
        return set()


@router.get("", response_model=Paged[LotListedOut], responses=LISTED)
def lots(
    caller: Caller, engine: EngineDep, page: PageDep, request: Request, wanted: Annotated[LotQuery, Depends(_wanted)],
) -> Paged[LotListedOut] | StreamingResponse:
    """Find lots by traceability lot code, GTIN or lot number, or list all in view."""
    caller.require(Action.READ)
    view, found = engine.identity.view(caller), Lots(engine.graph)
    return listed(request, page, LotListedOut, lambda skip, limit: found.find(view, wanted, skip, limit), "lots.csv")


@router.post("", status_code=201, response_model=LotListedOut, responses=CREATED)
def create(body: LotIn, caller: Caller, engine: EngineDep) -> LotListedOut:
    """A lot of a registered product, before any event of it; once events come, they speak of this very lot."""
    caller.require(Action.EDIT)
    lot_id = engine.catalogue.lots.create(caller.organization, body)
    engine.audit.record(caller.organization.no, caller.actor, "lot.created", lot_id)
    return _lot(caller, engine, lot_id)


@router.post("/import", status_code=201, response_model=ImportOut, responses=RESPONSES, openapi_extra=FILE)
async def take(request: Request, caller: Caller, engine: EngineDep, response: Response,
               dry_run: DryRun = False) -> ImportOut:
    """Create lots from a CSV text or workbook whose first row names fields: all of them or none."""
    return await imported(request, response, caller, engine, "lots", LotIn, engine.catalogue.lots.add, dry_run)


@router.get("/{lot_id}", response_model=LotListedOut, responses=FOUND)
def lot(lot_id: ShortId, caller: Caller, engine: EngineDep) -> LotListedOut:
    """One lot."""
    found = _lot(caller, engine, lot_id)
    caller.require(Action.READ)
    return found


@router.patch("/{lot_id}", response_model=LotListedOut, responses=CHANGED)
def change(lot_id: ShortId, body: LotPatch, caller: Caller, engine: EngineDep) -> LotListedOut:
    """Change what the body names in the caller's catalogue; the rest stays, and nobody else sees it.

    The lot number can be changed until a record or a printed label bears it. It is part of what the lot is, so the lot
    has another id from then on.
    """
    found = engine.identity.require_lot(caller, lot_id)
    caller.require(Action.EDIT)
    changed = engine.catalogue.lots.change(caller.organization, found, body, engine.identity.view(caller))
    engine.audit.record(caller.organization.no, caller.actor, "lot.changed", changed,
                        {"fields": sorted(body.model_fields_set)})
    return _lot(caller, engine, changed)


def _lot(caller: Caller, engine: EngineDep, lot_id: str) -> LotListedOut:
    found = engine.identity.require_lot(caller, lot_id)
    return LotListedOut.of(Lots(engine.graph).one(engine.identity.view(caller), found))
