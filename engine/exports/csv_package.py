"""The workbook's rows as one CSV file a sheet, in a ZIP whose bytes depend on its contents alone."""

import csv
import io
import re
from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from engine.exports import our_sheets as ours
from engine.exports.archive import write_zip
from engine.exports.looks import FORMULA_STARTS
from engine.exports.other_sheets import our_sheets
from engine.exports.places import LOCATION_HEADINGS, Expand, Places
from engine.exports.record import About, ExportRecord, Written
from engine.exports.rows import extra_captions, rows_of
from engine.exports.template import template
from engine.exports.values import Value

# A phone number cannot be a formula; FDA wants it as typed.
_PHONE = re.compile(r"\+[\d\s().-]+")


def write_csv_package(
    path: Path | str, records: Iterable[ExportRecord], about: About, expand: Expand | None = None
) -> Written:
    """Write a ZIP of CSV files (UTF-8 with byte order mark, CRLF, mm/dd/yyyy), one for each sheet with rows.

    Text that a spreadsheet would take for a formula gets an apostrophe before it. Same contents, same bytes:
    every entry is dated by `about.generated_at`. Otherwise as write_workbook.
    """
    with TemporaryDirectory(prefix="lotgraph-csv-") as folder, _Files(Path(folder)) as files:
        written = _fill(files, records, about, expand)
        files.pack(path, about.generated_at)
    return written


def _fill(files: "_Files", records: Iterable[ExportRecord], about: About, expand: Expand | None) -> Written:
    rows = {sheet.name: 0 for sheet in template().data_sheets}
    sheets = {sheet.name: sheet for sheet in (*template().data_sheets, *our_sheets())}
    count = gaps = findings = 0
    places = Places(expand, on_new=lambda row: files.write(ours.LOCATIONS, LOCATION_HEADINGS, row))
    for record in records:
        count += 1
        for name, cells, missing in rows_of(record.record, places, record):
            rows[name] = rows.get(name, 0) + 1
            gaps += len(missing)
            sheet = sheets[name]
            files.write(name, (*(c.stem for c in sheet.columns), *extra_captions(sheet)), cells)
        for noticed in record.findings:
            findings += 1
            line = ours.finding_row(record, noticed, name.strip(), rows[name] + 1)
            files.write(ours.FINDINGS, [h.caption for h in ours.FINDINGS_HEADS], line)
    written = Written(rows, count, gaps, findings)
    for title, heads, lines in (
        (ours.ABOUT, ours.ABOUT_HEADS, ours.about_rows(about, written)),
        (ours.VIEW_ENDS, ours.VIEW_ENDS_HEADS, ours.view_end_rows(about)),
        (ours.CODES, ours.CODES_HEADS, ours.code_rows()),
    ):
        for line in lines:
            files.write(title, [h.caption for h in heads], line)
    return written


class _Files:
    """CSV files in a folder, one a sheet, opened when their first row comes."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._open: dict[str, tuple[io.TextIOWrapper, object]] = {}

    def __enter__(self) -> "_Files":
        return self

    def __exit__(self, *_: object) -> None:
        for file, _writer in self._open.values():
            file.close()

    def write(self, sheet: str, captions: Iterable[str], cells: Iterable[Value]) -> None:
        if sheet not in self._open:
            file = (self._folder / f"{sheet.strip()}.csv").open("w", encoding="utf-8-sig", errors="replace", newline="")
            self._open[sheet] = file, csv.writer(file)
            self._open[sheet][1].writerow(list(captions))
        self._open[sheet][1].writerow([csv_text(c) for c in cells])

    def pack(self, path: Path | str, moment: datetime) -> None:
        for file, _writer in self._open.values():
            file.close()
        write_zip(path, [Path(file.name) for file, _writer in self._open.values()], moment)


def csv_text(value: Value) -> str:
    """A cell as CSV text that no spreadsheet runs as a formula."""
    if isinstance(value, date):
        return value.strftime("%m/%d/%Y")
    if not isinstance(value, str):
        return repr(value)
    text = value.replace("\0", "\u2400")
    return f"'{text}" if text.startswith(FORMULA_STARTS) and not _PHONE.fullmatch(text) else text
