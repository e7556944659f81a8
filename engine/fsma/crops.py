"""Records made before packing, of a crop that has no lot code yet."""

from datetime import date
from typing import Literal

from engine.fsma.cte_types import CteType
from engine.fsma.descriptions import LocationDescription, Number, ProductDescription, UnitContent
from engine.fsma.record import Record


class _Crop(Record):
    """A record made before packing, of a commodity rather than a lot."""

    immediate_subsequent_recipient: LocationDescription | None = None
    commodity: str | None = None
    variety: str | None = None
    quantity: Number | None = None
    unit_of_measure: str | None = None
    unit_raw: str | None = None
    unit_content: UnitContent | None = None
    harvest_farm: LocationDescription | None = None

    @property
    def product(self) -> ProductDescription:
        """The crop in the words of a product description."""
        return ProductDescription(commodity=self.commodity, variety=self.variety)


class Harvesting(_Crop):
    """Harvest of a crop (21 CFR 1.1325(a)(1))."""

    cte_type: Literal[CteType.HARVESTING] = CteType.HARVESTING
    growing_area_name: str | None = None
    aquaculture_container_name: str | None = None
    harvest_date: date
    harvester_business_name: str | None = None
    harvester_phone: str | None = None
    harvester_phone_e164: str | None = None

    def _lot_key(self) -> list[str]:
        parts = (self.commodity, self.variety, self.growing_area_name, self.aquaculture_container_name)
        return ["crop", *(part or "" for part in parts)]


class Cooling(_Crop):
    """Cooling of a crop before it is packed (21 CFR 1.1325(b)(1))."""

    cte_type: Literal[CteType.COOLING] = CteType.COOLING
    cooling_location: LocationDescription
    cooling_date: date

    def _lot_key(self) -> list[str]:
        return ["crop", self.commodity or "", self.variety or ""]
