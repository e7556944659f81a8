"""Where an organization's word is not enough, nobody reads others' records by registering their places."""

import json

import pytest
from pydantic import SecretStr
from typer.testing import CliRunner

from engine.console.app import app
from engine.ids import new_id
from engine.settings import Settings
from tests.catalogued import LOCATIONS, LOTS, door, fault, shop
from tests.firms import capture, event, lot_of
from tests.worked_example import LOCATIONS as PLACES

STORE = PLACES["L08"]
WORDS = {"name": STORE["business_name"], **{k: v for k, v in STORE.items() if k != "business_name"}}


@pytest.fixture(scope="module")
def client(settings):
    with door(settings.model_copy(update={"places_on_trust": False})) as client:
        yield client


@pytest.fixture(scope="module")
def lot(client):
    """A lot that its packer has shipped to a store."""
    packer = shop(client, "Packer")
    return lot_of(capture(packer.engine, packer.firm, event("EV14", new_id()[:18], ship_to_location=STORE)))


@pytest.fixture
def anybody(client):
    return shop(client, "Anybody")


def sees(who, lot):
    return who.get(f"{LOTS}/{lot}").status_code == 200


def test_a_public_gln_or_address_opens_nothing(client, anybody, lot):
    for body in (WORDS, {"name": "mine", "gln": STORE["gln"]}, {k: v for k, v in WORDS.items() if k != "gln"}):
        answer = anybody.post(LOCATIONS, **body)
        assert fault(answer) == (422, ["body", "gln"])
        assert "lotgraph places register" in answer.json()["details"][0]["msg"]
    assert anybody.data(LOCATIONS) == []
    assert not sees(anybody, lot)


def test_what_somebody_has_registered_is_answered_as_what_nobody_has(client, anybody, lot):
    unknown = anybody.post(LOCATIONS, name="mine", gln="9521999000013")
    known = anybody.post(LOCATIONS, name="mine", gln=STORE["gln"])
    told = [{part: answer.json()[part] for part in ("status", "error_code", "details")} for answer in (unknown, known)]
    assert told[0] == told[1]


def test_a_file_of_places_tells_each_row(anybody):
    answer = anybody.file(LOCATIONS, f"name,gln\nmine,{STORE['gln']}\n", dry_run=True)
    assert [(row["row"], row["field"], row["type"]) for row in answer.json()["errors"]] == [(2, "gln", "unproven")]


def test_a_verified_prefix_proves_its_glns_and_no_address(client, lot):
    """The address beside the GLN is another firm's; records that name it without a GLN stay with that firm."""
    grocer = shop(client, "Grocer")
    grocer.engine.catalogue.prefixes.verify(grocer.organization, "95299")
    place = grocer.made(LOCATIONS, **{**WORDS, "gln": "9529900000015"})
    assert place["gln"] == "9529900000015"
    assert not sees(grocer, lot)
    packer = shop(client, "Second packer")
    named = lot_of(capture(packer.engine, packer.firm, event(
        "EV14", new_id()[:18], ship_to_location={"business_name": "Grocer 9", "gln": "9529900000015"})))
    assert sees(grocer, named)
    at_the_address = {k: v for k, v in STORE.items() if k != "gln"}
    other = lot_of(capture(packer.engine, packer.firm, event("EV14", new_id()[:18], ship_to_location=at_the_address)))
    assert not sees(grocer, other)


def test_changing_a_place_takes_nothing_that_is_not_proven(client, lot):
    grocer = shop(client, "Changing grocer")
    grocer.engine.catalogue.prefixes.verify(grocer.organization, "95298")
    place = grocer.made(LOCATIONS, name="Shop", gln="9529800000016")
    assert fault(grocer.patch(f"{LOCATIONS}/{place['id']}", gln=STORE["gln"])) == (422, ["body", "gln"])
    words = {k: v for k, v in WORDS.items() if k != "gln"}
    assert grocer.changed(f"{LOCATIONS}/{place['id']}", **words)["street_address"] == STORE["street_address"]
    assert not sees(grocer, lot)


def test_a_place_named_in_ones_own_records_cannot_be_merged_into_a_registered_one(client):
    """Else whoever names an address first would see all that others say of it later."""
    grocer = shop(client, "Merging grocer")
    grocer.engine.catalogue.prefixes.verify(grocer.organization, "95297")
    ours = grocer.made(LOCATIONS, name="Shop", street_address="1 Elm St", city="Topeka", postal_code="66603",
                       phone="+17855550100", gln="9529700000017")
    there = {"business_name": "Shop", "street_address": "1 Elm Street", "city": "Topeka", "postal_code": "66603",
             "phone": "+17855550100"}
    capture(grocer.engine, grocer.firm, event("EV14", new_id()[:18], ship_to_location=there))
    pair, = grocer.data(f"{LOCATIONS}/near-duplicates")
    assert not pair["mergeable"]
    other = next(each for each in (pair["location"]["id"], pair["into"]["id"]) if each != ours["id"])
    answer = grocer.post(f"{LOCATIONS}/{other}/merge", role="manager", into=ours["id"])
    assert answer.status_code == 409
    assert answer.json()["detail"] == "Only places that are registered as yours can be merged."


def test_an_operator_registers_any_place(client, lot, servers, monkeypatch, tmp_path):
    store = shop(client, "The Store Itself")
    for name, value in servers.environment().items():
        monkeypatch.setenv(name, value)
    file = tmp_path / "places.csv"
    file.write_text(f"name,gln,street_address,city\nStore,{STORE['gln']},1 Main St,Topeka\n")
    ask = ["places", "register", str(file), "--org", "The Store Itself", "--json"]
    tried = CliRunner().invoke(app, [*ask, "--dry-run"])
    assert (json.loads(tried.stdout)["ids"], sees(store, lot)) == ([], False)
    answer = json.loads(CliRunner().invoke(app, ask).stdout)
    assert [place["id"] for place in store.data(LOCATIONS)] == answer["ids"]
    assert sees(store, lot)
    again = CliRunner().invoke(app, ask)
    assert again.exit_code != 0


def test_an_organization_s_word_is_enough_in_development_alone():
    secrets = {"secret_key": SecretStr("s" * 40), "neo4j_password": SecretStr("n"), "s3_secret_key": SecretStr("s")}
    production = Settings(environment="production", public_url="https://example.com", **secrets)
    assert Settings().trusts_places
    assert not production.trusts_places
    assert production.model_copy(update={"places_on_trust": True}).trusts_places
