"""Rows that are no records are skipped and named; what may be one never is."""

import pytest

from tests.untidy import ROW, events, groups, shipping, skipped

BLANK = [None] * 10


@pytest.mark.parametrize(("row", "reason"), [
    (["Total", 48, *BLANK[2:]], "It is a total."),
    (["GRAND TOTAL:", None, None, None, None, None, None, None, None, 3], "It is a total."),
    (["Subtotal Topeka", 48], "It is a total."),
    (["* quantities are estimates"], "It is a remark, not a record."),
    (["Note: BOL numbers are those of the carrier"], "It is a remark, not a record."),
    (["Page 2 of 3"], "It is a remark, not a record."),
    (["Outgoing"], "It is a remark, not a record."),
    (["All times are local and all quantities were counted at the dock by the night shift"],
     "It is a remark, not a record."),
    (["text", "number", "text", "text", "text", "text", "text", "text", "mm/dd/yyyy", "text"],
     "It explains the columns (a legend)."),
    (["Required", "Required", "Required", "Optional"], "It explains the columns (a legend)."),
    (["Enter your KDEs Here"] * 10, "It is the placeholder row of FDA's blank template."),
    (["Enter your KDES Here"] * 10, "It is the placeholder row of FDA's blank template."),
    (["No records"], "It says that there are no records."),
    ([*BLANK, "seen"], "None of its cells stands in a column that was understood."),
])  # fmt: skip
def test_rows_that_are_no_records_are_named(row, reason):
    assert skipped(shipping(ROW, row, ROW)) == {3: reason}


@pytest.mark.parametrize("row", [
    ["PF223-9", 4],
    ["PF223-9"],
    [None, 4, "case", None, "Store 12"],
    ["Total Fresh 1", 4, "case", "Blend", "Store 12", "Topeka", "DC 3", "Kansas City", "2026-08-14", "BOL 2"],
    ["n/a", 4, "case", "Blend", "Store 12", "Topeka", "DC 3", "Kansas City", "2026-08-14", "BOL 2"],
    ["required", 4],
])  # fmt: skip
def test_rows_that_may_be_records_are_kept_for_the_judge(row):
    assert skipped(shipping(ROW, row)) == {}
    assert len(events(shipping(ROW, row))) == 2


def test_skipped_rows_keep_their_cells():
    group = groups(shipping(ROW, ["Total", 24]))[1]
    assert (group.outcome, group.event) == ("skipped", None)
    assert [cell.raw for cell in group.cells] == ["Total", "24"]


def test_blank_rows_are_no_rows():
    assert [g.rows for g in groups(shipping(ROW, BLANK, ["  ", None], ROW))] == [(2,), (5,)]
