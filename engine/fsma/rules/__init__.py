"""The checks one record can fail on its own, by subject, and which of them each kind of event goes through."""

from collections.abc import Callable, Mapping

from engine.fsma.cte_types import CteType
from engine.fsma.rules import (
    crops,
    general,
    lots,
    places,
    products,
    seafood,
    seeds,
    transformations,
    transporters,
)
from engine.fsma.rules.case import Case

Check = Callable[[Case], None]

_ALWAYS: tuple[Check, ...] = (
    general.correction, general.date_of_event, general.place_of_event, general.quantities, general.documents,
)  # fmt: skip
_LOT: tuple[Check, ...] = (*_ALWAYS, lots.code, lots.source, products.description, products.gtins, products.on_list)
_CROP: tuple[Check, ...] = (*_ALWAYS, crops.commodity, crops.growing_area, products.on_list)
_PACKED: tuple[Check, ...] = (*_LOT, crops.received, seeds.sprouts)

CHECKS: Mapping[CteType, tuple[Check, ...]] = {
    kind: (*checks, general.required, places.descriptions, transporters.check)
    for kind, checks in {
        CteType.HARVESTING: _CROP,
        CteType.COOLING: (*_ALWAYS, crops.commodity, products.on_list),
        CteType.INITIAL_PACKING: _PACKED,
        CteType.INITIAL_PACKING_SPROUTS: _PACKED,
        CteType.INITIAL_PACKING_EXEMPT_SOURCE: _PACKED,
        CteType.TRANSFORMATION_UNPACKED_RAC: _PACKED,
        CteType.FIRST_LAND_BASED_RECEIVING: (*_LOT, seafood.species, seafood.trip, seafood.harvest_locations),
        CteType.SHIPPING: _LOT,
        CteType.RECEIVING: _LOT,
        CteType.RECEIVING_EXEMPT_SOURCE: _LOT,
        CteType.TRANSFORMATION: (*_LOT, transformations.inputs, transformations.store),
    }.items()
}
