"""Answers of the completeness report."""

from typing import Any

from pydantic import BaseModel, Field

from api.deps import Page, Paged, Pagination
from engine.completeness import By, Report
from engine.completeness.rows import Party, Row, Tally

_LOT = "of those that owe a lot code; null where none does"


class PartyOut(BaseModel):
    """A place, an organization, the caller's own organization, or nobody."""

    kind: str = Field(description="place, organization, own or nobody.")
    id: str | None = Field(description="Location id or organization id.")
    name: str | None
    phone: str | None


class TallyOut(BaseModel):
    """Records counted."""

    records: int
    complete: int = Field(description="Records that no check finds a data element missing in.")
    complete_share: float | None = Field(description="From 0 to 1; null without records.")
    owing_tlc: int = Field(description="Records that owe a traceability lot code.")
    with_tlc: int
    tlc_share: float | None = Field(description=f"Share with a lot code, {_LOT}.")
    with_tlc_source: int
    tlc_source_share: float | None = Field(description=f"Share with a lot code source or its reference, {_LOT}.")

    @classmethod
    def of(cls, tally: Tally) -> "TallyOut":
        return cls(records=tally.records, complete=tally.complete, complete_share=tally.complete_share,
                   owing_tlc=tally.owing, with_tlc=tally.with_tlc, tlc_share=tally.tlc_share,
                   with_tlc_source=tally.with_source, tlc_source_share=tally.source_share)


class CompletenessRowOut(TallyOut):
    """One row. Which of the names are filled depends on what the list is by."""

    about: PartyOut | None = Field(description="The location, the trading partner, or whom to ask.")
    cte_type: str | None
    field: str | None = Field(description="The data element, by our name for it.")
    label: str | None
    section: str | None = Field(description="Paragraph of 21 CFR Part 1 Subpart S.")
    missing: int = Field(description="Records that lack the data element.")
    priority: str = Field(description="top where an investigator cannot take the next step without it, else normal.")

    @classmethod
    def of_row(cls, row: Row) -> "CompletenessRowOut":
        return cls(**TallyOut.of(row.tally).model_dump(), about=_party(row.about), cte_type=row.cte_type,
                   field=row.field, label=row.label, section=row.section, missing=row.missing,
                   priority="top" if row.top else "normal")


class CompletenessOut(Paged[CompletenessRowOut]):
    """A page of one list, and all records of the question together."""

    by: By
    totals: TallyOut

    @classmethod
    def of(cls, report: Report, by: By, ordering: str, page: Page) -> "CompletenessOut":
        rows = report.rows(by, ordering)
        shown = rows[page.skip:page.skip + page.size]
        return cls(by=by, totals=TallyOut.of(report.totals), data=[CompletenessRowOut.of_row(row) for row in shown],
                   pagination=Pagination.of(page, len(rows)))


COLUMNS = ("by", "kind", "id", "name", "phone", "cte_type", "field", "label", "section", "priority", "missing",
           *TallyOut.model_fields)


def cells(by: By, row: Row) -> list[Any]:
    """A row for CSV, with the columns of COLUMNS."""
    about = row.about or Party("")
    out = CompletenessRowOut.of_row(row)
    return [by, about.kind, about.id, about.name, about.phone, out.cte_type, out.field, out.label, out.section,
            out.priority, out.missing, *(getattr(out, name) for name in TallyOut.model_fields)]


def _party(party: Party | None) -> PartyOut | None:
    return None if party is None else PartyOut(kind=party.kind, id=party.id, name=party.name, phone=party.phone)
