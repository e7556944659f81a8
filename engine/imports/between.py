"""Findings between the records of an import and others, told at the cells the records came from."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from engine.capture.parts import groups_in
from engine.graph import Graph
from engine.identity import View
from engine.imports.answers import CellFinding, RowOutcome
from engine.imports.job import Import
from engine.imports.judging import capture_id, part_key
from engine.imports.reports import Reports
from engine.sheets import RowGroup
from engine.storage import Storage

# Judged when a record is kept, and told by no report: whether it was late (V-X-23).
_ALONE = ["V-X-23"]


@dataclass(frozen=True)
class Between:
    """Open findings as they are at one moment. by_record: those that are told, by record id. total: of all.

    settled: whether every record the import has brought by now has been judged among the others.
    """

    by_record: dict[str, list[dict[str, Any]]]
    total: int = 0
    settled: bool = True


NONE = Between({})
LATER = Between({}, settled=False)


def read(graph: Graph, of: Import, view: View, limit: int) -> Between:
    """What is open now about the records of an import that has ended; a dry run has none."""
    if of.dry_run:
        return NONE
    if not of.ended:
        return LATER
    if not of.revision:
        return NONE
    settled = graph.one("imports/settled", revision=of.revision)["settled"]
    found = graph.one("imports/between", capture=capture_id(of), alone=_ALONE, limit=limit, **view.params())
    if found is None:
        return NONE
    by_record = defaultdict(list)
    for each in found["findings"]:
        by_record[each.pop("record_id")].append(each)
    return Between(dict(by_record), found["total"], settled)


def told(storage: Storage, reports: Reports, of: Import, between: Between) -> Iterator[CellFinding]:
    """Everything found in rows, a part at a time: what was noticed in them, and between their records and others.

    What several rows say is told of the first of them.
    """
    left = dict(between.by_record)
    order = {sheet["sheet"]: number for number, sheet in enumerate(of.sheets)}
    for first, rows, findings in reports.parts(of):
        if left and (here := _first_rows(rows, left)):
            groups = _at_rows(groups_in(storage.get(part_key(of, first))))
            findings += [_at(groups[place], each) for place, record_id in here.items() for each in left.pop(record_id)]
            findings.sort(key=lambda f: (order.get(f.sheet, 0), f.row or 0))
        yield from findings


def _first_rows(rows: list[RowOutcome], wanted: dict[str, Any]) -> dict[tuple[str, int], str]:
    found: dict[str, tuple[str, int]] = {}
    for row in rows:
        if row.record_id in wanted:
            found.setdefault(row.record_id, (row.sheet, row.row))
    return {place: record_id for record_id, place in found.items()}


def _at_rows(groups: list[RowGroup]) -> dict[tuple[str, int], RowGroup]:
    return {(group.sheet, row): group for group in groups for row in group.rows}


def _at(group: RowGroup, finding: dict[str, Any]) -> CellFinding:
    row, column = group.cell_of(finding["field"]) or (group.rows[0], None)
    return CellFinding(sheet=group.sheet, row=row, column=column, **finding)
