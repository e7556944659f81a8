"""CSV text as rows: its encoding, its delimiter, and what breaks it."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass

from engine.errors import Impossible, TooLarge, UnsupportedMedia
from engine.limits import Limits
from engine.sheets.grid import Area, Line, letters
from engine.sheets.header import _score

DELIMITERS = (",", ";", "\t", "|")
_LOOK_AT = 40
# An address of several lines may have a few delimiters in one of them.
_FEW = 5


def encoding_of(raw: bytes) -> str:
    """The encoding of a text: by its byte order mark, else UTF-8, else Windows-1252, which every other text passes for.

    Raises UnsupportedMedia for bytes that are no text.
    """
    if raw.startswith(b"\xef\xbb\xbf"):
        return "utf-8-sig"
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    if b"\0" in raw:
        raise UnsupportedMedia("The file is neither a workbook (.xlsx) nor CSV text.")
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"


@dataclass(frozen=True)
class Delimited:
    """One CSV text; a Grid. merged: a text has no merged cells."""

    name: str
    raw: bytes
    encoding: str
    delimiter: str
    limits: Limits
    hidden: bool = False
    merged: tuple[Area, ...] = ()

    def lines(self) -> Iterator[Line]:
        """Records as spreadsheet programs number them: one with line breaks inside quotes is one row."""
        limits = self.limits
        rows = 0
        for number, record in enumerate(_records(self), 1):
            if len(record) > limits.workbook_columns:
                last = letters(min(len(record), 16_384) - 1)
                raise TooLarge(
                    f"Row {number} has a value in column {last}, beyond the {limits.workbook_columns:,} "
                    "columns that are read."
                )
            values = [field if field and not field.isspace() else None for field in record]
            while values and values[-1] is None:
                values.pop()
            if values:
                rows += 1
                if rows > limits.workbook_rows:
                    raise TooLarge(f"The file has more than {limits.workbook_rows:,} rows; send it in parts.")
                yield Line(number, values)


def open_delimited(name: str, raw: bytes, limits: Limits) -> Delimited:
    """The CSV text in the bytes, with the encoding and delimiter that make the most sense of it."""
    encoding = encoding_of(raw)
    said = _said(raw, encoding)
    if said:
        return Delimited(name, raw, encoding, said, limits)
    return max((Delimited(name, raw, encoding, d, limits) for d in DELIMITERS), key=_sense)


def _said(raw: bytes, encoding: str) -> str | None:
    """The delimiter of Excel's first line `sep=;`."""
    first = raw[:64].decode(encoding, "replace").splitlines()[:1]
    bare = first[0].strip().strip('"') if first else ""
    return bare[4] if bare.lower().startswith("sep=") and len(bare) == 5 else None


def _sense(text: Delimited) -> tuple[float, float]:
    """Captions understood in the best row, then how many fields the rows have in common."""
    rows = []
    try:
        for number, record in enumerate(_records(text)):
            if number >= _LOOK_AT:
                break
            rows.append(tuple(field.strip() for field in record[: text.limits.workbook_columns]))
    except (Impossible, TooLarge):
        return (0, 0)
    if not rows:
        return (0, 0)
    widths = [len(row) for row in rows if any(row)]
    common = max(widths.count(w) * (w > 1) for w in widths) if widths else 0
    return max(_score(row) for row in rows), common


def _records(text: Delimited) -> Iterator[list[str]]:
    # Longer fields are refused by the limit on cells; the reader's own bound is one for the whole process.
    decoded = io.TextIOWrapper(io.BytesIO(text.raw), text.encoding, errors="replace", newline="")
    taken: list[str] = []
    lines = _bounded(decoded, text.limits.cell_length)
    reader = csv.reader((taken.append(line) or line for line in lines), delimiter=text.delimiter)
    widest = 0
    try:
        for number, record in enumerate(reader):
            if number == 0 and _said(text.raw, text.encoding):
                record = []
            if any(len(field) > text.limits.cell_length for field in record):
                raise _too_long(text.limits)
            if len(taken) > 1:
                _refuse_swallowed(taken, record, widest, text.delimiter, reader.line_num)
            widest = max(widest, len(record))
            taken.clear()
            yield record
    except csv.Error as fault:
        if "larger than field limit" in str(fault):
            raise _too_long(text.limits) from fault
        raise Impossible(f"Line {reader.line_num} of the file is no CSV: {fault}.") from fault


def _refuse_swallowed(lines: list[str], record: list[str], widest: int, delimiter: str, last: int) -> None:
    """Raises Impossible where a quotation mark without its partner made one cell of the rows that follow it."""
    table = widest > _FEW
    swallowed = table and any(len(f.splitlines()) > 1 and f.count(delimiter) >= widest - 1 for f in record)
    try:
        list(csv.reader(lines, delimiter=delimiter, strict=True))
    except csv.Error as fault:
        swallowed |= "unexpected end of data" in str(fault) or (table and len(record) > widest)
    if swallowed:
        raise Impossible(
            f"From line {last - len(lines) + 1} of the file on, a quotation mark without its partner makes one cell of "
            f"{len(lines):,} lines. Write two quotation marks for one that belongs to the text, and send it again."
        )


def _bounded(lines: io.TextIOWrapper, most: int) -> Iterator[str]:
    """Lines of the text; one without an end is not read whole."""
    longest = most * 64
    while line := lines.readline(longest + 1):
        if len(line) > longest:
            raise TooLarge(f"A line of the file is longer than {longest:,} characters.")
        yield line


def _too_long(limits: Limits) -> TooLarge:
    return TooLarge(
        f"A cell of the file holds more than {limits.cell_length:,} characters; a quotation mark may be "
        "missing its partner."
    )
