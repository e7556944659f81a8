"""Records that are of no critical tracking event, one class a kind, and the way back from their JSON form."""

import datetime as dt
from functools import cached_property
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field, TypeAdapter

from engine.fsma import tlc as codes
from engine.fsma.cte_types import CteKind
from engine.fsma.descriptions import LocationDescription, Number, ProductDescription, UnitContent
from engine.fsma.other.kinds import OTHER_KINDS, OtherType
from engine.fsma.record import Record


class OtherRecord(Record):
    """What they have in common. In JSON their kind stands under `record_type`."""

    optional_lists: ClassVar[frozenset[str]] = Record.optional_lists | {"reference_documents"}

    cte_type: OtherType

    @property
    def kind(self) -> CteKind:
        """What holds for every record of this kind."""
        return OTHER_KINDS[self.cte_type]

    @property
    def told_codes(self) -> list[codes.LotCode]:
        """The lot codes the record tells something about."""
        return [self.lot_code] if self.lot_code else []

    @cached_property
    def _dumped(self) -> dict[str, Any]:
        said = super()._dumped
        named = {name: field.alias for name, field in type(self).model_fields.items() if field.alias}
        return {{"cte_type": "record_type", **named}.get(name, name): value for name, value in said.items()}

    def _lot_key(self) -> list[str]:
        # All but the envelope: two agreements of one day, or two purchases of one food, are two events.
        return [f"{name}={value}" for name, value in self.to_json().items() if name not in _ENVELOPE]


_ENVELOPE = frozenset(Record.model_fields)


class KillStep(OtherRecord):
    """A kill step applied to food received (21 CFR 1.1305(d)(3)(ii)); the form of the record is free."""

    cte_type: Literal[OtherType.KILL_STEP_RECORD] = OtherType.KILL_STEP_RECORD
    tlcs_received: tuple[str, ...] = ()
    applied_date: dt.date | None = None
    location: LocationDescription | None = None
    process: str | None = None
    record_number: str | None = None
    product: ProductDescription | None = None

    @property
    def told_codes(self) -> list[codes.LotCode]:
        return [codes.parse(text) for text in self.tlcs_received]


class WrittenAgreement(OtherRecord):
    """An agreement that the receiver applies a kill step or changes the form (21 CFR 1.1305(d)(6), (h)(2)).

    kind: kill_step, change_of_form or commingling where it could be told, else as sent.
    """

    cte_type: Literal[OtherType.WRITTEN_AGREEMENT] = OtherType.WRITTEN_AGREEMENT
    shipper: LocationDescription | None = None
    receiver: LocationDescription | None = None
    agreement_kind: str | None = Field(default=None, alias="kind")
    effective_date: dt.date | None = None
    printed_names: tuple[str, ...] = ()
    signatures: tuple[str, ...] = ()
    substance: str | None = None
    renew_by: dt.date | None = None


class Purchase(OtherRecord):
    """Food bought by a store, restaurant, school or institution; only the farm or shop and the food are owed.

    location: the place that bought it, where the recorder says so.
    """

    purchase_date: dt.date | None = None
    location: LocationDescription | None = None
    tlc: str | None = None
    gtin: str | None = None
    lot: str | None = None
    quantity: Number | None = None
    unit_of_measure: str | None = None
    unit_raw: str | None = None
    unit_content: UnitContent | None = None

    @property
    def lot_code(self) -> codes.LotCode | None:
        return codes.parse(self.tlc, self.gtin, self.lot) if self.tlc else None

    @property
    def seller(self) -> tuple[str | None, LocationDescription | None]:
        """Name and address of the farm or shop."""
        raise NotImplementedError


class FarmPurchase(Purchase):
    """Food from a farm, bought directly or under a farm to school program (21 CFR 1.1305(j)(2), (l)(2))."""

    cte_type: Literal[OtherType.FARM_DIRECT_PURCHASE, OtherType.FARM_TO_SCHOOL_PURCHASE]
    food: str | None = Field(default=None, alias="food_name")
    farm_name: str | None = None
    farm_address: LocationDescription | None = None

    @property
    def food_name(self) -> str | None:
        return self.food

    @property
    def seller(self) -> tuple[str | None, LocationDescription | None]:
        return self.farm_name, self.farm_address


class AdHocPurchase(Purchase):
    """A purchase outside the usual supply (21 CFR 1.1305(k)(2))."""

    cte_type: Literal[OtherType.AD_HOC_PURCHASE] = OtherType.AD_HOC_PURCHASE
    product_name: str | None = None
    place_name: str | None = None
    place_address: LocationDescription | None = None

    @property
    def food_name(self) -> str | None:
        return self.product_name

    @property
    def seller(self) -> tuple[str | None, LocationDescription | None]:
        return self.place_name, self.place_address


class OneUpOneBack(OtherRecord):
    """From whom food came and to whom it went (21 CFR 1.337(a), 1.345(a)); with a lot code it carries a trace on."""

    cte_type: Literal[OtherType.ONE_UP_ONE_BACK] = OtherType.ONE_UP_ONE_BACK
    previous_source: LocationDescription | None = None
    next_recipient: LocationDescription | None = None
    location: LocationDescription | None = None
    food: str | None = None
    date: dt.date | None = None
    tlc: str | None = None
    gtin: str | None = None
    lot: str | None = None
    quantity: Number | None = None
    unit_of_measure: str | None = None
    unit_raw: str | None = None
    unit_content: UnitContent | None = None
    packaging: str | None = None

    @property
    def lot_code(self) -> codes.LotCode | None:
        return codes.parse(self.tlc, self.gtin, self.lot) if self.tlc else None

    @property
    def food_name(self) -> str | None:
        return self.food


OTHER_CLASSES: dict[OtherType, type[OtherRecord]] = {
    OtherType.KILL_STEP_RECORD: KillStep,
    OtherType.WRITTEN_AGREEMENT: WrittenAgreement,
    OtherType.FARM_DIRECT_PURCHASE: FarmPurchase,
    OtherType.FARM_TO_SCHOOL_PURCHASE: FarmPurchase,
    OtherType.AD_HOC_PURCHASE: AdHocPurchase,
    OtherType.ONE_UP_ONE_BACK: OneUpOneBack,
}
_ANY: TypeAdapter[OtherRecord] = TypeAdapter(Annotated[
    KillStep | WrittenAgreement | FarmPurchase | AdHocPurchase | OneUpOneBack, Field(discriminator="cte_type")])


def from_json(stored: dict[str, Any]) -> OtherRecord:
    """The record a normalised JSON form stands for, without judging it again."""
    return _ANY.validate_python({**stored, "cte_type": stored["record_type"]})
