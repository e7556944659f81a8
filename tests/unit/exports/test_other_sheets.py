"""Records beside the critical tracking events on their sheets, FDA's and ours; cells by hand."""

from datetime import date, datetime

import pytest
from export_samples import ABOUT, L06, L08, MISSING, NA, exported, record
from openpyxl import load_workbook

from engine.exports.kde_single import write_kde_single
from engine.exports.record import ExportRecord, Noticed
from engine.exports.rows import rows_of
from engine.exports.workbook import write_workbook
from engine.fsma.judge import judge
from tests.judging import NOW
from tests.other_records import AD_HOC, AGREEMENT, FARM_DIRECT, FARM_TO_SCHOOL, KILL_STEP, ONE_UP, OTHERS
from tests.worked_example import LOTS


def normalised(sent: dict) -> dict:
    return judge(sent, 0, NOW).record.to_json()


def only(sent: dict) -> tuple[str, list, list]:
    (row,) = rows_of(normalised(sent))
    return row.sheet, row.cells, row.gaps


def test_purchase_from_a_farm_fills_fdas_seven_columns():
    sheet, cells, gaps = only(FARM_DIRECT)
    assert sheet == "Farm Purchase by RFE or Rest.  "
    assert cells[:7] == ["Curly parsley", "Tiny Acre Farm", "88 Weld County Road 7", "Hudson", "CO", "80642", "US"]
    assert gaps == []


def test_purchase_under_a_school_program_stands_on_its_own_sheet():
    sheet, cells, _ = only(FARM_TO_SCHOOL)
    assert (sheet, cells[0]) == ("Farm to School or Institution", "Shell eggs")


def test_ad_hoc_purchase_has_a_real_date():
    sheet, cells, gaps = only(AD_HOC)
    assert sheet == "Ad-hoc RFE or Rest. Purchase"
    assert cells[:8] == ["Romaine, 6 heads", date(2026, 8, 14), "Corner Greens", "12 Gage Boulevard", "Topeka", "KS",
                         "66604", "US"]
    assert gaps == []


def test_kill_step_stands_on_a_sheet_of_ours():
    sheet, cells, gaps = only(KILL_STEP)
    assert sheet == "Kill Step"
    assert cells[0] == LOTS["E"]["tlc"]
    assert cells[7:17] == [date(2026, 8, 15), *L08, "soup kettle, 92 C for 10 minutes", "HACCP 815-2"]
    assert gaps == []


def test_agreement_names_both_parties_and_who_signed():
    sheet, cells, gaps = only(AGREEMENT)
    assert sheet == "Written Agreements"
    assert cells[:14] == [*L06, *L08]
    assert cells[14:20] == ["kill_step", date(2026, 1, 1), date(2028, 12, 31), "R. Ortega; M. Lindqvist",
                            "R. Ortega; M. Lindqvist", "The store cooks every case of the blend."]
    assert gaps == []


def test_one_up_one_back_record_says_from_where_and_to_where():
    sheet, cells, gaps = only(ONE_UP)
    assert sheet == "One-Up One-Back"
    assert cells[:5] == [LOTS["E"]["tlc"], "Prairie Fork Garden Romaine Blend", 2, "case", "cartons"]
    assert cells[5:12] == L08
    assert cells[19:26] == [NA] * 7
    assert gaps == []


def test_what_is_owed_and_missing_is_a_gap():
    sent = {name: value for name, value in KILL_STEP.items() if name != "process"}
    _, cells, gaps = only(sent)
    assert cells[15] == MISSING
    assert [(gap.first, gap.last) for gap in gaps] == [(15, 15)]


@pytest.fixture
def book(tmp_path):
    def write(records):
        path = tmp_path / "others.xlsx"
        return write_workbook(path, records, ABOUT), load_workbook(path)

    return write


def test_sheets_of_ours_come_last_and_only_with_records(book):
    written, found = book(exported(record("EV16"), normalised(KILL_STEP)))
    assert found.sheetnames[-1] == "Kill Step"
    assert "One-Up One-Back" not in found.sheetnames
    assert written.rows["Kill Step"] == 1
    assert found["Kill Step"]["H2"].value == datetime(2026, 8, 15)


def test_every_kind_can_be_exported_in_either_form(book, tmp_path):
    written, _ = book(exported(*map(normalised, OTHERS)))
    assert (written.records, sum(written.rows.values())) == (6, 6)
    single = write_kde_single(tmp_path / "single.xlsx", exported(*map(normalised, OTHERS)), ABOUT)
    assert (single.records, single.rows) == (6, {"KDE": 6})


def test_findings_stand_on_a_sheet_of_their_own_with_the_row_of_the_record(book):
    noticed = Noticed("V-X-03", "warning", "quantity", "40", "40 case shipped, but 39 received.", "Ask.", "§1.1340")
    records = [ExportRecord(record=record("EV16"), record_id="r1", event_id="EV16", recorded_by="Heartland"),
               ExportRecord(record=record("EV18"), record_id="r2", event_id="EV18", recorded_by="Heartland",
                            findings=(noticed,))]
    written, found = book(records)
    assert written.findings == 1
    assert [list(row) for row in found["Findings"].iter_rows(min_row=2, values_only=True)] == [[
        "warning", "V-X-03", "40 case shipped, but 39 received.", "Ask.", "quantity", "40", "§1.1340", "Shipping", 3,
        LOTS["B"]["tlc"], "r2", "EV18", "Heartland"]]
    about = dict(found["About this file"].iter_rows(min_row=2, values_only=True))
    assert about["Open findings of these records"] == "1: sheet Findings"
