"""Seeds of sprouts (V-SPR-01; 21 CFR 1.1330(b))."""

from engine.fsma import ftl
from engine.fsma.rules.case import Case

# The rest of 1.1330(b) is owed only where it is available or applies.
REQUIRED = (
    "seed_conditioner_location",
    "seed_conditioner_lot_code",
    "seed_conditioning_date",
    "seed_packinghouse_location",
    "seed_packing_date",
    "seed_supplier_location",
    "seed_type_or_taxonomic_name",
    "seed_growing_specifications",
    "seed_packaging_type",
    "seed_receipt_date",
)


def sprouts(case: Case) -> None:
    """A lot of sprouts has records of its seeds, unless grown in soil or substrate and cut without roots."""
    record = case.record
    if record.soil_grown_without_roots:
        return
    if case.kind.cte_type == "initial_packing_sprouts":
        for field in REQUIRED:
            if getattr(record, field) is None and not case.unreadable(field):
                case.note("V-SPR-01", field, f"Nothing is said of the {case.label(field)}.", "Ask the seed supplier.")
    elif _is_sprouts(case) and record.seed_supplier_location is None:
        message = "The lot is of sprouts, and nothing is said of their seeds."
        hint = "Send it as initial_packing_sprouts, or say soil_grown_without_roots: true."
        case.note("V-SPR-01", None, message, hint)


def _is_sprouts(case: Case) -> bool:
    words = [block.commodity_received for block in case.record.received]
    entries = [ftl.recognise(word) for word in words if word]
    product = case.record.product
    listed = product.listed_as if product else None
    return listed == "sprouts_fresh" or any(e and e.key == "sprouts_fresh" for e in entries)
