"""The demo once, on a stack of its own with API and worker: what the worked example says of lot E."""

import os
import shutil
import tempfile
from contextlib import closing
from pathlib import Path

import pytest
from openpyxl import load_workbook

from engine.console import demo, demo_output
from engine.stack import Stack
from engine.stack.abandoned import claim, clear_abandoned
from engine.stack.demo_env import read_demo_env
from engine.stack.options import SERVERS, SERVICES

_PREFIX = "lotgraph-demo-test-"

# Counted by hand in 8.4 and 8.5. Lot E was made by EV13 of lots A (EV01, EV03, EV04, EV07, EV10), C (EV09, EV11) and
# D (EV12), and went out by EV14 to EV17. EV13 has a row for each of its three inputs.
ROWS = {
    "Harvesting": 1, "Cooling": 1, "Initial Packing": 1, "Initial Packing Sprouts": 0,
    "Initial Packing from Exempt": 0, "First Land-Based Receiving": 0, "Shipping": 4, "Receiving": 4,
    "Receiving From Exempt": 1, "Transformation": 3, "Farm Purchase by RFE or Rest.": 0,
    "Ad-hoc RFE or Rest. Purchase": 0, "Farm to School or Institution": 0,
}  # fmt: skip
EVENTS = {"EV01", "EV03", "EV04", "EV07", "EV09", *(f"EV{n}" for n in range(10, 18))}


@pytest.fixture(scope="module")
def stack():
    with pytest.MonkeyPatch.context() as patch:
        for name in list(os.environ):
            if name.startswith("LOTGRAPH_") and not name.startswith("LOTGRAPH_CACHE"):
                patch.delenv(name)
        scratch = Path(tempfile.gettempdir())
        clear_abandoned(scratch, _PREFIX)
        home = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=scratch))
        claim(home)
        stack = Stack(home, prefer_known_ports=False, ports={}, heap="512m", pagecache="64m",
                      start_seconds=600)
        try:
            yield stack.up()
        finally:
            for name in reversed(SERVERS + SERVICES):
                stack.kill(name)
            shutil.rmtree(home, ignore_errors=True)


@pytest.fixture(scope="module")
def said(stack):
    return demo.main_job(stack)


@pytest.fixture(scope="module")
def events(said):
    """Event ids in the workbook, by sheet."""
    found = {}
    with closing(load_workbook(said["workbook"]["path"])) as book:
        for sheet in book:
            captions = [cell.value for cell in sheet[1]]
            if sheet.title.strip() in ROWS:
                column = captions.index("Event id")
                found[sheet.title.strip()] = [row[column] for row in sheet.iter_rows(min_row=2, values_only=True)]
    return found


def test_each_sheet_has_the_rows_of_lot_e_and_no_more(said):
    rows = {sheet["name"]: sheet["rows"] for sheet in said["workbook"]["sheets"]}
    assert {name: rows[name] for name in ROWS} == ROWS


def test_the_records_are_those_of_the_chain_that_is_shared(events):
    assert {event for sheet in events.values() for event in sheet} == EVENTS


def test_mesa_leafs_own_records_stay_its_own(events):
    told = {event for sheet in events.values() for event in sheet}
    assert told.isdisjoint({"EV02", "EV06"})


def test_mesa_leafs_shipment_that_names_prairie_fork_is_told(events):
    assert events["Shipping"] == ["EV07", "EV09", "EV14", "EV16"]


def test_the_view_ends_at_mesa_leaf_and_says_whom_to_call(said):
    asked = [(end["direction"], end["business_name"], end["phone"])
             for end in said["trace"]["ends"] if end["kind"] == "ask"]
    assert asked == [("backward", "Mesa Leaf Growers", "+1 805 555 0144")]


def test_the_missing_case_between_dc_and_store_is_found(said):
    """8.6 item 5: 40 cases of lot B shipped by EV18, 39 received by EV19, and no other warning."""
    assert [(one["event_id"], one["severity"]) for one in said["findings"] if one["severity"] != "info"] == [
        ("EV19", "warning")]


def test_what_people_read_names_where_the_view_ends_and_the_workbook(said):
    with demo_output.people.capture() as captured:
        demo_output.show(said)
    assert "Ask Mesa Leaf Growers, +1 805 555 0144" in " ".join(captured.get().split())
    assert said["workbook"]["path"] in captured.get()


def test_doing_it_again_changes_nothing(stack, said):
    keys = read_demo_env(stack.home)
    again = demo.main_job(stack)
    assert {(one["created"], one["quarantined"]) for one in again["captures"]} == {(0, 0)}
    assert again["lot"] == said["lot"]
    assert again["workbook"]["path"] == said["workbook"]["path"]
    assert read_demo_env(stack.home) == keys
