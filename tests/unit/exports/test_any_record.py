"""Whatever a record holds, it renders, fills every FDA column and reopens."""

from io import BytesIO

from export_samples import ABOUT, exported
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from engine.exports.csv_package import csv_text
from engine.exports.rows import extra_captions, rows_of
from engine.exports.template import template
from engine.exports.values import Value
from engine.exports.workbook import write_workbook

TYPES = [*(s.cte_type for s in template().data_sheets), "transformation_unpacked_rac"]
FIELDS = sorted({c.field.split("[")[0].split(".")[0] for s in template().data_sheets for c in s.columns})

text = st.text(max_size=12) | st.sampled_from(["=1+1", "n/a", "\x00", "\ud800", "_x000D_", "2026-08-07", "-5"])
scalar = st.none() | text | st.integers() | st.floats() | st.booleans() | st.dates().map(str)
part = st.dictionaries(
    st.sampled_from(["business_name", "gln", "latitude", "longitude", "street_address", "country", "product_name",
                     "brand", "document_type", "document_number", "type", "value", "standard", "code"]),
    scalar | st.lists(text, max_size=2), max_size=6,
)  # fmt: skip
block = st.dictionaries(
    st.sampled_from(["commodity_received", "harvest_farm", "cooling_date", "unit_raw", "input_tlc", "input_product",
                     "input_quantity_used", "input_unit_of_measure", "unit_of_measure_received"]),
    scalar | part, max_size=5,
)  # fmt: skip
value = scalar | part | st.lists(part | scalar, max_size=3)
records = st.builds(
    lambda kind, fields, **lists: {**fields, "cte_type": kind, **lists},
    st.sampled_from(TYPES),
    st.dictionaries(st.sampled_from([*FIELDS, "unit_raw", "tlc_candidates", "gtin"]), value, max_size=12),
    received=st.lists(block, max_size=3),
    inputs=st.lists(block, max_size=3),
    gaps=st.lists(st.fixed_dictionaries({"field": st.sampled_from(FIELDS), "reason": st.none() | text}), max_size=2),
)

relaxed = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@relaxed
@given(records)
def test_any_record_fills_every_column_of_its_sheets(record):
    sheets = {s.name: s for s in template().data_sheets}
    for row in rows_of(record):
        sheet = sheets[row.sheet]
        assert len(row.cells) == len(sheet.columns) + len(extra_captions(sheet))
        assert all(isinstance(cell, Value) and not isinstance(cell, bool) and cell != "" for cell in row.cells)
        for gap in row.gaps:
            assert all("NOT RECORDED" in str(row.cells[p]) for p in range(gap.first, gap.last + 1))


@settings(relaxed, max_examples=25, phases=[Phase.explicit, Phase.reuse, Phase.generate])
@given(st.lists(records, max_size=4))
def test_any_records_give_a_workbook_that_reopens(some):
    file = BytesIO()
    written = write_workbook(file, exported(*some), ABOUT)
    book = load_workbook(file)
    for name, rows in written.rows.items():
        sheet = book[name]
        assert sheet.max_row == (rows + 1 if some else 2)
        for row in sheet.iter_rows(min_row=2):
            assert all(cell.data_type in ("s", "n", "d") for cell in row)


@relaxed
@given(st.text(max_size=20))
def test_no_csv_text_starts_like_a_formula_unless_it_is_a_phone_number(anything):
    written = csv_text(anything)
    assert not written.startswith(("=", "-", "@", "\t", "\r"))
    assert not written.startswith("+") or not any(c.isalpha() for c in written)
