"""What is read out of a file: its sheets and columns, groups of rows, cells, and notes on them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

from engine.fsma.findings import Severity

How = Literal["caption", "field name", "similar", "mapping", "ours", "unknown", "ignored"]


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a sheet.

    column: its letters, "C". field: the path it fills, such as `ship_to_location.city`; None where it fills none.
    how: what it was recognised by: FDA's caption (drift allowed), our field name, a caption that differs by a slip of
        the pen (`similar`), the sender's mapping. `ours`: written by our export and no data element. `ignored`: left
        out by the sender's mapping. `unknown`: not understood.
    """

    column: str
    caption: str
    field: str | None
    how: How


@dataclass(frozen=True, slots=True)
class SheetNote:
    """One thing noticed about a cell, a row (column None) or a sheet (row None).

    rule: of the catalogue in engine/sheets/notes.py. severity: `error` says that the record may not be accepted as
        it stands, whatever judge() makes of it. value: what was seen, short.
    """

    rule: str | None
    severity: Severity
    row: int | None
    column: str | None
    field: str | None
    value: str | None
    message: str
    hint: str


@dataclass(frozen=True, slots=True)
class SheetSeen:
    """One sheet: what it was taken for and how its columns were understood.

    recognised_as: a record type of FDA's template, `mixed` where every row names its own type, None where the sheet
        holds no records we know; `reason` then says why. header_row: from 1; the last one where the header has two.
    unmatched_columns: captions not understood. missing_fields: fields of FDA's template without a column here.
    """

    sheet: str
    recognised_as: str | None
    header_row: int | None = None
    columns: tuple[Column, ...] = ()
    unmatched_columns: tuple[str, ...] = ()
    missing_fields: tuple[str, ...] = ()
    notes: tuple[SheetNote, ...] = ()
    reason: str | None = None
    hidden: bool = False


class Cell(NamedTuple):
    """A cell as it was sent. column: letters. field: the path it fills, None where its column is not understood."""

    row: int
    column: str
    caption: str
    field: str | None
    raw: str


class RowCells(Mapping[str, tuple[int, str]]):
    """Cells of one row by the path they fill. columns: letters by path, the same for all rows of a table."""

    __slots__ = ("columns", "row")

    def __init__(self, row: int, columns: dict[str, str]) -> None:
        self.row, self.columns = row, columns

    def __getitem__(self, path: str) -> tuple[int, str]:
        return self.row, self.columns[path]

    def __iter__(self) -> Iterator[str]:
        return iter(self.columns)

    def __len__(self) -> int:
        return len(self.columns)


@dataclass(frozen=True, slots=True)
class RowGroup:
    """Rows of one sheet that make one record, or one row that makes none.

    event: as engine.fsma.judge.judge() takes it; records of 2.13 carry `record_type` in place of `cte_type`.
    reason: why a row was skipped. rows: from 1, as the sender's program counts them; ascending.
    record_id: what our own export wrote beside the row, None elsewhere.
    """

    event: dict[str, Any] | None
    outcome: Literal["event", "skipped"]
    reason: str | None
    sheet: str
    rows: tuple[int, ...]
    cells: tuple[Cell, ...] = ()
    notes: tuple[SheetNote, ...] = ()
    record_id: str | None = None
    field_cells: Mapping[str, tuple[int, str]] = field(default_factory=dict)

    def cell_of(self, path: str | None) -> tuple[int, str] | None:
        """Row and column letters of the cell a field came from, such as received[1].harvest_date; None if of none."""
        known = self.field_cells
        while path:
            if path in known:
                return known[path]
            inside = next((p for p in known if p.startswith((f"{path}.", f"{path}["))), None)
            if inside:
                return known[inside]
            path = path.rpartition(".")[0] or path.rpartition("[")[0]
        return None


@dataclass(frozen=True, slots=True)
class CellNote:
    """A comment to put into a cell of the sender's file. column: letters; None marks the row's first cell."""

    sheet: str
    row: int
    column: str | None
    text: str
    severity: Severity
