"""Records of a new lot made out of others."""

from datetime import date
from typing import Literal

from engine.fsma import tlc as codes
from engine.fsma.cte_types import CteType
from engine.fsma.descriptions import LocationDescription, Number, ProductDescription, Shape, UnitContent
from engine.fsma.record import MovedLot


class Input(Shape):
    """A lot used up in a transformation, and how much of it; `tlc_source` where the recorder states one."""

    input_tlc: str | None = None
    gtin: str | None = None
    lot: str | None = None
    input_product: ProductDescription | None = None
    input_quantity_used: Number | None = None
    input_unit_of_measure: str | None = None
    unit_raw: str | None = None
    unit_content: UnitContent | None = None
    tlc_source: LocationDescription | None = None

    @property
    def lot_code(self) -> codes.LotCode | None:
        """The traceability lot code of the food used; None where none was recorded."""
        return codes.parse(self.input_tlc, self.gtin, self.lot) if self.input_tlc else None


class Transformation(MovedLot):
    """Making of one new lot out of others (21 CFR 1.1350(a))."""

    cte_type: Literal[CteType.TRANSFORMATION] = CteType.TRANSFORMATION
    inputs: tuple[Input, ...] = ()
    transformation_location: LocationDescription
    transformation_date: date
