"""`/products/api/v1/lots`: lots the caller may see at least one record of."""

from typing import Annotated

from fastapi import Query

from api.deps import Caller, EngineDep, Paged, PageDep, Pagination, ordering, secured_router
from api.lots.schemas import LotListedOut
from api.problems import problems
from engine.errors import Invalid
from engine.fsma.tlc import normal_gtin
from engine.identity import Action
from engine.trace.lots import LotQuery, Lots

router = secured_router("/products/api/v1/lots", "Lots")


@router.get("", response_model=Paged[LotListedOut], responses=problems(401, 403, 422, 503))
def lots(
    caller: Caller, engine: EngineDep, page: PageDep,
    order: Annotated[str, ordering("created", default="-created")],
    tlc: Annotated[str | None, Query(min_length=1, max_length=300, description="Lot code, any spelling.")] = None,
    lot_number: Annotated[str | None, Query(min_length=1, max_length=100, description="Exactly as typed.")] = None,
    gtin: Annotated[str | None, Query(min_length=6, max_length=20, description="GTIN-8, 12, 13 or 14.")] = None,
) -> Paged[LotListedOut]:
    """Find lots by traceability lot code, GTIN or lot number, or list all in view."""
    caller.require(Action.READ)
    query = LotQuery(tlc, _gtin(gtin), lot_number, newest_first=order.startswith("-"))
    found, total = Lots(engine.graph).find(engine.identity.view(caller), query, page.skip, page.size)
    return Paged[LotListedOut](data=[LotListedOut.of(lot) for lot in found], pagination=Pagination.of(page, total))


def _gtin(text: str | None) -> str | None:
    if text is None:
        return None
    normal = normal_gtin(text)
    if normal is None:
        raise Invalid(details=[{"loc": ["query", "gtin"], "msg": "Not a GTIN.", "type": "gtin"}])
    return normal
