"""Which rows on which sheets a record becomes (21 CFR 1.1455(c)(3)(ii))."""

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from engine.exports.layout import Draft, Gap, blocks
from engine.exports.other_sheets import kind_of, sheet_of
from engine.exports.places import Places
from engine.exports.record import ExportRecord
from engine.exports.template import Sheet
from engine.exports.units import normalised
from engine.exports.values import NOT_APPLICABLE, Value, as_text, is_missing
from engine.fsma.tlc import parse
from engine.sheets import remainder

# What the record carries beside the KDEs; these columns stand at the far right of every sheet, after FDA's.
PROVENANCE = (
    "Candidate Traceability Lot Codes",
    "Filled in from master data",
    "Record id",
    "Event id",
    "Recorded by",
    "Ring",
    "Source document SHA-256",
    remainder.TYPE_CAPTION,
    remainder.CAPTION,
)


class Row(NamedTuple):
    """One row of one sheet: FDA's columns, then ours. gaps: FDA columns that should hold something."""

    sheet: str
    cells: list[Value]
    gaps: list[Gap]


def rows_of(record: dict, places: Places | None = None, origin: ExportRecord | None = None) -> Iterator[Row]:
    """Every row of a normalised record (docs/events.md), one at a time, sheet by sheet.

    A packing record has a row for each received block, a transformation one for each input (at least one
    each), a sprouts record also one on the sprouts sheet. Unknown types raise KeyError.
    """
    places = places or Places()
    types = sheet_types(record)
    for cte_type in types:
        sheet = sheet_of(cte_type)
        lines = (record,) if cte_type == "initial_packing_sprouts" else lines_of(record)
        for line in lines:
            row, filled = _row(sheet, line, places, origin)
            beyond = _beyond(record, line, sheet, row.cells, types, filled)
            row.cells.extend((kind_of(record), beyond or NOT_APPLICABLE))
            yield row


def _beyond(record: dict, line: dict, sheet: Sheet, cells: list[Value], types: tuple[str, ...],
            filled: list[str]) -> str:
    """What the record says that no column of its sheets does, so that an import of the file reads all of it."""
    main = sheet.cte_type == types[0]
    elsewhere = () if len(types) == 1 or not main else (f for f in record if f.startswith(("seed_", "sprouter_seed_")))
    items = next((name for name in ("received", "inputs") if record.get(name)), None)
    return remainder.text_of(record, items, line.get("item"), sheet, cells, elsewhere, not main, filled)


def sheet_types(record: dict) -> tuple[str, ...]:
    """The sheets of a record, named by the type whose columns they have."""
    kind = kind_of(record)
    if kind == "transformation_unpacked_rac":
        kind = "initial_packing" if is_missing(record.get("source_location")) else "initial_packing_exempt_source"
    has_seeds = any("seed_" in field and not is_missing(value) for field, value in record.items())
    if kind == "initial_packing_sprouts":
        if is_missing(record.get("packing_location")) and is_missing(record.get("packing_date")):
            return (kind,)  # the seeds alone, as a row of FDA's sprouts sheet has them
        kind = "initial_packing"
        has_seeds = has_seeds or not record.get("soil_grown_without_roots")
    return (kind, "initial_packing_sprouts") if has_seeds else (kind,)


def extra_captions(sheet: Sheet) -> tuple[str, ...]:
    """Captions of the columns we add on the right of a sheet."""
    units = (f"{c.stem}, normalised" for c in sheet.columns if c.type == "unit")
    codes = (caption for caption, _ in _codes(sheet))
    return (*units, *codes, *PROVENANCE)


@lru_cache
def _codes(sheet: Sheet) -> tuple[tuple[str, str], ...]:
    """Codes that FDA's columns of a sheet do not hold: caption and field."""
    fields = {c.field for c in sheet.columns}
    if sheet.cte_type == "initial_packing_sprouts":
        return (("Traceability Lot Code", "tlc"),)
    codes = [("GTIN of the FTL Food used", "inputs[].gtin")] if "inputs[].input_tlc" in fields else []
    return (*codes, ("GTIN", "gtin")) if "tlc" in fields else ()


_GTIN_BESIDE = {"gtin": ("tlc", "product"), "inputs[].gtin": ("inputs[].input_tlc", "inputs[].input_product")}


def _code(line: dict, field: str) -> str:
    """A code of the line; a GTIN also from the lot code's text or the product."""
    value = line.get(field)
    if is_missing(value) and field in _GTIN_BESIDE:
        tlc, product = (line.get(f) for f in _GTIN_BESIDE[field])
        value = parse(tlc).gtin if isinstance(tlc, str) else None
        value = value or (product.get("gtin") if isinstance(product, dict) else None)
    return _or_not_applicable(value)


@lru_cache
def _unit_fields(sheet: Sheet) -> tuple[str, ...]:
    return tuple(c.field for c in sheet.columns if c.type == "unit")


def _row(sheet: Sheet, line: dict, places: Places, origin: ExportRecord | None) -> tuple[Row, list[str]]:
    """The row, and the fields of which some came from master data."""
    row = Draft(places)
    for block in blocks(sheet):
        block(line, row)
    cells = row.cells
    cells.extend(normalised(line, field) for field in _unit_fields(sheet))
    cells.extend(_code(line, field) for _, field in _codes(sheet))
    cells.append(_candidates(line.get("tlc_candidates")))
    cells.append("; ".join(row.filled) or NOT_APPLICABLE)
    if origin is None:
        told: tuple = (None, line.get("event_id"), None, None, None)
    else:
        told = (origin.record_id, origin.event_id, origin.recorded_by, origin.ring, origin.document_sha256)
    cells.extend(_or_not_applicable(value) for value in told)
    return Row(sheet.name, cells, row.gaps), row.filled


def lines_of(record: dict) -> Iterator[dict]:
    """The record as flat lines: a received block, or an input as `inputs[].x`, beside all that repeats."""
    if record.get("received"):
        for block in record["received"]:
            yield {
                **record,
                **block,
                "unit_raw": record.get("unit_raw"),
                "received[].unit_raw": block.get("unit_raw"),
                "item": block,
            }
    elif record.get("inputs"):
        for used in record["inputs"]:
            yield {**record, **{f"inputs[].{name}": value for name, value in used.items()}, "item": used}
    else:
        yield record


def _or_not_applicable(value: object) -> str:
    return NOT_APPLICABLE if is_missing(value) else as_text(value)


def _candidates(value: object) -> str:
    if is_missing(value):
        return NOT_APPLICABLE
    listed = value if isinstance(value, list | tuple) else [value]
    return "; ".join(_candidate(c) for c in listed)


def _candidate(value: object) -> str:
    """A lot code the record only may speak of, with how it was inferred (V-TLC-09)."""
    if not isinstance(value, dict):
        return as_text(value)
    rest = {k: v for k, v in value.items() if k != "tlc"}
    return f"{as_text(value.get('tlc', ''))} ({as_text(rest)})" if rest else as_text(value.get("tlc", ""))
