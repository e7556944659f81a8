"""Lots as the API shows them."""

from datetime import date, datetime
from typing import Any

from pydantic import BaseModel, Field

from engine.catalogue.forms import LotStatus
from engine.trace.lots import LotSummary


class LotListedOut(BaseModel):
    """A lot, in the words of records the caller may see and of the caller's own catalogue."""

    id: str = Field(description="22-character id.")
    lot_id: str = Field(description="The same id, named as elsewhere.")
    kind: str = Field(description="packed, crop, seed or provisional.")
    traceability_lot_code: str | None = Field(description="As spelled by the record that assigned it.")
    gtin: str | None
    lot_number: str | None = Field(description="Null where the code carries no GTIN and lot.")
    product_name: str | None
    tlc_source: dict[str, Any] | None = Field(description="Where the code was assigned, as that record says.")
    first_on: date | None = Field(description="Date of the earliest record.")
    last_on: date | None = Field(description="Date of the latest record.")
    records: int = Field(description="Standing records of the lot that the caller may see.")
    product_id: str | None = Field(description="The caller's own product of this GTIN.")
    brand_id: str | None = Field(description="The brand that product bears.")
    tlc_source_location_id: str | None = Field(description="Where the code was assigned, as the catalogue says.")
    production_date: date | None
    best_before: date | None
    expiry_date: date | None
    quantity: float | None
    uom: str | None
    status: LotStatus = Field(description="As the catalogue says; active where it says nothing.")
    label_print_count: int
    label_last_printed_at: datetime | None
    metadata: dict[str, str]
    created: datetime | None = Field(description="When it came into the catalogue; null where it is only in records.")

    @classmethod
    def of(cls, lot: LotSummary) -> "LotListedOut":
        facts = lot.facts
        return cls(
            id=lot.id, lot_id=lot.id, kind=lot.kind, traceability_lot_code=lot.tlc, gtin=lot.gtin,
            lot_number=lot.lot_number, product_name=lot.product_name, first_on=lot.first_on, last_on=lot.last_on,
            tlc_source=lot.tlc_source.model_dump(exclude_none=True) if lot.tlc_source else None,
            records=lot.records, product_id=lot.product_id, brand_id=lot.brand_id,
            tlc_source_location_id=facts.tlc_source_location_id, production_date=facts.production_date,
            best_before=facts.best_before, expiry_date=facts.expiry_date, quantity=facts.quantity, uom=facts.uom,
            status=facts.status, label_print_count=facts.label_print_count,
            label_last_printed_at=facts.label_last_printed, metadata=facts.metadata, created=facts.created,
        )
