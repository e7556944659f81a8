"""Findings between records in the answer of a file, short or long: at their cells, as of now, as far as in view."""

import io
from datetime import UTC, datetime

import openpyxl
import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from engine.clock import FixedClock
from engine.findings import FindingFilter
from engine.identity import View
from engine.ids import new_id
from tests import files, networks
from tests.firms import capture, event, join

IMPORTS = "/compliance/api/v1/imports"
CTES = "/compliance/api/v1/ctes"
AT_ONCE, PART = 3, 2
# The ship date is the 24th column of FDA's sheet.
SHIP_DATE = "X"


@pytest.fixture(scope="module")
def client(settings):
    limits = settings.limits.model_copy(update={"import_rows": AT_ONCE, "import_part": PART})
    with TestClient(create_app(settings.model_copy(update={"limits": limits}),
                               FixedClock(datetime(2026, 8, 20, 12, tzinfo=UTC)))) as client:
        client.engine = client.app.state.engine
        networks.run(client.engine.graph, "wipe")
        client.engine.prepare()
        client.salads, client.stores, client.stranger = (join(client.engine, place) for place in ("L06", "L07", "L15"))
        yield client


@pytest.fixture
def number():
    return new_id()[:16]


def made(number):
    """A salad made on 12 August."""
    return event("EV13", number, inputs=[], event_id=f"made/{number}")


def shipped(number, day="2026-08-14", **changes):
    return event("EV14", number, event_id=f"sent/{number}", ship_date=day, **changes)


def plain(count):
    """Shipments of lots made in time, one event in the graph for each."""
    return [shipped(new_id()[:16]) for _ in range(count)]


def send(client, events):
    sent = {"file": ("week.xlsx", files.shipments(events))}
    answer = client.post(IMPORTS, headers=client.salads.headers(), files=sent)
    return answer.status_code, answer.json()


def found(client, import_id, firm=None):
    return client.get(f"{IMPORTS}/{import_id}", headers=(firm or client.salads).headers()).json()


def told(body, rule):
    return [(f["sheet"], f["row"], f["column"], f["field"]) for f in body["findings"] if f["rule"] == rule]


def settle(client):
    client.engine.findings.settle(1_000)


@pytest.fixture
def long(client, number):
    """The id of an import by a worker: the third of five shipments is of a lot that was made after it."""
    capture(client.engine, client.salads, made(number))
    status, body = send(client, [*plain(2), shipped(number, "2026-08-01"), *plain(2)])
    assert status == 202
    client.engine.run_job(body["import_id"], "w")
    return body["import_id"]


def test_a_long_file_tells_what_is_found_between_its_records_at_their_cells(client, long):
    before = found(client, long)
    assert (before["status"], before["findings_settled"], told(before, "V-X-06")) == ("completed", False, [])
    settle(client)
    body = found(client, long)
    assert body["findings_settled"] and told(body, "V-X-06") == [("Shipping", 4, SHIP_DATE, "ship_date")]
    # Nothing shows where the lots of the other four came from.
    assert told(body, "V-X-09") == [("Shipping", row, "A", "tlc") for row in (2, 3, 5, 6)]
    assert body["findings_between"] == len(body["findings"]) - body["findings_total"]
    assert [f["row"] for f in body["findings"]] == sorted(f["row"] for f in body["findings"])


def test_the_workbook_that_goes_back_shows_it_too(client, long):
    settle(client)
    answer = client.get(f"{IMPORTS}/{long}/annotated", headers=client.salads.headers())
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content))["Shipping"]
    assert "V-X-06" in sheet[f"{SHIP_DATE}4"].comment.text and sheet[f"{SHIP_DATE}5"].comment is None


def test_what_is_cured_is_told_no_more(client, long):
    settle(client)
    row = client.get(f"{IMPORTS}/{long}/rows", headers=client.salads.headers()).json()["data"][2]
    said = {"reason": "never left"}
    assert client.post(f"{CTES}/{row['record_id']}/void", headers=client.salads.headers(), json=said).status_code == 200
    settle(client)
    body = found(client, long)
    assert [f for f in body["findings"] if f["row"] == 4 and f["rule"].startswith("V-X")] == []
    assert told(body, "V-X-09") == [("Shipping", row, "A", "tlc") for row in (2, 3, 5, 6)]


def test_a_short_file_tells_the_same_at_once_and_later(client, number):
    capture(client.engine, client.salads, made(number))
    status, body = send(client, [*plain(1), shipped(number, "2026-08-01")])
    settle(client)
    later = found(client, body["import_id"])
    assert status == 201 and told(body, "V-X-06") == [("Shipping", 3, SHIP_DATE, "ship_date")]

    def as_set(answer):
        return {(f["rule"], f["row"], f["column"], f["message"]) for f in answer["findings"]}

    assert as_set(later) == as_set(body) and later["findings_between"] == body["findings_between"] > 0


def test_a_row_of_several_inputs_is_told_at_the_input(client, number):
    inputs = [{**used, "input_tlc": f"{used['input_tlc']}-{number}"} for used in event("EV13")["inputs"]]
    record = event("EV13", number, inputs=inputs, event_id=f"made/{number}")
    content = files.workbook(Transformation=[files.captions("transformation"), *files.rows(record)])
    body = client.post(IMPORTS, headers=client.salads.headers(), files={"file": ("made.xlsx", content)}).json()
    client.engine.run_job(body["import_id"], "w")
    settle(client)
    # No record shows how the inputs came to the plant; each is a row of its own.
    assert [row for _, row, _, _ in told(found(client, body["import_id"]), "V-X-20")] == [
        n + 2 for n in range(len(inputs))]


def test_what_a_partners_record_says_of_ours_is_told_at_ours(client, number):
    capture(client.engine, client.salads, made(number))
    status, body = send(client, [shipped(number, quantity=480)])
    capture(client.engine, client.stores, event("EV15", number, event_id=f"got/{number}", quantity=470))
    settle(client)
    assert [row for _, row, _, _ in told(found(client, body["import_id"]), "V-X-03")] == [2]


def test_what_names_a_record_that_is_not_in_view_is_not_told(client, number):
    _, body = send(client, [shipped(number)])
    other = {**event("EV14")["product"], "product_name": "Something else altogether"}
    secret = f"secret/{number}"
    capture(client.engine, client.stores, event("EV16", number, event_id=secret, product=other))
    settle(client)
    # It is told of the stores' own shipment, which salads has no part in, and names the one that salads sent.
    everybody = View(0, [client.salads.organization.no, client.stores.organization.no])
    hidden, = client.engine.findings.page(everybody, FindingFilter(rule="V-X-10", event_id=secret))[0]
    assert hidden.other_records == 1
    told_to_salads = str(found(client, body["import_id"]))
    assert secret not in told_to_salads and "Something else" not in told_to_salads


def test_no_more_is_told_than_one_answer_holds(client, long):
    settle(client)
    imports = client.engine.imports
    everything = found(client, long)["findings"]
    few = imports._limits.model_copy(update={"import_findings": 3})
    imports._limits, usual = few, imports._limits
    try:
        body = found(client, long)
    finally:
        imports._limits = usual
    gravest = sorted(("error", "warning", "info").index(f["severity"]) for f in everything)[:3]
    assert [("error", "warning", "info").index(f["severity"]) for f in body["findings"]] == gravest
    assert body["findings_between"] > 3


@pytest.mark.parametrize("more", [0, AT_ONCE])
def test_a_row_whose_event_was_corrected_before_is_told_at_the_row_at_once_and_later(client, number, more):
    old = shipped(number)
    fixed = old | {"event_id": f"fixed/{number}", "quantity": 470, "supersedes_event_id": old["event_id"]}
    capture(client.engine, client.salads, made(number), old, fixed)
    lines = [[*files.row(each), each["event_id"]] for each in (*plain(more), old | {"quantity": 490})]
    content = files.workbook(Shipping=[[*files.captions("shipping"), "Event ID"], *lines])
    body = client.post(IMPORTS, headers=client.salads.headers(), files={"file": ("week.xlsx", content)}).json()
    if more:
        client.engine.run_job(body["import_id"], "w")
    row, told_at = more + 2, [("Shipping", more + 2, None, None)]
    later = found(client, body["import_id"])
    assert told(later, "V-GEN-12") == told_at and (more or told(body, "V-GEN-12") == told_at)
    at_row = client.get(f"{IMPORTS}/{body['import_id']}/rows", headers=client.salads.headers()).json()["data"][more]
    assert (at_row["row"], at_row["outcome"]) == (row, "accepted_with_warning")
    answer = client.get(f"{IMPORTS}/{body['import_id']}/annotated", headers=client.salads.headers())
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content))["Shipping"]
    assert f"supersedes_event_id: fixed/{number}" in sheet[f"A{row}"].comment.text
