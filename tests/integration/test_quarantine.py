"""What could not be accepted waits for an answer, and nothing of it disappears."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from engine.clock import FixedClock
from engine.ids import is_id, new_id
from tests import files, networks
from tests.firms import event, join

QUARANTINE = "/compliance/api/v1/quarantine"
IMPORTS = "/compliance/api/v1/imports"
CTES = "/compliance/api/v1/ctes"
NOW = datetime(2026, 8, 20, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def client(settings):
    with TestClient(create_app(settings, FixedClock(NOW))) as client:
        engine = client.app.state.engine
        networks.run(engine.graph, "wipe")
        engine.prepare()
        client.salads, client.stranger = (join(engine, place) for place in ("L06", "L15"))
        yield client


@pytest.fixture
def odd():
    """A shipment whose date nobody can read."""
    number = new_id()[:18]
    return event("EV14", number, event_id=f"ship/{number}", ship_date="tomorrow-ish")


@pytest.fixture
def item(client, odd):
    """The id under which that shipment is quarantined."""
    capture_id = post(client, CTES, {"events": [odd]}).json()["capture_id"]
    only, = get(client, QUARANTINE, capture_id=capture_id).json()["data"]
    return only["quarantine_id"]


def post(client, path, body, firm=None, role="manager", **query):
    return client.post(path, headers=(firm or client.salads).headers(role), params=query, json=body)


def get(client, path, firm=None, role="manager", **query):
    return client.get(path, headers=(firm or client.salads).headers(role), params=query)


def resubmit(client, item, event, **given):
    return post(client, f"{QUARANTINE}/{item}/resubmit", {"event": event}, **given)


def discard(client, item, reason="a test message of their system", **given):
    return post(client, f"{QUARANTINE}/{item}/discard", {"reason": reason}, **given)


def state(client, item):
    return get(client, f"{QUARANTINE}/{item}").json()


def send(client, content, name="records.xlsx", **form):
    return client.post(IMPORTS, headers=client.salads.headers(), files={"file": (name, content)}, data=form).json()


def waiting(client, import_id):
    return get(client, QUARANTINE, import_id=import_id, ordering="position").json()["data"]


def test_raw_input_stands_beside_what_is_the_matter(client, item, odd):
    body = state(client, item)
    assert (body["state"], body["event"], body["event_id"], body["cte_type"]) == (
        "open", odd, odd["event_id"], "shipping")
    assert "V-GEN-02" in body["rules"]
    assert any(f["value"] == "tomorrow-ish" and f["hint"] for f in body["findings"])


def test_a_row_of_a_file_is_quarantined_with_its_cells(client, odd):
    import_id = send(client, files.shipments([odd]))["import_id"]
    only, = waiting(client, import_id)
    assert (only["sheet"], only["rows"]) == ("Shipping", [2])
    cells = state(client, only["quarantine_id"])["cells"]
    assert {"sheet": "Shipping", "row": 2, "column": "X", "field": "ship_date", "raw": "tomorrow-ish"}.items() <= next(
        cell for cell in cells if cell["column"] == "X").items()


def test_a_corrected_event_becomes_a_record_and_the_item_says_which(client, item, odd):
    answer = resubmit(client, item, odd | {"ship_date": "2026-08-12"})
    assert answer.status_code == 201
    assert answer.json()["capture"]["created"] == 1
    body = state(client, item)
    assert (body["state"], body["event"]) == ("resolved", odd), "what was sent stays readable"
    assert body["ended_at"].startswith("2026-08-20T12:00:0") and is_id(body["ended_by"])
    record = get(client, f"{CTES}/{odd['event_id']}").json()
    assert (record["record_id"], record["record"]["ship_date"]) == (body["record_id"], "2026-08-12")


def test_a_correction_that_is_none_is_told_so_and_keeps_nothing(client, item, odd):
    answer = resubmit(client, item, odd | {"ship_date": "the day after"})
    assert (answer.status_code, answer.json()["error_code"]) == (422, "unprocessable_entity")
    fault, = answer.json()["details"]
    assert (fault["loc"], fault["type"]) == (["body", "event", "ship_date"], "V-GEN-02")
    assert state(client, item)["state"] == "open"
    assert get(client, QUARANTINE, event_id=odd["event_id"]).json()["pagination"]["total_count"] == 1


@pytest.mark.parametrize("value", [10**30, "\ud800", [[[[[[[[]]]]]]]] * 3, {"a": float("nan")}])
def test_a_value_that_json_cannot_hold_is_refused_as_one(client, item, odd, value):
    deep = value
    for _ in range(300 if isinstance(value, list) else 0):
        deep = [deep]
    body = json.dumps({"event": odd | {"quantity": deep}})
    headers = client.salads.headers() | {"Content-Type": "application/json"}
    answer = client.post(f"{QUARANTINE}/{item}/resubmit", headers=headers, content=body)
    assert answer.status_code in (400, 422) and state(client, item)["state"] == "open"


def test_a_dry_run_of_a_correction_keeps_nothing(client, item, odd):
    answer = resubmit(client, item, odd | {"ship_date": "2026-08-12"}, dry_run="true")
    assert (answer.status_code, answer.json()["capture"]["created"]) == (200, 1)
    assert state(client, item)["state"] == "open"
    assert get(client, f"{CTES}/{odd['event_id']}").status_code == 404


def test_discarding_needs_a_reason_and_leaves_everything_readable(client, item, odd):
    assert discard(client, item, reason="").status_code == 422
    assert discard(client, item, reason="  ").status_code == 422
    assert discard(client, item).status_code == 200
    body = state(client, item)
    assert (body["state"], body["reason"], body["event"]) == ("discarded", "a test message of their system", odd)
    assert is_id(body["ended_by"]) and body["ended_at"]


def test_of_many_who_decide_at_once_one_does(client, item, odd):
    def decide(number):
        if number % 2:
            return discard(client, item).status_code
        return resubmit(client, item, odd | {"ship_date": "2026-08-12", "quantity": number + 1}).status_code

    with ThreadPoolExecutor(6) as pool:
        told = sorted(pool.map(decide, range(6)))
    assert told[1:] == [409] * 5 and told[0] in (200, 201)
    of_event = get(client, f"{CTES}/{odd['event_id']}")
    assert (of_event.status_code == 200) == (state(client, item)["state"] == "resolved")


def findings(client, odd):
    """Open findings of what was quarantined under an event id."""
    query = {"event_id": odd["event_id"], "state": "open", "severity": "error"}
    return get(client, "/compliance/api/v1/findings", **query).json()["data"]


def test_findings_are_open_until_it_is_decided(client, item, odd):
    assert {f["rule"] for f in findings(client, odd)} == {"V-GEN-02"}
    discard(client, item)
    assert findings(client, odd) == []


def test_findings_close_when_the_event_comes_right(client, item, odd):
    assert findings(client, odd)
    resubmit(client, item, odd | {"ship_date": "2026-08-12"})
    assert findings(client, odd) == []


def test_what_is_decided_cannot_be_decided_again(client, item, odd):
    discard(client, item)
    assert discard(client, item).status_code == 409
    assert resubmit(client, item, odd | {"ship_date": "2026-08-12"}).status_code == 409


def test_the_event_sent_right_later_resolves_it(client, item, odd):
    post(client, CTES, {"events": [odd | {"ship_date": "2026-08-12"}]})
    body = state(client, item)
    assert (body["state"], body["ended_by"]) == ("resolved", "event id")
    assert body["record_id"] == get(client, f"{CTES}/{odd['event_id']}").json()["record_id"]


@pytest.mark.parametrize("odd_first", [True, False])
def test_a_record_that_says_all_the_odd_one_does_resolves_it_whichever_came_first(client, odd, odd_first):
    documents = [{"events": [odd]}, {"events": [odd | {"ship_date": "2026-08-12"}]}]
    answers = [post(client, CTES, each).json() for each in (documents if odd_first else documents[::-1])]
    quarantined, = (answer for answer in answers if answer["quarantined"])
    only, = get(client, QUARANTINE, capture_id=quarantined["capture_id"]).json()["data"]
    record_id = get(client, f"{CTES}/{odd['event_id']}").json()["record_id"]
    assert (only["state"], only["ended_by"], only["record_id"]) == ("resolved", "event id", record_id)
    assert only["event"] == odd, "what was sent stays readable"
    assert findings(client, odd) == []


@pytest.mark.parametrize("fault", [{"ship_date": None}, {"quantity": "a few"}, {"ship_from_location": None}],
                         ids=lambda fault: next(iter(fault)))
def test_an_odd_one_that_lacks_what_the_record_says_is_resolved_by_it(client, odd, fault):
    good = odd | {"ship_date": "2026-08-12"}
    post(client, CTES, {"events": [good]})
    answer = post(client, CTES, {"events": [good | fault]}).json()
    only, = get(client, QUARANTINE, capture_id=answer["capture_id"]).json()["data"]
    assert only["state"] == "resolved"


def test_an_odd_one_that_came_later_and_says_something_else_stays_open(client, odd):
    good = odd | {"ship_date": "2026-08-12"}
    post(client, CTES, {"events": [good]})
    answer = post(client, CTES, {"events": [odd | {"quantity": good["quantity"] - 10}]}).json()
    only, = get(client, QUARANTINE, capture_id=answer["capture_id"]).json()["data"]
    assert only["state"] == "open" and findings(client, odd), "it may be a correction that went wrong"
    post(client, CTES, {"events": [good]})
    assert state(client, only["quarantine_id"])["state"] == "resolved", "the record is its sender's last word again"


def test_a_record_that_stands_no_longer_resolves_nothing(client, odd):
    good = odd | {"ship_date": "2026-08-12"}
    post(client, CTES, {"events": [good]})
    assert post(client, f"{CTES}/{odd['event_id']}/void", {"reason": "never left"}).status_code == 200
    answer = post(client, CTES, {"events": [odd]}).json()
    only, = get(client, QUARANTINE, capture_id=answer["capture_id"]).json()["data"]
    assert only["state"] == "open"
    post(client, CTES, {"events": [good]})
    assert state(client, only["quarantine_id"])["state"] == "open", "sent again, it stands no more than before"


def test_a_dry_run_of_an_odd_one_resolves_nothing(client, item, odd):
    post(client, CTES, {"events": [odd | {"ship_date": "2026-08-12"}]}, dry_run="true")
    assert state(client, item)["state"] == "open"


def test_another_firms_event_of_the_same_id_resolves_nothing(client, item, odd):
    post(client, CTES, {"events": [odd | {"ship_date": "2026-08-12"}]}, client.stranger)
    assert state(client, item)["state"] == "open"


def test_a_list_is_filtered_sorted_paged_and_given_as_csv(client):
    number = new_id()[:16]
    odd = [event("EV14", f"{number}{i}", event_id=f"{number}/{i}", ship_date="soon") for i in range(3)]
    nameless = event("EV14", f"{number}9", event_id=f"{number}/9", cte_type="teleporting")
    capture_id = post(client, CTES, {"events": [*odd, nameless]}).json()["capture_id"]

    def listed(**query):
        page = get(client, QUARANTINE, capture_id=capture_id, **query).json()
        return [row["event_id"].rpartition("/")[2] for row in page["data"]], page["pagination"]["total_count"]

    assert listed(ordering="event_id") == (["0", "1", "2", "9"], 4)
    assert listed(ordering="-event_id", page_size=2) == (["9", "2"], 4)
    assert listed(rule="V-GEN-01") == (["9"], 1)
    assert listed(cte_type="shipping", ordering="event_id") == (["0", "1", "2"], 3)
    assert listed(state="discarded") == ([], 0)
    assert listed(**{"from": "2026-08-20T12:00:01Z"})[1] == 0
    assert get(client, QUARANTINE, ordering="colour").status_code == 422
    assert get(client, QUARANTINE, **{"from": "2026-08-20T12:00:01"}).status_code == 422
    answer = client.get(QUARANTINE, headers=client.salads.headers() | {"Accept": "text/csv"},
                        params={"capture_id": capture_id})
    assert len(answer.text.splitlines()) == 5 and "teleporting" in answer.text


def test_only_its_own_firm_knows_of_it_and_only_leads_decide(client, item, odd):
    assert get(client, f"{QUARANTINE}/{item}", client.stranger).status_code == 404
    for answer in (discard(client, item, firm=client.stranger), resubmit(client, item, odd, firm=client.stranger)):
        assert answer.status_code == 404
    assert get(client, QUARANTINE, client.stranger, event_id=odd["event_id"]).json()["data"] == []
    assert get(client, f"{QUARANTINE}/{item}", role="readonly").status_code == 200
    assert discard(client, item, role="readonly").status_code == 403
    assert resubmit(client, item, odd, role="editor").status_code == 403


@pytest.fixture
def lines():
    """Rows of three shipments, the first and the last without a date that can be read."""
    made = [files.row(event("EV14", new_id()[:18])) for _ in range(3)]
    return [files.changed(made[0], "shipping", ship_date="soon"), made[1],
            files.changed(made[2], "shipping", ship_date="later")]


def book(*lines):
    return files.workbook(Shipping=[files.captions("shipping"), *lines])


def dated(line):
    return files.changed(line, "shipping", ship_date="2026-08-12")


def test_a_corrected_file_answers_the_rows_it_corrects(client, lines):
    first = send(client, book(*lines))["import_id"]
    body = send(client, book(dated(lines[0]), *lines[1:]), corrects=first)
    assert body["records"]["created"] == 1 and body["corrects"] == first
    cured, left = waiting(client, first)
    assert (cured["state"], cured["ended_by"], left["state"]) == ("resolved", "corrected file", "replaced")
    again, = waiting(client, body["import_id"])
    assert left["replaced_by"] == again["quarantine_id"] and again["state"] == "open"
    assert get(client, f"{CTES}/{cured['record_id']}").json()["sent"]["rows"] == [2]


def test_a_file_that_does_not_say_so_corrects_nothing(client, lines):
    first = send(client, book(*lines))["import_id"]
    send(client, book(dated(lines[0]), *lines[1:]))
    assert [row["state"] for row in waiting(client, first)] == ["open", "open"]


def test_rows_that_have_moved_answer_nothing_wrong(client, lines):
    first = send(client, book(*lines))["import_id"]
    # The first row was deleted: the good one stands in its place now.
    send(client, book(*lines[1:]), corrects=first)
    assert [row["state"] for row in waiting(client, first)][0] == "open"


def test_a_corrected_csv_may_have_another_name(client, lines):
    header = files.captions("shipping")
    first = send(client, files.csv_of([header, *lines]), "monday.csv")["import_id"]
    send(client, files.csv_of([header, dated(lines[0]), lines[1], dated(lines[2])]), "monday fixed.csv", corrects=first)
    assert [row["state"] for row in waiting(client, first)] == ["resolved", "resolved"]


def test_a_row_that_time_has_made_acceptable_answers_itself(client, lines):
    # A date ten days ahead cannot be one of what happened; ten days later it can.
    ahead = book(files.changed(lines[1], "shipping", ship_date="2026-08-30"))
    first = send(client, ahead)
    assert first["rows"]["quarantined"] == 1
    client.app.state.engine.clock.advance(days=10)
    again = send(client, ahead)
    client.app.state.engine.clock.advance(days=-10)
    assert (again["import_id"], again["records"]["created"]) == (first["import_id"], 1)
    assert [row["state"] for row in waiting(client, first["import_id"])] == ["resolved"]


@pytest.mark.parametrize("odd_first", [True, False])
def test_rows_of_files_meet_their_records_in_either_order(client, lines, odd_first):
    number = new_id()[:18]
    good = files.row(event("EV14", number))
    header = [*files.captions("shipping"), "Event ID"]
    bad = [*files.changed(good, "shipping", ship_date="soon"), f"e/{number}"]
    contents = [files.workbook(Shipping=[header, line]) for line in (bad, [*good, f"e/{number}"])]
    told = [send(client, content) for content in (contents if odd_first else contents[::-1])]
    quarantined, = (each for each in told if each["rows"]["quarantined"])
    only, = waiting(client, quarantined["import_id"])
    assert (only["state"], only["event_id"], only["ended_by"]) == ("resolved", f"e/{number}", "event id")


def test_only_an_import_of_ones_own_can_be_corrected(client, lines):
    first = send(client, book(*lines))["import_id"]
    for corrects, status in ((new_id(), 404), ("not an id", 422)):
        answer = client.post(IMPORTS, headers=client.salads.headers(), data={"corrects": corrects},
                             files={"file": ("x.xlsx", book(lines[1]))})
        assert answer.status_code == status
    answer = client.post(IMPORTS, headers=client.stranger.headers(), data={"corrects": first},
                         files={"file": ("x.xlsx", book(lines[1]))})
    assert answer.status_code == 404
