"""The sender's own file back, with a comment in every cell that something is to be said of."""

import io
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date

import structlog
from openpyxl import Workbook, load_workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from engine.limits import Limits
from engine.sheets.file import open_grids
from engine.sheets.grid import Grid, Value, position
from engine.sheets.guard import Package, kind_of
from engine.sheets.seen import CellNote
from engine.sheets.sheet_rows import LAST_ROW

_log = structlog.get_logger("lotgraph.sheets")

LISTING = "Findings"
_HEADS = ("Sheet", "Row", "Column", "Severity", "Finding")
_FILLS = {
    severity: PatternFill("solid", fgColor=colour)
    for severity, colour in (("error", "F8CBAD"), ("warning", "FFF2CC"), ("info", "DDEBF7"))
}
_WORST = {"error": 0, "warning": 1, "info": 2}
_LONGEST = 2_000
# A cell takes openpyxl some 200 bytes when it loads a workbook to change it.
_MOST_CELLS = 300_000
_UNSAFE_TITLE = re.compile(r"[\[\]:*?/\\]")

Notes = dict[str, dict[int, dict[int, list[CellNote]]]]


def annotate(raw: bytes, notes: Iterable[CellNote], limits: Limits, filename: str | None = None) -> bytes:
    """The file as an .xlsx with comments in its cells, and a sheet `Findings` that lists them.

    Values, formulas and formats of a workbook stay; charts and pictures do not. A CSV text becomes a workbook of
    text cells. Of files too large to be changed whole only the rows with notes come back, each with its number.
    Raises engine.errors as read() does.
    """
    kept = [note for _, note in zip(range(limits.annotated_notes), notes, strict=False)]
    if kind_of(raw, limits) == "xlsx" and len(raw) <= limits.annotated_bytes:
        found = _in_place(raw, kept, limits)
        if found is not None:
            return found
    small = len(raw) <= limits.annotated_bytes
    return _copied(open_grids(raw, filename, limits).grids, kept, whole=small and kind_of(raw, limits) != "xlsx")


def _in_place(raw: bytes, notes: list[CellNote], limits: Limits) -> bytes | None:
    """The workbook itself with comments; None where it is too large, or openpyxl cannot load and save it."""
    open_grids(raw, None, limits)
    package = Package(raw, limits)
    package.refuse_declarations()
    sheets = [name for name in package.names if "worksheets/" in name]
    cells = sum(chunk.count(b"<c ") for name in sheets for chunk in package.chunks(name))
    if cells > _MOST_CELLS:
        return None
    try:
        book = load_workbook(io.BytesIO(raw), keep_links=False)
        for title, rows in _placed(notes).items():
            sheet = book[title] if title in book.sheetnames else None
            if isinstance(sheet, Worksheet):
                _comment(sheet, rows)
        _list(book.create_sheet(_free(book.sheetnames)), notes)
        out = io.BytesIO()
        book.save(out)
    except Exception as fault:
        # openpyxl raises whatever its many readers come across; the copy below needs none of them.
        _log.warning("workbook_not_annotated_in_place", fault=repr(fault)[:300])
        return None
    return out.getvalue()


def _comment(sheet: Worksheet, rows: dict[int, dict[int, list[CellNote]]]) -> None:
    for row, columns in rows.items():
        for column, said in columns.items():
            cell = sheet.cell(row, column + 1)
            if isinstance(cell, MergedCell):
                area = next((a for a in sheet.merged_cells.ranges if cell.coordinate in a), None)
                cell = sheet.cell(area.min_row, area.min_col) if area else None
            if cell is not None:
                before = f"{cell.comment.text}\n\n" if cell.comment else ""
                cell.comment = _remark(said, before)
                cell.fill = _fill(said)


def _copied(grids: Iterable[Grid], notes: list[CellNote], whole: bool) -> bytes:
    """A new workbook of the rows: all of them, or those with notes behind a column with their numbers."""
    book = Workbook(write_only=True)
    placed = _placed(notes)
    for grid in grids:
        rows = placed.get(grid.name, {})
        if whole or rows:
            sheet = book.create_sheet(_title(grid.name, book.sheetnames))
            for cells in _rows(sheet, grid, rows, whole):
                sheet.append(cells)
    listing = book.create_sheet(_free(book.sheetnames))
    _list(listing, notes)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _rows(sheet: Worksheet, grid: Grid, rows: dict[int, dict[int, list[CellNote]]], whole: bool) -> Iterator[list]:
    written = 0
    if not whole:
        yield [_cell(sheet, "Row of your file")]
    for line in grid.lines():
        said = rows.get(line.number, {})
        if not whole and not said:
            continue
        while whole and written + 1 < line.number:
            yield []
            written += 1
        width = max((*said, len(line.values) - 1), default=-1) + 1
        values = [line.values[i] if i < len(line.values) else None for i in range(width)]
        cells = [_cell(sheet, value, said.get(i)) for i, value in enumerate(values)]
        yield cells if whole else [_cell(sheet, line.number), *cells]
        written += 1


def _cell(sheet: Worksheet, value: Value, said: list[CellNote] | None = None) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet)
    if isinstance(value, str):
        cell.value = ILLEGAL_CHARACTERS_RE.sub("\ufffd", value)[:32_767]
        # Text stays text, whatever it begins with.
        cell.data_type, cell.number_format, cell.quotePrefix = "s", "@", value.startswith("=")
    elif value is not None:
        cell.value = value
        if isinstance(value, date):
            cell.number_format = "yyyy-mm-dd"
    if said:
        cell.comment, cell.fill = _remark(said), _fill(said)
    return cell


def _remark(said: list[CellNote], before: str = "") -> Comment:
    text = before + "\n\n".join(f"{note.severity.capitalize()}: {note.text}" for note in said)
    text = ILLEGAL_CHARACTERS_RE.sub(" ", text)
    text = text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
    return Comment(text, "lotgraph", height=min(400, 60 + len(text) // 2), width=320)


def _fill(said: list[CellNote]) -> PatternFill:
    return _FILLS[min((note.severity for note in said), key=_WORST.__getitem__)]


def _list(sheet: Worksheet, notes: list[CellNote]) -> None:
    sheet.append(_HEADS)
    for note in notes:
        text = ILLEGAL_CHARACTERS_RE.sub(" ", note.text)[:_LONGEST]
        told = (note.sheet, note.row, note.column or "", note.severity, text)
        cells = [WriteOnlyCell(sheet, value) for value in told]
        for cell in cells:
            if isinstance(cell.value, str):
                cell.data_type = "s"
        sheet.append(cells)


def _placed(notes: Iterable[CellNote]) -> Notes:
    """Notes by sheet, row and column from 0; those of a whole row stand in its first cell."""
    found: Notes = defaultdict(lambda: defaultdict(lambda: defaultdict(list)))
    for note in notes:
        column = max(0, position(note.column)) if note.column else 0
        if 0 < note.row <= LAST_ROW:
            found[note.sheet][note.row][column].append(note)
    return found


def _title(name: str, taken: list[str]) -> str:
    title = (_UNSAFE_TITLE.sub("_", name).strip("'") or "Sheet")[:31]
    number = 1
    while title.lower() in {t.lower() for t in taken}:
        number += 1
        title = f"{title[:26]} ({number})"
    return title


def _free(taken: list[str]) -> str:
    return _title(LISTING, taken)
