"""Spreadsheets as firms send them: workbooks built cell by cell, CSV texts, and packages broken on purpose."""

import io
import re
import zipfile
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from engine.fsma.judge import Judgement, judge
from engine.fsma.template import template
from engine.limits import Limits
from engine.sheets import RowGroup, SheetFile, read

TODAY = datetime(2026, 8, 20, 12, tzinfo=UTC)
LIMITS = Limits()

SHIPPING = ("Traceability Lot Code", "Quantity", "Unit of Measure", "Product Name", "Ship To Name", "Ship To City",
            "Ship From Name", "Ship From City", "Ship Date", "BOL Number")  # fmt: skip
ROW = ("PF223-2", 24, "case", "Garden blend", "Store 12", "Topeka", "DC 3", "Kansas City", "2026-08-14", "BOL 1")

Touch = Callable[[Worksheet], None]


def workbook(sheets: dict[str, Iterable[Sequence]], touch: Touch | None = None, from_1904: bool = False) -> bytes:
    """An .xlsx of sheets of rows. touch: what is done to the first sheet before it is saved."""
    book = Workbook()
    book.remove(book.active)
    if from_1904:
        from openpyxl.utils.datetime import CALENDAR_MAC_1904

        book.epoch = CALENDAR_MAC_1904
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    if touch:
        touch(book.worksheets[0])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def shipping(
    *rows: Sequence, heads: Sequence[str] = SHIPPING, touch: Touch | None = None, above: Iterable = ()
) -> bytes:
    """A workbook of one sheet of shipments. above: rows over the header."""
    return workbook({"Shipping": [*above, heads, *rows]}, touch)


def csv_text(*rows: Sequence, delimiter: str = ",", end: str = "\r\n") -> str:
    """CSV text of cells without quotes or delimiters in them."""
    return "".join(delimiter.join("" if cell is None else str(cell) for cell in row) + end for row in rows)


def fda_row(cte_type: str, **values: object) -> tuple[list[str], list]:
    """FDA's captions of a type with their hints, and one row of values by field; other cells say n/a.

    Fields are written with two underscores for a dot: ship_to_location__city.
    """
    columns = template().sheet(cte_type).columns
    known = {
        column.field: values.pop(column.field.replace("[].", "__").replace(".", "__"), "n/a") for column in columns
    }
    assert not values, values
    captions = [f"{column.stem}\n\n{column.hint}" if column.hint else column.stem for column in columns]
    return captions, [known[column.field] for column in columns]


def opened(raw: bytes | str, filename: str | None = None, **terms: object) -> SheetFile:
    """The file as read() opens it."""
    return read(raw.encode() if isinstance(raw, str) else raw, filename, LIMITS, **terms)


def groups(raw: bytes | str, filename: str | None = None, **terms: object) -> list[RowGroup]:
    """All rows of a file."""
    return list(opened(raw, filename, **terms).rows())


def events(raw: bytes | str, filename: str | None = None, **terms: object) -> list[dict]:
    """The events of a file; what was skipped is left out."""
    return [group.event for group in groups(raw, filename, **terms) if group.event is not None]


def skipped(raw: bytes | str, filename: str | None = None) -> dict[int, str | None]:
    """Why rows of a file were skipped, by row."""
    return {group.rows[0]: group.reason for group in groups(raw, filename) if group.outcome == "skipped"}


def rules(raw: bytes | str, filename: str | None = None, **terms: object) -> set[str | None]:
    """Rules of the notes on a file's rows."""
    return {note.rule for group in groups(raw, filename, **terms) for note in group.notes}


def judged(event: dict) -> Judgement:
    """What judge() makes of an event."""
    return judge(event, 0, TODAY)


def repacked(raw: bytes, change: Callable[[str, bytes], bytes | None], more: dict[str, bytes] | None = None) -> bytes:
    """A package with members changed. change: new bytes of a member, None to leave it out."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            data = change(name, source.read(name))
            if data is not None:
                target.writestr(name, data)
        for name, data in (more or {}).items():
            target.writestr(name, data)
    return out.getvalue()


def with_sheet_xml(xml: bytes) -> bytes:
    """A workbook whose only sheet is the XML."""
    return repacked(shipping(ROW), lambda name, data: xml if name == "xl/worksheets/sheet1.xml" else data)


def sheet_xml(rows: str, head: str = "", tail: str = "") -> bytes:
    """A worksheet part. rows: <row> elements."""
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    body = f'<worksheet xmlns="{space}"><sheetData>{rows}</sheetData>{tail}</worksheet>'
    return f'<?xml version="1.0"?>{head}{body}'.encode()


_INLINE = re.compile(rb'<c ([^<>]*?) ?t="inlineStr"([^<>]*)><is>(.*?)</is></c>', re.S)
_TEXTS = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
_STRINGS = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"


def as_excel_saves(raw: bytes) -> bytes:
    """The workbook with its texts in a table of shared strings, as Excel writes them (openpyxl writes them inline)."""
    numbers: dict[bytes, int] = {}

    def share(match: re.Match) -> bytes:
        number = numbers.setdefault(match.group(3), len(numbers))
        return b'<c %s%s t="s"><v>%d</v></c>' % (match.group(1), match.group(2), number)

    def change(name: str, data: bytes) -> bytes:
        if name.startswith("xl/worksheets/sheet"):
            return _INLINE.sub(share, data)
        if name == "xl/_rels/workbook.xml.rels":
            entry = b'<Relationship Id="rIdS" Target="sharedStrings.xml" Type="%s"/></Relationships>' % _STRINGS
            return data.replace(b"</Relationships>", entry)
        if name == "[Content_Types].xml":
            entry = b'<Override PartName="/xl/sharedStrings.xml" ContentType="%s"/></Types>' % _TEXTS
            return data.replace(b"</Types>", entry)
        return data

    without = repacked(raw, change)
    entries = b"".join(b"<si>%s</si>" % text for text in numbers)
    space = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    return repacked(without, lambda name, data: data, {"xl/sharedStrings.xml": b"<sst %s>%s</sst>" % (space, entries)})
