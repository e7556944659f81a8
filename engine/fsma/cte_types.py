"""The kinds of critical tracking event: where each keeps its date, its place and its counterparts."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from types import MappingProxyType

from engine.fsma import kdes
from engine.fsma.kdes import Kde


class CteType(StrEnum):
    """Kinds of event a record may be of (21 CFR 1.1310)."""

    HARVESTING = "harvesting"
    COOLING = "cooling"
    INITIAL_PACKING = "initial_packing"
    INITIAL_PACKING_SPROUTS = "initial_packing_sprouts"
    INITIAL_PACKING_EXEMPT_SOURCE = "initial_packing_exempt_source"
    FIRST_LAND_BASED_RECEIVING = "first_land_based_receiving"
    SHIPPING = "shipping"
    RECEIVING = "receiving"
    RECEIVING_EXEMPT_SOURCE = "receiving_exempt_source"
    TRANSFORMATION = "transformation"
    TRANSFORMATION_UNPACKED_RAC = "transformation_unpacked_rac"


@dataclass(frozen=True)
class CteKind:
    """What holds for every record of one kind.

    section: of 21 CFR, the number alone ("1.1340"); the paragraphs are on the data elements.
    date_field, place_field: the event's own date and own place.
    counterpart_fields: fields that name another party to the event, nested ones by their own name.
    quantity_field, unit_field: how much of the lot moved or came into being.
    has_lot: the record speaks of a traceability lot (before packing none exists).
    creates_lot: the recorder assigns the traceability lot code in this event (1.1320, 1.1345(b)(1)).
    source_is_place: the own place is the traceability lot code source.
    """

    cte_type: CteType
    label: str
    section: str
    date_field: str
    place_field: str
    counterpart_fields: tuple[str, ...]
    elements: tuple[Kde, ...]
    quantity_field: str = "quantity"
    unit_field: str = "unit_of_measure"
    has_lot: bool = True
    creates_lot: bool = False
    source_is_place: bool = False

    @property
    def is_packing(self) -> bool:
        """True where the record has a `received` block."""
        return self.place_field == "packing_location"

    @cached_property
    def fields(self) -> Mapping[str, Kde]:
        """Every field an event of this kind may carry, the envelope's included."""
        return MappingProxyType({k.field: k for k in (*kdes.ENVELOPE, *self.elements)})

    def paragraph(self, field: str) -> str:
        """The paragraph a field stands in, "§1.1340(a)(6)"; the section alone for fields of our own."""
        top, _, rest = field.partition(".")
        head, _, _ = top.partition("[")
        nested = rest.partition(".")[0].partition("[")[0]
        inner = _NESTED.get(head, {}).get(nested)
        element = self.fields.get(head)
        if inner is not None and inner.paragraph:
            letter = "(c)" if self.cte_type is CteType.INITIAL_PACKING_EXEMPT_SOURCE else "(a)"
            return f"§{self.section}{'' if head == 'inputs' else letter}{inner.paragraph}"
        return f"§{self.section}{element.paragraph if element else ''}"

    def label_of(self, field: str) -> str:
        """How to call a field in a sentence: "date shipped"; for nested ones the innermost known name."""
        top, _, rest = field.partition(".")
        head, _, _ = top.partition("[")
        nested = rest.partition(".")[0].partition("[")[0]
        element = _NESTED.get(head, {}).get(nested) or self.fields.get(head)
        return element.label if element else field.replace("_", " ")


_NESTED = {
    "received": {k.field: k for k in kdes.RECEIVED_ITEM},
    "inputs": {k.field: k for k in kdes.INPUT_ITEM},
}
_FIELD_PARTIES = ("harvest_farm", "cooling_location")
_SEED_PARTIES = (
    "seed_grower_location",
    "seed_conditioner_location",
    "seed_packinghouse_location",
    "seed_repacker_location",
    "seed_supplier_location",
)
_PACKING = {
    "date_field": "packing_date",
    "place_field": "packing_location",
    "quantity_field": "quantity_packed",
    "unit_field": "unit_of_measure_packed",
    "creates_lot": True,
    "source_is_place": True,
}

_ALL = (
    CteKind(
        CteType.HARVESTING, "harvesting", "1.1325", "harvest_date", "harvest_farm",
        ("immediate_subsequent_recipient",), kdes.HARVESTING, has_lot=False,
    ),
    CteKind(
        CteType.COOLING, "cooling before packing", "1.1325", "cooling_date", "cooling_location",
        ("immediate_subsequent_recipient", "harvest_farm"), kdes.COOLING, has_lot=False,
    ),
    CteKind(
        CteType.INITIAL_PACKING, "initial packing", "1.1330", counterpart_fields=_FIELD_PARTIES,
        elements=kdes.INITIAL_PACKING, **_PACKING,
    ),
    CteKind(
        CteType.INITIAL_PACKING_SPROUTS, "initial packing of sprouts", "1.1330",
        counterpart_fields=(*_FIELD_PARTIES, *_SEED_PARTIES), elements=kdes.INITIAL_PACKING_SPROUTS,
        **_PACKING,
    ),
    CteKind(
        CteType.INITIAL_PACKING_EXEMPT_SOURCE, "initial packing from an exempt source", "1.1330",
        counterpart_fields=("source_location",), elements=kdes.INITIAL_PACKING_EXEMPT_SOURCE, **_PACKING,
    ),
    CteKind(
        CteType.FIRST_LAND_BASED_RECEIVING, "first land-based receiving", "1.1335", "landing_date",
        "first_receiver_location", (), kdes.FIRST_LAND_BASED_RECEIVING, creates_lot=True,
        source_is_place=True,
    ),
    CteKind(
        CteType.SHIPPING, "shipping", "1.1340", "ship_date", "ship_from_location",
        ("ship_to_location",), kdes.SHIPPING,
    ),
    CteKind(
        CteType.RECEIVING, "receiving", "1.1345", "received_date", "receiving_location",
        ("immediate_previous_source",), kdes.RECEIVING,
    ),
    CteKind(
        CteType.RECEIVING_EXEMPT_SOURCE, "receiving from an exempt source", "1.1345", "received_date",
        "receiving_location", ("immediate_previous_source",), kdes.RECEIVING_EXEMPT_SOURCE,
        creates_lot=True, source_is_place=True,
    ),
    CteKind(
        CteType.TRANSFORMATION, "transformation", "1.1350", "transformation_date", "transformation_location",
        (), kdes.TRANSFORMATION, creates_lot=True, source_is_place=True,
    ),
    # 1.1350(b) borrows the data elements of 1.1330, so its paragraphs are those of packing.
    CteKind(
        CteType.TRANSFORMATION_UNPACKED_RAC, "transformation of a crop never packed", "1.1330",
        counterpart_fields=(*_FIELD_PARTIES, "source_location", *_SEED_PARTIES),
        elements=kdes.TRANSFORMATION_UNPACKED_RAC, **_PACKING,
    ),
)  # fmt: skip

KINDS: Mapping[CteType, CteKind] = MappingProxyType({kind.cte_type: kind for kind in _ALL})
