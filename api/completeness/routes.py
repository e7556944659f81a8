"""`/compliance/api/v1/completeness`: how complete the records are, and whom to ask."""

from datetime import date
from enum import StrEnum
from typing import Annotated

from fastapi import Depends, Query, Request, Response
from starlette.responses import StreamingResponse

from api.completeness.schemas import COLUMNS, CompletenessOut, cells
from api.csv_answers import csv_response
from api.deps import Caller, EngineDep, PageDep, accepts_csv, ordering, secured_router
from api.problems import problems
from engine.completeness import By, Wanted
from engine.completeness.report import ORDERINGS
from engine.exports.completeness_book import completeness_workbook
from engine.exports.rendering import MEDIA_TYPE
from engine.fsma.cte_types import CteType
from engine.storage.filenames import content_disposition

router = secured_router("/compliance/api/v1/completeness", "Completeness")


class ReportFormat(StrEnum):
    """json answers the list asked for, or text/csv where the client prefers it; xlsx all lists in one workbook."""

    JSON = "json"
    XLSX = "xlsx"


def _wanted(
    date_from: Annotated[date | None, Query(description="Events of this day or later.")] = None,
    date_to: Annotated[date | None, Query(description="Events of this day or earlier.")] = None,
    location_id: Annotated[str | None, Query(min_length=22, max_length=22, description="Events at this place.")] = None,
    cte_type: Annotated[CteType | None, Query(description="Events of this type.")] = None,
    partner_id: Annotated[str | None, Query(
        min_length=22, max_length=22, description="Events with this place or organization on the other side.")] = None,
) -> Wanted:
    return Wanted(date_from, date_to, location_id, cte_type, partner_id)


@router.get("", response_model=CompletenessOut, responses={
    200: {"content": {"text/csv": {}, MEDIA_TYPE: {}},
          "description": "A page of one list; as text/csv all of it; with format=xlsx all lists."},
    **problems(401, 403, 422, 503),
})
def completeness(
    caller: Caller, engine: EngineDep, page: PageDep, request: Request, wanted: Annotated[Wanted, Depends(_wanted)],
    order: Annotated[str, ordering(*ORDERINGS, default="-records")],
    by: Annotated[By, Query(description="What the rows are about: location, partner, cte, kde, or gap for whom to "
                                        "ask.")] = By.LOCATION,
    format: Annotated[ReportFormat, Query(description="json, or xlsx for all lists in one workbook.")]
    = ReportFormat.JSON,
) -> CompletenessOut | StreamingResponse | Response:
    """Shares of records that are complete, have a lot code and its source, and the gaps by whom to ask."""
    report = engine.completeness.report(caller, wanted)
    if format is ReportFormat.XLSX:
        headers = {"Content-Disposition": content_disposition("completeness.xlsx"), "Cache-Control": "no-store"}
        return Response(completeness_workbook(report, engine.clock.now()), media_type=MEDIA_TYPE, headers=headers)
    if accepts_csv(request):
        return csv_response(COLUMNS, (cells(by, row) for row in report.rows(by, order)), f"completeness-{by}.csv")
    return CompletenessOut.of(report, by, order, page)
