"""Trace answers on the wire."""

from datetime import date, datetime
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from api.deps import Page, Pagination
from engine.trace import Direction, List, Ring
from engine.trace.entries import EndKind, LocationEntry
from engine.trace.explain import Explanation
from engine.trace.trace import Answer
from engine.trace.worst_case import Reason


class _Out(BaseModel):
    model_config = ConfigDict(from_attributes=True)


class DocumentOut(_Out):
    document_type: str | None
    document_number: str | None


class ReferenceOut(_Out):
    """Another way to reach the description of a traceability lot code source."""

    type: str
    value: str


class DescriptionOut(_Out):
    """A place in the words of a record the caller may see."""

    gln: str | None = None
    business_name: str | None = None
    phone: str | None = None
    street_address: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    city: str | None = None
    state_region: str | None = None
    postal_code: str | None = None
    country: str | None = None
    ffrn: str | None = None


class LotOut(_Out):
    lot_id: str
    kind: str = Field(description="packed, crop, seed or provisional.")
    tlc: str | None = Field(description="As the record that assigned it spells it; null before packing.")
    gtin: str | None
    lot_number: str | None
    product_name: str | None
    tlc_source: DescriptionOut | None = Field(description="Where the code was assigned, as the record states it.")
    tlc_source_reference: ReferenceOut | None
    depth: int = Field(description="Lot-to-lot hops from the traced lot.")
    ring: Ring


class LocationOut(DescriptionOut):
    location_id: str
    depth: int = Field(description="Least hops of a lot held there.")
    ring: Ring

    @classmethod
    def of(cls, entry: LocationEntry) -> "LocationOut":
        described = DescriptionOut.model_validate(entry.description).model_dump()
        return cls(location_id=entry.location_id, depth=entry.depth, ring=entry.ring, **described)


class EventOut(_Out):
    event_id: str | None = Field(description="As its recorder gave it.")
    record_id: str
    cte_type: str
    date: date | None
    lot_id: str | None
    tlc: str | None
    product_name: str | None
    from_: list[str] = Field(alias="from", validation_alias="from_ids", serialization_alias="from",
                             description="Ids of the places it leads from.")
    to: list[str] = Field(validation_alias="to_ids", description="Ids of the places it leads to.")
    quantity: float | None
    unit_of_measure: str | None
    reference_documents: list[DocumentOut]
    recorded_by: str = Field(description="Name of the organization whose record it is.")
    document: str | None = Field(description="SHA-256 of the document that stated the record.")
    position: int | None = Field(description="Place of the record in that document, from 0.")
    claim: bool = Field(description="Another's word about your place that no record of yours matches.")
    ring: Ring


class InferredOut(_Out):
    direction: Direction
    reason: Reason
    explanation: str
    from_lot_id: str
    to_lot_id: str
    from_location_id: str
    to_location_id: str
    from_date: date | None
    to_date: date | None


class EndOut(_Out):
    direction: Direction
    kind: EndKind
    lot_id: str
    tlc: str | None
    location_id: str | None
    business_name: str | None
    phone: str | None
    tlc_source: DescriptionOut | None
    reason: str


class CutOut(_Out):
    where: str
    why: str


class CountsOut(_Out):
    lots: int
    locations: int
    events: int
    organizations: int = Field(description="Organizations that recorded the events.")


class QueryOut(_Out):
    name: str = Field(description="Statements under cypher/.")
    revision: str = Field(description="Prefix of the SHA-256 of their texts.")
    parameters: dict[str, Any]


class TraceOut(BaseModel):
    """The answer to a trace; counts are of the whole, the lists one page of it."""

    lot_id: str
    direction: Direction
    ring: Ring
    as_known_at: datetime
    complete: bool = Field(description="False where a limit cut the answer; `cut` says where and why.")
    cut: CutOut | None
    counts: CountsOut
    lots: list[LotOut]
    locations: list[LocationOut]
    events: list[EventOut]
    inferred: list[InferredOut] = Field(description="Links no record states, in a worst-case answer.")
    ends: list[EndOut] = Field(description="Where the view ends and whom to ask.")
    pagination: dict[List, Pagination]
    query: QueryOut
    watermark: int = Field(description="Number of the last capture the answer knows of.")

    @classmethod
    def of(cls, answer: Answer, page: Page) -> "TraceOut":
        rows = {name: [row_out(name, row) for row in part.rows] for name, part in answer.lists.items()}
        return cls(
            lot_id=answer.lot_id, direction=answer.question.direction, ring=answer.question.ring,
            as_known_at=answer.as_known_at, complete=answer.complete,
            cut=CutOut.model_validate(answer.cut) if answer.cut else None,
            counts=CountsOut.model_validate(answer.counts), **{str(name): found for name, found in rows.items()},
            pagination={name: Pagination.of(page, part.total) for name, part in answer.lists.items()},
            query=QueryOut.model_validate(answer.query), watermark=answer.watermark.revision,
        )


_ROWS: dict[List, type[BaseModel]] = {
    List.LOTS: LotOut, List.LOCATIONS: LocationOut, List.EVENTS: EventOut, List.INFERRED: InferredOut,
    List.ENDS: EndOut,
}


def row_out(name: List, row: Any) -> BaseModel:
    """A row of a list on the wire."""
    return LocationOut.of(row) if name is List.LOCATIONS else _ROWS[name].model_validate(row)


def columns(name: List) -> list[str]:
    """Column names of a list as CSV."""
    return [field.serialization_alias or key for key, field in _ROWS[name].model_fields.items()]


def cells(name: List, row: Any) -> list[Any]:
    """A row of a list as CSV cells; what is nested becomes text."""
    return [cell_text(value) for value in row_out(name, row).model_dump(mode="json", by_alias=True).values()]


def cell_text(value: Any) -> Any:
    """A value as a CSV cell; what is nested becomes text."""
    match value:
        case dict():
            return ", ".join(str(part) for part in value.values() if part is not None)
        case list():
            return "; ".join(str(cell_text(part)) for part in value)
        case bool():
            return "yes" if value else "no"
        case _:
            return value


class StockOut(_Out):
    lot_id: str
    tlc: str | None
    product_name: str | None
    location_id: str
    location: DescriptionOut


class StepOut(_Out):
    """One event of the chain, in the order in which goods moved."""

    source: StockOut
    event: EventOut
    record: dict[str, Any] = Field(description="The normalised record, as captured.")
    target: StockOut


class ExplanationOut(_Out):
    lot_id: str
    other_lot_id: str
    connected: bool
    direction: Direction | None = Field(description="From the first lot to the other.")
    complete: bool = Field(description="False where a limit ended the search before anything was found.")
    steps: list[StepOut]

    @classmethod
    def of(cls, explanation: Explanation) -> "ExplanationOut":
        return cls.model_validate(explanation)


class BlastRadiusOut(_Out):
    """How far a lot has gone, over the events its organization can see."""

    lot_id: str
    downstream_lots: int = Field(ge=0, description="Distinct lots, the lot itself left out.")
    downstream_serials: int = Field(ge=0)
    downstream_locations: int = Field(ge=0, description="Distinct ship-to places.")
    affected_organizations: int = Field(ge=0, description="Organizations that recorded or are named by the events.")

