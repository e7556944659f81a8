"""An .xlsx file written as a stream: openpyxl makes the workbook, data rows go past it as text.

openpyxl's write-only sheets spend some ten microseconds a cell. Here it writes everything but the rows of
data (styles, headers, hints, widths, filters, relationships); rows are put together as SpreadsheetML text,
kept compressed in a temporary file a sheet, and set in before `</sheetData>` when the book is saved. Strings
are inline, so nothing is held for later and memory stays flat. (ECMA-376 Part 1, 18.3.1.4 c, 18.3.1.53 is.)
"""

import zlib
from collections.abc import Iterable, Sequence
from datetime import date
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import BinaryIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import Workbook
from openpyxl.utils import get_column_letter

from engine.exports.looks import Head, Looks, lines_of
from engine.exports.values import Value

SHEET_ROWS = 1_048_576
_EPOCH = date(1899, 12, 30).toordinal()
_MARK = b"</sheetData>"
_CHUNK = 1 << 15
_LINE = 15.0  # points


class Book:
    """A workbook in the making. Sheets stand in the order they are added; all take rows until it is saved."""

    def __init__(self, path: Path | str | BinaryIO) -> None:
        """path: where the file goes; rows wait beside it, so whoever owns that folder owns all that is on disk."""
        self._path = path
        folder = Path(path).parent if isinstance(path, str | Path) else None
        self._folder = TemporaryDirectory(prefix="rows-", dir=folder)
        self._book = Workbook(write_only=True)
        self._book.properties.creator = "lotgraph"
        self._pages: list[Page] = []
        self._looks = Looks(self._book)
        self._saved = False

    def __enter__(self) -> "Book":
        return self

    def __exit__(self, *_: object) -> None:
        if not self._saved and self._book.sheetnames:
            self._book.save(BytesIO())  # removes openpyxl's own temporary files
        for page in self._pages:
            page.close()
        self._folder.cleanup()

    @property
    def titles(self) -> list[str]:
        return self._book.sheetnames

    def text_sheet(self, title: str, rows: Iterable[Sequence[str]], widths: Sequence[float]) -> None:
        """A sheet of wrapped prose."""
        sheet = self._book.create_sheet(title)
        for index, width in enumerate(widths, 1):
            sheet.column_dimensions[get_column_letter(index)].width = width
        for number, row in enumerate(rows):
            sheet.row_dimensions[number + 1].height = _LINE * max(map(lines_of, row, widths))
            sheet.append([self._looks.prose(sheet, text, bold=number == 0) for text in row])

    def table(self, title: str, heads: Sequence[Head], sheet_rows: int = SHEET_ROWS, wrap: bool = False) -> "Table":
        """A sheet with a header row, filled through what is returned; beyond `sheet_rows` it continues on another.

        wrap: break long text into lines instead of letting the next column hide it.
        """
        return Table(title, lambda name, index: self._page(name, heads, index, wrap), sheet_rows)

    def _page(self, title: str, heads: Sequence[Head], index: int | None, wrap: bool) -> "Page":
        sheet = self._book.create_sheet(title, index)
        sheet.freeze_panes = "A2"
        for number, head in enumerate(heads, 1):
            sheet.column_dimensions[get_column_letter(number)].width = head.width
        sheet.row_dimensions[1].height = _LINE * max(2, *(lines_of(h.caption, h.width - 3) for h in heads))
        sheet.page_setup.orientation = "landscape"
        sheet.print_title_rows = "1:1"
        sheet.append([self._looks.header(sheet, head) for head in heads])
        page = Page(sheet, heads, self._looks, wrap, Path(self._folder.name) / str(len(self._pages)))
        self._pages.append(page)
        return page

    def save(self) -> None:
        """Write the file; the book can take no more rows after that."""
        for page in self._pages:
            page.finish()
        frame = BytesIO()
        self._book.save(frame)
        self._saved = True
        pages = {page.path: page for page in self._pages if page.rows}
        with ZipFile(frame) as source, ZipFile(self._path, "w", ZIP_DEFLATED, compresslevel=4) as target:
            for name in source.namelist():
                data = source.read(name)
                page = pages.get(name)
                entry = ZipInfo(name, (1980, 1, 1, 0, 0, 0))
                entry.compress_type = ZIP_DEFLATED
                entry.file_size = len(data) + (page.size if page else 0)
                with target.open(entry, "w") as out:
                    if page is None:
                        out.write(data)
                    else:
                        head, _, tail = data.partition(_MARK)
                        out.write(head)
                        page.copy_to(out)
                        out.write(_MARK + tail)


class Table:
    """Rows under one header, over as many sheets as Excel's row limit asks for."""

    def __init__(self, title: str, new_page, sheet_rows: int) -> None:
        self._title, self._new_page, self._sheet_rows = title, new_page, sheet_rows
        self._pages = [new_page(title, None)]
        self.rows = 0

    def append(self, cells: Sequence[Value]) -> tuple[str, int, list[tuple[int, str]]]:
        """Add a row. Returns the sheet and row it got, and what was done to the text of which position."""
        page = self._pages[-1]
        if page.rows + 1 >= self._sheet_rows:
            number = f" ({len(self._pages) + 1})"
            index = page.index + 1
            page = self._new_page(self._title[: 31 - len(number)].rstrip() + number, index)
            self._pages.append(page)
        self.rows += 1
        notes = page.append(cells)
        return page.title, page.rows + 1, notes

    @property
    def titles(self) -> list[str]:
        return [page.title for page in self._pages]


class Page:
    """One sheet of a table. Row 1 is the header."""

    def __init__(self, sheet, heads: Sequence[Head], looks: Looks, wrap: bool, file: Path) -> None:
        self._sheet = sheet
        self._widths = [head.width for head in heads] if wrap else None
        self._text_cell = looks.text_cells(wrap)
        self._day, self._number = looks.day, looks.number
        self._letters = [get_column_letter(i) for i in range(1, len(heads) + 1)]
        self._file = file.open("w+b")
        self._packer = zlib.compressobj(1)
        self._pending: list[str] = []
        self.title = sheet.title
        self.rows = 0
        self.size = 0

    @property
    def index(self) -> int:
        return self._sheet.parent.index(self._sheet)

    @property
    def path(self) -> str:
        return self._sheet.path.lstrip("/")

    def append(self, cells: Sequence[Value]) -> list[tuple[int, str]]:
        self.rows += 1
        number = str(self.rows + 1)
        notes: list[tuple[int, str]] = []
        parts = [f'<row r="{number}">' if self._widths is None else f'<row r="{number}"{self._height(cells)}>']
        text_cell, day, figure = self._text_cell, self._day, self._number
        for position, (letter, value) in enumerate(zip(self._letters, cells, strict=False)):
            kind = type(value)
            if kind is str:
                if not value:
                    continue
                xml, note = text_cell(value)
                parts.append(f'<c r="{letter}{number}"{xml}')
                if note:
                    notes.append((position, note))
            elif kind is date:
                parts.append(f'<c r="{letter}{number}" s="{day}"><v>{value.toordinal() - _EPOCH}</v></c>')
            else:
                parts.append(f'<c r="{letter}{number}" s="{figure}"><v>{value!r}</v></c>')
        parts.append("</row>")
        self._pending.append("".join(parts))
        if len(self._pending) >= 256:
            self._flush()
        return notes

    def _height(self, cells: Sequence[Value]) -> str:
        """No program is trusted to fit rows with wrapped text to it when it opens the file."""
        lines = max(lines_of(cell, width) for cell, width in zip(cells, self._widths, strict=False))
        return f' ht="{_LINE * lines}" customHeight="1"' if lines > 1 else ""

    def _flush(self) -> None:
        data = "".join(self._pending).encode()
        self._pending.clear()
        self.size += len(data)
        self._file.write(self._packer.compress(data))

    def finish(self) -> None:
        self._flush()
        self._file.write(self._packer.flush())
        self._file.seek(0)
        self._sheet.auto_filter.ref = f"A1:{self._letters[-1]}{self.rows + 1}"

    def copy_to(self, out) -> None:
        unpacker = zlib.decompressobj()
        while chunk := self._file.read(_CHUNK):
            out.write(unpacker.decompress(chunk))
        out.write(unpacker.flush())

    def close(self) -> None:
        self._file.close()
