"""What an exported workbook holds, sheet by sheet."""

from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from openpyxl import load_workbook


@dataclass(frozen=True)
class SheetRows:
    """rows: those below the captions that hold anything."""

    name: str
    rows: int


def sheet_rows(path: Path) -> list[SheetRows]:
    """Sheets in order, with how many rows of records each has."""
    with closing(load_workbook(path, read_only=True)) as book:
        return [
            SheetRows(
                sheet.title.strip(),
                sum(any(cell is not None for cell in row) for row in sheet.iter_rows(min_row=2, values_only=True)),
            )
            for sheet in book
        ]
