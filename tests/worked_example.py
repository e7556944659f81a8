"""The worked example as data for tests: 18 places, 10 products, 10 lots, 41 events.

The same file feeds the demo. LOCATIONS and PRODUCTS are full descriptions by id (L01.., P01..), EVENTS are in the
JSON form of section 2.14 with descriptions written out, RECORDED_BY names the firm whose record an event is, LOTS
the ten lots A to S with `tlc`, `product`, `tlc_source` and `assigned_by`.
"""

import json
from pathlib import Path
from typing import Any

_FILE = Path(__file__).parents[1] / "engine" / "console" / "demo_data" / "worked_example.json"
_DATA: dict[str, Any] = json.loads(_FILE.read_text("utf-8"))

LOCATIONS: dict[str, dict[str, Any]] = _DATA["locations"]
PRODUCTS: dict[str, dict[str, Any]] = _DATA["products"]
LOTS: dict[str, dict[str, str]] = _DATA["lots"]
LOGISTIC_UNITS: dict[str, str] = _DATA["logistic_units"]
RECORDED_BY: dict[str, str] = _DATA["recorded_by"]
EVENTS: list[dict[str, Any]] = _DATA["events"]
BY_ID: dict[str, dict[str, Any]] = {event["event_id"]: event for event in EVENTS}
