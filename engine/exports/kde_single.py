"""The single-sheet form: every critical tracking event as one kind of row on one sheet."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from engine.exports import our_sheets as ours
from engine.exports.book import SHEET_ROWS, Book
from engine.exports.layout import reference_text
from engine.exports.looks import Head
from engine.exports.other_sheets import kind_of
from engine.exports.places import Expand, Places, describe_product, one_line
from engine.exports.record import About, ExportRecord, Written
from engine.exports.rows import lines_of
from engine.exports.units import as_recorded
from engine.exports.values import (
    NO_FTL_INPUT,
    NOT_APPLICABLE,
    NOT_RECORDED,
    Value,
    as_date,
    as_number,
    as_text,
    is_missing,
)

SHEET = "KDE"

HEADS = tuple(
    Head(caption, None, width)
    for caption, width in (
        ("CTE Type", 26), ("Event Id", 26), ("Traceability Lot Code", 40), ("Event Date (mm/dd/yyyy)", 14),
        ("From", 60), ("To", 60), ("Quantity", 12), ("Unit of Measure", 16), ("Product Description", 50),
        ("Input Traceability Lot Code", 40), ("Input Quantity", 12), ("Input Unit of Measure", 16),
        ("Traceability Lot Code Source", 60), ("Traceability Lot Code Source Reference", 46),
        ("Reference Documents", 40), ("Recorded by", 30), ("Record Id", 26), ("Ring", 12),
        ("Source Document SHA-256", 66),
    )
)  # fmt: skip

# Date, from, to; None where the type has no such party. The own place of an event stands under To.
_PARTIES = {
    "harvesting": ("harvest_date", "harvest_farm", "immediate_subsequent_recipient"),
    "cooling": ("cooling_date", "cooling_location", "immediate_subsequent_recipient"),
    "initial_packing": ("packing_date", "harvest_farm", "packing_location"),
    "initial_packing_sprouts": ("packing_date", "harvest_farm", "packing_location"),
    "initial_packing_exempt_source": ("packing_date", "source_location", "packing_location"),
    "transformation_unpacked_rac": ("packing_date", "harvest_farm", "packing_location"),
    "first_land_based_receiving": ("landing_date", None, "first_receiver_location"),
    "shipping": ("ship_date", "ship_from_location", "ship_to_location"),
    "receiving": ("received_date", "immediate_previous_source", "receiving_location"),
    "receiving_exempt_source": ("received_date", "immediate_previous_source", "receiving_location"),
    "transformation": ("transformation_date", None, "transformation_location"),
    "farm_direct_purchase": (None, "farm_address", None),
    "ad_hoc_purchase": ("purchase_date", "place_address", None),
    "farm_to_school_purchase": (None, "farm_address", None),
    "kill_step_record": ("applied_date", "location", None),
    "written_agreement": ("effective_date", "shipper", "receiver"),
    "one_up_one_back": ("date", "previous_source", "next_recipient"),
}
_NO_LOT_YET = ("harvesting", "cooling")


def write_kde_single(
    path: Path | str,
    records: Iterable[ExportRecord],
    about: About,
    expand: Expand | None = None,
    sheet_rows: int = SHEET_ROWS,
) -> Written:
    """Write all records on one sheet `KDE`, and a sheet `About this file`; else as write_workbook.

    A packing record has a row for each received block, a transformation one for each input.
    Written.gaps counts cells that say NOT RECORDED.
    """
    places = Places(expand)
    count = gaps = findings = 0
    with Book(path) as book:
        table, about_table = book.table(SHEET, HEADS, sheet_rows), book.table(ours.ABOUT, ours.ABOUT_HEADS, wrap=True)
        for record in records:
            count += 1
            findings += len(record.findings)
            for cells in _rows(record, places):
                gaps += cells.count(NOT_RECORDED)
                table.append(cells)
        written = Written({SHEET: table.rows}, count, gaps, findings)
        if not count:
            table.append(("No records",))
        for line in ours.about_rows(about, written, alone=True):
            about_table.append(line)
        book.save()
    return written


def _rows(origin: ExportRecord, places: Places) -> Iterator[list[Value]]:
    record = origin.record
    kind = kind_of(record)
    date_field, from_field, to_field = _PARTIES[kind]
    if kind == "transformation_unpacked_rac" and not is_missing(record.get("source_location")):
        from_field = "source_location"
    if kind == "one_up_one_back":
        from_field, to_field = (f if f in record else "location" for f in (from_field, to_field))
    suffix = "_packed" if to_field == "packing_location" else ""
    unit_field = f"unit_of_measure{suffix}"
    for line in lines_of(record):
        used, unit = _used(line, kind, suffix)
        yield [
            kind,
            origin.event_id,
            NOT_APPLICABLE if kind in _NO_LOT_YET and is_missing(line.get("tlc")) else _text(line.get("tlc")),
            _text(line.get(date_field), as_date) if date_field else NOT_APPLICABLE,
            one_line(line.get(from_field), places) if from_field else NOT_APPLICABLE,
            one_line(line.get(to_field), places) if to_field else NOT_APPLICABLE,
            _text(line.get(f"quantity{suffix}"), as_number),
            _text(as_recorded(line, unit_field)),
            _product(line),
            _text(line.get("inputs[].input_tlc"), absent=_no_input(line, kind)),
            used,
            unit,
            one_line(line["tlc_source"], places) if line.get("tlc_source") else NOT_APPLICABLE,
            reference_text(line.get("tlc_source_reference")) or NOT_APPLICABLE,
            _documents(line.get("reference_documents")),
            origin.recorded_by,
            origin.record_id,
            origin.ring,
            origin.document_sha256,
        ]


def _used(line: dict, kind: str, suffix: str) -> tuple[Value, Value]:
    """What went in: the quantity received of a crop, or used of an input lot."""
    quantity, unit = (
        ("quantity_received", "unit_of_measure_received")
        if suffix
        else ("inputs[].input_quantity_used", "inputs[].input_unit_of_measure")
    )
    absent = NOT_RECORDED if suffix else _no_input(line, kind)
    return _text(line.get(quantity), as_number, absent), _text(as_recorded(line, unit), absent=absent)


def _no_input(line: dict, kind: str) -> str:
    if kind != "transformation":
        return NOT_APPLICABLE
    return NOT_RECORDED if line.get("inputs") else NO_FTL_INPUT


def _text(value: object, convert=as_text, absent: str = NOT_RECORDED) -> Value:
    return absent if is_missing(value) else convert(value)


def _product(line: dict) -> str:
    if is_missing(line.get("product")):
        parts = [line.get(k) for k in ("species_or_market_name", "commodity", "variety", "food_name", "product_name")]
        return ", ".join(as_text(p) for p in parts if not is_missing(p)) or NOT_RECORDED
    cells = describe_product(line["product"]).cells
    return ", ".join(c for c in cells if c not in (NOT_APPLICABLE, NOT_RECORDED)) or NOT_RECORDED


def _documents(documents: object) -> str:
    if not isinstance(documents, list | tuple):
        return _text(documents)
    named = (d.values() if isinstance(d, dict) else (d,) for d in documents)
    return "; ".join(" ".join(as_text(v) for v in values if not is_missing(v)) for values in named) or NOT_RECORDED
