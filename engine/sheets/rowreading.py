"""One row into the fields of one event, each with the cell it came from."""

from collections.abc import Callable
from typing import Any

from engine.fsma.dates import Order
from engine.fsma.kdes import RECEIVED
from engine.fsma.text import is_placeholder
from engine.sheets import cleaning, remainder
from engine.sheets.columns import Understood
from engine.sheets.date_order import DateOrders, is_ambiguous
from engine.sheets.decimal_marks import DecimalMarks, Mark, spelled
from engine.sheets.forms import Reads, is_event
from engine.sheets.grid import Line, Value, letters, shown
from engine.sheets.meanings import Meanings
from engine.sheets.notes import note
from engine.sheets.oddities import oddities
from engine.sheets.places import alone, gln_only, place
from engine.sheets.readrow import ReadRow, tell
from engine.sheets.steps import Step, candidates, step_of
from engine.sheets.undecided import waiting
from engine.sheets.units_said import other_unit, with_unit

RECEIVED_FIELDS = tuple(element.field for element in RECEIVED)
# Items of a list whose columns bear no number come after those that do.
_SLOTLESS = 100
# Texts that begin so may be error values, or have an apostrophe that tells a program to keep them as text.
_MAY_SAY_LESS = frozenset("#Ee' ")
_CAREFREE = frozenset((Reads.TEXT, Reads.NUMBER))
# Codes that are text already need a look only where a program may have written them as numbers.
_CODES = frozenset((Reads.CODE, Reads.LOT, Reads.GTIN, Reads.DIGITS))


class RowReader:
    """Reads the rows of one table as one type of record.

    orders: of its text dates. marks: of its text numbers. declared: the order of dates its sender declared, which
    judge() then applies. meanings: of its sender's names; rows of our own export say all there is without them.
    """

    def __init__(
        self, understood: Understood, orders: DateOrders, marks: DecimalMarks, declared: Order | None, from_1904: bool,
        escaped: bool, meanings: Meanings,
    ) -> None:
        self.understood = understood
        self._kind_field = "cte_type" if is_event(understood.kind) else "record_type"
        self._steps = tuple(step_of(understood.kind, column, match) for column, match in understood.fields.items())
        self._orders, self._declared, self._from_1904, self._escaped = orders, declared, from_1904, escaped
        self._formulas_told: set[int] = set()
        self._orders_told: set[int] = set()
        self._marks, self._marks_told, self._units_told = marks, set[int](), set[int]()
        self._amounts = frozenset(understood.amount_columns)
        self._units = understood.units
        self._meanings, self._names_told = meanings, set[str]()
        self._clean: dict[Reads, Callable[[Value, Step, ReadRow], Any]] = {
            Reads.TEXT: self._text, Reads.PLACE: self._place, Reads.DATE: self._date, Reads.NUMBER: self._number,
            Reads.FLAG: lambda value, step, row: cleaning.flag(value),
            Reads.LIST: lambda value, step, row: cleaning.split_list(shown(value)),
            Reads.CANDIDATES: lambda value, step, row: candidates(shown(value)),
            Reads.GAPS: lambda value, step, row: _unless_blank(cleaning.split_list(shown(value))),
            **dict.fromkeys((Reads.CODE, Reads.LOT, Reads.GTIN, Reads.DIGITS), self._code),
        }  # fmt: skip

    def read(self, line: Line) -> ReadRow:
        """The row's fields; what cannot be read is noted and left out, or left for judge() to ask for."""
        row = ReadRow(line, {self._kind_field: self.understood.kind})
        values, width = line.values, len(line.values)
        if line.odd:
            row.notes.extend(oddities(line, self.understood.fields, self._formulas_told))
        event, escaped = row.event, self._escaped
        for step in self._steps:
            column, _, how, _, _, head, leaf, plain = step
            if column >= width or (value := values[column]) is None:
                continue
            if type(value) is str:
                if escaped:
                    value = cleaning.unescaped(value)
                if value[:1] in _MAY_SAY_LESS and (value := self._said(value, step, row)) is None:
                    continue
                if how is Reads.NUMBER and not value.isdigit():
                    value = self._amount(value, step, row)
                elif how is Reads.LOT and cleaning.points_elsewhere(value):
                    value = self._elsewhere(value, step, row)
                elif how not in _CAREFREE and (how not in _CODES or "E+" in value or ".0" in value or ",0" in value):
                    value = self._clean[how](value, step, row)
            else:
                value = self._clean[how](value, step, row)
            if value is None:
                continue
            if column in self._units:
                value = self._with_unit(value, step, row)
            if plain:
                target = event if head is None else event.setdefault(head, {})
                if leaf not in target:
                    target[leaf] = value
                    continue
            self._put(row, step, value)
        if self.understood.undecided:
            row.notes.extend(waiting(line, self.understood.captions, self.understood.undecided))
        self._reference(event)
        self._documents(row)
        if self.understood.further is not None:
            self._further(row)
        elif self._meanings:
            self._complete(row)
        if self._declared:
            row.event["date_format"] = str(self._declared)
        return row

    def _put(self, row: ReadRow, step: Step, value: Any) -> None:
        if step.into is None:
            target = row.event
        elif step.into[1] == "" and step.into[0] == "inputs":
            target = row.item
        else:
            slots = row.lists.setdefault(step.into[0], {})
            target = slots.setdefault(int(step.into[1]) if step.into[1] else _SLOTLESS + step.column, {})
            if step.match.paper:
                target["document_type"] = step.match.paper
        if step.head is not None:
            target = target.setdefault(step.head, {})
        if isinstance(value, dict) and step.reads is Reads.PLACE:
            for part, text in value.items():
                target.setdefault(part, text)
                row.cells.setdefault(f"{step.path.rpartition('.')[0]}.{part}", letters(step.column))
            return
        if step.leaf in target and not _says_nothing(target[step.leaf]):
            return
        target[step.leaf] = value

    def _said(self, value: str, step: Step, row: ReadRow) -> str | None:
        """The text without the apostrophe typed to keep digits as they are; None for an error value."""
        if cleaning.is_error(value):
            message = f"The cell holds the error value {value.strip()}; it counts as blank."
            tell(row, step, value, "V-SHT-07", message, "Ask for the value that belongs there.")
            return None
        ours = self.understood.further is not None
        return value if step.reads is Reads.TEXT or ours else cleaning.without_apostrophe(value)

    def _text(self, value: Value, step: Step, row: ReadRow) -> Any:
        return shown(value)

    def _number(self, value: Value, step: Step, row: ReadRow) -> Any:
        return value if isinstance(value, (int, float)) and not isinstance(value, bool) else shown(value)

    def _amount(self, value: str, step: Step, row: ReadRow) -> str:
        number = spelled(value) if step.column in self._amounts else None
        if number is None:
            return value
        mark, why = self._marks.of
        if mark is Mark.EITHER:
            if number.mark is Mark.EITHER:
                message = f"“{number.as_point}” and “{number.as_comma}” can both be meant: {why}."
                hint = "Ask which is meant, and write it without marks for thousands."
                tell(row, step, value, "V-SHT-19", message, hint)
                return value
            return number.plain
        if number.mark not in (mark, Mark.EITHER):
            return value
        if mark is Mark.COMMA and step.column not in self._marks_told:
            self._marks_told.add(step.column)
            message = f"Numbers of this column were read with a decimal comma: {why}."
            tell(row, step, value, "V-SHT-18", message, "Nothing to do if that is meant.")
        return number.as_comma if mark is Mark.COMMA else number.as_point

    def _with_unit(self, value: Value, step: Step, row: ReadRow) -> Value:
        unit = self._units[step.column]
        if other := other_unit(value, unit):
            message = f"The cell says “{other}”, and its caption “{unit}”."
            tell(row, step, value, "V-SHT-22", message, "Ask which of the two it was.", severity="error")
            return value
        found = with_unit(value, unit)
        if found != value and step.column not in self._units_told:
            self._units_told.add(step.column)
            message = f"Its caption says that the column is in “{unit}”."
            tell(row, step, value, "V-SHT-22", message, "Nothing to do if that is meant.")
        return found

    def _elsewhere(self, value: str, step: Step, row: ReadRow) -> None:
        message = f"“{value}” points elsewhere; records must each say for themselves."
        tell(row, step, value, "V-SHT-20", message, "Ask what is meant, and write it into each row.")

    def _code(self, value: Value, step: Step, row: ReadRow) -> Any:
        try:
            found = cleaning.code(value, step.reads)
        except cleaning.Mangled as fault:
            severity = "error" if step.reads is Reads.LOT else "warning"
            tell(row, step, value, "V-SHT-01", fault.message, fault.question, severity=severity)
            return None
        if step.reads is Reads.LOT and cleaning.has_point_zero(value):
            message = f"The code “{found}” ends in zeros after the point; a program may have added them."
            tell(row, step, value, "V-SHT-16", message, "Compare it with the code as printed, and correct it.")
        return found

    def _place(self, value: Value, step: Step, row: ReadRow) -> Any:
        text = shown(value)
        if cleaning.points_elsewhere(text):
            return self._elsewhere(text, step, row)
        if not step.match.whole:
            # Our own export puts every part where it belongs, and a GLN alone in words of its own.
            ours = self.understood.further is not None or step.leaf != "business_name"
            return (gln_only(text) if ours else alone(text)) or text
        try:
            parts = place(text)
        except cleaning.Mangled as fault:
            tell(row, step, value, "V-SHT-11", fault.message, fault.question)
            return None
        return parts if len(parts) > 1 or "gln" in parts else text

    def _date(self, value: Value, step: Step, row: ReadRow) -> Any:
        if (found := cleaning.day(value)) is not None:
            return found
        if (found := cleaning.serial_day(value, self._from_1904)) is not None:
            message = f"The number was read as {found}, the day it stands for in the spreadsheet's calendar."
            tell(row, step, value, "V-SHT-10", message, "Format the column as dates.")
            return found
        text = shown(value)
        if self._declared or not is_ambiguous(text):
            return text
        decision = self._orders.of(step.column)
        if decision.order is None:
            return text
        if step.column not in self._orders_told:
            self._orders_told.add(step.column)
            message = f"Dates of this column that can be read two ways were read as {decision.order}: {decision.why}."
            tell(row, step, value, "V-SHT-05", message, "Declare date_format if that is wrong.")
        return cleaning.ordered(text, decision.order)

    def _reference(self, event: dict[str, Any]) -> None:
        told = event.get("tlc_source_reference")
        if isinstance(told, dict) and isinstance(value := told.get("value"), str):
            event["tlc_source_reference"] = {**told, **remainder.reference(value)}

    def _documents(self, row: ReadRow) -> None:
        listed = row.lists.pop("reference_documents", None)
        if listed:
            pairs = [listed[slot] for slot in sorted(listed)]
            row.event["reference_documents"] = remainder.documents(
                (pair.get("document_type"), pair.get("document_number")) for pair in pairs
            )

    def _complete(self, row: ReadRow) -> None:
        """What the row's names stand for, told once a name."""
        listed = ((f"{name}[{slot if slot < _SLOTLESS else ''}].", item)
                  for name, slots in row.lists.items() for slot, item in slots.items())
        for prefix, told in (("", row.event), ("inputs[].", row.item), *listed):
            for found in self._meanings.complete(told):
                if found.other or found.name not in self._names_told:
                    path = prefix + found.path
                    self._names_told.add(found.name)
                    row.notes.append(found.note(row.line.number, path, self.understood.letters_of.get(path)))

    def _further(self, row: ReadRow) -> None:
        """What our own export says of the row beside FDA's columns."""
        values, at = row.line.values, self.understood.further
        text = values[at] if at < len(values) else None
        if not isinstance(text, str):
            return
        # "n/a" says that the columns tell all there is.
        text = "{}" if is_placeholder(text) else text
        if self._escaped:
            values = [cleaning.unescaped(value) if isinstance(value, str) else value for value in values]
        cells = {
            root: tuple(values[c] if c < len(values) else None for c in columns)
            for root, columns in self.understood.parts.items()
        }
        told = remainder.apply(text, row.event, row.item, cells)
        if told is None:
            row.notes.append(
                note(
                    "V-SHT-17",
                    "What our export wrote here cannot be read; nothing was taken from it.",
                    "Leave the column as exported, or delete it.",
                    row=row.line.number,
                    column=at,
                    severity="warning",
                )
            )
            return
        changed, received = told
        if received:
            block = {name: row.event.pop(name) for name in RECEIVED_FIELDS if name in row.event}
            changed += remainder.add_to_block(received, block, cells)
            row.event["received"] = [block]
        if changed:
            message = f"Changed since the export: {', '.join(changed)}; codes that belonged to them were left out."
            row.notes.append(
                note("V-SHT-17", message, "Nothing to do if that is meant.", row=row.line.number, column=at)
            )


def _says_nothing(value: Any) -> bool:
    return isinstance(value, str) and is_placeholder(value)


def _unless_blank(entries: list[str]) -> list[str] | None:
    return [entry for entry in entries if not is_placeholder(entry)] or None
