"""Answers about imported files."""

from datetime import datetime
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from engine.imports import Import, ImportAnswer, Status
from engine.imports.answers import Outcome, RowOutcome
from engine.imports.imports import SavedMapping


class _Out(BaseModel):
    model_config = ConfigDict(from_attributes=True)


class RowsOut(_Out):
    """Rows of the file; several may make one record."""

    read: int
    accepted: int = Field(description="With and without warnings.")
    quarantined: int = Field(description="Kept aside because they could not be accepted.")
    skipped: int = Field(description="No records: headers said again, totals, footnotes, blank rows.")


class RecordsOut(_Out):
    """Records made of accepted rows."""

    created: int = Field(description="New to the graph.")
    duplicates: int = Field(description="Known before.")
    by_type: dict[str, int]


class ColumnOut(_Out):
    column: str = Field(description="Letters, such as C.")
    caption: str
    field: str | None = Field(description="What it was understood as; null where it was not.")
    how: str = Field(description="What it was recognised by.")


class SheetOut(_Out):
    """How a sheet was understood."""

    sheet: str
    recognised_as: str | None
    header_row: int | None = Field(description="From 1.")
    columns: list[ColumnOut]
    unmatched_columns: list[str] = Field(description="Captions that were not understood.")
    missing_fields: list[str] = Field(description="Fields of FDA's template without a column here.")
    reason: str | None = Field(None, description="Why the sheet holds no records, where it holds none.")


class ImportFindingOut(_Out):
    """One thing noticed about a cell, a row (column null) or a sheet (row null)."""

    rule: str | None
    severity: str
    sheet: str
    row: int | None
    column: str | None
    field: str | None
    value: str | None
    message: str
    hint: str | None


class ImportLotOut(_Out):
    lot_id: str
    tlc: str | None
    role: str = Field(description="What the file says of it: assigned, shipped, received, input, crop or seed.")


class ProgressOut(_Out):
    stage: str = Field(description="waiting, writing, or the status once it has ended.")
    rows_done: int
    rows_total: int | None = Field(description="About, until the file has been read.")


class ImportSummaryOut(_Out):
    """One import in a list."""

    import_id: str
    status: Status
    file: str = Field(description="Name of the file.")
    rows: RowsOut
    records: RecordsOut
    findings_total: int = Field(description="Noticed as the file was read.")
    progress: ProgressOut
    dry_run: bool
    sha256: str = Field(description="Of the file.")
    size: int = Field(description="Bytes.")
    date_format: str | None = Field(description="Order of text dates that was declared.")
    corrects: str | None = Field(description="The import whose quarantined rows it corrects.")
    requested_at: datetime
    requested_by: str | None
    started_at: datetime | None
    ended_at: datetime | None
    error: str | None = Field(description="Why it failed. What finished parts brought is kept, and counted in `rows`.")

    @classmethod
    def of(cls, found: Import) -> "ImportSummaryOut":
        return cls.model_validate(_plain(found))


class ImportOut(ImportSummaryOut):
    """What became of a file."""

    findings_between: int = Field(description="Findings between its records and others that are open now.")
    findings_settled: bool = Field(description="False while records of it wait to be judged among others.")
    sheets: list[SheetOut]
    findings: list[ImportFindingOut]
    lots: list[ImportLotOut]

    @classmethod
    def of(cls, answer: ImportAnswer) -> "ImportOut":
        told = {"sheets": answer.of.sheets, "findings": answer.findings, "lots": answer.lots,
                "findings_between": answer.between, "findings_settled": answer.settled}
        return cls.model_validate(_plain(answer.of) | told)


def _plain(found: Import) -> dict[str, Any]:
    tally = found.tally
    stage = {Status.PENDING: "waiting", Status.PROCESSING: "writing"}.get(found.status, found.status.value)
    return {
        "import_id": found.id, "status": found.status, "file": found.filename, "rows": tally,
        "records": {"created": tally.created, "duplicates": tally.duplicates, "by_type": tally.by_type or {}},
        "findings_total": tally.findings + sum(len(sheet["notes"]) for sheet in found.sheets),
        "progress": {"stage": stage, "rows_done": tally.read, "rows_total": found.rows_total},
        **{name: getattr(found, name) for name in (
            "dry_run", "sha256", "size", "date_format", "corrects", "requested_at", "requested_by", "started_at",
            "ended_at", "error")},
    }


class RowOut(_Out):
    """What became of one row."""

    sheet: str
    row: int = Field(description="From 1, as a spreadsheet counts them.")
    outcome: Outcome
    reason: str | None
    record_id: str | None
    quarantine_id: str | None

    @classmethod
    def of(cls, row: RowOutcome) -> "RowOut":
        return cls.model_validate(row)


class PlaceMeaning(BaseModel):
    """What a name of a place stands for; it needs a GLN, or a street address, city, postal code or coordinates."""

    model_config = ConfigDict(extra="forbid")

    business_name: str | None = Field(None, max_length=500, description="The name for records; else the row's.")
    phone: str | None = Field(None, max_length=100)
    street_address: str | None = Field(None, max_length=500)
    latitude: float | None = Field(None, ge=-90, le=90)
    longitude: float | None = Field(None, ge=-180, le=180)
    city: str | None = Field(None, max_length=200)
    state_region: str | None = Field(None, max_length=200)
    postal_code: str | None = Field(None, max_length=40)
    country: str | None = Field(None, max_length=100)
    gln: str | None = Field(None, max_length=13, description="Thirteen digits.")
    ffrn: str | None = Field(None, max_length=40, description="Food facility registration number.")


class ProductMeaning(BaseModel):
    """What a name of a product stands for."""

    model_config = ConfigDict(extra="forbid")

    product_name: str | None = Field(None, max_length=500, description="The name for records; else the row's.")
    brand: str | None = Field(None, max_length=200)
    commodity: str | None = Field(None, max_length=200)
    variety: str | None = Field(None, max_length=200)
    packaging_size: str | None = Field(None, max_length=200)
    packaging_style: str | None = Field(None, max_length=200)
    gtin: str | None = Field(None, max_length=14, description="Of the case.")
    ftl_category: str | None = Field(None, max_length=100, description="Entry of FDA's list, or not_ftl.")


class MappingIn(BaseModel):
    """What captions and names mean."""

    model_config = ConfigDict(extra="forbid")

    columns: dict[str, dict[str, str | None]] = Field(
        default_factory=dict, description="Field by caption, by sheet; sheet * is every sheet, null leaves one out.")
    sheets: dict[str, str | None] = Field(
        default_factory=dict, description="Type of record by sheet; null leaves the sheet out.")
    date_format: str | None = Field(None, max_length=40, description="Order of text dates, such as mm/dd/yyyy.")
    places: dict[str, PlaceMeaning] = Field(default_factory=dict, description="By the name in the organization's rows.")
    products: dict[str, ProductMeaning] = Field(default_factory=dict, description="By the name in its rows.")


class MappingOut(_Out):
    """What the captions and names of the organization's files mean."""

    columns: dict[str, dict[str, str]]
    sheets: dict[str, str]
    date_format: str | None
    places: dict[str, dict[str, str | float]]
    products: dict[str, dict[str, str]]
    saved_at: datetime | None = Field(description="Null where none was saved.")
    saved_by: str | None

    @classmethod
    def of(cls, saved: SavedMapping) -> "MappingOut":
        return cls(**saved.mapping.to_json(), saved_at=saved.saved_at, saved_by=saved.saved_by)
