"""What a traceability plan holds, and what it still lacks (21 CFR 1.1315(a))."""

from collections.abc import Iterator
from datetime import date
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

Text = Annotated[str, Field(max_length=20_000)]
Line = Annotated[str, Field(max_length=500)]
_MOST = 1_000


class Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class RecordStore(Part):
    """Where records are kept and in what form."""

    name: Line
    format: Line = ""
    location: Line = ""


class Product(Part):
    """A food on the Food Traceability List that the firm handles."""

    product_name: Line
    gtin: Annotated[str, Field(pattern=r"^\d{8,14}$")] | None = None
    ftl_category: Line = ""


class LotCodes(Part):
    """How lot codes are made at one place. pattern: as people write it, for example `AV + Julian date + line`."""

    location: Line
    pattern: Line


class Contact(Part):
    """Whom to call with questions about the plan and the records."""

    name: Line = ""
    job_title: Line = ""
    phone: Line = ""
    email: Line = ""


class GrowingArea(Part):
    """A field, or a pond, pool, tank or cage, on the farm map. points: longitude and latitude of its outline."""

    farm: Line = ""
    name: Line
    latitude: Annotated[float, Field(ge=-90, le=90)] | None = None
    longitude: Annotated[float, Field(ge=-180, le=180)] | None = None
    points: Annotated[list[tuple[float, float]], Field(max_length=_MOST)] = []
    note: Line = ""


class Plan(Part):
    """One version's contents.

    procedures, record_stores: (a)(1). ftl_identification, products: (a)(2). lot_code_assignment, lot_codes: (a)(3).
    contact: (a)(4). grows_food, fields: (a)(5), the farm map. locations: which places the plan is for.
    """

    effective_date: date
    locations: Annotated[list[Line], Field(max_length=_MOST)] = []
    procedures: Text = ""
    record_stores: Annotated[list[RecordStore], Field(max_length=_MOST)] = []
    ftl_identification: Text = ""
    products: Annotated[list[Product], Field(max_length=_MOST)] = []
    assigns_lot_codes: bool = True
    lot_code_assignment: Text = ""
    lot_codes: Annotated[list[LotCodes], Field(max_length=_MOST)] = []
    contact: Contact = Contact()
    grows_food: bool = False
    fields: Annotated[list[GrowingArea], Field(max_length=_MOST)] = []
    notes: Text = ""

    def gaps(self) -> Iterator[tuple[str, str]]:
        """Paragraph and what it still lacks."""
        if not self.procedures:
            yield "§1.1315(a)(1)", "Say by which procedures the records are kept."
        if not any(store.format and store.location for store in self.record_stores):
            yield "§1.1315(a)(1)", "Say in what format and where the records are kept."
        if not self.ftl_identification:
            yield "§1.1315(a)(2)", "Say how foods on the Food Traceability List are identified."
        if self.assigns_lot_codes and not self.lot_code_assignment:
            yield "§1.1315(a)(3)", "Say how traceability lot codes are assigned."
        if not (self.contact.name or self.contact.job_title):
            yield "§1.1315(a)(4)", "Name a point of contact, or a job title."
        if not self.contact.phone:
            yield "§1.1315(a)(4)", "Give the telephone number of the point of contact."
        if self.grows_food and not self.fields:
            yield "§1.1315(a)(5)", "Name the fields of the farm map, with their coordinates."
        for field in self.fields:
            if field.latitude is None and not field.points:
                yield "§1.1315(a)(5)", f"Give the coordinates of {field.name}."
