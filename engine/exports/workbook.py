"""The workbook for FDA: its template filled with the records of a request, then sheets that explain it."""

from collections.abc import Iterable
from pathlib import Path

from openpyxl.utils import get_column_letter

from engine.exports import our_sheets as ours
from engine.exports.book import SHEET_ROWS, Book, Table
from engine.exports.layout import Gap
from engine.exports.other_sheets import our_sheets
from engine.exports.places import Expand, Places
from engine.exports.record import About, ExportRecord, Written
from engine.exports.rows import extra_captions, rows_of
from engine.exports.sources import Sources
from engine.exports.template import Column, Sheet, template
from engine.exports.values import as_text

NO_RECORDS = "No records"

# Without these two an investigator cannot take the next step (V-TLC-02, V-TLC-04).
_TOP_PRIORITY = ("tlc", "inputs[].input_tlc", "tlc_source", "tlc_source_reference")


def write_workbook(
    path: Path | str,
    records: Iterable[ExportRecord],
    about: About,
    expand: Expand | None = None,
    sheet_rows: int = SHEET_ROWS,
) -> Written:
    """Write FDA's workbook (21 CFR 1.1455(c)(3)(ii)) of the records, in the order they come.

    records: sorted by event date, then TLC; read once, none is kept.
    expand: fills in a location known by its GLN alone from master data, or answers None.
    sheet_rows: rows of one sheet, header included; beyond it the sheet continues on "Name (2)".
    Raises KeyError for a record type FDA has no sheet for, OSError when the disk fails; the file at `path`
    is then not usable.
    """
    with Book(path) as book:
        writer = _Workbook(book, expand, sheet_rows)
        for record in records:
            writer.add(record)
        written = writer.finish(about)
        book.save()
    return written


class _Workbook:
    def __init__(self, book: Book, expand: Expand | None, sheet_rows: int) -> None:
        self._book = book
        self._sheet_rows = sheet_rows
        self._sheets = {sheet.name: sheet for sheet in (*template().data_sheets, *our_sheets())}
        self._tables: dict[str, Table] = {}
        for sheet in template().sheets:
            if sheet.kind == "text":
                widths = (34, 110) if len(sheet.rows[-1]) > 1 else (110,)
                book.text_sheet(sheet.name, sheet.rows, widths)
            else:
                self._table(sheet)
        self._about = book.table(ours.ABOUT, ours.ABOUT_HEADS, wrap=True)
        self._sources_table = book.table(ours.SOURCES, ours.SOURCES_HEADS)
        locations = book.table(ours.LOCATIONS, ours.LOCATIONS_HEADS, sheet_rows)
        self._gaps_table = book.table(ours.GAPS, ours.GAPS_HEADS, sheet_rows, wrap=True)
        self._findings_table = book.table(ours.FINDINGS, ours.FINDINGS_HEADS, sheet_rows, wrap=True)
        self._ends = book.table(ours.VIEW_ENDS, ours.VIEW_ENDS_HEADS, wrap=True)
        self._codes = book.table(ours.CODES, ours.CODES_HEADS, wrap=True)
        self._places = Places(expand, on_new=locations.append)
        self._sources = Sources()
        self._records = 0
        self._gaps = 0
        self._findings = 0

    def add(self, record: ExportRecord) -> None:
        self._records += 1
        self._sources.count(record)
        first: tuple[str, int] | None = None
        for sheet, cells, gaps in rows_of(record.record, self._places, record):
            title, number, notes = self._table(self._sheets[sheet]).append(cells)
            first = first or (title, number)
            for gap in gaps:
                self._gaps += 1
                self._gap(record, self._sheets[sheet], title, number, gap)
            for position, note in notes:
                self._gap(record, self._sheets[sheet], title, number, Gap(position, position), note)

        for noticed in record.findings:
            self._findings += 1
            self._findings_table.append(ours.finding_row(record, noticed, *first))

    def _table(self, sheet: Sheet) -> Table:
        """The table of a sheet; ours come into being with their first record, after all others."""
        if sheet.name not in self._tables:
            heads = ours.fda_heads(sheet, extra_captions(sheet))
            self._tables[sheet.name] = self._book.table(sheet.name, heads, self._sheet_rows)
        return self._tables[sheet.name]

    def _gap(
        self, record: ExportRecord, sheet: Sheet, title: str, number: int, gap: Gap, done: str | None = None
    ) -> None:
        """A line of the Gaps sheet: something missing, or what was done to a text to make it fit."""
        columns = sheet.columns[gap.first : gap.last + 1]
        if columns:
            caption, field, section = _named(columns)
        else:
            caption, field, section = extra_captions(sheet)[gap.first - len(sheet.columns)], "", ""
        letters = ":".join(dict.fromkeys(get_column_letter(p + 1) for p in (gap.first, gap.last)))
        priority = "top" if field.startswith(_TOP_PRIORITY) else "normal"
        self._gaps_table.append((
            "information" if done else priority, title, number, letters, caption, field, section,
            done or _known_reason(record.record, field), as_text(record.record.get("tlc") or ""),
            record.record_id, record.event_id, record.recorded_by,
        ))  # fmt: skip

    def finish(self, about: About) -> Written:
        if not self._records:
            for table in self._tables.values():
                table.append((NO_RECORDS,))
        rows = {name: table.rows if self._records else 0 for name, table in self._tables.items()}
        written = Written(rows, self._records, self._gaps, self._findings)
        for table, lines in (
            (self._about, ours.about_rows(about, written)),
            (self._sources_table, self._sources.rows()),
            (self._ends, ours.view_end_rows(about)),
            (self._codes, ours.code_rows()),
        ):
            for line in lines:
                table.append(line)
        return written


def _named(columns: tuple[Column, ...]) -> tuple[str, str, str]:
    """Caption, field and paragraph of one column, or what several neighbours have in common."""
    first = columns[0]
    if len(columns) == 1:
        return first.stem, first.field, first.section
    return first.stem.rpartition(" - ")[0] or first.stem, first.field.rpartition(".")[0], first.section


def _known_reason(record: dict, field: str) -> str:
    """Why the recorder says a field is missing, from the record's own list of gaps."""
    gaps = (g for g in record.get("gaps") or () if isinstance(g, dict))
    return "; ".join(as_text(g["reason"]) for g in gaps if g.get("reason") and g.get("field") == field)
