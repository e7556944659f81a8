import asyncio
import csv
import io
from datetime import UTC, datetime, timedelta, timezone

import pytest

from api.csv_answers import cell, csv_response
from api.deps import Page, Pagination, accepts_csv


def text(columns, rows) -> str:
    async def read() -> str:
        response = csv_response(columns, rows, "lots.csv")
        return "".join([part async for part in response.body_iterator])
    return asyncio.run(read())


@pytest.mark.parametrize(("value", "shown"), [
    ("=1+1", "'=1+1"), ("+1", "'+1"), ("-1", "'-1"), ("@SUM(A1)", "'@SUM(A1)"), ("\t=1", "'\t=1"), ("\r=1", "'\r=1"),
    ("00012345678905", "00012345678905"), (None, ""), (-5, -5), (1.5, 1.5), ("a=b", "a=b"),
])
def test_a_cell_never_runs_in_a_spreadsheet(value, shown):
    assert cell(value) == shown


@pytest.mark.parametrize(("moment", "shown"), [
    (datetime(2026, 11, 23, 16, 45, 10, tzinfo=UTC), "2026-11-23T16:45:10Z"),
    (datetime(2026, 11, 23, 16, 45, tzinfo=timezone(timedelta(hours=-5))), "2026-11-23T21:45:00Z"),
])
def test_a_moment_is_written_as_json_writes_it(moment, shown):
    assert cell(moment) == shown


def test_rows_come_back_as_they_went_in():
    rows = [["Romaine, 12 x 10 oz", 'the "good" one'], ["two\nlines", "é"]]
    assert list(csv.reader(io.StringIO(text(["a", "b"], rows)))) == [["a", "b"], *rows]


def test_no_rows_leave_the_header():
    assert text(["lot_id", "tlc"], []) == "lot_id,tlc\r\n"


def test_many_rows_are_neither_lost_nor_repeated():
    lines = text(["n"], ([n] for n in range(1_234))).splitlines()
    assert lines == ["n", *map(str, range(1_234))]


class Asked:
    def __init__(self, accept: str | None):
        self.headers = {} if accept is None else {"accept": accept}


@pytest.mark.parametrize(("accept", "csv_wanted"), [
    ("text/csv", True),
    ("text/csv, application/json;q=0.5", True),
    ("text/csv;q=0.5, application/json", False),
    ("application/json", False),
    ("*/*", False),
    (None, False),
    ("text/*, application/json;q=0.9", True),
    ("text/csv;q=0, */*", False),
    ("text/csv;q=broken, application/json", False),
])
def test_csv_is_sent_to_those_who_prefer_it(accept, csv_wanted):
    assert accepts_csv(Asked(accept)) == csv_wanted


@pytest.mark.parametrize(("page", "total", "pages", "after", "before"), [
    (Page(1, 25), 0, 0, False, False),
    (Page(1, 25), 25, 1, False, False),
    (Page(1, 25), 342, 14, True, False),
    (Page(14, 25), 342, 14, False, True),
    (Page(99, 25), 342, 14, False, True),
])
def test_pagination_counts_pages(page, total, pages, after, before):
    found = Pagination.of(page, total)
    assert (found.total_pages, found.has_next, found.has_previous) == (pages, after, before)


def test_a_page_skips_those_before_it():
    assert Page(3, 50).skip == 100
