"""The columns of one table as one type of record understands them."""

from dataclasses import dataclass
from functools import cached_property

from engine.fsma.template import template
from engine.sheets.captions import find
from engine.sheets.forms import Reads, reads
from engine.sheets.grid import letters
from engine.sheets.mapping import NOTHING, Mapping
from engine.sheets.notes import note
from engine.sheets.remainder import root_of
from engine.sheets.seen import Column, SheetNote
from engine.sheets.undecided import Undecided, asked
from engine.sheets.units_said import quantity_of, unit_said
from engine.sheets.wordings import FURTHER, NO_ELEMENT, RECORD_ID, RECORD_TYPE, Match

_NOT_FIELDS = frozenset((NO_ELEMENT, RECORD_ID, RECORD_TYPE, FURTHER))


@dataclass(frozen=True)
class Understood:
    """What each column of a table means.

    kind: type of record. captions: "" for a column without one. matches: None where a caption was not understood.
    undecided: columns that may each be a quantity of the record, by their units, with the field; none of them is read.
    """

    kind: str
    captions: tuple[str, ...]
    matches: tuple[Match | None, ...]
    undecided: Undecided = ()

    @cached_property
    def fields(self) -> dict[int, Match]:
        """Columns that fill a field of the event."""
        return {i: m for i, m in enumerate(self.matches) if m and m.field not in _NOT_FIELDS and m.how != "ignored"}

    @cached_property
    def record_id(self) -> int | None:
        """The column with the ids our export wrote."""
        return self._of_export(RECORD_ID)

    @cached_property
    def further(self) -> int | None:
        """The column with what our export found no other column for."""
        return self._of_export(FURTHER)

    def _of_export(self, field: str) -> int | None:
        return next((i for i, m in enumerate(self.matches) if m and m.field == field and m.how == "ours"), None)

    @cached_property
    def parts(self) -> dict[str, tuple[int, ...]]:
        """Columns by the field they make up together, such as a place."""
        found: dict[str, list[int]] = {}
        for column, match in self.fields.items():
            found.setdefault(root_of(match.field), []).append(column)
        return {root: tuple(columns) for root, columns in found.items()}

    @cached_property
    def date_columns(self) -> tuple[int, ...]:
        """Columns of calendar dates."""
        return tuple(i for i, m in self.fields.items() if reads(self.kind, m.field) is Reads.DATE)

    @cached_property
    def amount_columns(self) -> tuple[int, ...]:
        """Columns of quantities."""
        return tuple(i for i, m in self.fields.items()
                     if reads(self.kind, m.field) is Reads.NUMBER and not m.field.endswith(("latitude", "longitude")))

    @cached_property
    def units(self) -> dict[int, str]:
        """The units that captions of quantities say, by column."""
        counted = (i for i in self.amount_columns if not _is_content(self.fields[i].field))
        told = ((i, unit_said(self.captions[i])) for i in counted)
        return {column: unit for column, unit in told if unit}

    @cached_property
    def letters_of(self) -> dict[str, str]:
        """Column letters by path; of two columns for one field the first."""
        found: dict[str, str] = {}
        for column, match in self.fields.items():
            found.setdefault(match.field, letters(column))
        return found

    @cached_property
    def heads(self) -> tuple[tuple[str, str, str | None], ...]:
        """Letters, caption and field of every column, for its cells."""
        filled = {column: match.field for column, match in self.fields.items()}
        return tuple((letters(i), caption, filled.get(i)) for i, caption in enumerate(self.captions))

    @property
    def seen(self) -> tuple[Column, ...]:
        """The columns as they are shown to the sender."""
        return tuple(_column(i, c, m) for i, (c, m) in enumerate(zip(self.captions, self.matches, strict=True)) if c)

    @property
    def unmatched(self) -> tuple[str, ...]:
        """Captions not understood."""
        return tuple(c for c, m in zip(self.captions, self.matches, strict=True) if c and m is None)

    @property
    def missing(self) -> tuple[str, ...]:
        """Fields of FDA's sheet for this type that no column fills."""
        here = {match.field for match in self.fields.values()}
        expected = next((s.columns for s in template().data_sheets if s.cte_type == self.kind), ())
        # The second pair of document columns is optional, and a place by name alone covers no other part of it.
        return tuple(c.field for c in expected if c.field not in here and c.req != "optional")


def understand(kind: str, captions: tuple[str, ...], sheet: str, mapping: Mapping | None) -> Understood:
    """Every column's meaning for a type of record, the sender's own choices first."""
    matches = [_match(kind, caption, sheet, mapping) for caption in captions]
    _lot_or_code(matches)
    undecided = _by_unit(kind, captions, matches)
    return Understood(kind, captions, tuple(matches), undecided)


def _match(kind: str, caption: str, sheet: str, mapping: Mapping | None) -> Match | None:
    if not caption:
        return None
    chosen = mapping.field_of(sheet, caption) if mapping else None
    if chosen == NOTHING:
        return Match(NO_ELEMENT, "ignored")
    known = find(kind, caption)
    if not chosen:
        return known
    # What the caption says beside its field, such as the kind of paper it numbers, it says all the same.
    return known._replace(how="mapping") if known and known.field == chosen else Match(chosen, "mapping")


def _lot_or_code(matches: list[Match | None]) -> None:
    """A lot number is half of a code beside its GTIN; alone it is all the code there is."""
    fields = {match.field for match in matches if match}
    for lot, code, gtin in (("lot", "tlc", "gtin"), ("inputs[].lot", "inputs[].input_tlc", "inputs[].gtin")):
        if lot in fields and not {code, gtin} & fields:
            for i, match in enumerate(matches):
                if match and match.field == lot:
                    matches[i] = match._replace(field=code)


def _by_unit(kind: str, captions: tuple[str, ...], matches: list[Match | None]) -> Undecided:
    """Reads a column such as "Cases" as the quantity where there is no other; gives those of which it may be any."""
    found: dict[str, list[int]] = {}
    for column, (caption, match) in enumerate(zip(captions, matches, strict=True)):
        if match is None and caption and (path := quantity_of(kind, caption)):
            found.setdefault(path, []).append(column)
    here = {match.field.rpartition(".")[2] for match in matches if match and not _is_content(match.field)}
    undecided = []
    for path, columns in found.items():
        if path.rpartition(".")[2] in here:
            continue
        if len(columns) == 1:
            matches[columns[0]] = Match(path, "caption")
        else:
            undecided.append((path, tuple(columns)))
    return tuple(undecided)


def _is_content(path: str) -> bool:
    return "unit_content" in path


def _column(index: int, caption: str, match: Match | None) -> Column:
    if match is None:
        return Column(letters(index), caption, None, "unknown")
    field = None if match.field in (NO_ELEMENT, FURTHER) else match.field
    return Column(letters(index), caption, field, match.how)


def column_notes(understood: Understood, header_row: int) -> list[SheetNote]:
    """Notes on the captions: not understood, misspelled, two for one field."""
    found, first = list(asked(understood.captions, understood.undecided, header_row)), {}
    waiting = {column for _, columns in understood.undecided for column in columns}
    for index, (caption, match) in enumerate(zip(understood.captions, understood.matches, strict=True)):
        if not caption or index in waiting:
            continue
        at = {"row": header_row, "column": index}
        if match is None:
            message = f"The caption “{caption[:80]}” was not understood; nothing was read from the column."
            found.append(note("V-SHT-09", message, "Name the data element it holds, or leave the column out.", **at))
            continue
        if match.how == "similar":
            message = f"“{caption[:80]}” was taken for a misspelling and read as {match.field}."
            found.append(note("V-SHT-13", message, "Correct the caption if that is wrong.", field=match.field, **at))
        if index in understood.fields and match.paper is None:
            if match.field in first:
                message = (
                    f"The columns {letters(first[match.field])} and {letters(index)} both hold {match.field}; "
                    "the first of them that says something counts."
                )
                hint = "Leave one of them out, or say in a mapping what each holds."
                found.append(note("V-SHT-08", message, hint, field=match.field, **at))
            first.setdefault(match.field, index)
    return found
