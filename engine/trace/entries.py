"""The rows of a trace answer."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from engine.fsma.descriptions import LocationDescription, ReferenceDocument, TlcSourceReference
from engine.trace.question import Direction, Ring
from engine.trace.worst_case import Reason


@dataclass(frozen=True)
class LotEntry:
    """A lot. tlc: as the record that assigned it spells it, else the earliest visible; None for crops.

    depth: lot-to-lot hops from the traced lot. tlc_source: where the code was assigned, as the record states it.
    """

    lot_id: str
    kind: str
    tlc: str | None
    gtin: str | None
    lot_number: str | None
    product_name: str | None
    tlc_source: LocationDescription | None
    tlc_source_reference: TlcSourceReference | None
    depth: int
    ring: Ring


@dataclass(frozen=True)
class LocationEntry:
    """A place, in the fullest words of the records the caller sees."""

    location_id: str
    description: LocationDescription
    depth: int
    ring: Ring


@dataclass(frozen=True)
class EventEntry:
    """An event with the record it stands in.

    from_ids, to_ids: places. document: SHA-256 of the document that stated the record, position its place in it.
    claim: another organization's word about the caller's place that no record of the caller's own matches.
    """

    record_id: str
    event_id: str | None
    cte_type: str
    date: date | None
    lot_id: str | None
    tlc: str | None
    product_name: str | None
    from_ids: list[str]
    to_ids: list[str]
    quantity: float | None
    unit_of_measure: str | None
    reference_documents: tuple[ReferenceDocument, ...]
    recorded_by: str
    document: str | None
    position: int | None
    claim: bool
    ring: Ring


@dataclass(frozen=True)
class InferredEntry:
    """A link no record states. from_date, to_date: of the records that put both lots at one place."""

    direction: Direction
    reason: Reason
    explanation: str
    from_lot_id: str
    to_lot_id: str
    from_location_id: str
    to_location_id: str
    from_date: date | None
    to_date: date | None


class EndKind(StrEnum):
    """by_design: the rule asks for no record beyond. ask: somebody should know more. last_known_holder: forwards."""

    BY_DESIGN = "by_design"
    ASK = "ask"
    LAST_KNOWN_HOLDER = "last_known_holder"


@dataclass(frozen=True)
class EndEntry:
    """Where the view ends and whom to ask."""

    direction: Direction
    kind: EndKind
    lot_id: str
    tlc: str | None
    location_id: str | None
    business_name: str | None
    phone: str | None
    tlc_source: LocationDescription | None
    reason: str


@dataclass(frozen=True)
class Counts:
    """How much an answer holds in all. organizations: those who recorded its events."""

    lots: int
    locations: int
    events: int
    organizations: int
