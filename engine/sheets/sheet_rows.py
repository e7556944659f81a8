"""The rows of one worksheet part, streamed: values as Excel stores them, formulas by their last result."""

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from engine.errors import Impossible, TooLarge
from engine.limits import Limits
from engine.sheets.grid import FAULT, FORMULA, NO_VALUE, Area, Line, Value, letters, position
from engine.sheets.guard import Package
from engine.sheets.strings import Strings, rich_text, unescaped
from engine.sheets.styles import Meaning, masked, moment
from engine.sheets.xml_parts import elements, local

LAST_ROW, LAST_COLUMN = 1_048_576, 16_384

# Names of the columns nearly every cell stands in, so that a cell in its place needs no parsing.
_MOST_KNOWN = 702
_LETTERS = tuple(letters(column) for column in range(_MOST_KNOWN))
# An error value, which is none.
_NOTHING: Value = "\0"

_END_OF_ROWS = b"sheetData>"
_MERGED = re.compile(rb"""<(?:\w{1,20}:)?mergeCell\s[^<>]*?\bref=["']([A-Za-z0-9:]{3,40})["']""")
_MOST_MERGED, _MOST_BEHIND = 100_000, 16 * 2**20


@dataclass(frozen=True)
class Book:
    """What the cells of all sheets refer to."""

    package: Package
    strings: Strings
    meanings: list[Meaning]
    from_1904: bool
    limits: Limits


class SheetRows:
    """One sheet of a workbook; a Grid."""

    def __init__(self, book: Book, name: str, part: str, hidden: bool) -> None:
        self.name, self.hidden = name, hidden
        self._book, self._part = book, part
        self._merged: tuple[Area, ...] | None = None

    @property
    def merged(self) -> tuple[Area, ...]:
        """Merged cells; they stand behind the rows in the file, so the first call unpacks all of it once."""
        if self._merged is None:
            named = _MERGED.findall(_behind_rows(self._book.package.chunks(self._part)))
            areas = (_area(reference.decode("ascii", "replace")) for reference in named[:_MOST_MERGED])
            self._merged = tuple(area for area in areas if area)
        return self._merged

    def lines(self) -> Iterator[Line]:
        """Rows with anything in them, from the top."""
        limits = self._book.limits
        rows = cells = last = 0
        for row in elements(self._book.package, self._part, "row"):
            last = _row_number(row.get("r"), last)
            cells += len(row)
            if cells > limits.workbook_cells:
                raise TooLarge(
                    f"The sheet “{self.name}” has more than {limits.workbook_cells:,} cells; delete its "
                    "empty rows and columns, or send it in parts."
                )
            line = self._line(row, last)
            if line is not None:
                rows += 1
                if rows > limits.workbook_rows:
                    raise TooLarge(f"The file has more than {limits.workbook_rows:,} rows; send it in parts.")
                yield line

    def _line(self, row: etree._Element, number: int) -> Line | None:
        values: list[Value] = []
        odd: dict[int, str] | None = None
        column, digits, known = -1, str(number), _LETTERS
        prefix = row.tag[:-3]
        value_tag, inline_tag = prefix + "v", prefix + "is"
        for cell in row:
            reference = cell.get("r")
            column += 1
            if reference is not None and (column >= _MOST_KNOWN or reference != known[column] + digits):
                column = position(reference.rstrip("0123456789"))
                if not 0 <= column < LAST_COLUMN:
                    raise Impossible(f"The workbook is damaged: row {number} of “{self.name}” has a cell nowhere.")
            parts = len(cell)
            if not parts:
                continue
            only = cell[0]
            if parts == 1 and only.tag == value_tag and (text := only.text) is not None:
                value, strange = self._plain(text, cell.get("t"), cell.get("s")), None
                if value is _NOTHING:
                    value, strange = None, f"{FAULT} {text[:20]}"
            elif parts == 1 and only.tag == inline_tag:
                value, strange = self._text(rich_text(only)), None
            else:
                value, strange = self._compound(cell)
            if strange:
                odd = odd or {}
                odd[column] = strange
            if value is None:
                continue
            blank = column - len(values)
            if blank:
                self._bear(column, number)
                if blank < 0:
                    values[column] = value
                    continue
                values.extend([None] * blank)
            values.append(value)
        if not values and not odd:
            return None
        return Line(number, values, row.get("hidden") in ("1", "true"), odd)

    def _bear(self, column: int, number: int) -> None:
        most = self._book.limits.workbook_columns
        if column >= most:
            raise TooLarge(
                f"Row {number} of “{self.name}” has a value in column {letters(column)}, beyond the "
                f"{most:,} columns that are read."
            )

    def _compound(self, cell: etree._Element) -> tuple[Value, str | None]:
        """A cell with a formula, or with parts that say nothing of its value."""
        text, strange, value = None, None, None
        for part in cell:
            name = local(part)
            if name == "v":
                text = part.text
            elif name == "f":
                strange = FORMULA
            elif name == "is":
                value = self._text(rich_text(part))
        if text is not None:
            value = self._plain(text, cell.get("t"), cell.get("s"))
            if value is _NOTHING:
                return None, f"{FAULT} {text[:20]}"
        return value, NO_VALUE if strange and value is None else strange

    def _plain(self, text: str, kind: str | None, style: str | None) -> Value:
        if kind == "s":
            return self._text(self._book.strings.text(text))
        if kind is None or kind == "n":
            return self._number(text, style)
        if kind == "b":
            return text.strip() in ("1", "true")
        return _NOTHING if kind == "e" else self._text(unescaped(text))

    def _text(self, text: str) -> str | None:
        if len(text) > self._book.limits.cell_length:
            raise TooLarge(f"A cell of “{self.name}” holds more than {self._book.limits.cell_length:,} characters.")
        return text if text and not text.isspace() else None

    def _number(self, text: str, style: str | None) -> Value:
        try:
            number = float(text)
        except ValueError:
            return self._text(text)
        if not math.isfinite(number):
            return self._text(text)
        meaning = self._meaning(style)
        if meaning == "number":
            return int(number) if number.is_integer() and abs(number) < 1e15 else number
        if isinstance(meaning, int):
            whole = number.is_integer() and 0 <= number < 1e15
            return str(int(number)).zfill(meaning) if whole else number
        if isinstance(meaning, tuple):
            return masked(str(int(number)), meaning) if number.is_integer() and 0 <= number < 1e15 else number
        found = moment(number, self._book.from_1904) if meaning == "date" else None
        return number if found is None else found

    def _meaning(self, style: str | None) -> Meaning:
        if style is None:
            return "number"
        index = int(style) if style.isascii() and style.isdigit() and len(style) < 9 else -1
        return self._book.meanings[index] if 0 <= index < len(self._book.meanings) else "number"


def _row_number(stated: str | None, last: int) -> int:
    if stated is None:
        return last + 1
    number = int(stated) if stated.isascii() and stated.isdigit() and len(stated) < 9 else 0
    if not last < number <= LAST_ROW:
        raise Impossible("The workbook is damaged: its rows are not in order.")
    return number


def _area(reference: str) -> Area | None:
    ends = reference.upper().split(":")
    if len(ends) != 2 or len(reference) > 40:
        return None
    corners = []
    for end in ends:
        name = end.rstrip("0123456789")
        row, column = end[len(name) :], position(name)
        if column < 0 or not 0 < len(row) < 8:
            return None
        corners.append((int(row), column))
    (top, left), (bottom, right) = corners
    return Area(top, left, bottom, right) if top <= bottom and left <= right else None


def _behind_rows(chunks: Iterator[bytes]) -> bytes:
    """What stands after the rows of a sheet: some kilobytes, at most 16 MB of it are looked at."""
    kept, after = b"", False
    for chunk in chunks:
        if after:
            kept += chunk[: max(0, _MOST_BEHIND - len(kept))]
            continue
        window = kept + chunk
        place = window.rfind(_END_OF_ROWS)
        # The first chunk holds the opening tag; only a closing one has the rows before it.
        after = place > 0 and b"/" in window[max(0, place - 24) : place]
        kept = window[place:] if after else window[-64:]
    return kept if after else b""
