"""What clients send to the catalogue, and what may be changed afterwards."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Annotated, Any

import orjson
from pydantic import BeforeValidator, Field, field_validator, model_validator
from pydantic_core import PydanticCustomError

from engine.catalogue.values import (
    Country,
    Form,
    Gln,
    Gtin,
    Id,
    Metadata,
    SerialPrefix,
    Set82,
    maybe,
    said,
)
from engine.fsma import ftl


class LotStatus(StrEnum):
    ACTIVE = "active"
    ARCHIVED = "archived"
    RECALLED = "recalled"


class SerialStatus(StrEnum):
    ACTIVE = "active"
    VOIDED = "voided"


class SerialMode(StrEnum):
    RANDOM = "random"
    SEQUENCE = "sequence"


def _category(text: Any) -> Any:
    if not isinstance(text, str) or not text.strip():
        return None if isinstance(text, str) else text
    found = ftl.category(text)
    if found is None:
        raise PydanticCustomError("ftl_category", "Not an entry of the Food Traceability List; not_ftl for none.")
    return found


def _listed(value: Any) -> Any:
    """Lists of words may come as one text, parted by semicolons, as a cell of a spreadsheet holds them."""
    return [part.strip() for part in value.split(";") if part.strip()] if isinstance(value, str) else value


def _from_text(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    try:
        return orjson.loads(value)
    except orjson.JSONDecodeError as error:
        raise PydanticCustomError("json", "Give this as JSON.") from error


Category = Annotated[str | None, BeforeValidator(_category)]
Quantity = Annotated[float | None, Field(ge=0, le=1e15)]
Day = Annotated[date | None, Field(ge=date(1900, 1, 1), le=date(9000, 1, 1))]


class BrandIn(Form):
    organization_id: Id | None = None
    name: said(255)
    website: maybe(2048) = None
    description: maybe(4000) = None
    metadata: Metadata | None = None


class BrandPatch(Form):
    organization_id: Id | None = None
    name: said(255) = None
    website: maybe(2048) = None
    description: maybe(4000) = None
    metadata: Metadata | None = None


class Ingredient(Form):
    """Something a product is made of. gtin: where it is bought as a product."""

    name: said(255)
    gtin: Gtin | None = None
    ftl_category: Category = None


Recipe = Annotated[list[Ingredient], BeforeValidator(_from_text), Field(max_length=200)]


class _ProductFacts(Form):
    brand_id: Id | None = None
    description: maybe(4000) = None
    country_of_origin: Country = None
    net_content: maybe(100) = None
    ingredients: maybe(4000) = None
    commodity: maybe(255) = None
    variety: maybe(255) = None
    packaging_size: maybe(100) = None
    packaging_style: maybe(100) = None
    ftl_category: Category = Field(None, description="Entry of the Food Traceability List, or not_ftl.")
    ftl_from: Day = Field(None, description="First day on which ftl_category holds.")
    ftl_until: Day = Field(None, description="Last day on which ftl_category holds.")
    recipe: Recipe | None = Field(None, description="What it is made of, each with its category where listed.")
    metadata: Metadata | None = None

    @model_validator(mode="after")
    def _in_order(self) -> "_ProductFacts":
        if self.ftl_from and self.ftl_until and self.ftl_from > self.ftl_until:
            raise PydanticCustomError("date_order", "ftl_until lies before ftl_from.")
        return self


class ProductIn(_ProductFacts):
    organization_id: Id | None = None
    gtin: Gtin
    product_name: said(255)


class ProductPatch(_ProductFacts):
    product_name: said(255) = None


class _LotFacts(Form):
    tlc_source_location_id: Id | None = Field(None, description="A registered location: where the code was assigned.")
    production_date: Day = None
    best_before: Day = None
    expiry_date: Day = None
    quantity: Quantity = None
    uom: maybe(40) = None
    metadata: Metadata | None = None

    @field_validator("tlc_source_location_id", mode="before")
    @classmethod
    def _blank(cls, value: Any) -> Any:
        return None if value == "" else value


class LotIn(_LotFacts):
    """A lot of a registered product: named by its id, its GTIN, or a code that carries GTIN and lot number."""

    product_id: Id | None = None
    gtin: Gtin | None = None
    lot_number: Set82 | None = None
    traceability_lot_code: maybe(300) = Field(None, description="In any spelling, if it carries GTIN and lot number.")
    status: LotStatus = LotStatus.ACTIVE

    @model_validator(mode="after")
    def _in_order(self) -> "LotIn":
        for name in ("best_before", "expiry_date"):
            if self.production_date and getattr(self, name) and getattr(self, name) < self.production_date:
                raise PydanticCustomError("date_order", f"{name} lies before production_date.")
        return self

    @model_validator(mode="after")
    def _named(self) -> "LotIn":
        if self.traceability_lot_code is None and not (self.lot_number and (self.product_id or self.gtin)):
            raise PydanticCustomError(
                "missing", "Give lot_number with product_id or gtin, or a traceability_lot_code that carries both.")
        return self


class LotPatch(_LotFacts):
    lot_number: Set82 = None
    status: LotStatus = None


class RunIn(Form):
    quantity: Annotated[int, Field(ge=1, le=50_000)]
    serial_mode: SerialMode = SerialMode.RANDOM
    serial_prefix: SerialPrefix = ""


class SerialIn(Form):
    lot_id: Id
    serial: Set82


class SerialPatch(Form):
    status: SerialStatus = None


class LocationIn(Form):
    organization_id: Id | None = None
    name: said(255)
    gln: Gln = None
    street_address: maybe(255) = None
    city: maybe(120) = None
    state_region: maybe(120) = None
    postal_code: maybe(40) = None
    country: Country = None
    latitude: Annotated[float | None, Field(ge=-90, le=90)] = None
    longitude: Annotated[float | None, Field(ge=-180, le=180)] = None
    phone: maybe(60) = None
    fda_facility_number: maybe(40) = None
    location_types: Annotated[list[said(40)], BeforeValidator(_listed), Field(max_length=20)] = Field(
        [], description="Such as farm, packer, cooler, warehouse, store.")
    metadata: Metadata | None = None


class LocationPatch(LocationIn):
    name: said(255) = None


class MergeIn(Form):
    into: Id = Field(description="The location that stays.")


def given(form: Form) -> Mapping[str, Any]:
    """The fields a client has named, those it set to null included."""
    return {name: getattr(form, name) for name in form.model_fields_set}
