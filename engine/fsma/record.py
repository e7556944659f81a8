"""What every record of a critical tracking event has in common, and every record of a lot."""

import hashlib
from collections.abc import Iterator
from datetime import date, datetime
from functools import cached_property
from typing import Any, ClassVar, Literal

import orjson

from engine.fsma import gs1
from engine.fsma import tlc as codes
from engine.fsma.cte_types import KINDS, CteKind, CteType
from engine.fsma.descriptions import (
    ExemptionClaim,
    Gap,
    LocationDescription,
    Number,
    ProductDescription,
    ReferenceDocument,
    Shape,
    TlcCandidate,
    TlcSourceReference,
    UnitContent,
)


class Record(Shape):
    """What all records have in common; field names are those of docs/events.md."""

    # Left out of the JSON form while empty; the lists of a shape of its own always stand in it.
    optional_lists: ClassVar[frozenset[str]] = frozenset({"gaps", "tlc_candidates"})

    cte_type: CteType
    event_id: str | None = None
    record_owner: LocationDescription | None = None
    source_system: str | None = None
    captured_at: datetime | None = None
    event_time: datetime | None = None
    supersedes_event_id: str | None = None
    data_origin: Literal["own", "received_from_partner"] | None = None
    gaps: tuple[Gap, ...] = ()
    exemption_claim: ExemptionClaim | None = None
    tlc_candidates: tuple[TlcCandidate, ...] = ()
    internal_lot: str | None = None
    retail_food_establishment: bool | None = None
    soil_grown_without_roots: bool | None = None
    reference_documents: tuple[ReferenceDocument, ...] = ()

    @property
    def kind(self) -> CteKind:
        """What holds for every record of this kind."""
        return KINDS[self.cte_type]

    @property
    def on(self) -> date | None:
        """The date of the event."""
        return getattr(self, self.kind.date_field)

    @property
    def place(self) -> LocationDescription | None:
        """The event's own place."""
        return getattr(self, self.kind.place_field)

    @cached_property
    def counterparts(self) -> list[LocationDescription]:
        """The other parties the record names: recipient, previous source, farm, cooler, seed parties."""
        fields = self.kind.counterpart_fields
        named = [place for role, place in self._named if role.rpartition(".")[2] in fields]
        return list(dict.fromkeys(named))

    def named_places(self) -> list[tuple[str, LocationDescription]]:
        """Every location in the record with its role: a field, or a path such as received[0].harvest_farm."""
        return list(self._named)

    @cached_property
    def _named(self) -> tuple[tuple[str, LocationDescription], ...]:
        return tuple(_places(self, ""))

    @property
    def lot_code(self) -> codes.LotCode | None:
        """The traceability lot code; None before packing and where none was recorded."""
        return None

    @property
    def stated_source(self) -> LocationDescription | None:
        """The traceability lot code source the record states; a Digital Link, or a GLN that is none, states none."""
        if self.kind.source_is_place:
            return self.place
        source = getattr(self, "tlc_source", None)
        reference = getattr(self, "tlc_source_reference", None)
        if source is None and reference is not None and reference.type == "gln" and gs1.gln_like(reference.value):
            return LocationDescription(gln=reference.value)
        return source

    @property
    def refers_to_source(self) -> bool:
        """True where a GLN as reference is all it says of the source; it may be a head office's (21 CFR 1.1310)."""
        return not self.kind.source_is_place and getattr(self, "tlc_source", None) is None and (
            self.stated_source is not None)

    @property
    def quantity_of_lot(self) -> float | int | None:
        """How much of the lot moved or came into being; None where unknown, zero or negative (V-GEN-06)."""
        quantity = getattr(self, self.kind.quantity_field)
        return quantity if quantity is not None and quantity > 0 else None

    @property
    def unit_of_lot(self) -> str | None:
        """The unit of `quantity_of_lot`."""
        return getattr(self, self.kind.unit_field)

    @property
    def food_name(self) -> str | None:
        """What to call the food: the product's name, the species, or commodity and variety."""
        product = getattr(self, "product", None)
        if product is None:
            return getattr(self, "species_or_market_name", None)
        words = (w for w in (product.commodity, product.variety) if w)
        return product.product_name or ", ".join(words) or None

    def to_json(self) -> dict[str, Any]:
        """The normalised record as JSON: ISO dates, no nulls, keys in order; equal for equal records."""
        return _ordered(self._dumped)

    def to_text(self) -> str:
        """`to_json` as text."""
        return orjson.dumps(self._dumped, option=orjson.OPT_SORT_KEYS).decode()

    def content_key(self) -> str:
        """SHA-256 over all but `event_id` and `captured_at`: equal for duplicates."""
        return _digest({k: v for k, v in self._dumped.items() if k not in ("event_id", "captured_at")})

    def natural_key(self) -> str:
        """SHA-256 over CTE, lot or crop, date, place, counterparts; equal where records contradict (V-GEN-13).

        Without a lot code the food's name stands for the lot. The recorder is for the caller to add.
        """
        counterparts = sorted(place.identity_text for place in self.counterparts)
        place = self.place.identity_text if self.place else ""
        return _digest([self.cte_type, self._lot_key(), str(self.on), place, counterparts])

    @cached_property
    def _dumped(self) -> dict[str, Any]:
        dumped = self.model_dump(mode="json", exclude_none=True)
        for name in self.optional_lists:
            if not dumped.get(name):
                dumped.pop(name, None)
        return dumped

    def _lot_key(self) -> list[str]:
        code = self.lot_code
        return ["lot", code.match] if code else ["food", self.food_name or ""]


class LotRecord(Record):
    """A record of one traceability lot."""

    tlc: str | None = None
    gtin: str | None = None
    lot: str | None = None
    product: ProductDescription | None = None
    tlc_source_reference: TlcSourceReference | None = None

    @property
    def lot_code(self) -> codes.LotCode | None:
        """The traceability lot code; None where none was recorded."""
        return codes.parse(self.tlc, self.gtin, self.lot) if self.tlc else None


class MovedLot(LotRecord):
    """A record of some quantity of a lot, in one pair of fields."""

    quantity: Number | None = None
    unit_of_measure: str | None = None
    unit_raw: str | None = None
    unit_content: UnitContent | None = None


def _places(part: Shape, path: str) -> Iterator[tuple[str, LocationDescription]]:
    for name, value in part.__dict__.items():
        if isinstance(value, LocationDescription):
            yield path + name, value
        elif name in ("received", "inputs"):
            for index, item in enumerate(value):
                yield from _places(item, f"{path}{name}[{index}].")


def _ordered(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _ordered(value[key]) for key in sorted(value)}
    return [_ordered(item) for item in value] if isinstance(value, list) else value


def _digest(content: Any) -> str:
    return hashlib.sha256(orjson.dumps(content, option=orjson.OPT_SORT_KEYS)).hexdigest()
