"""Worked-example records in the form the graph holds them, and its descriptions as cells."""

from datetime import UTC, date, datetime
from typing import Any

from worked_example import BY_ID, EVENTS

from engine.exports.record import About, ExportRecord

RECEIVED = (
    "commodity_received", "variety_received", "received_date", "quantity_received", "unit_of_measure_received",
    "harvest_farm", "growing_area_name", "aquaculture_container_name", "harvester_business_name",
    "harvester_phone", "harvest_date", "cooling_location", "cooling_date",
)  # fmt: skip
PACKING = ("initial_packing", "initial_packing_sprouts", "initial_packing_exempt_source", "transformation_unpacked_rac")

NA = "n/a"
MISSING = "NOT RECORDED"
L01 = ["Arroyo Verde Farms", "+1 831 555 0111", "1450 Old Stage Road", "Salinas", "CA", "93908", "US"]
L02 = ["Salinas Valley Cold Co.", "+1 831 555 0122", "780 Vacuum Street", "Salinas", "CA", "93901", "US"]
L03 = ["Bluebird Produce Packers", "+1 831 555 0133", "2200 Packinghouse Lane", "Salinas", "CA", "93901", "US"]
L05 = ["Tiny Acre Farm", "+1 303 555 0155", "88 Weld County Road 7", "Hudson", "CO", "80642", "US"]
L06 = ["Prairie Fork Salads", "+1 303 555 0166", "4100 Peoria Park Drive", "Aurora", "CO", "80011", "US"]
L07 = ["Heartland Fresh Markets - DC 3", "+1 816 555 0177", "9000 Front Street", "Kansas City", "MO", "64120", "US"]
L08 = ["Heartland Fresh Markets - Store 12", "+1 785 555 0188", "1201 Gage Boulevard", "Topeka", "KS", "66604", "US"]
L10 = ["Harborlight Landing Co.", "+1 508 555 0110", "15 State Pier", "New Bedford", "MA", "02740", "US"]
L12 = ["Sunridge Melon Farm", "+1 559 555 0132", "36.840201, -120.457310", "Firebaugh", "CA", "93622", "US"]
L13 = ["Crescent Cut Fruit", "+1 559 555 0143", "3310 South Cedar Avenue", "Fresno", "CA", "93725", "US"]
L14 = ["Casa Lucero Dairy", "+1 970 555 0154", "610 Creamery Way", "Greeley", "CO", "80631", "US"]
L15 = ["Lakeshore Sprouts", "+1 414 555 0165", "1919 Bay Street", "Milwaukee", "WI", "53207", "US"]
L16 = ["High Plains Seed Growers", "+1 308 555 0176", "41.140210, -102.978440", "Sidney", "NE", "69162", "US"]
L17 = ["Platte Seed Conditioning", "+1 308 555 0187", "700 Elevator Road", "Kearney", "NE", "68847", "US"]
L18 = ["Sproutline Seed Supply", "+1 608 555 0198", "55 Commerce Court", "Madison", "WI", "53704", "US"]
P01 = ["Bluebird Romaine, bulk for processing", "Bluebird", "Leafy greens (fresh)", "Romaine", "25 lb", "Lined carton"]
P03 = ["Mesa Leaf Green Leaf 24 ct", "Mesa Leaf", "Leafy greens (fresh)", "Green leaf", "24 ct (20 lb)", "Carton"]
P04 = ["Curly parsley, bunched", NA, "Herbs (fresh)", "Curly parsley", "5 lb", "Carton"]
P05 = [
    "Prairie Fork Garden Romaine Blend 12 x 10 oz", "Prairie Fork", "Leafy greens (fresh-cut)",
    "Romaine, green leaf, parsley, carrot", "12 x 10 oz", "Carton of sealed bags",
]  # fmt: skip
P08 = [
    "Crescent Cantaloupe Chunks 6 x 16 oz",
    "Crescent",
    "Fruits (fresh-cut)",
    "Cantaloupe",
    "6 x 16 oz",
    "Carton of cups",
]
P09 = [
    "Casa Lucero Queso Fresco 12 x 10 oz", "Casa Lucero", "Soft cheese", "Queso fresco (pasteurised milk)",
    "12 x 10 oz", "Carton of vacuum packs",
]  # fmt: skip
P10 = [
    "Lakeshore Alfalfa Sprouts 12 x 4 oz",
    "Lakeshore",
    "Sprouts (fresh)",
    "Alfalfa",
    "12 x 4 oz",
    "Carton of clamshells",
]


def record(event_id: str, /, **changes: Any) -> dict[str, Any]:
    """An event as a normalised record: packing keeps what it received as a list."""
    event = BY_ID[event_id] | changes
    if event["cte_type"] in PACKING:
        block = {name: event.pop(name) for name in RECEIVED if name in event}
        event.setdefault("received", [block])
    return {name: value for name, value in event.items() if value is not None}


def exported(*records: dict[str, Any]) -> list[ExportRecord]:
    return [
        ExportRecord(r, f"record-{n}", r.get("event_id", ""), "Prairie Fork Salads", "recorded", "ab" * 32, "day.json")
        for n, r in enumerate(records, 1)
    ]


def whole_example() -> list[ExportRecord]:
    return exported(*(record(event["event_id"]) for event in EVENTS))


ABOUT = About(
    scope="Every record of lot E, forward and backward",
    generated_at=datetime(2026, 8, 20, 12, tzinfo=UTC),
    data_as_of=datetime(2026, 8, 20, 11, 59, tzinfo=UTC),
    software="lotgraph 0.1.0",
)


def day(month: int, number: int, year: int = 2026) -> date:
    return date(year, month, number)
