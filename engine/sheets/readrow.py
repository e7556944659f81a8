"""What one row says, and notes on its cells."""

from dataclasses import dataclass, field
from typing import Any

from engine.sheets.grid import Line, Value
from engine.sheets.notes import note
from engine.sheets.seen import SheetNote
from engine.sheets.steps import Step


@dataclass(slots=True)
class ReadRow:
    """What one row says.

    event: its own fields. item: of `inputs`, the one this row tells of. lists: other items by list and place.
    cells: column letters by path, for what a column does not tell by itself.
    """

    line: Line
    event: dict[str, Any]
    item: dict[str, Any] = field(default_factory=dict)
    lists: dict[str, dict[int, dict[str, Any]]] = field(default_factory=dict)
    cells: dict[str, str] = field(default_factory=dict)
    notes: list[SheetNote] = field(default_factory=list)


def tell(row: ReadRow, step: Step, value: Value, rule: str, message: str, hint: str,
         severity: str | None = None) -> None:
    """A note on the cell a step reads."""
    at = {"row": row.line.number, "column": step.column, "field": step.path, "value": value}
    row.notes.append(note(rule, message, hint, severity=severity, **at))
