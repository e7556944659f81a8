"""Corrections append: what stood before stays readable, and traces know both."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from engine.clock import FixedClock
from engine.ids import new_id
from tests import networks
from tests.firms import event, join
from tests.worked_example import LOCATIONS

CTES = "/compliance/api/v1/ctes"


@pytest.fixture(scope="module")
def client(settings):
    with TestClient(create_app(settings, FixedClock(datetime(2026, 8, 20, 12, tzinfo=UTC)))) as client:
        engine = client.app.state.engine
        networks.run(engine.graph, "wipe")
        engine.prepare()
        client.clock = engine.clock
        client.salads, client.stores, client.stranger = (join(engine, place) for place in ("L06", "L07", "L15"))
        yield client


@pytest.fixture
def shipment(client):
    """A captured shipment from Aurora to DC 3."""
    number = new_id()[:18]
    made = event("EV14", number, event_id=f"ship/{number}")
    answer = client.post(CTES, headers=client.salads.headers(), json={"events": [made]}).json()
    return made | {"lot_id": answer["lots"][0]["lot_id"]}


def corrected(shipment, **changes):
    return {name: value for name, value in (shipment | changes).items() if name != "lot_id"}


def correct(client, event_id, event, firm=None, role="manager"):
    headers = (firm or client.salads).headers(role)
    return client.post(f"{CTES}/{event_id}/correct", headers=headers, json={"event": event})


def record(client, event_id):
    return client.get(f"{CTES}/{event_id}", headers=client.salads.headers()).json()


def places(client, lot_id, **query):
    answer = client.get(f"/compliance/api/v1/lots/{lot_id}/trace", headers=client.salads.headers(),
                        params={"direction": "forward"} | query)
    return {place["business_name"] for place in answer.json()["locations"]}


def test_a_corrected_record_stands_in_place_of_the_old_one(client, shipment):
    old = record(client, shipment["event_id"])
    answer = correct(client, shipment["event_id"], corrected(shipment, quantity=470))
    assert answer.status_code == 201
    new = answer.json()
    assert (new["event_id"], new["record"]["quantity"]) == (shipment["event_id"], 470)
    assert record(client, shipment["event_id"])["record_id"] == new["record_id"] != old["record_id"]
    before = record(client, old["record_id"])
    assert before["superseded_at"] is not None and before["record"]["quantity"] == 480


def test_each_names_the_other_in_its_history(client, shipment):
    old = record(client, shipment["event_id"])["record_id"]
    new = correct(client, old, corrected(shipment, quantity=470)).json()["record_id"]
    assert [(h["relation"], h["id"]) for h in record(client, old)["history"]] == [("superseded_by", new)]
    assert [(h["relation"], h["id"]) for h in record(client, new)["history"]] == [("supersedes", old)]


def test_traces_as_known_before_and_after_differ_as_they_should(client, shipment):
    # It went to store 12, not to the distribution centre.
    client.clock.advance(minutes=5)
    before = client.clock.now().isoformat()
    client.clock.advance(minutes=5)
    correct(client, shipment["event_id"], corrected(shipment, ship_to_location=LOCATIONS["L08"]))
    dc, store = (LOCATIONS[place]["business_name"] for place in ("L07", "L08"))
    now = places(client, shipment["lot_id"])
    assert store in now and dc not in now
    client.clock.advance(minutes=5)
    then = places(client, shipment["lot_id"], as_known_at=before)
    assert dc in then and store not in then


def test_a_correction_can_be_corrected_and_voided(client, shipment):
    for quantity in (470, 460):
        assert correct(client, shipment["event_id"], corrected(shipment, quantity=quantity)).status_code == 201
    assert record(client, shipment["event_id"])["record"]["quantity"] == 460
    answer = client.post(f"{CTES}/{shipment['event_id']}/void", headers=client.salads.headers(),
                         json={"reason": "never left"})
    assert answer.status_code == 200
    assert LOCATIONS["L07"]["business_name"] not in places(client, shipment["lot_id"])


def test_the_same_correction_again_is_the_same_record(client, shipment):
    event = corrected(shipment, quantity=470)
    old = record(client, shipment["event_id"])["record_id"]
    first, again = correct(client, old, event), correct(client, old, event)
    assert (again.status_code, again.json()["record_id"]) == (201, first.json()["record_id"])


def test_of_corrections_at_once_one_stands(client, shipment):
    old = record(client, shipment["event_id"])["record_id"]
    with ThreadPoolExecutor(4) as pool:
        told = sorted(pool.map(lambda n: correct(client, old, corrected(shipment, quantity=n)).status_code,
                               (11, 12, 13, 14)))
    assert told == [201, 409, 409, 409]
    assert record(client, shipment["event_id"])["record"]["quantity"] in (11, 12, 13, 14)


def test_what_stands_no_longer_is_not_corrected(client, shipment):
    old = record(client, shipment["event_id"])["record_id"]
    client.post(f"{CTES}/{old}/void", headers=client.salads.headers(), json={"reason": "typed in twice"})
    assert correct(client, old, corrected(shipment, quantity=470)).status_code == 409


def test_an_unacceptable_correction_changes_nothing(client, shipment):
    answer = correct(client, shipment["event_id"], corrected(shipment, ship_date="soon"))
    assert (answer.status_code, answer.json()["details"][0]["type"]) == (422, "V-GEN-02")
    assert record(client, shipment["event_id"])["superseded_at"] is None


def test_only_its_recorders_leads_correct_a_record(client, shipment):
    event = corrected(shipment, quantity=470)
    for firm, role, status in ((client.salads, "readonly", 403), (client.stores, "manager", 404),
                               (client.stranger, "manager", 404), (client.stranger, "readonly", 404)):
        assert correct(client, shipment["event_id"], event, firm, role).status_code == status
    assert record(client, shipment["event_id"])["superseded_at"] is None


def send(client, *events):
    answer = client.post(CTES, headers=client.salads.headers(), json={"events": list(events)})
    assert answer.status_code == 201, answer.json()


def void(client, event_id, reason):
    answer = client.post(f"{CTES}/{event_id}/void", headers=client.salads.headers(), json={"reason": reason})
    assert answer.status_code == 200


def versions(shipment):
    """A shipment's correction under an id of its own, and one of that under the first id."""
    first = shipment["event_id"]
    return (corrected(shipment, event_id=f"{first}/c", quantity=470, supersedes_event_id=first),
            corrected(shipment, quantity=475, supersedes_event_id=f"{first}/c"))


def amounts(client, lot_id):
    answer = client.get(f"/compliance/api/v1/lots/{lot_id}/balance", headers=client.salads.headers())
    return [held["shipped"] for held in answer.json()["held"] if held["shipped"]]


@pytest.mark.parametrize("turned", [False, True])
def test_two_that_correct_each_other_both_stand_and_are_told_of(client, shipment, turned):
    for version in reversed(versions(shipment)) if turned else versions(shipment):
        send(client, version)
    assert amounts(client, shipment["lot_id"]) == [470 + 475]
    told = client.get("/compliance/api/v1/findings", headers=client.salads.headers(),
                      params={"rule": "V-GEN-13", "lot_id": shipment["lot_id"]}).json()["data"]
    assert {finding["event_id"] for finding in told} == {shipment["event_id"], f"{shipment['event_id']}/c"}


def test_a_voided_correction_takes_nothing_from_what_corrects_it(client, shipment):
    wrong, right = versions(shipment)
    send(client, wrong)
    void(client, wrong["event_id"], "it was right at first")
    assert amounts(client, shipment["lot_id"]) == []
    send(client, right)
    assert amounts(client, shipment["lot_id"]) == [475]


def ring(shipment, size):
    """Versions of a shipment that correct each other in a ring, of 100, 101, ... cases."""
    return [corrected(shipment, event_id=f"{shipment['event_id']}/{n}", quantity=100 + n,
                      supersedes_event_id=f"{shipment['event_id']}/{(n + 1) % size}") for n in range(size)]


@pytest.mark.parametrize("documents", [[(0, 1, 2)], [(0,), (1,), (2,)], [(2,), (0, 1)], [(0,), (2,), (1,)]])
def test_a_ring_of_corrections_loses_nothing_and_is_told_of(client, shipment, documents):
    versions = ring(shipment, 3)
    for document in documents:
        send(client, *(versions[n] for n in document))
    assert amounts(client, shipment["lot_id"]) == [480 + 100 + 101 + 102]
    told = client.get("/compliance/api/v1/findings", headers=client.salads.headers(),
                      params={"rule": "V-GEN-13", "lot_id": shipment["lot_id"]}).json()["data"]
    assert {finding["event_id"] for finding in told} == {shipment["event_id"], *(v["event_id"] for v in versions)}


def test_a_ring_that_closes_brings_back_flows_findings_and_history(client, shipment):
    first, second, third = ring(shipment, 3)
    second["quantity"] = -1  # V-GEN-06

    def odd():
        found = client.get("/compliance/api/v1/findings", headers=client.salads.headers(),
                           params={"rule": "V-GEN-06", "lot_id": shipment["lot_id"]}).json()["data"]
        return [finding["event_id"] for finding in found]

    send(client, first)
    send(client, second)
    before = record(client, second["event_id"])
    assert (before["superseded_at"] is None, odd()) == (False, [])
    send(client, third)
    after = record(client, second["event_id"])
    assert (after["superseded_at"], after["history"], odd()) == (None, [], [second["event_id"]])
    rows = networks.run(client.app.state.engine.graph, "flow_moments", record=after["record_id"])
    moments = {(row["recorded_at"] is None, row["known_from"], row["superseded_at"]) for row in rows}
    assert (len(rows), moments) == (2, {(False, None, None)})


def test_a_correction_by_hand_closes_no_ring(client, shipment):
    wrong, _ = versions(shipment)
    send(client, wrong)
    answer = correct(client, wrong["event_id"], corrected(shipment, quantity=475))
    assert (answer.status_code, "event_id of its own" in answer.text) == (409, True)
    assert amounts(client, shipment["lot_id"]) == [470]


def test_a_voided_record_closes_a_ring_but_does_not_stand(client, shipment):
    first, second, third = ring(shipment, 3)
    send(client, first)
    send(client, second)
    void(client, first["event_id"], "never left")
    assert amounts(client, shipment["lot_id"]) == [480]
    send(client, third)
    assert amounts(client, shipment["lot_id"]) == [480 + 101 + 102]


def test_a_partner_whose_file_shows_a_record_learns_that_it_stands_no_longer(client, shipment):
    identity = client.app.state.engine.identity

    def revision():
        return identity.trace_revision(client.stores.organization)

    before = revision()
    void(client, shipment["event_id"], "never left")
    assert revision() > before


def sent_again(client, event):
    answer = client.post(CTES, headers=client.salads.headers(), json={"events": [event]}).json()
    return answer["created"], [(f["rule"], f["severity"], f["hint"]) for f in answer["findings"]]


def instead(event_id):
    return ("V-GEN-12", "warning", "If it happened as it is told here, send it under a new event_id, with "
            f"supersedes_event_id: {event_id}.")


def test_a_voided_record_sent_again_stays_so_and_its_sender_is_told_how_to_bring_it_back(client, shipment):
    event_id, event = shipment["event_id"], corrected(shipment)
    void(client, event_id, "sent by mistake")
    assert sent_again(client, event) == (0, [instead(event_id)])
    assert amounts(client, shipment["lot_id"]) == []
    created, told = sent_again(client, event | {"event_id": f"{event_id}/again", "supersedes_event_id": event_id})
    assert created == 1 and "V-GEN-12" not in [rule for rule, _, _ in told]
    assert amounts(client, shipment["lot_id"]) == [event["quantity"]]


def test_a_corrected_record_sent_again_stays_so_and_its_sender_is_told(client, shipment):
    wrong, _ = versions(shipment)
    send(client, wrong)
    correct(client, wrong["event_id"], corrected(wrong, event_id=f"{wrong['event_id']}/2", quantity=460))
    last = f"{wrong['event_id']}/2"
    assert sent_again(client, corrected(shipment)) == (0, [instead(last)])
    assert amounts(client, shipment["lot_id"]) == [460]
    sent_again(client, corrected(shipment, event_id=f"{last}/3", supersedes_event_id=last))
    assert amounts(client, shipment["lot_id"]) == [480]


def of_capture(told):
    return [each for each in told if each[0] == "V-GEN-12"]


@pytest.mark.parametrize("dry_run", [True, False])
def test_another_version_of_what_was_corrected_does_not_stand_and_its_sender_is_told(client, shipment, dry_run):
    wrong, _ = versions(shipment)
    send(client, wrong)
    answer = client.post(CTES, headers=client.salads.headers(), params={"dry_run": dry_run},
                         json={"events": [corrected(shipment, quantity=490)]}).json()
    told = [(f["rule"], f["severity"], f["hint"]) for f in answer["findings"]]
    assert (answer["created"], of_capture(told)) == (1, [instead(wrong["event_id"])])
    assert amounts(client, shipment["lot_id"]) == [470]


def test_what_the_hint_says_brings_that_version_to_stand(client, shipment):
    wrong, _ = versions(shipment)
    send(client, wrong)
    sent_again(client, corrected(shipment, quantity=490))
    created, told = sent_again(client, corrected(shipment, quantity=490, event_id=f"{wrong['event_id']}/2",
                                                 supersedes_event_id=wrong["event_id"]))
    assert (created, of_capture(told)) == (1, [])
    assert amounts(client, shipment["lot_id"]) == [490]


def test_a_record_that_comes_after_its_correction_is_told_so_without_alarm(client):
    number = new_id()[:18]
    made = event("EV14", number, event_id=f"ship/{number}")
    send(client, made | {"event_id": f"ship/{number}/c", "quantity": 470, "supersedes_event_id": made["event_id"]})
    assert of_capture(sent_again(client, made)[1]) == [("V-GEN-12", "info", "Nothing to do.")]


def test_a_record_sent_again_under_a_corrected_id_is_told_that_it_stands_no_longer(client, shipment):
    wrong, _ = versions(shipment)
    other = corrected(shipment, event_id=f"{shipment['event_id']}/other", quantity=490)
    send(client, wrong, other)
    assert sent_again(client, other | {"event_id": shipment["event_id"]}) == (0, [instead(wrong["event_id"])])
    assert amounts(client, shipment["lot_id"]) == [470]


def test_a_history_gives_reasons_for_its_own_record_alone(client, shipment):
    wrong, _ = versions(shipment)
    send(client, wrong)
    void(client, wrong["event_id"], "never left")
    old = record(client, shipment["event_id"])
    assert [(h["relation"], h["reason"]) for h in old["history"]] == [("superseded_by", None)]
    assert [(h["relation"], h["reason"]) for h in record(client, wrong["event_id"])["history"]] == [
        ("supersedes", None), ("voided", "never left")]


def test_a_history_knows_what_went_by_another_event_id(client, shipment):
    old = record(client, shipment["event_id"])["record_id"]
    again = f"{shipment['event_id']}/2"
    send(client, corrected(shipment, event_id=again))
    send(client, corrected(shipment, event_id=f"{again}/c", quantity=470, supersedes_event_id=again))
    new = record(client, f"{again}/c")
    assert [(h["relation"], h["id"]) for h in new["history"]] == [("supersedes", old)]


def test_flows_say_until_when_their_record_was_known(client, shipment):
    record_id = record(client, shipment["event_id"])["record_id"]

    def moments():
        rows = networks.run(client.app.state.engine.graph, "flow_moments", record=record_id)
        assert len(rows) == 2
        return {(row["recorded_at"], row["known_from"], row["superseded_at"]) for row in rows}

    ((began, *rest),) = moments()
    assert rest == [None, None]
    client.post(f"{CTES}/{shipment['event_id']}/void", headers=client.salads.headers(), json={"reason": "Wrong lot"})
    ((recorded_at, known_from, superseded_at),) = moments()
    assert (recorded_at, known_from) == (None, began)
    assert superseded_at > began
