"""One sheet as a table of records: its header, its columns, and its rows turned into events."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import Any

from engine.fsma.dates import Order
from engine.fsma.template import template
from engine.sheets.assembly import Assembly, cells
from engine.sheets.captions import SHEET_KINDS, kind_named
from engine.sheets.columns import Understood, column_notes, understand
from engine.sheets.date_order import DateOrders
from engine.sheets.decimal_marks import DecimalMarks
from engine.sheets.grid import Grid, Line, Value, letters, shown
from engine.sheets.header import LOOK_AT, MIXED, Header, Unknown, another, find_header
from engine.sheets.mapping import NOTHING, Mapping
from engine.sheets.meanings import Meanings
from engine.sheets.notes import note
from engine.sheets.rowreading import RowReader
from engine.sheets.seen import RowGroup, SheetNote, SheetSeen
from engine.sheets.skipping import why_skipped
from engine.sheets.wordings import RECORD_TYPE

_TEXT_SHEETS = {sheet.name.strip().lower() for sheet in template().sheets if sheet.kind == "text"}
_OUR_SHEETS = {"about this file", "sources", "locations", "gaps", "findings", "view ends", "code list"}


# Types whose records our export puts on the sheet of another, having the same columns.
_REFINES = {
    "initial_packing": ("initial_packing_sprouts", "transformation_unpacked_rac"),
    "initial_packing_exempt_source": ("transformation_unpacked_rac",),
}


@dataclass(frozen=True)
class Terms:
    """What holds for a whole file. escaped: apostrophes before formula signs are no part of the text (CSV).

    semicolons: they divide its fields.
    """

    mapping: Mapping | None
    declared: Order | None
    from_1904: bool
    escaped: bool
    semicolons: bool = False


class Sheet:
    """One sheet of a file, read as far as its header; the rows come when asked for."""

    def __init__(self, grid: Grid, terms: Terms) -> None:
        self._grid, self._terms = grid, terms
        self._header = self._find()

    @property
    def name(self) -> str:
        """The sheet's name as in the file."""
        return self._grid.name

    @property
    def kind(self) -> str | None:
        """Type of its records, or `mixed`; None where it holds none."""
        return None if isinstance(self._header, Unknown) else self._header.kind

    @property
    def is_ours(self) -> bool:
        """True for a sheet of our own export, whose rows carry the ids of their records."""
        head = self._header
        return not isinstance(head, Unknown) and self._understood(head, self._first_kind(head)).record_id is not None

    def _find(self) -> Header | Unknown:
        bare = self.name.strip().lower()
        chosen = self._terms.mapping.type_of(self.name) if self._terms.mapping else None
        if chosen == NOTHING:
            return Unknown("Its sender leaves it out.", meant=True)
        if bare in _TEXT_SHEETS and not chosen:
            return Unknown("It is one of FDA's sheets of instructions.", meant=True)
        if bare in _OUR_SHEETS and not chosen:
            return Unknown("It is a sheet our own export adds about the file.", meant=True)
        # Asked for first, as it goes through all of the sheet: one that unpacks to too much is found out here.
        merged = self._grid.merged
        lines = list(islice(self._grid.lines(), LOOK_AT))
        return find_header(lines, self.name, merged, chosen or None) if lines else Unknown("It is empty.", meant=True)

    @cached_property
    def seen(self) -> SheetSeen:
        """What the sheet was taken for."""
        head = self._header
        if isinstance(head, Unknown):
            notes = (*self._general(), *_unread(self.name, head))
            return SheetSeen(self.name, None, reason=head.reason, hidden=self._grid.hidden, notes=notes)
        shown_as = self._shown(head)
        notes = (*self._general(), *column_notes(shown_as, head.last))
        return SheetSeen(
            self.name,
            head.kind,
            head.last,
            shown_as.seen,
            shown_as.unmatched,
            () if head.kind == MIXED else shown_as.missing,
            notes,
            None,
            self._grid.hidden,
        )

    def _general(self) -> tuple[SheetNote, ...]:
        found = []
        if self._grid.hidden:
            found.append(
                note(
                    "V-SHT-15",
                    f"The sheet “{self.name}” is hidden; it was read all the same.",
                    "Delete it if it is no part of what you send.",
                )
            )
        if self._terms.from_1904:
            found.append(
                note("V-SHT-15", "The workbook's calendar begins in 1904; its dates were read by it.", "Nothing to do.")
            )
        return tuple(found)

    def rows(self) -> Iterator[RowGroup]:
        """Every row below the header, as records or as skipped with the reason."""
        if isinstance(self._header, Unknown):
            return
        yield from _Table(self._grid, self._header, self._terms, self._understood).rows()

    def _understood(self, head: Header, kind: str) -> Understood:
        return understand(kind, head.captions, self.name, self._terms.mapping)

    def _shown(self, head: Header) -> Understood:
        """The columns as the sender is shown them; those of a mixed sheet by any type that understands them."""
        first = self._understood(head, self._first_kind(head))
        if head.kind != MIXED:
            return first
        matches = list(first.matches)
        for kind in SHEET_KINDS:
            other = self._understood(head, kind).matches
            matches = [mine or theirs for mine, theirs in zip(matches, other, strict=True)]
        return Understood(first.kind, first.captions, tuple(matches), first.undecided)

    def _first_kind(self, head: Header) -> str:
        """The type the columns of a mixed sheet are shown for: that of its first row which names one."""
        if head.kind != MIXED:
            return head.kind
        for line in self._grid.lines():
            if line.number > head.last and (kind := _named(line, head.type_column)):
                return kind
        return "shipping"


def _unread(name: str, sheet: Unknown) -> Iterator[SheetNote]:
    if not sheet.meant:
        yield note(
            "V-SHT-23",
            f"Nothing was read from the sheet “{name}”. {sheet.reason}",
            "Name it after a kind of record, correct its captions, or say in a mapping what it holds.",
        )


def _named(line: Line, column: int) -> str | None:
    value = line.values[column] if column < len(line.values) else None
    return kind_named(shown(value)) if value is not None else None


class _Table:
    """The rows under one header."""

    def __init__(self, grid: Grid, head: Header, terms: Terms, understood: Any) -> None:
        self._grid, self._head, self._terms, self._understood = grid, head, terms, understood
        self._readers: dict[str, tuple[RowReader, Assembly]] = {}
        self._fills = _fills(grid, head)

    def rows(self) -> Iterator[RowGroup]:
        for line in self._grid.lines():
            if line.number <= self._head.last:
                continue
            if further := another(line, self._head, self._grid.name):
                yield from self._finish()
                before = self._understood(self._head, SHEET_KINDS[0] if self._head.kind == MIXED else self._head.kind)
                yield self._skipped(line, before, "It is the header of a further table.")
                self._head, self._readers = further, {}
                continue
            filled = self._filled(line)
            kind = self._kind(line)
            if kind is None:
                yield from self._untyped(line)
                continue
            reader, assembly = self._of(kind)
            reason = why_skipped(line, self._head.captions, frozenset(reader.understood.fields))
            if reason:
                yield self._skipped(line, reader.understood, reason)
                continue
            row = reader.read(line)
            row.notes.extend(filled)
            if line.hidden:
                row.notes.append(
                    note(
                        "V-SHT-03",
                        "The row is hidden in the sheet; it was read all the same.",
                        "Delete it if it is no part of what you send.",
                        row=line.number,
                    )
                )
            yield from assembly.add(row)
        yield from self._finish()

    def _finish(self) -> Iterator[RowGroup]:
        for _, assembly in self._readers.values():
            yield from assembly.finish()

    def _kind(self, line: Line) -> str | None:
        head = self._head
        if head.type_column is None:
            return head.kind
        named = _named(line, head.type_column)
        return named if head.kind == MIXED or named in _REFINES.get(head.kind, ()) else head.kind

    def _untyped(self, line: Line) -> Iterator[RowGroup]:
        """A row of a mixed sheet that names no type we know: a remark, or an event for judge() to refuse."""
        reader, _ = self._of("shipping")
        understood = reader.understood
        reason = why_skipped(line, self._head.captions, frozenset({*understood.fields, self._head.type_column}))
        column = self._head.type_column
        said = line.values[column] if column < len(line.values) else None
        if reason or (said is None and len([v for v in line.values if v is not None]) < 3):
            yield self._skipped(line, understood, reason or "It names no type of record and holds next to nothing.")
            return
        row = reader.read(line)
        event = {k: v for k, v in row.event.items() if k != "cte_type"}
        if said is not None:
            event["cte_type"] = shown(said)
        yield RowGroup(
            event,
            "event",
            None,
            self._grid.name,
            (line.number,),
            tuple(cells(line, understood)),
            tuple(row.notes),
            None,
            {RECORD_TYPE: (line.number, letters(column))},
        )

    def _skipped(self, line: Line, understood: Understood, reason: str) -> RowGroup:
        return RowGroup(None, "skipped", reason, self._grid.name, (line.number,), tuple(cells(line, understood)))

    def _of(self, kind: str) -> tuple[RowReader, Assembly]:
        if kind not in self._readers:
            understood = self._understood(self._head, kind)
            terms = self._terms
            orders = DateOrders(self._head.captions, understood.date_columns, self._below)
            marks = DecimalMarks(understood.amount_columns, self._below, terms.semicolons)
            meanings = terms.mapping.meanings if terms.mapping else Meanings()
            reader = RowReader(understood, orders, marks, terms.declared, terms.from_1904, terms.escaped, meanings)
            self._readers[kind] = reader, Assembly(self._grid.name, understood)
        return self._readers[kind]

    def _below(self) -> Iterator[Line]:
        return (line for line in self._grid.lines() if line.number > self._head.last)

    def _filled(self, line: Line) -> list[SheetNote]:
        """Puts values of cells merged downwards into the row's own blank cells."""
        found = []
        for area in self._fills:
            if area.top < line.number <= area.bottom and area.value is not None:
                while len(line.values) <= area.column:
                    line.values.append(None)
                if line.values[area.column] is None:
                    found.extend(self._fill(line, area))
            elif line.number == area.top and area.column < len(line.values):
                area.value = line.values[area.column]
        return found

    def _fill(self, line: Line, area: "_Fill") -> Iterator[SheetNote]:
        at = {"row": line.number, "column": area.column}
        if isinstance(area.value, (int, float)) and not isinstance(area.value, bool):
            yield note(
                "V-SHT-04",
                f"The cell is merged with row {area.top}, and a number is not repeated by rows.",
                "Enter how much each row stands for.",
                value=area.value,
                severity="warning",
                **at,
            )
            return
        line.values[area.column] = area.value
        yield note(
            "V-SHT-04",
            f"The cell is merged with that of row {area.top} and was filled from there.",
            "Repeat the value on every row.",
            value=area.value,
            **at,
        )


@dataclass(slots=True)
class _Fill:
    """A column of cells merged downwards, with the value of the uppermost once its row has come."""

    top: int
    bottom: int
    column: int
    value: Value = None


def _fills(grid: Grid, head: Header) -> list[_Fill]:
    width = len(head.captions)
    return [
        _Fill(area.top, area.bottom, area.left)
        for area in grid.merged
        if area.top > head.last and area.bottom > area.top and area.left < width
    ]
