"""A sender's file: opened, its sheets recognised, its rows to be streamed."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import PurePosixPath
from typing import Literal

from engine.errors import BadRequest, Impossible, TooLarge
from engine.fsma import dates
from engine.limits import Limits
from engine.sheets.delimited import open_delimited
from engine.sheets.grid import Grid
from engine.sheets.guard import Package, kind_of
from engine.sheets.header import MIXED
from engine.sheets.mapping import Mapping
from engine.sheets.seeds import Seeds, seeds_last
from engine.sheets.seen import RowGroup, SheetSeen
from engine.sheets.sheet import Sheet, Terms
from engine.sheets.workbook import open_workbook

UNNAMED = "CSV"


@dataclass(frozen=True)
class SheetFile:
    """A workbook or CSV file whose sheets were recognised.

    date_format: the order of text dates its sender declared, None where none was. encoding: of CSV text, else None.
    """

    kind: Literal["xlsx", "csv"]
    sha256: str
    date_format: str | None
    encoding: str | None
    _sheets: tuple[Sheet, ...] = field(repr=False)
    _most_rows: int = field(repr=False)

    @cached_property
    def sheets(self) -> tuple[SheetSeen, ...]:
        """What each sheet was taken for, in the file's order."""
        return tuple(sheet.seen for sheet in self._sheets)

    def rows(self) -> Iterator[RowGroup]:
        """Every row below a header, streamed: as a record (with all rows it is made of) or as skipped.

        Raises engine.errors where the file turns out broken or beyond a limit on the way.
        """
        seen = 0
        seeds = Seeds(self._sheets)
        for sheet in seeds_last(self._sheets):
            for group in sheet.rows():
                seen += len(group.rows)
                if seen > self._most_rows:
                    raise TooLarge(f"The file has more than {self._most_rows:,} rows; send it in parts.")
                yield seeds.joined(group)

    def mapping(self) -> Mapping:
        """What was understood, as a mapping to correct and save: unmatched captions stand in it with field ""."""
        known = [sheet for sheet in self.sheets if sheet.recognised_as]
        columns = {s.sheet: {c.caption: c.field or "" for c in s.columns if c.how != "ours"} for s in known}
        sheets = {s.sheet: s.recognised_as for s in known if s.recognised_as and s.recognised_as != MIXED}
        return Mapping(columns, sheets, self.date_format)


def read(
    raw: bytes,
    filename: str | None,
    limits: Limits,
    mapping: Mapping | None = None,
    date_format: str | None = None,
) -> SheetFile:
    """Opens a workbook (.xlsx), a CSV text, or a ZIP of CSV texts, and recognises its sheets.

    mapping: its sender's choices. date_format: order of text dates, mm/dd/yyyy or dd/mm/yyyy, before the mapping's.
    Raises TooLarge, UnsupportedMedia, Impossible or BadRequest with the reason; nothing else, whatever the bytes are.
    """
    said = date_format or (mapping.date_format if mapping else None)
    declared = dates.order(said)
    if said and declared is None:
        raise BadRequest("The date_format is mm/dd/yyyy, dd/mm/yyyy or yyyy-mm-dd.")
    opened = open_grids(raw, filename, limits)
    terms = Terms(mapping, declared, opened.from_1904, opened.encoding is not None, opened.semicolons)
    sheets = tuple(Sheet(grid, terms) for grid in opened.grids)
    return SheetFile(
        "csv" if opened.encoding else "xlsx",
        hashlib.sha256(raw).hexdigest(),
        str(declared) if declared else None,
        opened.encoding,
        sheets,
        limits.workbook_rows,
    )


@dataclass(frozen=True)
class Opened:
    """The sheets of a file as grids. encoding: of CSV text, None for a workbook. semicolons: they divide its fields."""

    grids: tuple[Grid, ...]
    from_1904: bool = False
    encoding: str | None = None
    semicolons: bool = False


def open_grids(raw: bytes, filename: str | None, limits: Limits) -> Opened:
    """The sheets of a file, not looked into yet; raises as read() does."""
    kind = kind_of(raw, limits)
    if kind == "xlsx":
        book = open_workbook(raw, limits)
        return Opened(book.sheets, book.from_1904)
    texts = tuple(open_delimited(name, text, limits) for name, text in _texts(raw, filename, kind, limits))
    return Opened(texts, encoding=texts[0].encoding, semicolons=texts[0].delimiter == ";")


def _texts(raw: bytes, filename: str | None, kind: str, limits: Limits) -> list[tuple[str, bytes]]:
    """Name and bytes of each CSV text; of a package, of each file in it."""
    if kind == "csv":
        return [(PurePosixPath((filename or "").replace("\\", "/")).stem[:100] or UNNAMED, raw)]
    package = Package(raw, limits)
    names = package.files
    if len(names) > limits.workbook_sheets:
        raise TooLarge(f"The ZIP file holds more than {limits.workbook_sheets:,} files.")
    texts = [(PurePosixPath(name).stem[:100], package.read(name, limits.workbook_bytes)) for name in names]
    if not any(text.strip() for _, text in texts):
        raise Impossible("The files in the ZIP file are empty.")
    return [(name, text) for name, text in texts if text.strip()]
