"""How one line of a record fills the columns of one of FDA's sheets, as FDA's filled sample lays them out."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache, partial
from itertools import groupby
from typing import NamedTuple

from engine.exports.places import LOCATION_LEAVES, Places, describe_product
from engine.exports.template import Column, Sheet
from engine.exports.units import as_recorded
from engine.exports.values import (
    NO_FTL_INPUT,
    NOT_APPLICABLE,
    NOT_RECORDED,
    PACKAGED,
    SEE_REFERENCE,
    UNPACKAGED,
    Value,
    as_date,
    as_number,
    as_text,
    is_missing,
    is_placeholder,
)


class Gap(NamedTuple):
    """Columns of one row (positions, both ends included) that should hold something and do not."""

    first: int
    last: int


@dataclass(slots=True)
class Draft:
    """A row in the making: its cells so far, what is missing in them, what came from master data."""

    places: Places
    cells: list[Value] = field(default_factory=list)
    gaps: list[Gap] = field(default_factory=list)
    filled: list[str] = field(default_factory=list)

    def put(self, text: Value) -> None:
        """Add one cell; NOT RECORDED is a gap."""
        if text is NOT_RECORDED:
            self.gaps.append(Gap(len(self.cells), len(self.cells)))
        self.cells.append(text)


# Writes its columns of one line at the end of a draft.
Block = Callable[[dict, Draft], None]


@lru_cache
def blocks(sheet: Sheet) -> tuple[Block, ...]:
    """The writers of a sheet's columns, left to right; together they fill every FDA column."""
    return tuple(_block(root, tuple(columns)) for root, columns in groupby(sheet.columns, key=_root))


def _root(column: Column) -> str:
    path, dot, leaf = column.field.rpartition(".")
    if column.field.startswith("reference_documents["):
        return "reference_documents"
    return path if dot and path != "inputs[]" else column.field


def _block(root: str, columns: tuple[Column, ...]) -> Block:
    if root == "reference_documents":
        return partial(_references, absent=NOT_RECORDED if columns[0].req == "R" else NOT_APPLICABLE)
    if root == "tlc_source_reference":
        return _source_reference(columns[0])
    leaves = tuple(c.field.rpartition(".")[2] for c in columns)
    if leaves[0] == "product_name" and len(columns) > 1:
        return _described(root, columns, lambda value, places: describe_product(value, leaves))
    if set(leaves) <= set(LOCATION_LEAVES) and len(columns) > 1:
        return _described(root, columns, lambda value, places: places.describe(value, leaves))
    return _scalar(columns[0])


def _described(root: str, columns: tuple[Column, ...], describe: Callable) -> Block:
    width = len(columns)
    absent = _absent(root, columns[0].req)

    def block(line: dict, row: Draft) -> None:
        value = line.get(root)
        first = len(row.cells)
        if is_missing(value) or is_placeholder(value):
            text = _reason(value) or absent(line)
            row.cells.extend([text] * width)
            if text is NOT_RECORDED:
                row.gaps.append(Gap(first, first + width - 1))
            return
        described = describe(value, row.places)
        row.cells.extend(described.cells)
        row.gaps.extend(Gap(first + a, first + b) for a, b in described.missing)
        if described.filled:
            row.filled.append(root)

    return block


def _scalar(column: Column) -> Block:
    name, absent = column.field, _absent(column.field, column.req)
    convert = {"date": as_date, "decimal": as_number, "harvest_locations": _harvest_locations}.get(column.type, as_text)
    is_unit = column.type == "unit"

    def block(line: dict, row: Draft) -> None:
        value = as_recorded(line, name) if is_unit else line.get(name)
        if is_missing(value) or is_placeholder(value):
            row.put(_reason(value) or absent(line))
        else:
            row.cells.append(convert(value))

    return block


def _source_reference(column: Column) -> Block:
    absent = _absent("tlc_source_reference", column.req)

    def block(line: dict, row: Draft) -> None:
        row.put(reference_text(line.get("tlc_source_reference")) or absent(line))

    return block


def reference_text(reference: object) -> str | None:
    """A TLC source reference in words, None when absent; a bare number is named (`GLN 9521003000015`)."""
    if isinstance(reference, dict):
        value, kind = reference.get("value"), as_text(reference.get("type") or "").upper()
    else:
        value, kind = reference, ""
    if is_missing(value) or is_placeholder(value):
        return None
    text = as_text(value)
    return f"{kind} {text}" if kind in ("GLN", "FFRN") and text.replace(" ", "").isdigit() else text


def _references(line: dict, row: Draft, absent: str) -> None:
    """FDA has two pairs of columns: the first document fills the first, all others share the second."""
    documents = line.get("reference_documents") or ()
    pairs = [_pair(d) for d in (documents if isinstance(documents, list | tuple) else (documents,))]
    first = len(row.cells)
    row.cells.extend(pairs[0] if pairs else (absent, absent))
    if rest := pairs[1:]:
        row.cells.extend("; ".join(texts) for texts in zip(*rest, strict=True))
    else:
        row.cells.extend((NOT_APPLICABLE, NOT_APPLICABLE))
    for position in range(first, first + 4):
        if NOT_RECORDED in row.cells[position]:
            row.gaps.append(Gap(position, position))


def _pair(document: object) -> tuple[str, str]:
    if not isinstance(document, dict):
        return NOT_RECORDED, as_text(document)
    texts = (document.get("document_type"), document.get("document_number"))
    kind, number = (NOT_RECORDED if is_missing(t) or is_placeholder(t) else as_text(t) for t in texts)
    return kind, number


def _harvest_locations(value: object) -> str:
    places = value if isinstance(value, list | tuple) else [value]
    return "; ".join(_area(p) for p in places)


def _area(place: object) -> str:
    if not isinstance(place, dict):
        return as_text(place)
    return ": ".join(as_text(place[k]) for k in ("standard", "code") if not is_missing(place.get(k))) or NOT_RECORDED


def _reason(value: object) -> str | None:
    """`n/a (why)` as the recorder wrote it."""
    return value.strip() if isinstance(value, str) and value.strip().lower().startswith("n/a (") else None


def _absent(name: str, req: str) -> Callable[[dict], str]:
    """What stands in the columns of a field that a line does not have."""
    if name.startswith("inputs[]."):
        return lambda line: NOT_RECORDED if line.get("inputs") else NO_FTL_INPUT
    if name in _ABSENT:
        return _ABSENT[name]
    if name == "product" and req == "C":
        return lambda line: NOT_RECORDED if is_missing(line.get("species_or_market_name")) else UNPACKAGED
    if name == "tlc_source_reference" and req == "one_of":
        return lambda line: NOT_RECORDED if is_missing(line.get("tlc_source")) else NOT_APPLICABLE
    if name == "cooling_location" and req == "A":
        return _companion("cooling_date")
    if name == "cooling_date" and req == "A":
        return _companion("cooling_location")
    text = NOT_RECORDED if req == "R" else NOT_APPLICABLE
    return lambda line: text


def _companion(*names: str) -> Callable[[dict], str]:
    """Owed only where one of the named fields is there: a cooling place without a date, say."""
    return lambda line: NOT_APPLICABLE if all(is_missing(line.get(n)) for n in names) else NOT_RECORDED


def _growing_area(line: dict) -> str:
    """Produce has a growing area, aquaculture a container, shell eggs neither (1.1325(a)(1)(v), (vi))."""
    commodity = as_text(line.get("commodity") or line.get("commodity_received") or "")
    eggs = re.search(r"\beggs?\b", commodity, re.IGNORECASE)
    return NOT_APPLICABLE if eggs or not is_missing(line.get("aquaculture_container_name")) else NOT_RECORDED


def _is_exempt_receipt_by_retail(line: dict) -> bool:
    return line.get("cte_type") == "receiving_exempt_source" and line.get("retail_food_establishment") is True


_ABSENT: dict[str, Callable[[dict], str]] = {
    "growing_area_name": _growing_area,
    "seed_repacker_location": _companion("seed_repacking_date", "seed_repacker_lot_code"),
    "seed_repacking_date": _companion("seed_repacker_location", "seed_repacker_lot_code"),
    "species_or_market_name": lambda line: NOT_RECORDED if is_missing(line.get("product")) else PACKAGED,
    "tlc_source": lambda line: SEE_REFERENCE if reference_text(line.get("tlc_source_reference")) else NOT_RECORDED,
    # Stores and restaurants need not assign one to food from an exempt source (1.1345(b)(1)).
    "tlc": lambda line: NOT_APPLICABLE if _is_exempt_receipt_by_retail(line) else NOT_RECORDED,
}
