"""One record of each kind beside the critical tracking events, among the firms of the worked example.

Store 12 cooked lot E, bought parsley from Tiny Acre Farm and vinegar next door; Prairie Fork has an agreement with it.
"""

import copy
from typing import Any

from tests.worked_example import LOCATIONS, LOTS

_ADDRESS = ("street_address", "city", "state_region", "postal_code", "country")
_FARM_ADDRESS = {part: LOCATIONS["L05"][part] for part in _ADDRESS}

KILL_STEP = {
    "event_id": "KS1", "record_type": "kill_step_record", "tlcs_received": [LOTS["E"]["tlc"]],
    "applied_date": "2026-08-15", "location": LOCATIONS["L08"], "process": "soup kettle, 92 C for 10 minutes",
    "record_number": "HACCP 815-2",
}
AGREEMENT = {
    "event_id": "AG1", "record_type": "written_agreement", "shipper": LOCATIONS["L06"], "receiver": LOCATIONS["L08"],
    "kind": "kill_step", "effective_date": "2026-01-01", "renew_by": "2028-12-31",
    "printed_names": ["R. Ortega", "M. Lindqvist"], "signatures": ["R. Ortega", "M. Lindqvist"],
    "substance": "The store cooks every case of the blend.",
}
FARM_DIRECT = {
    "event_id": "FD1", "record_type": "farm_direct_purchase", "food_name": "Curly parsley",
    "farm_name": "Tiny Acre Farm", "farm_address": _FARM_ADDRESS,
}
FARM_TO_SCHOOL = {**FARM_DIRECT, "event_id": "FS1", "record_type": "farm_to_school_purchase", "food_name": "Shell eggs"}
AD_HOC = {
    "event_id": "AH1", "record_type": "ad_hoc_purchase", "product_name": "Romaine, 6 heads",
    "purchase_date": "2026-08-14", "place_name": "Corner Greens", "tlc": "CG-0814", "location": LOCATIONS["L08"],
    "place_address": {"street_address": "12 Gage Boulevard", "city": "Topeka", "state_region": "KS",
                      "postal_code": "66604", "country": "US"},
}
ONE_UP = {
    "event_id": "OU1", "record_type": "one_up_one_back", "previous_source": LOCATIONS["L08"],
    "location": LOCATIONS["L09"], "food": "Prairie Fork Garden Romaine Blend", "date": "2026-08-15",
    "tlc": LOTS["E"]["tlc"], "quantity": 2, "unit_of_measure": "case", "packaging": "cartons",
}
OTHERS: list[dict[str, Any]] = [KILL_STEP, AGREEMENT, FARM_DIRECT, FARM_TO_SCHOOL, AD_HOC, ONE_UP]


def changed(record: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """A record with some fields changed; None leaves a field out."""
    made = copy.deepcopy({**record, **changes})
    return {field: value for field, value in made.items() if value is not None}
