"""Rows into records: several rows that tell of one packing run or transformation become one event."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from engine.fsma.cte_types import KINDS, CteType
from engine.fsma.text import is_placeholder
from engine.sheets.columns import Understood
from engine.sheets.grid import Line, letters, position, shown
from engine.sheets.merging import continues, merge, said, twin_of, with_items
from engine.sheets.notes import note
from engine.sheets.readrow import ReadRow
from engine.sheets.seen import Cell, RowCells, RowGroup, SheetNote

# Rows of one record stand together, or interleaved with those of the other lots of one run; what is further apart
# than this is another record. It bounds what is held in memory.
WINDOW = 2_000
MOST_ROWS = 2_000


@dataclass(slots=True)
class _Open:
    """A record that may still get rows."""

    rows: list[ReadRow]
    touched: int
    record_id: str | None
    base: tuple | None
    amount: tuple


@dataclass
class Assembly:
    """Records of one table, from its rows in their order. kept: every row of a record our export numbered stays."""

    sheet: str
    understood: Understood
    _open: list[_Open] = field(default_factory=list)
    _by_key: dict[tuple, list[_Open]] = field(default_factory=dict)

    @property
    def _grouped(self) -> bool:
        kind = self.understood.kind
        return kind in _GROUPED

    def add(self, row: ReadRow) -> Iterator[RowGroup]:
        """Takes the next row; gives the records that are complete now."""
        record_id = self._record_id(row.line)
        if not self._grouped:
            yield self._group(_Open([row], row.line.number, record_id, None, ()))
            return
        group = self._home(row, record_id)
        if group is None:
            base, amount = self._key(row, record_id)
            group = _Open([row], row.line.number, record_id, base, amount)
            self._open.append(group)
            if base is not None:
                self._by_key.setdefault(base, []).append(group)
        else:
            self._join(group, row)
        yield from self._ripe(row.line.number)

    def finish(self) -> Iterator[RowGroup]:
        """The records still open, at the end of the table."""
        for group in self._open:
            yield self._group(group)
        self._open.clear()
        self._by_key.clear()

    def _record_id(self, line: Line) -> str | None:
        column = self.understood.record_id
        value = shown(line.values[column]).strip() if column is not None and column < len(line.values) else ""
        return None if is_placeholder(value) else value

    def _home(self, row: ReadRow, record_id: str | None) -> _Open | None:
        """The open record a row belongs to; None where it begins one."""
        if self._open and continues(row, self.understood.kind):
            last = self._open[-1]
            row.notes.append(
                note(
                    "V-SHT-04",
                    f"The lot, place and date are blank; they were taken from row {last.rows[0].line.number}.",
                    "Repeat them on every row.",
                    row=row.line.number,
                )
            )
            return last
        base, amount = self._key(row, record_id)
        if base is None:
            return None
        for group in reversed(self._by_key.get(base, ())):
            # A blank amount contradicts none.
            agree = all(a == b or not a or not b for a, b in zip(group.amount, amount, strict=True))
            if agree and len(group.rows) < MOST_ROWS:
                return group
        return None

    def _key(self, row: ReadRow, record_id: str | None) -> tuple[tuple | None, tuple]:
        """What rows of one record have in common, and the amounts they repeat; (None, ()) for a row by itself."""
        if record_id:
            return ("record", record_id), ()
        kind, event = KINDS[CteType(self.understood.kind)], row.event
        event_id = said(event.get("event_id"))
        if event_id:
            return ("event", event_id), ()
        code = said(event.get("tlc")) or said(event.get("lot"))
        day = said(event.get(kind.date_field))
        if not code or not day:
            return None, ()
        where = event.get(kind.place_field) or {}
        place = tuple(said(where.get(part)) for part in ("gln", "business_name", "street_address", "city"))
        papers = ()
        if kind.cte_type is CteType.TRANSFORMATION:
            papers = tuple(
                sorted(
                    (said(d.get("document_type")), said(d.get("document_number")))
                    for d in event.get("reference_documents") or ()
                )
            )
        amount = (said(event.get(kind.quantity_field)), said(event.get(kind.unit_field)))
        return (code, said(event.get("gtin")), day, place, papers), amount

    def _join(self, group: _Open, row: ReadRow) -> None:
        group.touched = row.line.number
        group.rows.append(row)

    def _ripe(self, now: int) -> Iterator[RowGroup]:
        while self._open and (now - self._open[0].touched > WINDOW or len(self._open) > WINDOW):
            group = self._open.pop(0)
            if group.base is not None:
                held = self._by_key[group.base]
                held.remove(group)
                if not held:
                    del self._by_key[group.base]
            yield self._group(group)

    def _group(self, group: _Open) -> RowGroup:
        first = group.rows[0]
        number = first.line.number
        if len(group.rows) == 1 and not first.item and not first.cells:
            return RowGroup(
                with_items(first),
                "event",
                None,
                self.sheet,
                (number,),
                tuple(cells(first.line, self.understood)),
                tuple(first.notes),
                group.record_id,
                RowCells(number, self.understood.letters_of),
            )
        cells_of = {path: (number, column) for path, column in self._cells(first).items()}
        notes: list[SheetNote] = list(first.notes)
        event = with_items(first, cells_of)
        rows = [first]
        for row in group.rows[1:]:
            notes.extend(row.notes)
            if group.record_id is None and (twin := twin_of(rows, row)):
                notes.append(
                    note(
                        "V-SHT-12",
                        f"It says the same as row {twin.line.number}, and was counted once.",
                        "Leave one out, or tell the two apart.",
                        row=row.line.number,
                    )
                )
            else:
                merge(event, cells_of, notes, row, self._cells(row), self.understood.kind)
            rows.append(row)
        return RowGroup(
            event,
            "event",
            None,
            self.sheet,
            tuple(r.line.number for r in rows),
            tuple(c for r in rows for c in cells(r.line, self.understood)),
            tuple(notes),
            group.record_id,
            cells_of,
        )

    def _cells(self, row: ReadRow) -> dict[str, str]:
        """Column letters by path of the cells a row has something in."""
        values = row.line.values
        own = {
            path: name
            for path, name in self.understood.letters_of.items()
            if (at := position(name)) < len(values) and values[at] is not None
        }
        return own | row.cells


_PACKING = tuple(kind.value for kind in CteType if KINDS[kind].is_packing)
_GROUPED = (*_PACKING, "transformation")


def cells(line: Line, understood: Understood) -> list[Cell]:
    """Every cell of a row that holds anything, under captions or beyond them."""
    number, heads = line.number, understood.heads
    found = [
        Cell(number, *head, value if type(value) is str else shown(value))
        for head, value in zip(heads, line.values, strict=False)
        if value is not None
    ]
    for column in range(len(heads), len(line.values)):
        if (value := line.values[column]) is not None:
            found.append(Cell(number, letters(column), "", None, shown(value)))
    return found
