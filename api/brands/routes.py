"""`/brands/api/v1/brands`."""

from typing import Annotated

from fastapi import Query, Request, Response
from starlette.responses import StreamingResponse

from api.brands.schemas import BrandOut
from api.catalogue.answers import CHANGED, CREATED, FOUND, LISTED, REMOVED, listed
from api.catalogue.files import FILE, RESPONSES, DryRun, ImportOut, imported
from api.deps import Caller, EngineDep, Paged, PageDep, ShortId, ordering, secured_router
from engine.catalogue.brands import ORDERINGS, BrandQuery
from engine.catalogue.forms import BrandIn, BrandPatch
from engine.identity import Action

router = secured_router("/brands/api/v1/brands", "Brands")


@router.get("", response_model=Paged[BrandOut], responses=LISTED)
def brands(
    caller: Caller, engine: EngineDep, page: PageDep, request: Request,
    order: Annotated[str, ordering(*ORDERINGS, default="-created")],
    name: Annotated[str | None, Query(min_length=1, max_length=255, description="Part of the name, any case.")] = None,
    organization_id: Annotated[str | None, Query(max_length=22, description="Your own, or none.")] = None,
) -> Paged[BrandOut] | StreamingResponse:
    """Brands of the caller's organization."""
    caller.require(Action.READ_CATALOGUE)
    if organization_id not in (None, caller.organization.id):
        return listed(request, page, BrandOut, lambda skip, limit: ([], 0), "brands.csv")
    return listed(request, page, BrandOut, lambda skip, limit: engine.catalogue.brands.page(
        caller.organization, BrandQuery(name), order, skip, limit), "brands.csv")


@router.post("", status_code=201, response_model=BrandOut, responses=CREATED)
def create(body: BrandIn, caller: Caller, engine: EngineDep) -> BrandOut:
    """A new brand. Its organization is set once; its name is unique within the organization."""
    caller.require(Action.EDIT)
    brand = engine.catalogue.brands.create(caller.organization, body)
    engine.audit.record(caller.organization.no, caller.actor, "brand.created", brand.id)
    return BrandOut.of(brand)


@router.post("/import", status_code=201, response_model=ImportOut, responses=RESPONSES, openapi_extra=FILE)
async def take(request: Request, caller: Caller, engine: EngineDep, response: Response,
               dry_run: DryRun = False) -> ImportOut:
    """Create brands from a CSV text or workbook whose first row names fields: all of them or none."""
    return await imported(request, response, caller, engine, "brands", BrandIn, engine.catalogue.brands.add, dry_run)


@router.get("/{brand_id}", response_model=BrandOut, responses=FOUND)
def brand(brand_id: ShortId, caller: Caller, engine: EngineDep) -> BrandOut:
    """One brand."""
    found = engine.catalogue.brands.find(caller.organization, brand_id)
    caller.require(Action.READ_CATALOGUE)
    return BrandOut.of(found)


@router.patch("/{brand_id}", response_model=BrandOut, responses=CHANGED)
def change(brand_id: ShortId, body: BrandPatch, caller: Caller, engine: EngineDep) -> BrandOut:
    """Change what the body names; the rest stays."""
    engine.catalogue.brands.find(caller.organization, brand_id)
    caller.require(Action.EDIT)
    changed = engine.catalogue.brands.change(caller.organization, brand_id, body)
    engine.audit.record(caller.organization.no, caller.actor, "brand.changed", brand_id,
                        {"fields": sorted(body.model_fields_set)})
    return BrandOut.of(changed)


@router.delete("/{brand_id}", status_code=204, responses=REMOVED)
def remove(brand_id: ShortId, caller: Caller, engine: EngineDep) -> None:
    """Remove a brand that no product bears."""
    engine.catalogue.brands.find(caller.organization, brand_id)
    caller.require(Action.EDIT)
    engine.catalogue.brands.remove(caller.organization, brand_id)
    engine.audit.record(caller.organization.no, caller.actor, "brand.removed", brand_id)
