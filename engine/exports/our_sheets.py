"""The sheets that stand after FDA's: what the file is, where it comes from, how to read it."""

from collections.abc import Iterator
from datetime import datetime

from engine.exports.looks import Head
from engine.exports.places import LOCATION_HEADINGS
from engine.exports.record import About, ExportRecord, Noticed, Written
from engine.exports.template import Sheet, template
from engine.exports.units import UNKNOWN_UNIT
from engine.exports.values import (
    NO_FTL_INPUT,
    NOT_APPLICABLE,
    NOT_RECORDED,
    PACKAGED,
    SEE_REFERENCE,
    UNPACKAGED,
    as_text,
)
from engine.fsma.masses import MASS_UNITS, kilograms
from engine.fsma.units import VOCABULARY

ABOUT, SOURCES, LOCATIONS, GAPS, FINDINGS, VIEW_ENDS, CODES = (
    "About this file",
    "Sources",
    "Locations",
    "Gaps",
    "Findings",
    "View ends",
    "Code list",
)


def _heads(*columns: tuple[str, float]) -> tuple[Head, ...]:
    return tuple(Head(caption, None, width, ours=True) for caption, width in columns)


ABOUT_HEADS = _heads(("Subject", 46), ("Statement", 110))
SOURCES_HEADS = _heads(("Source document SHA-256", 66), ("Name", 40), ("Recorded at", 24), ("Records", 10))
LOCATIONS_HEADS = _heads(*((c, 30 if "Name" in c or "Street" in c else 18) for c in LOCATION_HEADINGS))
GAPS_HEADS = _heads(
    ("Priority", 10), ("Sheet", 26), ("Row", 8), ("Columns", 10), ("What is missing", 60), ("Our field", 34),
    ("21 CFR", 18), ("Note", 44), ("Traceability Lot Code", 38), ("Record id", 26), ("Event id", 26),
    ("Recorded by (ask them)", 30),
)  # fmt: skip
FINDINGS_HEADS = _heads(
    ("Severity", 12), ("Rule", 12), ("What was noticed", 70), ("What to do, or whom to ask", 60), ("Our field", 34),
    ("Value seen", 34), ("21 CFR", 18), ("Sheet", 26), ("Row", 8), ("Traceability Lot Code", 38), ("Record id", 26),
    ("Event id", 26), ("Recorded by (ask them)", 30),
)  # fmt: skip
VIEW_ENDS_HEADS = _heads(
    ("Direction", 12), ("Traceability Lot Code", 38), ("Last location seen", 40),
    ("Why the view ends there", 50), ("Whom to ask", 34), ("Phone Number", 20),
)  # fmt: skip
CODES_HEADS = _heads(("Kind", 22), ("Code", 44), ("Meaning", 80), ("Where", 34), ("Our field", 40), ("21 CFR", 20))

_PLACEHOLDERS = {
    NOT_RECORDED: "The record should hold this and does not; the Gaps sheet lists it.",
    f"{NOT_RECORDED} (GLN ...)": "The location is known by its Global Location Number alone.",
    NOT_APPLICABLE: "Does not apply to this record, or is optional and was not given.",
    UNPACKAGED: "No product description, because the food was unpackaged: see the species or market name.",
    PACKAGED: "No species or market name, because the food was packaged: see the product description.",
    NO_FTL_INPUT: "No ingredient of this lot is on the Food Traceability List, so no incoming lot is owed.",
    SEE_REFERENCE: "The TLC source reference was given instead of the TLC source's location description.",
}
_RINGS = {
    "in_order": "Linked to the lot by records whose dates follow one another.",
    "recorded": "Linked to the lot by records, dates ignored, so that a mistyped date hides nothing.",
    "worst_case": "No record says so, but it may have happened; not part of what was recorded.",
}
_LAYOUT = {
    "Row 1": "FDA's captions on dark blue, with FDA's hints as comments; captions on grey are ours.",
    "Transformation": "One row for each input lot; the new lot repeats on each. Do not add up its quantity.",
    "Initial packing": "One row for each harvest received; the packed lot repeats on each.",
    "Sprouts": "On Initial Packing a row for each harvest received, on the sprouts sheet one for the seeds.",
    "Transformation of a RAC never packed": "On the packing sheet that has its columns (21 CFR 1.1350(b)).",
    "Reference documents": "The first document stands in the first pair of columns, all further ones in the"
    " second: types and numbers in the same order, separated by semicolons.",
    "Geographic coordinates": "Latitude, longitude in degrees, in the street column where there is none.",
    "Text cells": "Lot codes, GTINs, GLNs, phone numbers and postal codes are text; leading zeros are meant.",
    "Sheets ending in (2), (3)": "Further rows of the sheet before, where Excel's row limit was reached.",
}


def about_rows(about: About, written: Written, alone: bool = False) -> Iterator[tuple[str, str | int]]:
    """Subject and statement, in reading order. alone: no other sheet explains the file."""
    yield (
        "What this is",
        (
            "Traceability records in the form of FDA's electronic sortable spreadsheet"
            " (21 CFR 1.1455(c)(3)(ii)), followed by sheets that explain them. lotgraph helps you prepare and"
            " export records; FDA has neither reviewed nor endorsed this file."
        ),
    )
    yield "Request", about.scope
    yield (
        "Is the answer complete?",
        "Yes: no limit cut it." if about.complete else "NO: it was cut, see below.",
    )
    for reason in about.cut:
        yield "Cut", reason
    if about.view_ends and not alone:
        yield "Where the view ends", f"With whom to ask: {len(about.view_ends)} rows on sheet {VIEW_ENDS}"
    for row in view_end_rows(about) if alone else ():
        yield "Where the view ends", ", ".join(text for text in row if text)
    yield "Records", written.records
    missing = f"{written.gaps}, marked {NOT_RECORDED}" + ("" if alone else f": sheet {GAPS}")
    yield "Key data elements missing", missing if written.gaps else "none"
    noticed = f"{written.findings}" + ("" if alone else f": sheet {FINDINGS}")
    yield "Open findings of these records", noticed if written.findings else "none"
    for subject, value in (
        ("Lot", about.tlc), ("Lot id", about.lot_id), ("Product", about.product),
        ("TLC source", about.tlc_source), ("Direction", about.direction), ("Ring", about.ring),
    ):  # fmt: skip
        if value:
            yield subject, value
    for name, value in about.filters.items():
        if value is None:
            continue
        yield f"Filter: {name}", str(value)
    yield "Time zone", about.time_zone
    yield "Data as of", _moment(about.data_as_of)
    yield "Generated at", _moment(about.generated_at)
    for subject, value in (
        ("Requested at", _moment(about.requested_at) if about.requested_at else ""),
        ("Requested by", about.requested_by), ("Organization", about.organization),
        ("Contact", about.contact), ("Job", about.job_id), ("Query", about.query_name),
        ("Query revision", about.query_revision),
    ):  # fmt: skip
        if value:
            yield subject, value
    for name, value in about.parameters.items():
        if value is None:
            continue
        yield f"Query parameter: {name}", str(value)
    if about.watermark:
        yield "Watermark", f"{about.watermark} (revision of the ledger at which the records were read)"
    yield "Software", about.software
    yield "Template edition", template().edition
    for sheet, rows in written.rows.items():
        yield f"Rows: {sheet.strip()}", rows


def finding_row(record: ExportRecord, noticed: Noticed, sheet: str, row: int) -> tuple[str | int, ...]:
    """A line of the sheet of findings; sheet and row are where the record begins."""
    return (noticed.severity, noticed.rule, noticed.message, noticed.hint or "", noticed.field or "",
            noticed.value or "", noticed.section or "", sheet, row, as_text(record.record.get("tlc") or ""),
            record.record_id, record.event_id, record.recorded_by)


def view_end_rows(about: About) -> Iterator[tuple[str, ...]]:
    for end in about.view_ends:
        yield end.direction, end.tlc, end.location, end.reason, end.ask, end.phone


def code_rows() -> Iterator[tuple[str, ...]]:
    """How to read the file: placeholders, layout, rings, units, record types, columns."""
    for code, meaning in _PLACEHOLDERS.items():
        yield "Placeholder", code, meaning
    for code, meaning in _LAYOUT.items():
        yield "Layout", code, meaning
    for code, meaning in _RINGS.items():
        yield "Ring", code, meaning
    for unit in VOCABULARY:
        yield "Unit, normalised", unit, f"{kilograms(1, unit):g} kg" if unit in MASS_UNITS else ""
    yield "Unit, normalised", UNKNOWN_UNIT, "The unit as recorded is none we know; it was not converted."
    for sheet in template().data_sheets:
        kind = "critical tracking event" if sheet.kind == "cte" else "purchase record"
        yield "Record type", sheet.cte_type or "", kind, sheet.name.strip(), "", sheet.cfr or ""
    for sheet in template().data_sheets:
        for column in sheet.columns:
            yield "Column", column.stem, column.hint or "", sheet.name.strip(), column.field, column.section


def fda_heads(sheet: Sheet, extras: tuple[str, ...]) -> tuple[Head, ...]:
    """FDA's captions with their hints, then ours."""
    columns = (Head(c.stem, c.hint, _WIDTHS.get(c.type, _width(c.field))) for c in sheet.columns)
    return (*columns, *(Head(e, None, _EXTRA_WIDTHS.get(e, 24), ours=True) for e in extras))


_WIDTHS = {
    "date": 14, "decimal": 16, "unit": 18, "tlc": 40, "phone": 20, "street_or_coordinates": 30,
    "tlc_source_reference": 46,
}  # fmt: skip
_EXTRA_WIDTHS = {"Traceability Lot Code": 40, "Source document SHA-256": 66, "Recorded by": 30, "Ring": 12}


def _width(field: str) -> float:
    if field.endswith(("country", "state_region", "postal_code")):
        return 17
    if field.endswith("product_name"):
        return 46
    return 36 if field.endswith(("business_name", "variety")) else 24


def _moment(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%d %H:%M:%S %Z").strip()
