"""`/products/api/v1/products`."""

from typing import Annotated

from fastapi import Query, Request, Response
from starlette.responses import StreamingResponse

from api.catalogue.answers import CHANGED, CREATED, FOUND, LISTED, REMOVED, listed
from api.catalogue.files import FILE, RESPONSES, DryRun, ImportOut, imported
from api.catalogue.filters import gtin_of
from api.deps import Caller, EngineDep, Paged, PageDep, ShortId, ordering, secured_router
from api.products.schemas import ProductOut
from engine.catalogue.forms import ProductIn, ProductPatch
from engine.catalogue.products import ORDERINGS, ProductQuery
from engine.identity import Action

router = secured_router("/products/api/v1/products", "Products")


@router.get("", response_model=Paged[ProductOut], responses=LISTED)
def products(
    caller: Caller, engine: EngineDep, page: PageDep, request: Request,
    order: Annotated[str, ordering(*ORDERINGS, default="-created")],
    name: Annotated[str | None, Query(min_length=1, max_length=255, description="Part of the name, any case.")] = None,
    gtin: Annotated[str | None, Query(min_length=6, max_length=20, description="GTIN-8, 12, 13 or 14.")] = None,
    brand_id: Annotated[str | None, Query(max_length=22, description="Products that bear this brand.")] = None,
    ftl_category: Annotated[str | None, Query(max_length=60, description="Entry of the list, or not_ftl.")] = None,
    organization_id: Annotated[str | None, Query(max_length=22, description="Your own, or none.")] = None,
) -> Paged[ProductOut] | StreamingResponse:
    """Products of the caller's organization."""
    caller.require(Action.READ_CATALOGUE)
    if organization_id not in (None, caller.organization.id):
        return listed(request, page, ProductOut, lambda skip, limit: ([], 0), "products.csv")
    wanted = ProductQuery(gtin_of(gtin), brand_id, ftl_category, name)
    return listed(request, page, ProductOut, lambda skip, limit: engine.catalogue.products.page(
        caller.organization, wanted, order, skip, limit), "products.csv")


@router.post("", status_code=201, response_model=ProductOut, responses=CREATED)
def create(body: ProductIn, caller: Caller, engine: EngineDep) -> ProductOut:
    """A new product. Its GTIN is set once, and unique within the organization."""
    caller.require(Action.EDIT)
    product = engine.catalogue.products.create(caller.organization, body)
    engine.identity.sharing.products_changed(caller.organization)
    engine.audit.record(caller.organization.no, caller.actor, "product.created", product.id)
    return ProductOut.of(product)


@router.post("/import", status_code=201, response_model=ImportOut, responses=RESPONSES, openapi_extra=FILE)
async def take(request: Request, caller: Caller, engine: EngineDep, response: Response,
               dry_run: DryRun = False) -> ImportOut:
    """Create products from a CSV text or workbook whose first row names fields: all of them or none."""
    return await imported(request, response, caller, engine, "products", ProductIn, engine.catalogue.products.add,
                          dry_run)


@router.get("/{product_id}", response_model=ProductOut, responses=FOUND)
def product(product_id: ShortId, caller: Caller, engine: EngineDep) -> ProductOut:
    """One product."""
    found = engine.catalogue.products.find(caller.organization, product_id)
    caller.require(Action.READ_CATALOGUE)
    return ProductOut.of(found)


@router.patch("/{product_id}", response_model=ProductOut, responses=CHANGED)
def change(product_id: ShortId, body: ProductPatch, caller: Caller, engine: EngineDep) -> ProductOut:
    """Change what the body names; the rest stays."""
    engine.catalogue.products.find(caller.organization, product_id)
    caller.require(Action.EDIT)
    changed = engine.catalogue.products.change(caller.organization, product_id, body)
    engine.identity.sharing.products_changed(caller.organization)
    engine.audit.record(caller.organization.no, caller.actor, "product.changed", product_id,
                        {"fields": sorted(body.model_fields_set)})
    return ProductOut.of(changed)


@router.delete("/{product_id}", status_code=204, responses=REMOVED)
def remove(product_id: ShortId, caller: Caller, engine: EngineDep) -> None:
    """Remove a product of which there are neither lots nor records."""
    engine.catalogue.products.find(caller.organization, product_id)
    caller.require(Action.EDIT)
    engine.catalogue.products.remove(caller.organization, product_id)
    engine.audit.record(caller.organization.no, caller.actor, "product.removed", product_id)
