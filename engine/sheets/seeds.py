"""Sprouts: FDA has the packing of a lot on one sheet and its seeds on another; our export ties the two by record id."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from engine.sheets.seen import RowGroup
from engine.sheets.sheet import Sheet

SPROUTS = "initial_packing_sprouts"
# Sprouters are few; whoever has more seed rows than this in one file gets them as records of their own.
MOST = 20_000


class Seeds:
    """Rows of the sprouts sheets of a file by record id, and which packing row took each."""

    def __init__(self, sheets: Iterable[Sheet]) -> None:
        self._rows: dict[str, RowGroup] = {}
        self._taken: dict[str, RowGroup] = {}
        for group in _numbered(sheets):
            if len(self._rows) >= MOST:
                break
            self._rows.setdefault(group.record_id, group)

    def joined(self, group: RowGroup) -> RowGroup:
        """A packing record with its seeds, or a row of seeds as skipped because a packing record has it; else as is."""
        number = group.record_id
        if number not in self._rows or group.event is None:
            return group
        if self._rows[number].sheet == group.sheet:
            taken = self._taken.get(number)
            if taken is None:
                return group
            reason = f"It belongs to the record of row {taken.rows[0]} on the sheet “{taken.sheet}”."
            return RowGroup(None, "skipped", reason, group.sheet, group.rows, group.cells, group.notes, number)
        if group.event.get("cte_type") not in (SPROUTS, "transformation_unpacked_rac"):
            return group
        self._taken[number] = group
        seeds = {name: value for name, value in self._seed_fields(number).items() if name not in group.event}
        return replace(group, event={**group.event, **seeds})

    def _seed_fields(self, number: str) -> Mapping[str, object]:
        event = self._rows[number].event or {}
        return {name: value for name, value in event.items() if "seed_" in name}


def _numbered(sheets: Iterable[Sheet]) -> Iterator[RowGroup]:
    for sheet in sheets:
        if sheet.kind == SPROUTS and sheet.is_ours:
            yield from (group for group in sheet.rows() if group.event and group.record_id)


def seeds_last(sheets: Iterable[Sheet]) -> list[Sheet]:
    """The sheets in their order, those of seeds at the end."""
    return sorted(sheets, key=lambda sheet: sheet.kind == SPROUTS)
