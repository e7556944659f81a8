"""What the workbook says of itself: who asked, of which lot, whom to call; by hand from the worked example."""

import pytest
from openpyxl import Workbook

from tests import networks
from tests.door import opened, workbook
from tests.firms import capture, event, join
from tests.other_records import FARM_DIRECT, KILL_STEP, changed
from tests.worked_example import LOCATIONS


@pytest.fixture(scope="module")
def door(settings):
    with opened(settings) as door:
        networks.run(door.engine.graph, "wipe")
        door.engine.prepare()
        yield door


@pytest.fixture(scope="module")
def book(door) -> Workbook:
    """The workbook of lot PF223-9, made by Prairie Fork and shipped without a paper; its recipient cooks it."""
    salads = join(door.engine, "L06")
    code = "(01)19521003000319(10)PF223-9"
    cooked = changed(KILL_STEP, location=LOCATIONS["L07"], tlcs_received=[code])
    answer = capture(door.engine, salads, event("EV13", "PF223-9"), event("EV14", "PF223-9", reference_documents=[]),
                     cooked, changed(KILL_STEP, event_id="KS2", tlcs_received=["SOMETHING ELSE"]), FARM_DIRECT)
    (lot_id,) = [lot.lot_id for lot in answer.lots if lot.tlc.endswith("PF223-9")]
    job_id = door.export(lot_id, firm=salads).json()["job_short_id"]
    door.work(job_id)
    return workbook(door.export(lot_id, firm=salads).json()["signed_download_url"])


@pytest.fixture(scope="module")
def about(book) -> dict[str, str]:
    return dict(book["About this file"].iter_rows(min_row=2, values_only=True))


def test_requester_is_named_by_key_and_organization(about):
    assert about["Requested by"].startswith("API key “manager” (csb_")
    assert about["Requested by"].endswith(" of Prairie Fork Salads")


def test_product_is_described_by_the_record_that_made_the_lot(about):
    assert about["Product"] == (
        "Prairie Fork Garden Romaine Blend 12 x 10 oz; brand Prairie Fork; "
        "Leafy greens (fresh-cut), Romaine, green leaf, parsley, carrot; 12 x 10 oz; Carton of sealed bags; "
        "GTIN 19521003000319")


def test_source_is_the_place_that_assigned_the_code(about):
    assert about["TLC source"] == ("Prairie Fork Salads, +1 303 555 0166, 4100 Peoria Park Drive, Aurora, CO, 80011, "
                                   "US, GLN 9521003000015")


def test_contact_is_the_requesting_firms_own_place(about):
    assert about["Contact"] == about["TLC source"]


def test_dates_that_were_not_asked_for_are_left_out(about):
    assert "Query parameter: as_known_at" in about
    assert not any("date_from" in subject or "date_to" in subject for subject in about)
    assert None not in about.values()
    assert "None" not in about.values()


def test_kill_step_of_the_lot_is_in_the_file_and_that_of_another_is_not(book, about):
    (row,) = book["Kill Step"].iter_rows(min_row=2, values_only=True)
    assert row[0] == "(01)19521003000319(10)PF223-9"
    assert "Written Agreements" not in book.sheetnames
    assert about["Rows: Farm Purchase by RFE or Rest."] == 0
    assert "kill step was applied" in " ".join(str(row[3]) for row in book["View ends"].iter_rows(values_only=True))


def test_findings_of_the_records_are_in_the_file(book):
    rows = [row for row in book["Findings"].iter_rows(min_row=2, values_only=True) if row[1] == "V-GEN-10"]
    (missing,) = rows
    assert (missing[0], missing[4], missing[7], missing[8], missing[11]) == (
        "warning", "reference_documents", "Shipping", 2, "EV14")


def test_being_captured_late_is_no_finding_of_the_file(door, book):
    kept = networks.run(door.engine.graph, "open_findings")
    assert "V-X-23" in {row["rule"] for row in kept}
    assert "V-X-23" not in {row[1] for row in book["Findings"].iter_rows(min_row=2, values_only=True)}
