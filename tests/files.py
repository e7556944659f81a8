"""Files as firms send them: events of the worked example on the sheets of FDA's template, or as CSV."""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

import openpyxl

from engine.fsma.template import template

Row = list[Any]


def captions(cte_type: str) -> Row:
    """The header of a sheet."""
    return [column.stem for column in template().sheet(cte_type).columns]


def row(event: dict[str, Any]) -> Row:
    """An event as a row of its sheet; only of the sheets where one event is one row."""
    return [_value(event, column.field) for column in template().sheet(event["cte_type"]).columns]


def rows(event: dict[str, Any]) -> list[Row]:
    """A transformation as rows of its sheet: one for each input."""
    fields = [column.field for column in template().sheet(event["cte_type"]).columns]
    return [[_value(used if f.startswith("inputs[].") else event, f.removeprefix("inputs[].")) for f in fields]
            for used in event["inputs"]]


def workbook(**sheets: Sequence[Row]) -> bytes:
    """A workbook of rows, header included, by sheet; `_` in a sheet's name is a blank."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, lines in sheets.items():
        sheet = book.create_sheet(name.replace("_", " "))
        for line in lines:
            sheet.append(line)
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


def shipments(events: Iterable[dict[str, Any]]) -> bytes:
    """A workbook of shipments."""
    return workbook(Shipping=[captions("shipping"), *map(row, events)])


def csv_of(lines: Sequence[Row], **looks: Any) -> bytes:
    """Rows as CSV text."""
    held = io.StringIO()
    csv.writer(held, **looks).writerows(lines)
    return held.getvalue().encode()


def changed(line: Row, cte_type: str, **values: Any) -> Row:
    """A row with the cells of some fields changed; `__` in a name is a dot."""
    fields = [column.field for column in template().sheet(cte_type).columns]
    made = list(line)
    for name, value in values.items():
        made[fields.index(name.replace("__", "."))] = value
    return made


def _value(holder: Any, path: str) -> Any:
    for step in path.replace("[", ".[").split("."):
        if step.startswith("["):
            number = int(step[1:-1])
            holder = holder[number] if holder and number < len(holder) else None
        else:
            holder = holder.get(step) if isinstance(holder, dict) else None
    return holder
