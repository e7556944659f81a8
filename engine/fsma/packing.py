"""Records of packing: what came in, what was packed, and for sprouts where the seeds came from."""

from datetime import date
from typing import Literal

from engine.fsma.cte_types import CteType
from engine.fsma.descriptions import LocationDescription, Number, Shape, UnitContent
from engine.fsma.record import LotRecord


class Received(Shape):
    """Food that came in for packing (21 CFR 1.1330(a)(1) to (10)); one block a harvest."""

    commodity_received: str | None = None
    variety_received: str | None = None
    received_date: date | None = None
    quantity_received: Number | None = None
    unit_of_measure_received: str | None = None
    unit_raw: str | None = None
    unit_content: UnitContent | None = None
    harvest_farm: LocationDescription | None = None
    growing_area_name: str | None = None
    aquaculture_container_name: str | None = None
    harvester_business_name: str | None = None
    harvester_phone: str | None = None
    harvester_phone_e164: str | None = None
    harvest_date: date | None = None
    cooling_location: LocationDescription | None = None
    cooling_date: date | None = None


class Packing(LotRecord):
    """A lot packed out of food received (21 CFR 1.1330, and 1.1350(b) which borrows it)."""

    cte_type: Literal[
        CteType.INITIAL_PACKING,
        CteType.INITIAL_PACKING_SPROUTS,
        CteType.INITIAL_PACKING_EXEMPT_SOURCE,
        CteType.TRANSFORMATION_UNPACKED_RAC,
    ]
    received: tuple[Received, ...] = ()
    source_location: LocationDescription | None = None
    quantity_packed: Number | None = None
    unit_of_measure_packed: str | None = None
    unit_raw: str | None = None
    unit_content: UnitContent | None = None
    packing_location: LocationDescription | None = None
    packing_date: date | None = None

    seed_grower_location: LocationDescription | None = None
    seed_harvest_date: date | None = None
    seed_conditioner_location: LocationDescription | None = None
    seed_conditioner_lot_code: str | None = None
    seed_conditioning_date: date | None = None
    seed_packinghouse_location: LocationDescription | None = None
    seed_packing_date: date | None = None
    seed_packinghouse_lot_code: str | None = None
    seed_repacker_location: LocationDescription | None = None
    seed_repacking_date: date | None = None
    seed_repacker_lot_code: str | None = None
    seed_supplier_location: LocationDescription | None = None
    seed_supplier_master_lot_code: str | None = None
    seed_supplier_sub_lot_code: str | None = None
    sprouter_seed_lot_code: str | None = None
    seed_type_or_taxonomic_name: str | None = None
    seed_growing_specifications: str | None = None
    seed_packaging_type: str | None = None
    seed_antimicrobial_treatment: str | None = None
    seed_receipt_date: date | None = None

    @property
    def on(self) -> date | None:
        """The packing date; the seed receipt's where the record tells of the seeds alone."""
        return self.packing_date or self.seed_receipt_date

    @property
    def from_exempt_source(self) -> bool:
        """True for the shape of 1.1330(c): the food came from someone the rule does not apply to."""
        return self.source_location is not None

    @property
    def seeds_only(self) -> bool:
        """True for a row of FDA's sprouts sheet, which has neither packing place nor lot of its own."""
        return self.packing_location is None

    def _lot_key(self) -> list[str]:
        # Two records of one lot that differ in what came in supplement each other.
        areas = [(b.harvest_date, b.growing_area_name, b.aquaculture_container_name) for b in self.received]
        blocks = ["/".join(str(part or "") for part in area) for area in areas]
        seeds = str(self.seed_receipt_date or "") + (self.seed_supplier_master_lot_code or "")
        return [*super()._lot_key(), *sorted(blocks), seeds]
