"""Lots by code, GTIN and lot number, and all in view, over HTTP."""

from datetime import UTC, datetime

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from engine.clock import FixedClock
from tests import exportable, networks
from tests.firms import GTIN, caller, capture, event, join, lot_of
from tests.worked_example import BY_ID, LOCATIONS, LOTS

PATH = "/products/api/v1/lots"
CODE = f"(01){GTIN}(10)PF223-2"
FIELDS = {"id", "lot_id", "kind", "traceability_lot_code", "gtin", "lot_number", "product_name", "tlc_source",
          "first_on", "last_on", "records", "product_id", "brand_id", "tlc_source_location_id", "production_date",
          "best_before", "expiry_date", "quantity", "uom", "status", "label_print_count", "label_last_printed_at",
          "metadata", "created"}
# Between places that none of the firms below has to do with.
ELSEWHERE = {"ship_from_location": LOCATIONS["L08"], "ship_to_location": LOCATIONS["L09"],
             "tlc_source": LOCATIONS["L08"]}


@pytest.fixture(scope="module")
def client(settings):
    """The processor's records of the romaine chain and one shipment of the packer's."""
    with TestClient(create_app(settings, FixedClock(datetime(2026, 8, 20, 12, tzinfo=UTC)))) as client:
        engine = client.app.state.engine
        networks.run(engine.graph, "wipe")
        engine.prepare()
        client.salads, client.packer, client.stores, client.stranger = (
            join(engine, place) for place in ("L06", "L03", "L07", "L15"))
        capture(engine, client.salads, *(BY_ID[f"EV{n}"] for n in (10, 11, 12, 13, 14)))
        capture(engine, client.packer, BY_ID["EV05"], BY_ID["EV07"])
        yield client


def get(client, firm=None, role="readonly", **query):
    return client.get(PATH, headers=(firm or client.salads).headers(role), params=query)


def lots(client, firm=None, **query):
    return get(client, firm, **query).json()["data"]


def codes(found):
    return {lot["traceability_lot_code"] for lot in found}


def test_a_lot_is_told_in_the_words_of_the_record_that_assigned_it(client):
    lot, = lots(client, tlc=CODE)
    assert set(lot) == FIELDS and lot["id"] == lot["lot_id"]
    assert (lot["kind"], lot["traceability_lot_code"]) == ("packed", LOTS["E"]["tlc"])
    assert (lot["gtin"], lot["lot_number"]) == (GTIN, "PF223-2")
    assert lot["product_name"] == "Prairie Fork Garden Romaine Blend 12 x 10 oz"
    assert lot["tlc_source"]["gln"] == "9521003000015"
    # EV13 of 11 August and EV14 of 12 August.
    assert (lot["first_on"], lot["last_on"], lot["records"]) == ("2026-08-11", "2026-08-12", 2)


@pytest.mark.parametrize("spelling", [
    CODE,
    f"GTIN: {GTIN} LOT#: PF223-2",
    f"https://id.gs1.org/01/{GTIN}/10/PF223-2",
    f"(01){GTIN}(10)pf223-2",
])
def test_a_code_is_found_in_any_spelling(client, spelling):
    assert codes(lots(client, tlc=spelling)) == {LOTS["E"]["tlc"]}


def test_a_code_without_a_gtin_is_found_and_has_no_lot_number(client):
    lot, = lots(client, tlc=LOTS["D"]["tlc"].lower())
    assert (lot["traceability_lot_code"], lot["gtin"], lot["lot_number"]) == ("PFS-RX-20260810-01", None, None)


def test_a_gtin_is_found_with_and_without_its_leading_zeros(client):
    # Lot A's GTIN has none to lose; one that would be 13 digits is padded.
    other = exportable.firm(client.app.state.engine, "Other")
    capture(client.app.state.engine, other, event("EV14", tlc="(01)00614141000036(10)ZERO-1", event_id="zero",
                                                  tlc_source_reference=None, **ELSEWHERE))
    for gtin in ("00614141000036", "0614141000036", "614141000036"):
        assert [lot["lot_number"] for lot in lots(client, other, gtin=gtin)] == ["ZERO-1"]


def test_filters_narrow_each_other(client):
    assert codes(lots(client, gtin=GTIN, lot_number="PF223-2")) == {LOTS["E"]["tlc"]}
    assert codes(lots(client, tlc=CODE, gtin=GTIN, lot_number="PF223-2")) == {LOTS["E"]["tlc"]}
    assert lots(client, gtin="19521002000112", lot_number="PF223-2") == []
    assert lots(client, tlc=CODE, gtin="19521002000112") == []
    assert lots(client, lot_number="pf223-2") == []


def test_a_lot_shows_what_this_caller_sees_of_it(client):
    """Lot A reached the processor: its receipt EV10 and its use in EV13, and the packer's shipment EV07 names it."""
    engine = client.app.state.engine
    mine, = lots(client, tlc=LOTS["A"]["tlc"])
    theirs, = lots(client, client.packer, tlc=LOTS["A"]["tlc"])
    assert (mine["records"], mine["lot_id"]) == (3, theirs["lot_id"])
    # The packer sees its shipment and the receipt that names it as the source.
    assert theirs["records"] == 2
    assert engine.identity.owner_of(mine["lot_id"]) == client.salads.organization.no


def test_strangers_find_nothing(client):
    for query in ({"tlc": CODE}, {"gtin": GTIN}, {"lot_number": "PF223-2"}, {}):
        body = get(client, client.stranger, **query).json()
        assert (body["data"], body["pagination"]["total_count"]) == ([], 0)


def test_without_a_filter_every_lot_in_view_is_listed(client):
    assert codes(lots(client)) == {LOTS[letter]["tlc"] for letter in "ACDE"}
    # The packer made B, shipped A, and is named by no other record.
    assert codes(lots(client, client.packer)) - {None} == {LOTS["A"]["tlc"], LOTS["B"]["tlc"]}
    # The store's records are still to come; the shipment EV14 names it.
    assert codes(lots(client, client.stores)) == {LOTS["E"]["tlc"]}


def test_the_list_without_filter_agrees_with_what_each_lot_answers(client):
    identity = client.app.state.engine.identity
    for firm in (client.salads, client.packer, client.stores):
        for lot in lots(client, firm):
            assert identity.require_lot(caller(firm), lot["lot_id"]).id == lot["lot_id"]


def test_a_shared_record_shows_its_lots_until_the_grant_ends(client):
    identity = client.app.state.engine.identity
    grant = identity.share(client.salads.organization, client.stranger.organization, gtins=[GTIN])
    shared = codes(lots(client, client.stranger))
    identity.revoke_share(grant)
    # EV13 made lot E out of A, C and D, and is a record of all four.
    assert shared == {LOTS[letter]["tlc"] for letter in "ACDE"}
    assert lots(client, client.stranger) == []


def test_a_voided_lot_is_still_found_and_counts_nothing(client):
    engine, other = client.app.state.engine, exportable.firm(client.app.state.engine, "Other")
    made = lot_of(capture(engine, other, event("EV14", "VOIDED-1", event_id="void-me", **ELSEWHERE)))
    client.post("/compliance/api/v1/ctes/void-me/void", headers=other.headers(), json={"reason": "test"})
    lot, = lots(client, other, lot_number="VOIDED-1")
    assert (lot["lot_id"], lot["records"], lot["first_on"], lot["last_on"]) == (made, 0, None, None)


def test_pages_are_whole_and_in_order(client):
    newest = [lot["lot_id"] for lot in lots(client, page_size=100)]
    assert [lot["lot_id"] for lot in lots(client, page_size=100, ordering="created")] == newest[::-1]
    parts = [get(client, page=page, page_size=2).json() for page in range(1, len(newest) // 2 + 3)]
    assert [lot["lot_id"] for part in parts for lot in part["data"]] == newest
    assert parts[0]["pagination"] == {
        "page": 1, "page_size": 2, "total_count": len(newest), "total_pages": -(-len(newest) // 2),
        "has_next": True, "has_previous": False}
    assert parts[-1]["data"] == [] and parts[-1]["pagination"]["has_next"] is False


@pytest.mark.parametrize(("query", "loc"), [
    ({"page": 0}, "page"), ({"page_size": 0}, "page_size"), ({"page_size": 101}, "page_size"),
    ({"page": "x"}, "page"), ({"page": 10**18}, "page"), ({"ordering": "tlc"}, "ordering"),
    ({"gtin": "abcdefgh"}, "gtin"), ({"tlc": ""}, "tlc"), ({"lot_number": "x" * 101}, "lot_number"),
    ({"tlc": ["A", "B"]}, "tlc"),
    ({"page": ["1", "2"]}, "page"), ({"ordering": ["created", "-created"]}, "ordering"),
])
def test_a_bad_query_names_its_parameter(client, query, loc):
    answer = get(client, **query)
    assert (answer.status_code, answer.json()["error_code"]) == (422, "validation_error")
    assert [fault["loc"] for fault in answer.json()["details"]] == [["query", loc]]


def test_unknown_parameters_are_ignored(client):
    assert get(client, tlc=CODE, colour="green").json() == get(client, tlc=CODE).json()
    assert get(client, colour=["green", "red"]).status_code == 200
