"""FDA asks a distributor for records: what is found, signed and furnished; expected records picked by hand."""

import csv
import hashlib
import io
import json
from datetime import timedelta
from types import SimpleNamespace
from zipfile import ZipFile

import httpx
import openpyxl
import pytest

from engine.audit import AuditFilter
from engine.clock import rfc3339
from tests.door import START, opened
from tests.exportable import firm
from tests.firms import capture
from tests.worked_example import BY_ID

REQUESTS = "/compliance/api/v1/records-requests"
LOT_E, STORE_27, LOT_B_GTIN = BY_ID["EV13"]["tlc"], "9521004000274", "19521002000129"
CENTRE = ("EV15", "EV16", "EV18", "EV25", "EV26", "EV28", "EV33", "EV34", "EV38", "EV39")


@pytest.fixture(scope="module")
def door(settings):
    with opened(settings) as door:
        yield door


@pytest.fixture(scope="module")
def firms(door):
    """A distribution centre with its ten records, and the plant that made lot E and shares its own two."""
    centre, plant = firm(door.engine, "Heartland Fresh Markets"), firm(door.engine, "Prairie Fork Salads")
    capture(door.engine, centre, *(BY_ID[name] for name in CENTRE))
    capture(door.engine, plant, BY_ID["EV13"], BY_ID["EV14"])
    door.engine.identity.share(plant.organization, centre.organization)
    return SimpleNamespace(centre=centre, plant=plant)


def post(door, owner, path: str = "", body: dict | None = None, role: str = "manager"):
    return door.client.post(f"{REQUESTS}{path}", json=body, headers=owner.headers(role))


def ask(door, owner, **scope) -> dict:
    answer = post(door, owner, body={"asked_by": "J. Rivera, FDA CORE", "reason": "outbreak", "scope": scope,
                                     "reference": "CORE-1290"})
    assert answer.status_code == 201, answer.text
    return answer.json()


def prepare(door, owner, request: dict) -> dict:
    answer = post(door, owner, f"/{request['id']}/prepare")
    assert (answer.status_code, answer.json()["status"]) == (202, "pending")
    door.engine.run_job(request["id"], "test")
    return door.get(f"{REQUESTS}/{request['id']}", owner).json()


def package(door, owner, request: dict) -> ZipFile:
    answer = door.get(f"{REQUESTS}/{request['id']}/download", owner)
    assert answer.status_code == 302
    content = httpx.get(answer.headers["location"], trust_env=False, timeout=60).content
    assert hashlib.sha256(content).hexdigest() == request["package"]["sha256"]
    return ZipFile(io.BytesIO(content))


def events(files: ZipFile) -> list[str]:
    """Event ids of the workbook's source lines, from the sheets of critical tracking events."""
    book = openpyxl.load_workbook(io.BytesIO(files.read("records.xlsx")))
    found = []
    for sheet in book.worksheets:
        captions = [cell.value for cell in sheet[1]]
        if "Event id" in captions and "Record id" in captions and sheet.title != "Gaps":
            found += [row[captions.index("Event id")] for row in sheet.iter_rows(min_row=2, values_only=True)]
    return sorted(set(found))


@pytest.mark.parametrize(("scope", "expected"), [
    ({"lots": [LOT_E]}, ["EV15", "EV16"]),
    ({"lots": ["https://id.gs1.org/01/19521003000319/10/PF223-2"]}, ["EV15", "EV16"]),
    ({"lots": [LOT_E], "shared": True}, ["EV13", "EV14", "EV15", "EV16"]),
    ({"products": [LOT_B_GTIN]}, ["EV18", "EV28"]),
    ({"places": [STORE_27]}, ["EV18", "EV34"]),
    ({"date_from": "2026-08-13", "date_to": "2026-08-14"}, ["EV15", "EV16", "EV18", "EV34"]),
    ({"products": [LOT_B_GTIN], "places": [STORE_27]}, ["EV18"]),
    ({"lots": [LOT_E], "date_to": "2026-08-13"}, ["EV15"]),
])
def test_the_workbook_holds_the_records_meant_and_no_others(door, firms, scope, expected):
    prepared = prepare(door, firms.centre, ask(door, firms.centre, **scope))
    assert (prepared["status"], prepared["package"]["records"]) == ("prepared", len(expected))
    assert events(package(door, firms.centre, prepared)) == expected


def test_what_was_asked_for_and_not_found_is_listed(door, firms):
    request = ask(door, firms.centre, lots=[LOT_E, "NOPE-1"], products=["19521005000218"], places=["4000001000005"])
    prepared = prepare(door, firms.centre, request)
    assert prepared["package"]["not_found"] == 4
    files = package(door, firms.centre, prepared)
    rows = list(csv.reader(io.StringIO(files.read("not-found.csv").decode("utf-8-sig"))))
    assert rows[1:] == [["lot", LOT_E, "no record"], ["lot", "NOPE-1", "no record"],
                        ["product", "19521005000218", "no record"], ["place", "4000001000005", "no record"]]


def test_the_manifest_hashes_every_file_and_names_every_source(door, firms):
    plan = {"effective_date": "2026-09-01", "contact": {"name": "Dana", "phone": "+1 913 555 0140"}}
    door.client.post("/compliance/api/v1/traceability-plan", json=plan, headers=firms.centre.headers())
    prepared = prepare(door, firms.centre, ask(door, firms.centre, lots=[LOT_E]))
    files = package(door, firms.centre, prepared)
    manifest = json.loads(files.read("manifest.json"))
    assert sorted(files.namelist()) == ["manifest.json", "not-found.csv", "records.xlsx", "traceability-plan.md"]
    assert {f["name"]: f["sha256"] for f in manifest["files"]} == {
        name: hashlib.sha256(files.read(name)).hexdigest() for name in files.namelist() if name != "manifest.json"}
    assert manifest["records"] == 2
    assert manifest["request"]["reference"] == "CORE-1290"
    assert len(manifest["source_documents_sha256"]) == 1
    assert "Dana" in files.read("traceability-plan.md").decode()


def test_the_24_hours_run_from_the_call_and_stop_when_the_package_goes_out(door, firms):
    body = {"asked_by": "FDA", "reason": "recall", "scope": {"lots": [LOT_E]},
            "asked_at": rfc3339(START - timedelta(hours=20))}
    request = post(door, firms.centre, body=body).json()
    assert (request["due_at"], request["sla_status"]) == (rfc3339(START + timedelta(hours=4)), "at_risk")
    prepared = prepare(door, firms.centre, request)
    path, sha256 = f"/{request['id']}", prepared["package"]["sha256"]

    assert post(door, firms.centre, f"{path}/furnish", {"to": "FDA"}).status_code == 409
    assert post(door, firms.centre, f"{path}/sign-off", {"sha256": "0" * 64}).status_code == 409
    signed = post(door, firms.centre, f"{path}/sign-off", {"sha256": sha256, "note": "Checked."}).json()
    assert (signed["status"], signed["signed_note"]) == ("signed_off", "Checked.")
    furnished = post(door, firms.centre, f"{path}/furnish", {"to": "FDA CORE, by secure mail"}).json()
    assert (furnished["status"], furnished["sla_status"]) == ("furnished", "met")
    assert post(door, firms.centre, f"{path}/prepare").status_code == 409

    history = door.get(f"{REQUESTS}{path}/history", firms.centre).json()
    assert [step["action"] for step in history["steps"]] \
        == ["created", "asked_to_be_prepared", "prepared", "signed_off", "furnished"]
    assert [each["sha256"] for each in history["packages"]] == [sha256]
    audited, _ = door.engine.audit.page(firms.centre.organization.no, AuditFilter(subject=request["id"]), "at", 0, 9)
    assert [entry.action for entry in audited] \
        == ["request.created", "request.prepared", "request.signed_off", "request.furnished"]


def test_preparing_again_or_asking_for_more_undoes_the_signature_and_keeps_the_old_package(door, firms):
    request = ask(door, firms.centre, lots=[LOT_E])
    first = prepare(door, firms.centre, request)["package"]
    post(door, firms.centre, f"/{request['id']}/sign-off", {"sha256": first["sha256"]})
    rescoped = door.client.put(f"{REQUESTS}/{request['id']}/scope", json={"products": [LOT_B_GTIN]},
                               headers=firms.centre.headers()).json()
    assert (rescoped["status"], rescoped["signed_by"], rescoped["package"]) == ("open", None, None)
    second = prepare(door, firms.centre, request)["package"]
    assert second["sha256"] != first["sha256"]
    old = door.get(f"{REQUESTS}/{request['id']}/download", firms.centre, package_id=first["id"])
    assert httpx.get(old.headers["location"], trust_env=False, timeout=60).status_code == 200


def test_a_longer_time_may_be_agreed_and_a_request_taken_back(door, firms):
    request = ask(door, firms.centre, lots=[LOT_E])
    later = rfc3339(START + timedelta(hours=72))
    extended = post(door, firms.centre, f"/{request['id']}/extend", {"due_at": later, "because": "Agreed with FDA."})
    assert (extended.json()["due_at"], extended.json()["status"]) == (later, "open")
    withdrawn = post(door, firms.centre, f"/{request['id']}/withdraw", {"because": "Sent to us in error."}).json()
    assert (withdrawn["status"], withdrawn["sla_status"]) == ("withdrawn", None)


def test_the_list_is_filtered_sorted_and_paged(door, settings):
    owner = firm(door.engine, "Store 12")
    first, second = (ask(door, owner, lots=[code]) for code in ("A", "B"))
    post(door, owner, f"/{first['id']}/withdraw", {"because": "x"})
    listed = door.get(REQUESTS, owner, status="withdrawn").json()
    assert [each["id"] for each in listed["data"]] == [first["id"]]
    assert door.get(REQUESTS, owner, sla_status="on_track").json()["data"][0]["id"] == second["id"]
    assert door.get(REQUESTS, owner, q="core").json()["pagination"]["total_count"] == 2
    assert door.get(REQUESTS, owner, q="nobody").json()["data"] == []
    table = door.client.get(REQUESTS, headers={**owner.headers(), "Accept": "text/csv"}).text
    assert len(table.splitlines()) == 3


@pytest.mark.parametrize(("body", "field"), [
    ({"scope": {}}, "scope"), ({"scope": {"date_from": "2026-08-02", "date_to": "2026-08-01"}}, "scope"),
    ({"scope": {"products": ["12"]}}, "scope"), ({"asked_at": "2030-01-01T00:00:00Z"}, "asked_at"),
    ({"asked_at": "2026-11-03T20:00:00"}, "asked_at"), ({"reason": "curiosity"}, "reason"),
    ({"asked_by": " "}, "asked_by"),
])
def test_a_request_that_makes_no_sense_is_refused_with_the_field(door, firms, body, field):
    given = {"asked_by": "FDA", "reason": "outbreak", "scope": {"lots": ["E"]}, **body}
    answer = post(door, firms.centre, body=given)
    assert answer.status_code == 422
    assert field in [detail["loc"][1] for detail in answer.json()["details"]]


def test_strangers_are_told_404_and_lesser_roles_403(door, firms):
    request = ask(door, firms.centre, lots=[LOT_E])
    for path in ("", "/history", "/download"):
        assert door.get(f"{REQUESTS}/{request['id']}{path}", firms.plant).status_code == 404
        assert door.get(f"{REQUESTS}/{request['id']}{path}", firms.centre, role="editor").status_code == 403
    assert post(door, firms.plant, f"/{request['id']}/prepare").status_code == 404
    assert post(door, firms.centre, body={"asked_by": "x", "reason": "recall", "scope": {"lots": ["E"]}},
                role="editor").status_code == 403
    assert door.get(f"{REQUESTS}/{request['id']}/download", firms.centre).status_code == 404


def test_a_worker_that_dies_costs_an_attempt_and_nothing_else(door, firms):
    request = ask(door, firms.centre, lots=[LOT_E])
    post(door, firms.centre, f"/{request['id']}/prepare")
    jobs = door.engine.requests.jobs
    assert jobs.claim(request["id"], "w1") is not None
    assert jobs.claim(request["id"], "w2") is None
    assert jobs.release(request["id"], "w1")
    door.clock.advance(seconds=11)
    door.engine.run_job(request["id"], "w2")
    assert door.get(f"{REQUESTS}/{request['id']}", firms.centre).json()["status"] == "prepared"


def test_moments_at_either_end_of_all_years_are_told_again(door):
    asked = firm(door.engine)
    made = post(door, asked, body={"asked_by": "FDA", "reason": "outbreak", "scope": {"lots": [LOT_E]},
                                   "asked_at": "0001-01-01T00:00:00+23:59"})
    assert (made.status_code, made.json()["asked_at"]) == (201, "0001-01-01T00:00:00Z")
    due = {"due_at": "9999-12-31T23:59:59-23:59", "because": "agreed"}
    extended = post(door, asked, f"/{made.json()['id']}/extend", due)
    assert (extended.status_code, extended.json()["due_at"]) == (200, "9999-12-31T23:59:59Z")
    assert door.get(REQUESTS, asked).status_code == 200
