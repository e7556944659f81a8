"""The audit log: who did what, in order, for those who may know, and unchangeable."""

import csv
import io
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest

from engine.audit import AuditFilter
from engine.graph.statements import load
from engine.identity import Role
from engine.identity.keys import make_key
from engine.ids import is_id, new_id
from tests import networks
from tests.accounts import ACCOUNT, START
from tests.exportable import firm, lot
from tests.secrets_shown import use_every_secret

ROOT = Path(__file__).parents[2]


def audit(organization):
    return f"{ACCOUNT}/organizations/{organization.id}/audit"


def entries(place, organization, **wanted):
    return list(place.engine.audit.entries(organization.no, AuditFilter(**wanted), "at"))


# What is written


def test_entries_are_counted_without_a_gap_even_when_they_come_at_once(place, acme):
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda n: place.engine.audit.record(acme.no, "operator", "test.done", str(n)), range(24)))
    assert [one.no for one in entries(place, acme)] == list(range(1, 25))


def test_an_entry_says_who_what_when_and_in_which_request(place, acme, owner):
    answer = owner.ask("PATCH", f"{ACCOUNT}/organizations/{acme.id}", {"X-Request-ID": "trace-me-please"},
                       json={"country": "US"})
    assert answer.status_code == 200
    last = entries(place, acme)[-1]
    assert (last.actor, last.action, last.subject, last.detail, last.request_id, last.at) == (
        f"user:{owner.user.id}", "organization.changed", acme.id, {"fields": ["country"]}, "trace-me-please", START)


def test_what_looks_like_a_credential_is_left_out_and_long_texts_are_cut(place, acme):
    key = make_key()
    place.engine.audit.record(acme.no, "operator", "test.done", f"said {key}", {"header": key, "at": START})
    place.engine.audit.record(acme.no, "operator", "test.done", "x" * 1_000, {"text": "x" * 10_000})
    place.engine.audit.record(acme.no, "operator", "test.done", None, {"self": {1: {2}}})
    first, second, third = entries(place, acme)
    assert (first.subject, first.detail["header"]) == ("said csb_[redacted]", "csb_[redacted]")
    assert (len(second.subject), second.detail) == (255, {"untold": True})
    assert third.detail == {"self": {"1": "{2}"}}


def test_exports_and_records_leave_their_trace(place):
    made = firm(place.engine)
    lot_id = lot(place.engine, made)
    export = f"/epcis/api/2.0/traceability/lots/{lot_id}/fda-export"
    job = place.ask("GET", export, made.headers()).json()["job_short_id"]
    place.ask("GET", export, made.headers())
    place.engine.exports.render(job, "test")
    got = place.ask("GET", f"/compliance/api/v1/traceability-exports/{job}/download", made.headers())
    assert got.status_code == 302
    answer = place.ask("POST", "/compliance/api/v1/ctes", made.headers(), json={"events": [{"event_id": "E1"}]})
    assert answer.status_code == 201
    place.ask("POST", "/compliance/api/v1/ctes", made.headers(), params={"dry_run": True},
              json={"events": [{"event_id": "E2"}]})
    found = entries(place, made.organization)
    assert [one.action for one in found] == ["export.requested", "export.downloaded", "record.captured"]
    assert [one.subject for one in found[:2]] == [job, job]
    assert {one.actor.partition(":")[0] for one in found} == {"key"}
    assert is_id(found[0].actor.partition(":")[2]) and found[0].detail["lot"] == lot_id


# What is read


def test_owners_and_managers_read_and_others_do_not(place, acme):
    found = {role.value: place.browser(acme, role).ask("GET", audit(acme)).status_code
             for role in (Role.OWNER, Role.MANAGER, Role.EDITOR, Role.BILLING, Role.VIEWER)}
    assert found == {"owner": 200, "manager": 200, "editor": 403, "billing": 403, "viewer": 403}


def test_the_list_is_filtered_sorted_and_paged(place, acme, owner):
    write = place.engine.audit.record
    written = (("key:a", "member.invited", "m1"), ("key:b", "member.joined", "m1"), ("key:a", "export.requested", "j1"))
    for hour, (actor, action, subject) in enumerate(written):
        place.clock.advance(hours=hour and 1)
        write(acme.no, actor, action, subject)
    place.clock.advance(hours=-2)

    def actions(**query):
        answer = owner.ask("GET", audit(acme), params=query)
        assert answer.status_code == 200, answer.text
        return [one["action"] for one in answer.json()["data"]]

    assert actions()[0] == "export.requested"
    assert actions(action="member.", ordering="at") == ["member.invited", "member.joined"]
    assert actions(action="member.joined") == ["member.joined"]
    assert actions(action="member") == []
    assert actions(actor="key:a", ordering="at") == ["member.invited", "export.requested"]
    assert actions(subject="m1", page=2, page_size=1) == ["member.invited"]
    assert actions(**{"from": (START + timedelta(hours=1)).isoformat(), "to": (START + timedelta(hours=2)).isoformat()}
                   ) == ["member.joined"]
    assert owner.ask("GET", audit(acme), params={"from": "2026-11-03T21:00:00"}).status_code == 422
    assert owner.ask("GET", audit(acme), params={"ordering": "actor"}).status_code == 422


def test_the_whole_log_comes_as_csv_that_runs_nothing(place, acme, owner):
    for n in range(30):
        place.engine.audit.record(acme.no, "operator", "test.done", f"=cmd|{n}", {"n": n})
    answer = owner.ask("GET", audit(acme), {"Accept": "text/csv"}, params={"action": "test.done", "ordering": "at"})
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert answer.headers["content-type"].startswith("text/csv")
    assert [(row["subject"], row["detail"]) for row in rows] == [(f"'=cmd|{n}", f"n={n}") for n in range(30)]


# What cannot be done


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
@pytest.mark.parametrize("rest", ["", "/1", f"/{new_id()}"])
def test_no_request_changes_the_log(place, acme, owner, method, rest):
    before = entries(place, acme)
    answer = owner.ask(method, audit(acme) + rest, json={"action": "nothing.happened"})
    assert answer.status_code in (404, 405)
    assert entries(place, acme) == before


def test_no_statement_changes_or_removes_an_entry():
    speaking = {name for name, statement in load().items() if "AuditEntry" in statement.text and "schema/" not in name}
    assert speaking == {"audit/append", "audit/page", "audit/entries"}
    for name in speaking - {"audit/append"}:
        assert not {"SET", "DELETE", "REMOVE", "MERGE", "CREATE"} & set(load()[name].text.split())
    assert "MATCH" not in load()["audit/append"].text and "DELETE" not in load()["audit/append"].text


def test_nobody_else_names_the_labels_of_the_log():
    naming = [path for folder in ("engine", "api", "workers") for path in (ROOT / folder).rglob("*.py")
              if "audit/append" in path.read_text()]
    assert [path.name for path in naming] == ["audit.py"]


# What is nowhere


def test_no_secret_is_in_the_graph_the_logs_or_an_error(place, acme, capfd):
    """Every kind of secret is made, used well and used badly; then everything that is kept is searched."""
    secrets = use_every_secret(place, acme)
    kept = [row["text"] for row in networks.run(place.engine.graph, "property_texts")]
    told = capfd.readouterr()
    answers = "\n".join(secrets.answers)
    assert len(secrets.raw) >= 9
    for name, raw in secrets.raw.items():
        body = raw.split("_", 1)[-1] if name != "password" else raw
        assert not [text for text in kept if body in text], name
        assert body not in told.err + told.out, name
        assert body not in answers, name
