"""Text dates are read by what is declared, said by the caption or shown by the column, else asked for."""

from datetime import date

import pytest

from engine.errors import BadRequest
from engine.fsma.dates import Order
from engine.sheets.date_order import declared_by, only_as
from tests.untidy import csv_text, events, groups, judged, opened, shipping

HEADS = ("TLC", "Quantity", "Ship Date", "Ship From Name", "Ship From City")


def dated(*days: object, caption: str = "Ship Date") -> bytes:
    heads = (*HEADS[:2], caption, *HEADS[3:])
    return shipping(*[(f"A{n}", 1, day, "DC", "Topeka") for n, day in enumerate(days)], heads=heads)


def test_an_ambiguous_date_alone_is_left_to_quarantine_with_the_question():
    (event,) = events(dated("04/05/2026"))
    assert event["ship_date"] == "04/05/2026"
    judgement = judged(event)
    assert judgement.record is None
    assert "Ask which is meant" in next(f.hint for f in judgement.findings if f.rule == "V-GEN-02")


@pytest.mark.parametrize(("other", "read_as"), [("08/14/2026", "2026-04-05"), ("14.08.2026", "2026-05-04")])
def test_a_column_that_shows_its_order_decides_and_says_so_once(other, read_as):
    found = groups(dated("04/05/2026", "04/05/2026", other))
    assert [g.event["ship_date"] for g in found[:2]] == [read_as] * 2
    notes = [n for g in found for n in g.notes]
    assert [(n.rule, n.row, n.column) for n in notes] == [("V-SHT-05", 2, "C")]
    assert other in notes[0].message


def test_a_column_that_shows_both_orders_decides_nothing():
    assert [e["ship_date"] for e in events(dated("04/05/2026", "14/08/2026", "08/14/2026"))][0] == "04/05/2026"


def test_a_date_that_reads_the_same_both_ways_shows_nothing():
    assert events(dated("04/05/2026", "05/05/2026"))[0]["ship_date"] == "04/05/2026"


def test_one_column_says_nothing_of_another():
    text = csv_text(["TLC", "Qty", "Harvest Date Start", "Landing Date"], ["A1", 1, "04/05/2026", "14/08/2026"])
    (event,) = events(text, "landings.csv")
    assert event["harvest_date_start"] == "04/05/2026"


def test_fdas_caption_declares_the_order_unless_the_column_contradicts_it():
    caption = "Shipping Date (mm/dd/yyyy)"
    assert events(dated("04/05/2026", caption=caption))[0]["ship_date"] == "2026-04-05"
    assert events(dated("04/05/2026", "14/08/2026", caption=caption))[0]["ship_date"] == "04/05/2026"


def test_a_declared_order_is_handed_to_the_judge():
    raw = dated("04/05/2026", "08/14/2026")
    file = opened(raw, date_format="dd/mm/yyyy")
    assert file.date_format == "dd/mm/yyyy"
    first, second = (judged(g.event) for g in file.rows())
    assert first.record.ship_date == date(2026, 5, 4)
    assert second.record is None


def test_two_digit_years_follow_the_same_rule():
    found = events(dated("04/05/26", "08/14/26"))
    assert found[0]["ship_date"] == "2026-04-05"
    assert judged(found[1]).record.ship_date == date(2026, 8, 14)


def test_real_dates_and_text_dates_stand_in_one_column():
    found = events(dated(date(2026, 4, 5), "Aug 14, 2026", "2026-08-15"))
    assert [judged(e).record.ship_date for e in found] == [date(2026, 4, 5), date(2026, 8, 14), date(2026, 8, 15)]


def test_an_order_we_do_not_know_is_refused():
    with pytest.raises(BadRequest):
        opened(dated("04/05/2026"), date_format="whatever")


@pytest.mark.parametrize(
    ("caption", "order"),
    [
        ("Ship Date (mm/dd/yyyy)", Order.MONTH_FIRST),
        ("Date (DD.MM.YYYY)", Order.DAY_FIRST),
        ("Ship Date", None),
        ("m/d/yy", Order.MONTH_FIRST),
    ],
)
def test_captions_declare_orders(caption, order):
    assert declared_by(caption) is order


@pytest.mark.parametrize(
    ("text", "order"),
    [
        ("08/14/2026", Order.MONTH_FIRST),
        ("14/08/2026", Order.DAY_FIRST),
        ("04/05/2026", None),
        ("2026-08-14", None),
        ("soon", None),
        ("99/99/2026", None),
    ],
)
def test_only_dates_that_read_one_way_show_an_order(text, order):
    assert only_as(text) is order
