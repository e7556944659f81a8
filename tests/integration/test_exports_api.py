"""fda-export and the jobs behind it, over HTTP on real servers."""

import io
from concurrent.futures import ThreadPoolExecutor

import httpx
import openpyxl
import pytest

from engine.ids import new_id
from engine.jobs.queue import EXPORTS
from tests import exportable
from tests.door import FIELDS, JOBS, opened, workbook
from workers.queues import RedisQueue


@pytest.fixture
def door(settings):
    with opened(settings) as door:
        yield door


def test_the_first_request_is_accepted_and_the_worker_delivers_under_the_same_id(door):
    lot_id = door.lot()
    first = door.export(lot_id)
    assert first.status_code == 202
    assert set(first.json()) == FIELDS
    job_id = first.json()["job_short_id"]
    assert first.json() | {"job_short_id": ""} == {
        "job_short_id": "", "status": "pending", "lot_id": lot_id, "direction": "both", "format": "xlsx",
        "requested_at": "2026-11-03T21:00:00Z", "signed_download_url": None}
    assert (first.headers["cache-control"], first.headers["retry-after"], first.headers["location"]) == (
        "no-store", "5", f"{JOBS}/{job_id}")
    door.work(job_id)
    done = door.export(lot_id)
    assert (done.status_code, done.json()["job_short_id"], done.json()["status"]) == (200, job_id, "delivered")
    assert set(done.json()) == FIELDS
    assert "retry-after" not in done.headers
    assert "location" not in done.headers
    answer = httpx.get(done.json()["signed_download_url"], trust_env=False, timeout=60)
    assert answer.headers["content-disposition"] == (
        'attachment; filename="fsma204-PF223-2-both-20261103T210000Z.xlsx"')
    sheets = openpyxl.load_workbook(io.BytesIO(answer.content)).sheetnames
    assert {"Shipping", "Receiving", "Transformation"} <= set(sheets)


def test_a_download_through_our_route_is_counted_and_a_look_at_the_url_is_not(door):
    job_id = door.delivered(door.lot())["job_short_id"]
    assert door.get(f"{JOBS}/{job_id}").json()["download_count"] == 0
    answer = door.get(f"{JOBS}/{job_id}/download")
    assert (answer.status_code, answer.headers["cache-control"]) == (302, "no-store")
    assert workbook(answer.headers["location"]).sheetnames
    assert door.get(f"{JOBS}/{job_id}").json()["download_count"] == 1


def test_a_signed_url_is_made_anew_at_each_read_and_a_changed_one_is_refused(door):
    url = door.delivered(door.lot())["signed_download_url"]
    broken = url[:-1] + ("0" if url[-1] != "0" else "1")
    assert httpx.get(broken, trust_env=False, timeout=60).status_code == 403
    assert httpx.get(url.split("?")[0], trust_env=False, timeout=60).status_code == 403


def test_the_detail_carries_everything_known_of_the_job(door):
    lot_id = door.lot()
    body = door.delivered(lot_id)
    job = door.get(f"{JOBS}/{body['job_short_id']}").json()
    expected = {
        "lot_id": lot_id, "lot_number": "PF223-2", "gtin": "19521003000319", "status": "delivered", "attempts": 1,
        "event_count": 3, "error": None, "retry_of": None, "download_count": 0, "sla_status": "met",
        "requested_at": "2026-11-03T21:00:00Z", "first_requested_at": "2026-11-03T21:00:00Z",
        "delivered_at": "2026-11-03T21:00:00Z", "sla_deadline_at": "2026-11-04T21:00:00Z",
        "organization_id": door.firm.organization.id,
    }
    assert {name: job[name] for name in expected} == expected
    stored = door.engine.storage.get(door.engine.jobs.find(job["job_short_id"]).artifact)
    assert len(stored) == job["file_size_bytes"]


def test_eager_mode_answers_the_first_request_with_the_file(settings):
    with opened(settings, exports_eager=True) as door:
        answer = door.export(door.lot())
        assert (answer.status_code, answer.json()["status"]) == (200, "delivered")
        assert workbook(answer.json()["signed_download_url"]).sheetnames
        failed = door.export(door.lot(broken=True))
        assert (failed.status_code, failed.json()["status"], failed.json()["signed_download_url"]) == (
            200, "failed", None)


def test_fifty_first_requests_at_once_make_one_job_and_one_message(door, settings):
    lot_id = door.lot()
    with ThreadPoolExecutor(50) as pool:
        answers = list(pool.map(lambda _: door.export(lot_id), range(50)))
    assert {answer.status_code for answer in answers} == {202}
    [job_id] = {answer.json()["job_short_id"] for answer in answers}
    messages = RedisQueue(settings)._queues[EXPORTS].get_job_ids()
    assert len([message for message in messages if message.startswith(job_id)]) == 1


def test_directions_are_three_jobs_and_anything_else_is_refused(door):
    lot_id = door.lot()
    ids = {door.export(lot_id, direction=way).json()["job_short_id"] for way in ("forward", "backward", "both")}
    assert len(ids) == 3
    for query in ({"direction": "BOTH"}, {"direction": ""}, {"format": "pdf"}, {"format": ""},
                  {"direction": ["both", "both"]}, {"format": ["xlsx", "xlsx"]}):
        answer = door.export(lot_id, **query)
        assert (answer.status_code, answer.json()["error_code"]) == (422, "validation_error"), query
    assert door.export(lot_id, unheard_of="1").status_code == 202


def test_a_failure_is_told_repeated_for_a_minute_and_then_retried(door):
    lot_id = door.lot(broken=True)
    first = door.export(lot_id).json()["job_short_id"]
    door.work(first)
    told = door.export(lot_id)
    assert (told.status_code, told.json()["job_short_id"], told.json()["status"]) == (200, first, "failed")
    assert told.json()["signed_download_url"] is None
    door.clock.advance(seconds=59)
    assert door.export(lot_id).json()["job_short_id"] == first
    door.clock.advance(seconds=1)
    again = door.export(lot_id)
    assert (again.status_code, again.json()["status"]) == (202, "pending")
    assert door.get(f"{JOBS}/{again.json()['job_short_id']}").json()["retry_of"] == first
    job = door.get(f"{JOBS}/{first}").json()
    assert (job["error"], job["sla_status"]) == ("An unexpected error occurred. Try again later.", "at_risk")


def test_news_are_waited_for_a_quarter_of_an_hour_and_a_quiet_lot_a_day(door):
    lot_id = door.lot()
    first = door.delivered(lot_id)["job_short_id"]
    door.clock.advance(hours=23)
    assert door.export(lot_id).json()["job_short_id"] == first
    door.engine.identity.touch([door.firm.organization.no])
    second = door.delivered(lot_id)["job_short_id"]
    assert second != first
    door.engine.identity.touch([door.firm.organization.no])
    door.clock.advance(minutes=14)
    assert door.export(lot_id).json()["job_short_id"] == second
    door.clock.advance(minutes=1)
    assert door.export(lot_id).status_code == 202


def test_refresh_makes_a_new_file_of_an_old_one_and_waits_for_a_live_one(door):
    lot_id = door.lot()
    first = door.delivered(lot_id)["job_short_id"]
    second = door.export(lot_id, refresh="true").json()["job_short_id"]
    assert second != first
    assert door.export(lot_id, refresh="true").json()["job_short_id"] == second


def test_a_file_that_is_gone_from_s3_is_made_again(door):
    lot_id = door.lot()
    first = door.delivered(lot_id)["job_short_id"]
    door.engine.storage.delete(door.engine.jobs.find(first).artifact)
    assert door.get(f"{JOBS}/{first}/download").status_code == 404
    second = door.export(lot_id)
    assert (second.status_code, second.json()["status"]) == (202, "pending")
    assert second.json()["job_short_id"] != first


def test_a_lot_with_no_standing_record_delivers_a_workbook_that_says_so(door):
    body = door.delivered(door.lot(voided=True))
    book = workbook(body["signed_download_url"])
    assert door.get(f"{JOBS}/{body['job_short_id']}").json()["event_count"] == 0
    assert "no records" in str(book["Shipping"].cell(2, 1).value).lower()


def test_the_single_sheet_template_changes_the_file_and_not_the_answer(settings):
    with opened(settings, export_template="kde_single") as door:
        body = door.delivered(door.lot())
        assert set(body) == FIELDS
        assert "Shipping" not in workbook(body["signed_download_url"]).sheetnames


def test_who_may_not_is_told_no_more_than_they_should_know(door):
    lot_id, stranger = door.lot(), exportable.firm(door.engine, "Lakeshore Sprouts")
    path = f"/epcis/api/2.0/traceability/lots/{lot_id}/fda-export"
    assert door.client.get(path).status_code == 401
    assert door.client.get(path, headers={"X-API-Key": "csb_x"}).status_code == 401
    for role in ("editor", "readonly"):
        answer = door.export(lot_id, role=role)
        assert (answer.status_code, answer.json()["owner_action_required"]) == (403, True)
    foreign, unknown = door.export(lot_id, firm=stranger), door.export(new_id(), firm=stranger)
    assert (foreign.status_code, unknown.status_code) == (404, 404)
    varying = {"timestamp": "", "request_id": ""}
    assert foreign.json() | varying == unknown.json() | varying
    assert door.export(lot_id, firm=stranger, role="readonly").status_code == 404
    job_id = door.export(lot_id).json()["job_short_id"]
    for path in (f"{JOBS}/{job_id}", f"{JOBS}/{job_id}/download"):
        assert door.get(path, firm=stranger).status_code == 404
        assert door.get(path, role="editor").status_code == 403
    assert door.get(JOBS, role="editor").status_code == 403
    assert door.get(JOBS, firm=stranger).json()["pagination"]["total_count"] == 0


@pytest.mark.parametrize("lot_id", ["2" * 21, "2" * 23, "0" * 22, "l" * 22, "I" * 22, "z" * 22,
                                    "3f0c6a52-8f3e-4f0a-9d1b-6a1f8d1c2b3a"])
def test_a_malformed_id_is_refused(door, lot_id):
    answer = door.export(lot_id)
    assert (answer.status_code, answer.json()["details"][0]["loc"]) == (422, ["path", "lot_id"])


@pytest.mark.parametrize("lot_id", ["keATfB8VP2gSjcnTbsMNQL", "aQ4nF7zG3kmRtXp9LcWyVH"])
def test_the_ids_of_the_published_examples_are_well_formed_but_unknown(door, lot_id):
    assert door.export(lot_id).status_code == 404


def test_a_prefetch_enqueues_nothing_and_head_is_not_allowed(door):
    lot_id = door.lot()
    path = f"/epcis/api/2.0/traceability/lots/{lot_id}/fda-export"
    headers = door.firm.headers() | {"Sec-Purpose": "prefetch;prerender"}
    assert door.client.get(path, headers=headers).status_code == 204
    assert door.get(JOBS).json()["pagination"]["total_count"] == 0
    answer = door.client.head(path, headers=door.firm.headers())
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET")


def test_jobs_are_listed_filtered_sorted_and_paged(door):
    lots = [door.lot(lot_number=f"L-{n}") for n in range(3)]
    door.delivered(lots[0])
    door.clock.advance(hours=1)
    door.export(lots[1], direction="forward")
    door.clock.advance(hours=1)
    door.work(door.export(exportable.lot(door.engine, door.firm, broken=True)).json()["job_short_id"])
    door.export(lots[2])

    def numbers(**query):
        return [job["lot_number"] for job in door.get(JOBS, **query).json()["data"]]

    assert numbers(ordering="requested_at")[:2] == ["L-0", "L-1"]
    assert numbers()[2:] == ["L-1", "L-0"]
    assert numbers(status="pending") == ["L-2", "L-1"]
    assert numbers(status="delivered") == numbers(sla_status="met") == ["L-0"]
    assert numbers(sla_status="at_risk") == numbers(status="failed") == ["PF223-2"]
    assert numbers(direction="forward") == numbers(lot_id=lots[1]) == numbers(lot_number="L-1") == ["L-1"]
    assert numbers(**{"from": "2026-11-03T22:00:00Z", "to": "2026-11-03T23:00:00Z"}) == ["L-1"]
    page = door.get(JOBS, page=2, page_size=3).json()
    assert len(page["data"]) == 1
    assert page["pagination"] == {"page": 2, "page_size": 3, "total_count": 4, "total_pages": 2, "has_next": False,
                                  "has_previous": True}
    for query in ({"status": "done"}, {"ordering": "error"}, {"from": "2026-11-03T22:00:00"}, {"page_size": 101}):
        assert door.get(JOBS, **query).status_code == 422, query


def test_the_listed_verdict_is_the_jobs_own_at_every_hour(door):
    lot_id = door.lot()
    door.export(lot_id)
    for hours, verdict in ((18, "on_track"), (0.001, "at_risk"), (5.998, "at_risk"), (0.001, "breached")):
        door.clock.advance(hours=hours)
        [job] = door.get(JOBS, sla_status=verdict).json()["data"]
        assert job["sla_status"] == verdict


def test_only_a_failed_job_is_retried_by_hand(door):
    lot_id = door.lot(broken=True)
    job_id = door.export(lot_id).json()["job_short_id"]
    retry = f"{JOBS}/{job_id}/retry"
    assert door.client.post(retry, headers=door.firm.headers()).status_code == 409
    door.work(job_id)
    answer = door.client.post(retry, headers=door.firm.headers())
    assert (answer.status_code, answer.json()["retry_of"], answer.json()["status"]) == (202, job_id, "pending")
    assert door.client.post(retry, headers=door.firm.headers("editor")).status_code == 403
