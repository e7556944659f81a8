"""Rows as FDA's filled sample has them: n/a with reasons, odd blanks, mixed styles of codes, units and dates."""

from datetime import date

from tests.untidy import fda_row, groups, judged, workbook

HERE = {
    "ship_from_location__business_name": "Packer",
    "ship_from_location__city": "Salinas",
    "ship_from_location__state_region": "CA",
}


def sample(**more: object) -> list:
    return fda_row(
        "shipping", **(HERE | {"ship_date": date(2026, 8, 14), "quantity": 10, "unit_of_measure": "cases"} | more)
    )[1]


def records(*rows: list) -> list:
    raw = workbook({"Shipping": [fda_row("shipping")[0], *rows]})
    return [judged(group.event).record for group in groups(raw)]


def test_lot_codes_of_every_style_come_through():
    styles = [
        "GTIN: 19521003000319 LOT#: PF223-2",
        "UPC: 614141000012 LOT# 7",
        "(01)19521003000319(10)PF223-2",
        "CASE CODE: 614141000012 + LOT: 9",
        "BTR415318",
        "PLU:4632 HARVEST:May29",
    ]
    assert [r.tlc for r in records(*[sample(tlc=style) for style in styles])] == styles


def test_units_come_through_as_typed_and_understood():
    units = {
        "LB": "pound",
        "LBS": "pound",
        "pounds": "pound",
        "RPCs": "rpc",
        "400kg Bin": "bin",
        "MT": "metric_ton",
        "Cases": "case",
    }
    found = records(*[sample(tlc="A1", unit_of_measure=unit) for unit in units])
    assert [(r.unit_raw, r.unit_of_measure) for r in found] == list(units.items())


def test_dates_come_as_dates_and_as_text():
    found = records(
        *[sample(tlc="A1", ship_date=d) for d in (date(2026, 8, 4), "08/14/2026", "8/4/2026", "August 14, 2026")]
    )
    assert [str(r.ship_date) for r in found] == ["2026-08-04", "2026-08-14", "2026-08-04", "2026-08-14"]


def test_reasons_behind_na_are_no_values():
    source = {
        f"tlc_source__{part}": "n/a (See Traceability Lot Code Source Reference)"
        for part in ("business_name", "phone", "street_address", "city", "state_region", "postal_code", "country")
    }
    (record,) = records(
        sample(tlc="A1", tlc_source_reference__value="https://id.gs1.org/01/19521003000319/10/PF223-2", **source)
    )
    assert record.tlc_source is None
    assert record.tlc_source_reference.type == "gs1_digital_link"
    assert record.product is None


def test_a_country_of_na_in_a_state_is_domestic():
    (record,) = records(sample(tlc="A1", ship_from_location__country="n/a"))
    assert record.ship_from_location.country == "US"


def test_coordinates_stand_where_the_street_would():
    (record,) = records(sample(tlc="A1", ship_from_location__street_address="36.840201, -120.457310"))
    assert (record.ship_from_location.latitude, record.ship_from_location.street_address) == (36.840201, None)


def test_odd_blanks_between_filled_cells_and_rows_are_no_matter():
    row = sample(tlc="A1")
    holes = [None if cell == "n/a" and index % 3 else cell for index, cell in enumerate(row)]
    (one, two) = records(holes, [None] * 36, row)
    assert one.tlc == two.tlc == "A1"


def test_unpackaged_fish_has_a_species_and_no_product():
    captions, row = fda_row(
        "first_land_based_receiving",
        tlc="HLC-1",
        species_or_market_name="Haddock",
        product__product_name="n/a (Unpackaged)",
        quantity=4200,
        unit_of_measure="LBS",
        harvest_date_start="07/30/2026",
        harvest_date_end=date(2026, 8, 4),
        landing_date=date(2026, 8, 5),
        harvest_locations="FAO: 21; FAO: 27",
        first_receiver_location__business_name="Harborlight",
        first_receiver_location__city="New Bedford",
    )
    (group,) = groups(workbook({"First Land-Based Receiving": [captions, row]}))
    record = judged(group.event).record
    assert record.species_or_market_name == "Haddock"
    assert record.product is None
    assert [(h.standard, h.code) for h in record.harvest_locations] == [("FAO", "21"), ("FAO", "27")]
