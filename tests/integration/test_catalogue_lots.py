"""Lots of the catalogue: the lots of the trace, with what each firm says of them for itself."""

import json
from concurrent.futures import ThreadPoolExecutor

import pytest
from typer.testing import CliRunner

from engine.console.app import app
from engine.errors import Conflict, Impossible, NotFound
from engine.ids import derived_id, new_id
from engine.webhooks.webhooks import DeliveryFilter
from tests.catalogued import BRANDS, LOCATIONS, LOTS, PRODUCTS, SERIALS, Shop, door, fault, shop
from tests.firms import GTIN, caller, capture, event, join, lot_of

OTHER_GTIN = "00614141000036"
EXPORT = "/epcis/api/2.0/traceability/lots/{}/fda-export"
TRACE = "/compliance/api/v1/lots/{}/trace"


@pytest.fixture(scope="module")
def client(settings):
    with door(settings) as client:
        yield client


@pytest.fixture
def ours(client):
    found = shop(client)
    found.made(PRODUCTS, gtin=GTIN, product_name="Garden Blend")
    return found


@pytest.fixture(scope="module")
def salads(client):
    return Shop(client, join(client.app.state.engine, "L06"))


@pytest.fixture(scope="module")
def stores(client):
    return Shop(client, join(client.app.state.engine, "L07"))


@pytest.fixture
def number():
    return new_id()[:18]


def held(shop, number, **facts):
    """A lot in a firm's catalogue, its product registered."""
    if not shop.data(PRODUCTS, gtin=GTIN):
        shop.made(PRODUCTS, gtin=GTIN, product_name="Blend")
    return shop.made(LOTS, gtin=GTIN, lot_number=number, **facts)


def owns(shop, lot_id):
    return shop.get(EXPORT.format(lot_id), role="manager").status_code in (200, 202)


# One lot in catalogue and trace


def test_a_lot_is_what_was_sent(ours, number):
    brand = ours.made(BRANDS, name="Prairie Fork")
    product = ours.data(PRODUCTS)[0]
    ours.changed(f"{PRODUCTS}/{product['id']}", brand_id=brand["id"])
    lot = ours.made(LOTS, product_id=product["id"], lot_number=number, production_date="2026-08-11",
                    expiry_date="2026-08-25", quantity=400, uom="case", metadata={"line": "2"})
    assert lot["id"] == derived_id("lot", f"(01){GTIN}(10){number.upper()}")
    assert {name: lot[name] for name in ("kind", "gtin", "lot_number", "product_name", "product_id", "brand_id",
                                         "production_date", "expiry_date", "quantity", "uom", "status",
                                         "label_print_count", "metadata", "records")} == {
        "kind": "packed", "gtin": GTIN, "lot_number": number, "product_name": "Garden Blend",
        "product_id": product["id"], "brand_id": brand["id"], "production_date": "2026-08-11",
        "expiry_date": "2026-08-25", "quantity": 400, "uom": "case", "status": "active", "label_print_count": 0,
        "metadata": {"line": "2"}, "records": 0}
    assert lot["traceability_lot_code"] == f"(01){GTIN}(10){number}"
    assert ours.get(f"{LOTS}/{lot['id']}").json() == lot


def test_events_speak_of_the_lot_that_the_catalogue_made(salads, number):
    lot = held(salads, number, expiry_date="2026-08-25")
    seen = lot_of(capture(salads.engine, salads.firm, event("EV13", number, inputs=[])))
    after = salads.get(f"{LOTS}/{lot['id']}").json()
    assert (seen, after["records"], after["expiry_date"]) == (lot["id"], 1, "2026-08-25")
    assert after["product_name"] == "Prairie Fork Garden Romaine Blend 12 x 10 oz"


def test_the_catalogue_takes_in_a_lot_that_events_made(salads, number):
    seen = lot_of(capture(salads.engine, salads.firm, event("EV13", number, inputs=[])))
    assert held(salads, number)["id"] == seen


@pytest.mark.parametrize("code", ["(01){gtin}(10){number}", "https://id.gs1.org/01/{gtin}/10/{number}",
                                  "GTIN: {gtin} LOT#: {number}"])
def test_a_code_names_product_and_number_in_any_spelling(ours, number, code):
    lot = ours.made(LOTS, traceability_lot_code=code.format(gtin=GTIN, number=number))
    assert (lot["gtin"], lot["lot_number"]) == (GTIN, number)


def test_a_bracket_in_a_lot_number_is_part_of_it(ours):
    lot = ours.made(LOTS, gtin=GTIN, lot_number="A(21)B/1")
    assert (lot["lot_number"], ours.data(LOTS, lot_number="A(21)B/1")[0]["id"]) == ("A(21)B/1", lot["id"])


@pytest.mark.parametrize(("body", "loc"), [
    ({"lot_number": "A1"}, ["body"]),
    ({"gtin": OTHER_GTIN, "lot_number": "A1"}, ["body", "gtin"]),
    ({"product_id": "2" * 22, "lot_number": "A1"}, ["body", "product_id"]),
    ({"gtin": GTIN, "lot_number": "A" * 21}, ["body", "lot_number"]),
    ({"gtin": GTIN, "lot_number": "A 1"}, ["body", "lot_number"]),
    ({"gtin": GTIN, "lot_number": "A#1"}, ["body", "lot_number"]),
    ({"gtin": GTIN, "lot_number": "Ä1"}, ["body", "lot_number"]),
    ({"traceability_lot_code": "LOT 7"}, ["body", "traceability_lot_code"]),
    ({"traceability_lot_code": f"(01){GTIN}(10)A1", "lot_number": "A2"}, ["body", "traceability_lot_code"]),
    ({"gtin": GTIN, "lot_number": "A1", "quantity": -1}, ["body", "quantity"]),
    ({"gtin": GTIN, "lot_number": "A1", "status": "sold"}, ["body", "status"]),
    ({"gtin": GTIN, "lot_number": "A1", "production_date": "2026-08-02", "expiry_date": "2026-08-01"}, ["body"]),
    ({"gtin": GTIN, "lot_number": "A1", "tlc_source_location_id": "2" * 22}, ["body", "tlc_source_location_id"]),
])
def test_what_is_no_lot_is_refused(ours, body, loc):
    assert fault(ours.post(LOTS, **body)) == (422, loc)


def test_a_lot_is_unique_and_case_does_not_tell_lots_apart(ours):
    ours.made(LOTS, gtin=GTIN, lot_number="Ab1")
    assert ours.post(LOTS, gtin=GTIN, lot_number="aB1").status_code == 409


def test_of_ten_at_once_one_lot_is_made(ours, number):
    with ThreadPoolExecutor(5) as pool:
        codes = list(pool.map(lambda _: ours.post(LOTS, gtin=GTIN, lot_number=number).status_code, range(10)))
    assert sorted(codes) == [201] + [409] * 9


def test_two_firms_hold_one_lot_and_neither_learns_of_the_other(client, ours, number):
    theirs = shop(client, "Namesake")
    mine = ours.made(LOTS, gtin=GTIN, lot_number=number.upper(), quantity=1, metadata={"secret": "ours"})
    other = held(theirs, number.lower(), quantity=2)
    assert (other["id"], other["lot_number"], other["quantity"]) == (mine["id"], number.lower(), 2)
    assert (other["metadata"], other["product_name"]) == ({}, "Blend")
    theirs.changed(f"{LOTS}/{other['id']}", status="recalled")
    assert ours.get(f"{LOTS}/{mine['id']}").json() == mine
    assert [lot["lot_number"] for lot in ours.data(LOTS, lot_number=number.upper())] == [number.upper()]
    assert ours.data(LOTS, lot_number=number.lower()) == []


# Changes


def test_a_patch_changes_what_it_names_for_its_firm_alone(salads, stores, number):
    lot = lot_of(capture(salads.engine, salads.firm, event("EV14", number)))
    changed = stores.changed(f"{LOTS}/{lot}", best_before="2026-09-01", status="archived")
    assert (changed["best_before"], changed["status"], changed["records"]) == ("2026-09-01", "archived", 1)
    assert stores.changed(f"{LOTS}/{lot}", best_before=None)["status"] == "archived"
    assert salads.get(f"{LOTS}/{lot}").json()["status"] == "active"


def test_dates_stay_in_order_across_patches(ours, number):
    lot = held(ours, number, production_date="2026-08-11")
    assert fault(ours.patch(f"{LOTS}/{lot['id']}", expiry_date="2026-08-10")) == (422, ["body", "expiry_date"])


def test_a_lot_number_can_be_changed_until_it_is_used(ours, number):
    lot = held(ours, number, quantity=7)
    run = ours.made(f"{LOTS}/{lot['id']}/runs", quantity=2)
    renamed = ours.changed(f"{LOTS}/{lot['id']}", lot_number="NEW-" + number[:10])
    assert (renamed["lot_number"], renamed["quantity"]) == ("NEW-" + number[:10], 7)
    assert renamed["id"] != lot["id"] and ours.get(f"{LOTS}/{lot['id']}").status_code == 404
    assert {s["lot_id"] for s in ours.data(SERIALS, lot_run_id=run["id"])} == {renamed["id"]}
    assert ours.changed(f"{LOTS}/{renamed['id']}", lot_number=renamed["lot_number"].lower())["id"] == renamed["id"]


def test_a_lot_number_cannot_become_one_that_is_there(ours):
    ours.made(LOTS, gtin=GTIN, lot_number="ONE")
    two = ours.made(LOTS, gtin=GTIN, lot_number="TWO")
    assert ours.patch(f"{LOTS}/{two['id']}", lot_number="one").status_code == 409


def test_an_event_freezes_the_number(salads, number):
    lot = held(salads, number)
    capture(salads.engine, salads.firm, event("EV13", number, inputs=[]))
    assert salads.patch(f"{LOTS}/{lot['id']}", lot_number="LATER").status_code == 409
    assert salads.changed(f"{LOTS}/{lot['id']}", lot_number=number)["lot_number"] == number


def test_a_printed_label_freezes_the_number(ours, number):
    lot = held(ours, number)
    row = ours.engine.graph.one("identity/lot", id=lot["id"])
    ours.engine.graph.write("catalogue/change_lot", key=f"{ours.organization.no}:{row['no']}",
                            changes={"label_print_count": 1})
    assert ours.patch(f"{LOTS}/{lot['id']}", lot_number="LATER").status_code == 409


def test_another_firm_s_event_freezes_nothing_that_would_tell_of_it(ours, salads, number):
    lot = held(ours, number)
    capture(salads.engine, salads.firm, event("EV13", number, inputs=[]))
    assert ours.changed(f"{LOTS}/{lot['id']}", lot_number="X" + number[:10])["records"] == 0
    assert salads.get(f"{LOTS}/{lot['id']}").json()["records"] == 1


def test_a_lot_that_is_only_shared_is_not_changed(client, salads, number):
    partner = shop(client, "Partner")
    lot = lot_of(capture(salads.engine, salads.firm, event("EV13", number, inputs=[])))
    grant = salads.engine.identity.share(salads.organization, partner.organization)
    assert partner.get(f"{LOTS}/{lot}").status_code == 200
    assert partner.patch(f"{LOTS}/{lot}", quantity=1).status_code == 403
    assert partner.post(f"{LOTS}/{lot}/runs", quantity=1).status_code == 403
    salads.engine.identity.revoke_share(grant)
    assert partner.get(f"{LOTS}/{lot}").status_code == 404


def test_webhooks_are_told_of_lots_created_and_recalled_once_each(ours, number):
    webhooks = ours.engine.webhooks
    webhooks.create(ours.organization.no, "https://hooks.example/lots", ["lot.created", "lot.recalled"])
    lot = held(ours, number)["id"]
    assert ours.post(LOTS, gtin=GTIN, lot_number=number).status_code == 409
    for _ in range(2):
        ours.changed(f"{LOTS}/{lot}", status="recalled")
    sent, _ = webhooks.deliveries(ours.organization.no, DeliveryFilter(), "created_at")
    assert sorted(delivery.event for delivery in sent) == ["lot.created", "lot.recalled"]


# Lists


def test_lists_are_filtered_by_what_the_catalogue_says(ours):
    brand = ours.made(BRANDS, name="B")
    other = ours.made(PRODUCTS, gtin=OTHER_GTIN, product_name="Cos", brand_id=brand["id"])
    for gtin, name, facts in ((GTIN, "OLD", {"expiry_date": "2026-08-01"}),
                              (GTIN, "NEW", {"expiry_date": "2026-09-01"}),
                              (GTIN, "BAD", {"status": "recalled"}), (OTHER_GTIN, "COS", {})):
        ours.made(LOTS, gtin=gtin, lot_number=name, **facts)
    numbers = lambda **query: {lot["lot_number"] for lot in ours.data(LOTS, **query)}  # noqa: E731
    assert numbers() == {"OLD", "NEW", "BAD", "COS"}
    assert numbers(expires_from="2026-08-01", expires_to="2026-08-31") == {"OLD"}
    assert numbers(expires_from="2026-08-02") == {"NEW"}
    assert numbers(status="recalled") == {"BAD"} and numbers(status="active") == {"OLD", "NEW", "COS"}
    assert numbers(product_id=other["id"]) == numbers(brand_id=brand["id"]) == {"COS"}
    assert numbers(brand_id=brand["id"], gtin=GTIN) == set() == numbers(product_id=new_id())
    code = f"(01){GTIN}(10)old"
    assert (numbers(tlc=code), numbers(tlc=code, status="recalled")) == ({"OLD"}, set())
    assert numbers(never_printed=True) == {"OLD", "NEW", "BAD", "COS"}
    key = ours.engine.graph.one("identity/lot", id=ours.data(LOTS, lot_number="OLD")[0]["id"])["no"]
    ours.engine.graph.write("catalogue/change_lot", key=f"{ours.organization.no}:{key}",
                            changes={"label_print_count": 2})
    assert numbers(never_printed=True) == {"NEW", "BAD", "COS"}


def test_a_lot_known_by_records_alone_counts_as_active(salads, number):
    capture(salads.engine, salads.firm, event("EV13", number, inputs=[]))
    for status, seen in (("active", 1), ("archived", 0)):
        assert len(salads.data(LOTS, lot_number=number, status=status)) == seen
    assert len(salads.data(LOTS, lot_number=number, never_printed=True)) == 1


def test_lots_come_whole_as_csv(ours):
    for n in range(3):
        ours.made(LOTS, gtin=GTIN, lot_number=f"CSV{n}")
    answer = ours.call("GET", LOTS, headers={"Accept": "text/csv"}, params={"page_size": 1, "ordering": "created"})
    rows = answer.text.splitlines()
    assert [row.split(",")[5] for row in rows] == ["lot_number", "CSV0", "CSV1", "CSV2"]


@pytest.mark.parametrize("by", [{}, {"gtin": GTIN}])
def test_the_order_of_lots_does_not_tell_which_of_them_others_had(client, by):
    theirs, asking = shop(client), shop(client)
    first, guess, last = (new_id()[:18] for _ in range(3))
    held(theirs, guess)
    for number in (first, guess, last):
        held(asking, number)
    assert [lot["lot_number"] for lot in asking.data(LOTS, ordering="created", **by)] == [first, guess, last]
    assert [lot["lot_number"] for lot in asking.data(LOTS, **by)] == [last, guess, first]


# Whose a lot is


def test_a_lot_without_records_is_exported_with_none(ours, number):
    lot = held(ours, number)["id"]
    job = ours.get(EXPORT.format(lot), role="manager").json()
    ours.engine.exports.render(job["job_short_id"], "test")
    assert ours.get(EXPORT.format(lot), role="manager").json()["status"] == "delivered"
    radius = ours.get(EXPORT.format(lot).replace("fda-export", "blast-radius"), role="manager")
    assert radius.json()["downstream_lots"] == 0


def test_a_lot_that_nobody_recorded_is_its_catalogue_s_for_each_that_holds_it(client, ours, number):
    theirs = shop(client, "Namesake")
    lot = held(ours, number)["id"]
    assert (owns(ours, lot), owns(theirs, lot)) == (True, False)
    held(theirs, number)
    assert (owns(ours, lot), owns(theirs, lot)) == (True, True)
    assert ours.engine.identity.owner_of(lot) == ours.organization.no
    assert ours.get(TRACE.format(lot)).json()["complete"] is True


def test_registering_a_product_or_a_lot_takes_none_from_who_recorded_it(client, salads, number):
    stranger = shop(client, "Stranger")
    held(stranger, number)
    lot = lot_of(capture(salads.engine, salads.firm, event("EV13", number, inputs=[])))
    assert salads.engine.identity.owner_of(lot) == salads.organization.no
    assert owns(salads, lot)


def test_holding_a_lot_finds_out_nothing_of_others_records(client, salads, number):
    stranger = shop(client, "Stranger")
    lot = held(stranger, number)["id"]
    before = [stranger.get(path).status_code for path in (f"{LOTS}/{lot}", TRACE.format(lot))], owns(stranger, lot)
    capture(salads.engine, salads.firm, event("EV13", number, inputs=[]), event("EV14", number))
    after = [stranger.get(path).status_code for path in (f"{LOTS}/{lot}", TRACE.format(lot))], owns(stranger, lot)
    assert before == after == ([200, 200], True)
    assert stranger.get(f"{LOTS}/{lot}").json()["records"] == 0


def test_a_party_that_holds_a_lot_it_received_does_not_own_it(salads, stores, number):
    lot = lot_of(capture(salads.engine, salads.firm, event("EV13", number, inputs=[]), event("EV14", number)))
    assert held(stores, number)["id"] == lot
    assert (owns(salads, lot), owns(stores, lot)) == (True, False)
    with pytest.raises(NotFound):
        stores.engine.identity.require_owned_lot(caller(stores.firm), lot)


def test_a_verified_prefix_with_the_product_outweighs_every_record(client, salads, number):
    brand_owner = shop(client, "Brand Owner")
    lot = lot_of(capture(salads.engine, salads.firm, event("EV13", number, inputs=[])))
    prefixes = salads.engine.catalogue.prefixes
    prefixes.verify(brand_owner.organization, "9521003")
    assert salads.engine.identity.owner_of(lot) == salads.organization.no  # no product is registered yet
    product = brand_owner.made(PRODUCTS, gtin=GTIN, product_name="Garden Blend")
    assert salads.engine.identity.owner_of(lot) == brand_owner.organization.no
    assert (owns(brand_owner, lot), owns(salads, lot)) == (True, False)
    assert prefixes.of(brand_owner.organization) == ["9521003"]
    brand_owner.call("DELETE", f"{PRODUCTS}/{product['id']}")
    assert owns(salads, lot)


def test_no_lot_of_a_prefix_that_only_looks_alike_changes_hands(client, salads, number):
    other = shop(client, "Other")
    other.made(PRODUCTS, gtin=GTIN, product_name="Blend")
    # The GTIN is 1 9521003 00031 9: its prefix stands behind the indicator digit.
    for prefix in ("1952100", "521003", "95210030009"):
        other.engine.catalogue.prefixes.verify(other.organization, prefix)
    lot = lot_of(capture(salads.engine, salads.firm, event("EV13", number, inputs=[])))
    assert salads.engine.identity.owner_of(lot) == salads.organization.no


def test_a_source_location_is_one_of_the_firm_s_own(client, ours, number):
    here = ours.made(LOCATIONS, name="Plant", street_address=f"{number} Mill Rd", city="Salinas", state_region="CA")
    lot = held(ours, number, tlc_source_location_id=here["id"])
    assert lot["tlc_source_location_id"] == here["id"]
    theirs = shop(client, "Other").made(LOCATIONS, name="Theirs", street_address=f"{number} Oak St", city="Yuma")
    assert fault(ours.patch(f"{LOTS}/{lot['id']}", tlc_source_location_id=theirs["id"]))[0] == 422


def test_an_operator_verifies_a_prefix_on_the_command_line(client, servers, monkeypatch):
    owner = shop(client, "Prefix Owner")
    for name, value in servers.environment().items():
        monkeypatch.setenv(name, value)
    answers = [CliRunner().invoke(app, ["prefixes", "verify", "0614141", "--org", "Prefix Owner", "--json"])
               for _ in range(2)]
    assert [json.loads(answer.stdout)["prefixes"] for answer in answers] == [["0614141"]] * 2
    for prefix in ("614", "000001", "06141a", "1234567890123"):
        with pytest.raises(Impossible):
            client.app.state.engine.catalogue.prefixes.verify(owner.organization, prefix)
    with pytest.raises(Conflict):
        client.app.state.engine.catalogue.prefixes.verify(shop(client, "Second").organization, "0614141")
