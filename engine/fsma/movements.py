"""Records of a lot that lands, leaves or arrives."""

from datetime import date
from typing import Literal

from engine.fsma.cte_types import CteType
from engine.fsma.descriptions import HarvestLocation, LocationDescription
from engine.fsma.record import MovedLot


class FirstLandBasedReceiving(MovedLot):
    """First possession on land of food off a fishing vessel (21 CFR 1.1335)."""

    cte_type: Literal[CteType.FIRST_LAND_BASED_RECEIVING] = CteType.FIRST_LAND_BASED_RECEIVING
    species_or_market_name: str | None = None
    harvest_date_start: date | None = None
    harvest_date_end: date | None = None
    harvest_locations: tuple[HarvestLocation, ...] = ()
    first_receiver_location: LocationDescription
    landing_date: date


class Shipping(MovedLot):
    """Shipment of a lot (21 CFR 1.1340(a))."""

    cte_type: Literal[CteType.SHIPPING] = CteType.SHIPPING
    ship_to_location: LocationDescription | None = None
    ship_from_location: LocationDescription
    ship_date: date
    tlc_source: LocationDescription | None = None


class Receiving(MovedLot):
    """Receipt of a lot (21 CFR 1.1345(a))."""

    cte_type: Literal[CteType.RECEIVING] = CteType.RECEIVING
    immediate_previous_source: LocationDescription | None = None
    receiving_location: LocationDescription
    received_date: date
    tlc_source: LocationDescription | None = None


class ReceivingExemptSource(MovedLot):
    """Receipt from someone the rule does not apply to (21 CFR 1.1345(b))."""

    cte_type: Literal[CteType.RECEIVING_EXEMPT_SOURCE] = CteType.RECEIVING_EXEMPT_SOURCE
    immediate_previous_source: LocationDescription | None = None
    receiving_location: LocationDescription
    received_date: date
