"""`/compliance/api/v1/documents`: what an organization sent, whichever door it came through."""

from datetime import datetime
from typing import Annotated

from fastapi import Query
from pydantic import BaseModel, ConfigDict, Field

from api.deps import Caller, EngineDep, Paged, PageDep, Pagination, ordering, secured_router
from api.imports.routes import zoned
from api.problems import problems
from engine.capture import documents
from engine.capture.documents import DocumentFilter
from engine.identity import Action

router = secured_router("/compliance/api/v1/documents", "Imports")


class DocumentOut(BaseModel):
    """One document as it was received, kept under its SHA-256."""

    model_config = ConfigDict(from_attributes=True)

    capture_id: str
    sha256: str
    kind: str = Field(description="json, xlsx or csv.")
    size: int = Field(description="Bytes.")
    recorded_at: datetime
    created: int
    duplicates: int
    quarantined: int


@router.get("", response_model=Paged[DocumentOut], responses=problems(401, 403, 422, 503))
def sent(
    caller: Caller, engine: EngineDep, page: PageDep,
    order: Annotated[str, ordering("recorded_at", default="-recorded_at")],
    sha256: Annotated[str | None, Query(pattern="^[0-9a-f]{64}$", description="Exactly this document.")] = None,
    since: Annotated[datetime | None, Query(alias="from", description="Received then or later.")] = None,
    before: Annotated[datetime | None, Query(alias="to", description="Received earlier than that.")] = None,
) -> Paged[DocumentOut]:
    """Documents that brought records of the caller's organization, newest first."""
    caller.require(Action.READ)
    wanted = DocumentFilter(sha256, zoned("from", since), zoned("to", before))
    found, total = documents.page(engine.graph, caller.organization.no, wanted, order, page.skip, page.size)
    return Paged[DocumentOut](data=[DocumentOut.model_validate(each) for each in found],
                              pagination=Pagination.of(page, total))
