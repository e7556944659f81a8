"""Exports while a server is away, what attempts leave behind, and places that only their registrants describe."""

import json
from concurrent.futures import ThreadPoolExecutor

import pytest
from pydantic import SecretStr

from engine.assembly import open_engine
from engine.errors import Unavailable
from engine.fsma.descriptions import LocationDescription
from engine.storage import Storage
from tests import exportable, networks
from tests.door import opened, workbook
from tests.processes import within
from tests.worked_example import BY_ID, LOCATIONS


@pytest.fixture
def door(settings):
    with opened(settings) as door:
        yield door


def test_a_job_is_accepted_while_redis_is_away_and_waits_for_the_sweeper(settings):
    with opened(settings, redis_url=SecretStr("redis://127.0.0.1:9/0")) as door:
        answer = door.export(door.lot())
        assert (answer.status_code, answer.json()["status"]) == (202, "pending")
        door.clock.advance(seconds=11)
        assert answer.json()["job_short_id"] in door.engine.jobs.idle()


def test_a_render_while_s3_is_away_is_repeated_ten_seconds_later(door, settings):
    job_id = door.export(door.lot()).json()["job_short_id"]
    hurried = settings.limits.model_copy(update={"outage_seconds": 0})
    changed = settings.model_copy(update={"s3_endpoint": "http://127.0.0.1:9", "limits": hurried})
    with open_engine(changed, door.clock) as away:
        away.exports.render(job_id, "test")
    assert (door.engine.jobs.find(job_id).status, door.engine.jobs.find(job_id).attempts) == ("processing", 1)
    door.work(job_id)
    assert door.engine.jobs.find(job_id).status == "processing", "it is not due yet"
    door.clock.advance(seconds=10)
    door.work(job_id)
    assert (door.engine.jobs.find(job_id).status, door.engine.jobs.find(job_id).attempts) == ("delivered", 2)


def test_a_url_is_signed_for_the_address_that_clients_use(door, settings):
    changed = settings.model_copy(update={"s3_public_endpoint": "https://files.example.org"})
    storage = Storage.open(changed)
    assert storage.signed_url("exports/a.xlsx", "a.xlsx", 60).startswith("https://files.example.org/lotgraph/exports/")


def test_an_outage_that_ends_in_time_costs_no_attempt_and_leaves_one_file(door, servers):
    job_id = door.export(door.lot()).json()["job_short_id"]
    servers.kill("s3")
    with ThreadPoolExecutor(1) as pool:
        rendered = pool.submit(door.work, job_id)
        try:
            with pytest.raises(TimeoutError):
                rendered.result(timeout=2)
            within(60, lambda: door.engine.jobs.find(job_id).status == "processing")
        finally:
            servers.start("s3")
        rendered.result(timeout=120)
    job = door.engine.jobs.find(job_id)
    assert (job.status, job.attempts) == ("delivered", 1)
    assert door.engine.storage.exists(job.artifact)


def test_a_render_while_neo4j_is_away_ends_soon_and_leaves_the_job_to_be_had(door, settings):
    job_id = door.export(door.lot()).json()["job_short_id"]
    hurried = settings.limits.model_copy(update={"retry_seconds": 0.5})
    changed = settings.model_copy(update={"neo4j_uri": "bolt://127.0.0.1:9", "limits": hurried})
    with open_engine(changed, door.clock) as away, pytest.raises(Unavailable):
        away.exports.render(job_id, "test")
    door.work(job_id)
    assert (door.engine.jobs.find(job_id).status, door.engine.jobs.find(job_id).attempts) == ("delivered", 1)


def test_an_attempt_removes_what_an_earlier_one_left_on_s3(door):
    job_id = door.export(door.lot()).json()["job_short_id"]
    attempt = door.engine.jobs.claim(job_id, "killed")
    left = f"{attempt.job.artifact_folder}left.xlsx"
    door.engine.jobs.stage(attempt, left)
    door.engine.storage.put_file(left, __file__, "text/plain")
    door.clock.advance(seconds=601)
    door.work(job_id)
    assert not door.engine.storage.exists(left)
    assert door.engine.storage.exists(door.engine.jobs.find(job_id).artifact)


def test_a_place_known_by_its_gln_is_described_by_whoever_is_in_view_or_registered_it(door):
    networks.run(door.engine.graph, "wipe")
    door.engine.prepare()
    teller, viewer, operator = (exportable.firm(door.engine, name) for name in ("Teller", "Viewer", "Operator"))
    told = door.client.post("/compliance/api/v1/ctes", headers=teller.headers(), json={"events": [BY_ID["EV14"]]})
    assert told.status_code == 201

    def described(orgs) -> str | None:
        row = door.engine.graph.one("exports/place_by_gln", key="gln:9521004001004", orgs=orgs)
        return json.loads(row["description"])["business_name"] if row else None

    assert described([viewer.organization.no]) is None
    assert described([viewer.organization.no, teller.organization.no]) == "Heartland Fresh Markets - DC 3"
    door.engine.capture.register_place(operator.organization, LocationDescription(**LOCATIONS["L07"]))
    assert described([viewer.organization.no]) == LOCATIONS["L07"]["business_name"]


def test_a_place_named_by_its_gln_alone_is_written_out_in_the_file(door):
    networks.run(door.engine.graph, "wipe")
    door.engine.prepare()
    door.firm = exportable.firm(door.engine)
    door.engine.capture.register_place(door.firm.organization, LocationDescription(**LOCATIONS["L07"]))
    event = BY_ID["EV14"] | {"ship_to_location": {"gln": "9521004001004"}}
    lots = door.client.post("/compliance/api/v1/ctes", headers=door.firm.headers(), json={"events": [event]}).json()
    [lot_id] = [lot["lot_id"] for lot in lots["lots"] if lot["tlc"] == event["tlc"]]
    book = workbook(door.delivered(lot_id)["signed_download_url"])
    cells = [str(cell.value) for row in book["Shipping"].iter_rows() for cell in row]
    assert any(LOCATIONS["L07"]["street_address"] in text for text in cells)
