"""Versions of a traceability plan through the API: added, never changed, one firm's alone."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from engine.audit import AuditFilter
from engine.fsma.descriptions import LocationDescription
from tests.door import opened
from tests.exportable import firm
from tests.worked_example import LOCATIONS

PLAN = "/compliance/api/v1/traceability-plan"
FIRST = {"effective_date": "2026-09-01", "procedures": "By hand.",
         "contact": {"name": "Rosa", "phone": "+1 831 555 0101"}}


@pytest.fixture(scope="module")
def door(settings):
    with opened(settings) as door:
        yield door


@pytest.fixture
def owner(door):
    return firm(door.engine, "Arroyo Verde Farms")


def add(door, owner, role: str = "manager", **changes):
    return door.client.post(PLAN, json={**FIRST, **changes}, headers=owner.headers(role))


def test_there_is_no_plan_until_one_is_added(door, owner):
    assert door.get(PLAN, owner).status_code == 404
    added = add(door, owner)
    assert (added.status_code, added.json()["version"]) == (201, 1)
    assert door.get(PLAN, owner).json() == added.json()
    assert {gap["section"] for gap in added.json()["gaps"]} == {"§1.1315(a)(1)", "§1.1315(a)(2)", "§1.1315(a)(3)"}


def test_a_version_that_is_not_in_effect_yet_does_not_replace_the_one_that_is(door, owner):
    add(door, owner)
    add(door, owner, effective_date="2027-01-01", procedures="By lotgraph.")
    assert door.get(PLAN, owner).json()["version"] == 1
    assert [v["version"] for v in door.get(f"{PLAN}/versions", owner).json()["data"]] == [2, 1]
    assert door.get(f"{PLAN}/versions/1", owner).json()["plan"]["procedures"] == "By hand."


def test_the_difference_of_two_versions_can_be_read(door, owner):
    add(door, owner)
    add(door, owner, procedures="By lotgraph.")
    told = door.get(f"{PLAN}/versions/2/diff", owner)
    assert told.headers["content-type"].startswith("text/plain")
    assert "-By hand.\n+By lotgraph.\n" in told.text
    assert "+By hand." in door.get(f"{PLAN}/versions/1/diff", owner).text
    assert "-By lotgraph.\n+By hand.\n" in door.get(f"{PLAN}/versions/1/diff", owner, against=2).text


def test_the_plan_is_a_document_for_people(door, owner):
    add(door, owner)
    told = door.client.get(PLAN, headers={**owner.headers(), "Accept": "text/markdown"})
    assert told.text.startswith("# Traceability plan of Arroyo Verde Farms\n")


def test_a_draft_knows_the_places_the_firm_has_registered(door, owner):
    name = f"Arroyo Verde {owner.organization.id}"
    place = {**LOCATIONS["L01"], "gln": None, "business_name": name}
    door.engine.capture.register_place(owner.organization, LocationDescription(**place))
    draft = door.get(f"{PLAN}/draft", owner).json()
    assert draft["plan"]["locations"] == [f"{name}; 1450 Old Stage Road; Salinas, CA"]
    assert door.get(PLAN, owner).status_code == 404


def test_versions_added_at_once_are_counted_without_a_gap(door, owner):
    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(lambda _: add(door, owner).json()["version"], range(6)))
    assert sorted(answers) == [1, 2, 3, 4, 5, 6]


def test_readers_read_and_do_not_add_and_strangers_see_nothing(door, owner):
    add(door, owner)
    assert add(door, owner, role="editor").status_code == 403
    assert door.get(PLAN, owner, role="readonly").status_code == 200
    stranger = firm(door.engine, "Mesa Leaf Growers")
    assert door.get(PLAN, stranger).status_code == 404
    assert door.get(f"{PLAN}/versions/1", stranger).status_code == 404


def test_adding_is_in_the_audit_log(door, owner):
    add(door, owner)
    entries, _ = door.engine.audit.page(owner.organization.no, AuditFilter(action="plan.added"), "-at", 0, 5)
    assert [entry.detail for entry in entries] == [{"version": 1}]
