"""A part of a file judged, without any server."""

from datetime import UTC, datetime

import pytest

from engine.capture.parts import pack
from engine.fsma.judge import judge
from engine.imports.answers import Outcome
from engine.imports.job import Import, Status, Tally
from engine.imports.judging import judge_part
from engine.sheets import Cell, RowGroup, SheetNote
from tests.worked_example import BY_ID

NOW = datetime(2026, 8, 20, 12, tzinfo=UTC)
OF = Import("i", 7, "o", "ab", "x.xlsx", "xlsx", 9, Status.PROCESSING, NOW, Tally(), sheets=({"sheet": "Shipping"},))


def group(*rows, event=BY_ID["EV14"], **given):
    cells, outcome = (Cell(rows[0], "B", "Quantity", "quantity", "480"),), "event" if event else "skipped"
    return RowGroup(event, outcome, None if event else "A total.", "Shipping", rows, cells=cells,
                    field_cells={"quantity": (rows[0], "B")}, **given)


def note(severity, rule="V-SHT-01"):
    return SheetNote(rule, severity, 4, "A", "tlc", "1.2E+05", "Excel destroyed the code.", "Ask for it.")


def test_rows_come_in_the_order_of_the_file_though_groups_interleave():
    part = judge_part(OF, 0, [group(3, 5), group(4)], NOW)
    assert [row.row for row in part.rows] == [3, 4, 5]
    assert part.rows[0].record_id == part.rows[2].record_id


def test_a_note_that_forbids_quarantines_what_reads_well():
    part = judge_part(OF, 0, [group(4, notes=(note("error"),))], NOW)
    row, = part.rows
    assert (row.outcome, row.record_id) == (Outcome.QUARANTINED, None)
    assert row.reason == "Excel destroyed the code. Ask for it."
    assert part.judgements[0].record is None and part.judgements[0].findings[0].rule == "V-SHT-01"
    assert [(f.row, f.column) for f in part.findings if f.rule == "V-SHT-01"] == [(4, "A")], "it is told once"


@pytest.mark.parametrize(("severity", "outcome"), [("warning", Outcome.WARNED), ("info", Outcome.ACCEPTED)])
def test_other_notes_leave_the_record(severity, outcome):
    part = judge_part(OF, 0, [group(4, notes=(note(severity),))], NOW)
    assert part.rows[0].outcome is outcome and part.judgements[0].record


def test_findings_of_a_field_stand_at_its_cell_and_others_at_the_first_row():
    event = {**BY_ID["EV14"], "quantity": "many", "ship_date": None}
    part = judge_part(OF, 0, [group(6, 7, event=event)], NOW)
    at = {f.rule: (f.row, f.column) for f in part.findings if f.severity == "error"}
    assert at == {"V-GEN-06": (6, "B"), "V-GEN-02": (6, None)}


def test_numbers_add_up_over_parts():
    first = judge_part(OF, 0, [group(2), group(3, event=None)], NOW)
    tally = first.added_to(Tally(), 1, 0)
    second = judge_part(OF, 2, [group(4, 5), group(6, notes=(note("error"),))], NOW)
    tally = second.added_to(tally, 0, 1)
    assert (tally.groups, tally.read, tally.accepted, tally.quarantined, tally.skipped) == (4, 5, 3, 1, 1)
    assert (tally.created, tally.duplicates, tally.by_type) == (1, 1, {"shipping": 2})
    assert tally.parts == ((0, 1, 0, 0, 1), (2, 2, 0, 1, 0))


def test_what_another_firm_recorded_and_we_exported_is_theirs():
    content = judge(BY_ID["EV14"], 0, NOW).record.content_key()
    groups = [group(2, record_id="same"), group(3, record_id="changed"), group(4, record_id="unseen")]
    part = judge_part(OF, 0, groups, NOW, exported={"same": content, "changed": "other"})
    assert [j is None for j in part.judgements] == [True, False, False]
    assert part.rows[0].record_id == "same"
    tally = part.added_to(Tally(), 1, 1)
    assert (tally.created, tally.duplicates, tally.by_type) == (1, 2, {"shipping": 3})


def test_a_part_is_the_same_bytes_whenever_it_is_packed():
    assert pack(3, [group(2)]) == pack(3, [group(2)]) != pack(4, [group(2)])
