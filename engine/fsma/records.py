"""Records of critical tracking events, one class a shape, and the way back from their JSON form."""

from functools import lru_cache
from typing import Annotated, Any

import orjson
from pydantic import Field, TypeAdapter

from engine.fsma.crops import Cooling, Harvesting
from engine.fsma.cte_types import CteType
from engine.fsma.movements import FirstLandBasedReceiving, Receiving, ReceivingExemptSource, Shipping
from engine.fsma.other import records as others
from engine.fsma.packing import Packing, Received
from engine.fsma.record import LotRecord, Record
from engine.fsma.transformation import Input, Transformation

__all__ = [
    "CLASSES",
    "Cooling",
    "FirstLandBasedReceiving",
    "Harvesting",
    "Input",
    "LotRecord",
    "Packing",
    "Received",
    "Receiving",
    "ReceivingExemptSource",
    "Record",
    "Shipping",
    "Transformation",
    "from_json",
    "from_text",
]

CLASSES: dict[CteType, type[Record]] = {
    CteType.HARVESTING: Harvesting,
    CteType.COOLING: Cooling,
    CteType.INITIAL_PACKING: Packing,
    CteType.INITIAL_PACKING_SPROUTS: Packing,
    CteType.INITIAL_PACKING_EXEMPT_SOURCE: Packing,
    CteType.FIRST_LAND_BASED_RECEIVING: FirstLandBasedReceiving,
    CteType.SHIPPING: Shipping,
    CteType.RECEIVING: Receiving,
    CteType.RECEIVING_EXEMPT_SOURCE: ReceivingExemptSource,
    CteType.TRANSFORMATION: Transformation,
    CteType.TRANSFORMATION_UNPACKED_RAC: Packing,
}

AnyRecord = (
    Harvesting
    | Cooling
    | Packing
    | FirstLandBasedReceiving
    | Shipping
    | Receiving
    | ReceivingExemptSource
    | Transformation
)
_ANY: TypeAdapter[AnyRecord] = TypeAdapter(Annotated[AnyRecord, Field(discriminator="cte_type")])


def from_json(stored: dict[str, Any]) -> Record:
    """The record a normalised JSON form stands for, without judging it again.

    stored: what `Record.to_json` gave; anything else raises pydantic's ValidationError.
    """
    return others.from_json(stored) if "record_type" in stored else _ANY.validate_python(stored)


# Settlements read the records of a lot again with every document that tells of it.
@lru_cache(maxsize=4096)
def from_text(stored: str) -> Record:
    """The record a normalised JSON text stands for. Raises as `from_json` does."""
    return from_json(orjson.loads(stored))
