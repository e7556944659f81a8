"""Whatever JSON is sent: no exception, a record or an error, and a record that can be stored."""

import json
from datetime import UTC, datetime

import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.fsma.cte_types import KINDS, CteType
from engine.fsma.judge import judge, shape_faults
from engine.fsma.records import from_json
from tests.judging import event
from tests.worked_example import EVENTS

NOW = datetime(2026, 8, 15, tzinfo=UTC)

AWKWARD = st.sampled_from(
    [float("nan"), float("inf"), -0.0, 10**400, -(10**30), 2**63, "\ud800", "\x00\x1d]C1", "﷐" * 40, "A" * 100_000,
     "04/05/2026", "9999-12-31", "9999-12-31T23:59:59-12:00", "0001-01-01T00:00:00+14:00", "1 400kg Bin", "n/a",
     "(01)19521002000112(10)A, B", "A1; A2", "FAO: 21", "https://id.gs1.org/01/1/10/2", "\u0664\u0662", "½"]
)  # fmt: skip
SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20) | AWKWARD
FIELDS = sorted({field for kind in KINDS.values() for field in kind.fields} | {"gln", "latitude", "document_type"})
ANY_JSON = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(st.sampled_from(FIELDS) | st.text(max_size=8), inner, max_size=5),
    max_leaves=12,
)
SLOW = settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def check(sent):
    judgement = judge(sent, 0, NOW)
    errors = [f for f in judgement.findings if f.severity == "error"]
    assert (judgement.record is None) == bool(errors)
    for finding in judgement.findings:
        orjson.dumps([finding.message, finding.hint, finding.value, finding.field, finding.event_id])
    if judgement.record is not None:
        stored = judgement.record.to_json()
        assert from_json(orjson.loads(orjson.dumps(stored))) == judgement.record
        assert judgement.record.content_key() and judgement.record.natural_key()
        judgement.record.named_places(), judgement.record.counterparts, judgement.record.lot_code
        again = judge(stored, 0, NOW).record
        assert again is not None and again.to_json() == stored


@SLOW
@given(ANY_JSON)
def test_any_json_is_judged(sent):
    check(sent)
    shape_faults(sent)
    shape_faults({"events": sent})


@SLOW
@given(st.sampled_from([str(kind) for kind in CteType]), st.dictionaries(st.sampled_from(FIELDS), ANY_JSON, max_size=8))
def test_any_values_in_the_fields_of_any_kind_are_judged(kind, sent):
    check({**sent, "cte_type": kind})
    shape_faults({"events": [sent]})


@SLOW
@given(st.sampled_from(EVENTS), st.data())
def test_a_good_event_with_some_fields_spoiled_is_judged(good, data):
    spoiled = data.draw(st.dictionaries(st.sampled_from(sorted(KINDS[good["cte_type"]].fields)), ANY_JSON, max_size=3))
    check({**good, **spoiled, "cte_type": good["cte_type"]})


@SLOW
@given(st.sampled_from(EVENTS), st.data())
def test_a_good_event_with_one_text_spoiled_is_judged(good, data):
    changed = json.loads(json.dumps(good))
    spots = [(o, k) for o in (changed, *(v for v in changed.values() if isinstance(v, dict))) for k in o]
    holder, key = data.draw(st.sampled_from(spots))
    if key != "cte_type":
        holder[key] = data.draw(SCALARS)
    check(changed)


def test_deep_nesting_is_no_trouble():
    deep = []
    for _ in range(50_000):
        deep = [deep]
    judgement = judge(event("EV16", unknown=deep), 0, NOW)
    assert judgement.record is not None
    assert shape_faults({"events": [{"unknown": deep, "product": {"unknown": deep}}]}) == []
    assert judge(event("EV16", product=deep), 0, NOW).record is None


@pytest.mark.parametrize("field", ["tlc", "event_id", "ship_date", "quantity", "unit_of_measure", "cte_type"])
def test_a_megabyte_of_text_is_quarantined_and_not_repeated(field):
    judgement = judge(event("EV16", **{field: "7" * 1_000_000}), 0, NOW)
    assert judgement.record is None
    assert all(len(f"{f.value}{f.message}{f.hint}") < 2_000 for f in judgement.findings)
