"""Brands, products, lots, serials and locations out of a spreadsheet: all of its rows, or none."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, TypeVar

from pydantic import ValidationError

from engine.catalogue.books import Books, Fault
from engine.catalogue.values import Form, metadata
from engine.errors import Impossible, Invalid, TooLarge, UnsupportedMedia
from engine.graph import Transaction
from engine.identity import Organization
from engine.limits import Limits
from engine.sheets.delimited import open_delimited
from engine.sheets.grid import Line, shown
from engine.sheets.guard import kind_of
from engine.sheets.workbook import open_workbook

F = TypeVar("F", bound=Form)
Add = Callable[[Transaction, Organization, list[F]], tuple[list[str], list[Fault]]]

_METADATA = "metadata."
_FAULTS_SHOWN = 1_000


@dataclass(frozen=True)
class RowFault:
    """What is wrong with one row of a file. row: as the spreadsheet numbers it, from 1. field: the column's name."""

    row: int
    field: str
    message: str
    type: str


@dataclass(frozen=True)
class ImportAnswer:
    """What became of a file. rows: those that hold anything below the header. ids: of what was created, in order."""

    dry_run: bool
    rows: int
    ids: tuple[str, ...]
    faults: tuple[RowFault, ...]


class _Undo(Exception):
    """Carries what a dry run would have done out of the transaction it undoes."""

    def __init__(self, ids: list[str], faults: list[Fault]):
        self.ids = ids
        self.faults = faults


class Imports:
    """Reads files whose first row names fields, as a client would send them one by one."""

    def __init__(self, books: Books, limits: Limits):
        self._books = books
        self._limits = limits

    def take(self, organization: Organization, raw: bytes, form: type[F], add: Add, dry_run: bool) -> ImportAnswer:
        """Create what the rows of a CSV text or workbook (its first sheet) describe, in one transaction.

        A dry run does everything but keep it. Raises Invalid with every fault by row and column where there is any;
        a dry run tells them instead. Raises TooLarge, UnsupportedMedia or Impossible for files that cannot be read.
        """
        lines = self._lines(raw)
        forms, numbers, faults = _forms(lines, form)
        ids: list[str] = []
        if forms and not faults:
            ids, found = self._add(organization, forms, add, dry_run)
            faults = [RowFault(numbers[f.row], f.field, f.message, f.type) for f in found]
        faults = sorted(faults, key=lambda f: f.row)[:_FAULTS_SHOWN]
        if faults and not dry_run:
            raise Invalid("Nothing was imported: rows of the file are at fault.", details=[
                {"loc": ["body", "rows", f.row, f.field], "msg": f.message, "type": f.type} for f in faults])
        return ImportAnswer(dry_run, len(lines) - 1, () if dry_run else tuple(ids), tuple(faults))

    def _add(self, organization: Organization, forms: list[F], add: Add,
             dry_run: bool) -> tuple[list[str], list[Fault]]:
        def write(tx: Transaction) -> tuple[list[str], list[Fault]]:
            ids, faults = add(tx, organization, forms)
            if faults or dry_run:
                raise _Undo(ids, faults)
            return ids, []

        try:
            return self._books.change(organization.no, write)
        except _Undo as undone:
            return undone.ids, undone.faults

    def _lines(self, raw: bytes) -> list[Line]:
        """The header and the rows below it."""
        kind = kind_of(raw, self._limits)
        if kind == "zip":
            raise UnsupportedMedia("Send one workbook (.xlsx) or CSV text, not an archive.")
        xlsx = kind == "xlsx"
        grid = open_workbook(raw, self._limits).sheets[0] if xlsx else open_delimited("CSV", raw, self._limits)
        found = []
        for line in grid.lines():
            if any(value is not None for value in line.values):
                found.append(line)
            if len(found) > self._limits.catalogue_rows + 1:
                raise TooLarge(f"A file may hold {self._limits.catalogue_rows:,} rows; send it in parts.")
        if len(found) < 2:
            raise Impossible("The file holds no rows below its header.")
        return found


def _forms(lines: list[Line], form: type[F]) -> tuple[list[F], list[int], list[RowFault]]:
    header, *rows = lines
    fields = [_field(value) for value in header.values]
    faults = list(_unknown(header, fields, form))
    forms, numbers = [], []
    for line in rows if not faults else ():
        try:
            made = form.model_validate(_values(fields, line))
            metadata({}, getattr(made, "metadata", None))
        except ValidationError as error:
            faults += [RowFault(line.number, ".".join(map(str, e["loc"])) or "row", e["msg"], e["type"])
                       for e in error.errors()]
        except Invalid as error:
            faults += [RowFault(line.number, "metadata", e["msg"], e["type"]) for e in error.details]
        else:
            forms.append(made)
            numbers.append(line.number)
    return forms, numbers, faults


def _field(caption: Any) -> str:
    text = shown(caption).strip()
    return text if text.startswith(_METADATA) else text.lower().replace(" ", "_")


def _unknown(header: Line, fields: list[str], form: type[Form]) -> Iterator[RowFault]:
    known = {name for name in form.model_fields if name != "metadata"}
    for position, name in enumerate(fields):
        if name in fields[:position]:
            yield RowFault(header.number, name or "header", "This column is there twice.", "column")
        elif name not in known and not (name.startswith(_METADATA) and "metadata" in form.model_fields):
            yield RowFault(header.number, name or "header", "Not a field: " + ", ".join(sorted(known)), "column")


def _values(fields: list[str], line: Line) -> dict[str, Any]:
    """Cells that hold anything, by field. A cell beyond the header has no name and is refused as such."""
    found: dict[str, Any] = {}
    for position, value in enumerate(line.values):
        if value is None:
            continue
        name = fields[position] if position < len(fields) else f"column {position + 1}"
        if name.startswith(_METADATA):
            found.setdefault("metadata", {})[name.removeprefix(_METADATA)] = shown(value)
        else:
            found[name] = shown(value)
    return found
