import tracemalloc
from datetime import date
from io import BytesIO

import pytest
from openpyxl import load_workbook

from engine.exports.book import Book
from engine.exports.looks import Head, lines_of


def peak(rows):
    cells = ["Heartland Fresh Markets"] * 10
    tracemalloc.start()
    with Book(BytesIO()) as book:
        table = book.table("Data", [Head(str(n)) for n in range(10)])
        for _ in range(rows):
            table.append(cells)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return most


def test_rows_are_not_kept_in_memory():
    # 18,000 more rows are some 13 MB of text.
    assert peak(20_000) - peak(2_000) < 500_000


def test_tables_can_be_filled_in_turns_and_stand_in_the_order_they_were_added():
    file = BytesIO()
    with Book(file) as book:
        first, second = (book.table(name, [Head("A"), Head("B")]) for name in ("First", "Second"))
        for number in range(600):
            first.append(("x", number))
            second.append((date(2026, 8, 7), 0.5))
        book.save()
    opened = load_workbook(file)
    assert opened.sheetnames == ["First", "Second"]
    assert [row[1] for row in opened["First"].iter_rows(min_row=2, values_only=True)] == list(range(600))
    assert opened["Second"]["B601"].value == 0.5


def test_a_row_may_be_shorter_than_its_header_and_hold_blanks():
    file = BytesIO()
    with Book(file) as book:
        table = book.table("Data", [Head("A"), Head("B"), Head("C")])
        table.append(("", "b"))
        book.save()
    row = next(load_workbook(file)["Data"].iter_rows(min_row=2, values_only=True))
    assert row[:2] == (None, "b")


def test_where_a_row_went_is_told():
    with Book(BytesIO()) as book:
        table = book.table("Data", [Head("A")], sheet_rows=3)
        placed = [table.append(("x",))[:2] for _ in range(5)]
    assert placed == [("Data", 2), ("Data", 3), ("Data (2)", 2), ("Data (2)", 3), ("Data (3)", 2)]


@pytest.mark.parametrize(("text", "lines"), [("short", 1), ("a\nb", 2), ("x" * 100, 12), ("", 1), ("x" * 9_000, 27)])
def test_lines_of_wrapped_text(text, lines):
    assert lines_of(text, 10) == lines
