"""`lotgraph users` and `lotgraph keys` as an operator types them, against the run's servers."""

import json

import pytest
from typer.testing import CliRunner

from engine.assembly import open_engine
from engine.audit import AuditFilter
from engine.console.app import app
from engine.console.demo_owner import EMAIL, prepare_owner
from engine.ids import new_id
from engine.stack.demo_env import write_demo_env
from tests.accounts import PASSWORD


@pytest.fixture(scope="module")
def engine(settings):
    with open_engine(settings) as engine:
        engine.prepare()
        yield engine


@pytest.fixture
def run(monkeypatch, servers):
    for name, value in servers.environment().items():
        monkeypatch.setenv(name, value)

    def command(*words, **given):
        return CliRunner().invoke(app, list(words), **given)

    return command


@pytest.fixture
def email():
    return f"{new_id()}@example.com"


def test_the_first_owner_is_made_with_a_password_that_is_asked_for(engine, run, email):
    firm = f"Firm {new_id()}"
    done = run("users", "create", "--email", email, "--org", firm, "--new-org", input=f"{PASSWORD}\n{PASSWORD}\n")
    assert done.exit_code == 0, done.output
    assert PASSWORD not in done.output
    user = engine.identity.users.sign_in(email, PASSWORD)
    organization, = engine.identity.find_organizations(firm)
    assert engine.identity.accounts.is_member(user.id, organization)
    found, _ = engine.identity.members.page(organization, None, None, "joined", 0, 9)
    assert [one.role for one in found] == ["owner"]


def test_a_generated_password_is_shown_once_and_works(engine, run, email):
    firm = f"Firm {new_id()}"
    told = json.loads(run("users", "create", "--email", email, "--org", firm, "--new-org", "--json").stdout)
    assert engine.identity.users.sign_in(email, told["password"]).id == told["user_id"]
    again = json.loads(run("users", "create", "--email", email, "--org", f"{firm} 2", "--new-org", "--role", "viewer",
                           "--json").stdout)
    assert (again["user_id"], again["password"], again["role"]) == (told["user_id"], None, "viewer")


def test_a_reset_token_sets_a_new_password(engine, run, email):
    run("users", "create", "--email", email, "--org", f"Firm {new_id()}", "--new-org", "--json")
    token = json.loads(run("users", "reset-password", "--email", email, "--json").stdout)["token"]
    engine.identity.users.reset_password(token, PASSWORD)
    assert engine.identity.users.sign_in(email, PASSWORD).email == email


def test_what_an_operator_makes_is_in_the_log_of_the_organization(engine, run, email):
    firm = f"Firm {new_id()}"
    run("users", "create", "--email", email, "--org", firm, "--new-org", "--json")
    told = json.loads(run("keys", "create", "--org", firm, "--per-minute", "900", "--json").stdout)
    organization, = engine.identity.find_organizations(firm)
    found = list(engine.audit.entries(organization.no, AuditFilter(), "at"))
    assert [(one.actor, one.action) for one in found] == [("operator", "member.added"), ("operator", "key.created")]
    assert found[1].subject == told["key_id"]
    assert engine.identity.authenticate(told["key"]).per_minute == 900


def test_the_demo_keeps_its_owner_and_mends_a_lost_password(engine, tmp_path):
    first = prepare_owner(engine, engine.identity.create_organization("Demo"), tmp_path)
    write_demo_env(tmp_path, first)
    organization = engine.identity.create_organization("Demo")
    assert prepare_owner(engine, organization, tmp_path) == first
    (tmp_path / "demo.env").unlink()
    second = prepare_owner(engine, organization, tmp_path)
    assert second["LOTGRAPH_OWNER_PASSWORD"] != first["LOTGRAPH_OWNER_PASSWORD"]
    user = engine.identity.users.sign_in(EMAIL, second["LOTGRAPH_OWNER_PASSWORD"])
    assert engine.identity.accounts.is_member(user.id, organization)
