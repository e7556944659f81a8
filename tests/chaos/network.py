"""What the chaos run captures: packed lots with shipments, after the worked example's."""

import json
from typing import Any

from tests.worked_example import BY_ID

GTIN = "19521002000112"


def documents(lots: int, shipments: int) -> list[dict[str, Any]]:
    """One document a lot: its packing and its shipments, each in the JSON form of the capture endpoint."""
    return [{"events": [_event("EV04", lot, 0), *(_event("EV07", lot, n + 1) for n in range(shipments))]}
            for lot in range(lots)]


def _event(event_id: str, lot: int, number: int) -> dict[str, Any]:
    text = json.dumps(BY_ID[event_id]).replace("AV26219A", f"CHAOS{lot:04}")
    event = json.loads(text) | {"event_id": f"{event_id}-{lot}-{number}"}
    event["reference_documents"] = [{"document_type": "Bill of Lading", "document_number": f"BOL {lot}-{number}"}]
    return event
