"""Lots as the list shows them."""

from datetime import date
from typing import Any

from pydantic import BaseModel, Field

from engine.trace.lots import LotSummary


class LotListedOut(BaseModel):
    """A lot, in the words of records the caller may see."""

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

    @classmethod
    def of(cls, lot: LotSummary) -> "LotListedOut":
        return cls(
            id=lot.id, lot_id=lot.id, kind=lot.kind, traceability_lot_code=lot.tlc, gtin=lot.gtin,
            lot_number=lot.lot_number, product_name=lot.product_name, first_on=lot.first_on, last_on=lot.last_on,
            tlc_source=lot.tlc_source.model_dump(exclude_none=True) if lot.tlc_source else None,
            records=lot.records,
        )
