"""What is odd about cells: error values and formulas."""

from collections.abc import Iterator, Mapping

from engine.sheets.grid import FAULT, FORMULA, Line
from engine.sheets.notes import note
from engine.sheets.seen import SheetNote
from engine.sheets.wordings import Match


def oddities(line: Line, fields: Mapping[int, Match], formulas_told: set[int]) -> Iterator[SheetNote]:
    """Notes on the odd cells of a row that fill a field.

    formulas_told: columns whose formulas have been told of; those of this row are added.
    """
    for column, what in (line.odd or {}).items():
        if (match := fields.get(column)) is None:
            continue
        at = {"row": line.number, "column": column, "field": match.field}
        if what.startswith(FAULT):
            error = what.removeprefix(FAULT).strip()
            yield note("V-SHT-07", f"The cell holds the error value {error}; it counts as blank.",
                       "Ask for the value that belongs there.", value=error, **at)
        elif what != FORMULA:
            yield note("V-SHT-02", "The cell holds a formula whose result is not in the file.",
                       "Open the file in the spreadsheet program, save it, and send it again.", severity="warning",
                       **at)
        elif column not in formulas_told:
            formulas_told.add(column)
            yield note("V-SHT-02", "The column holds formulas; their stored results were read.",
                       "Nothing to do if the file was saved after its last change.", **at)
