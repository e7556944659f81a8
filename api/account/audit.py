"""`/account/api/v1/organizations/{org_id}/audit`: who did what. It can be read, and that is all."""

from datetime import datetime
from typing import Annotated, Any

from fastapi import Depends, Query, Request
from pydantic import AwareDatetime, BaseModel, Field
from starlette.responses import Response

from api.account.within import ORGANIZATION, within
from api.csv_answers import csv_response
from api.deps import Caller, EngineDep, Paged, PageDep, Pagination, ShortId, accepts_csv, ordering, secured_router
from api.problems import problems
from engine.audit import ORDERINGS, AuditEntry, AuditFilter
from engine.clock import rfc3339
from engine.identity import Action

router = secured_router(f"{ORGANIZATION}/audit", "Audit log")
_COLUMNS = ("no", "at", "actor", "action", "subject", "detail", "request_id")
_CSV = {200: {"content": {"text/csv": {"schema": {"type": "string"}}}}}


class AuditEntryOut(BaseModel):
    no: int = Field(description="Counted from 1 without a gap.")
    at: datetime
    actor: str = Field(description="key:, user: or client: with its id, or operator.")
    action: str = Field(description="Dotted name, for example export.requested.")
    subject: str | None = Field(description="Id of what it was done to.")
    detail: dict[str, Any]
    request_id: str | None = Field(description="X-Request-ID of the call.")

    @classmethod
    def of(cls, entry: AuditEntry) -> "AuditEntryOut":
        return cls(no=entry.no, at=entry.at, actor=entry.actor, action=entry.action, subject=entry.subject,
                   detail=entry.detail, request_id=entry.request_id)


def _filter(
    actor: Annotated[str | None, Query(max_length=100, description="Exactly, for example user:…")] = None,
    action: Annotated[str | None, Query(max_length=100, description="A name, or a beginning such as `member.`")] = None,
    subject: Annotated[str | None, Query(max_length=255, description="Exactly.")] = None,
    since: Annotated[AwareDatetime | None, Query(alias="from", description="Then or later.")] = None,
    before: Annotated[AwareDatetime | None, Query(alias="to", description="Earlier than that.")] = None,
) -> AuditFilter:
    return AuditFilter(actor, action, subject, since, before)


@router.get("", response_model=Paged[AuditEntryOut],
            responses={**_CSV, **problems(401, 403, 404, 422, 429, 503)})
def audit(
    request: Request, org_id: ShortId, caller: Caller, engine: EngineDep, page: PageDep,
    wanted: Annotated[AuditFilter, Depends(_filter)],
    order: Annotated[str, ordering(*ORDERINGS, default="-at")],
) -> Any:
    """Entries, newest first; with `Accept: text/csv` all that the filter leaves."""
    acting = within(engine, caller, org_id)
    acting.require(Action.READ_ADMINISTRATION)
    organization = acting.organization.no
    if accepts_csv(request):
        return _csv(engine.audit.entries(organization, wanted, order))
    found, total = engine.audit.page(organization, wanted, order, page.skip, page.size)
    return Paged[AuditEntryOut](data=[AuditEntryOut.of(one) for one in found], pagination=Pagination.of(page, total))


def _csv(entries: Any) -> Response:
    rows = ((one.no, rfc3339(one.at), one.actor, one.action, one.subject,
             "; ".join(f"{name}={value}" for name, value in sorted(one.detail.items())), one.request_id)
            for one in entries)
    return csv_response(_COLUMNS, rows, "audit.csv")
