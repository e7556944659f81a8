"""Columns of which one is the quantity, and nothing says which, as "Cases" beside "Lbs": it is asked for."""

from collections.abc import Iterator

from engine.fsma.text import is_placeholder
from engine.sheets.grid import Line, Value, letters, shown
from engine.sheets.notes import note
from engine.sheets.seen import SheetNote

Undecided = tuple[tuple[str, tuple[int, ...]], ...]


def asked(captions: tuple[str, ...], undecided: Undecided, header_row: int) -> Iterator[SheetNote]:
    """The question of a sheet, once for each quantity. undecided: fields with the columns that each may be theirs."""
    for path, columns in undecided:
        yield _question(captions, path, columns, header_row, columns[0])


def waiting(line: Line, captions: tuple[str, ...], undecided: Undecided) -> Iterator[SheetNote]:
    """The question at a row that says something in one of the columns; its record waits for the answer."""
    values = line.values
    for path, columns in undecided:
        telling = (c for c in columns if c < len(values) and not is_placeholder(shown(values[c])))
        if (column := next(telling, None)) is not None:
            yield _question(captions, path, columns, line.number, column, values[column])


def _question(
    captions: tuple[str, ...], path: str, columns: tuple[int, ...], row: int, column: int, value: Value = None
) -> SheetNote:
    named = [captions[c][:60] for c in columns]
    listed = " and ".join(f"“{name}” ({letters(c)})" for name, c in zip(named, columns, strict=True))
    called = path.rpartition(".")[2].replace("_", " ")
    message = f"The columns {listed} may each be the {called}; none of them was read."
    rest = "".join(f', "{name}": null' for name in dict.fromkeys(named) if name != named[0])
    hint = f'Ask which of them it is, and say so once in your mapping, such as "{named[0]}": "{path}"{rest}.'
    return note("V-SHT-24", message, hint, row=row, column=column, field=path, value=value)
