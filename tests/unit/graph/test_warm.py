"""Plans are made ready with parameters that fit a statement's header and match nothing."""

import pytest

from engine.graph.statements import load, parse
from engine.graph.warm import ALSO, AREAS, harmless

READY = [name for name in load() if name.partition("/")[0] in AREAS] + [*ALSO]
HEADER = """// Of a few kinds.
// param lot     integer        lot number
// param orgs    list<integer>  organizations
// param grants  list<map>      grants
// param codes   list<string>   codes
// param from    integer|null   day
RETURN $lot, $orgs, $grants, $codes, $from
"""


def test_each_size_of_a_list_and_null_is_planned_for():
    found = list(harmless(parse("test/kinds", HEADER)))
    assert [(len(p["orgs"]), len(p["codes"])) for p in found] == [
        (1, 10), (1, 100), (1, 1_000), (10, 10), (10, 100), (10, 1_000)]
    assert all((p["lot"], p["grants"], p["from"]) == (0, [], None) for p in found)


@pytest.mark.parametrize("name", READY)
def test_there_are_parameters_for_every_statement_made_ready(name):
    assert all(params.keys() == load()[name].params.keys() for params in harmless(load()[name]))


def test_what_traces_and_exports_read_is_made_ready():
    assert {"trace/counts_both", "trace/ends_forward", "trace/records_both", "exports/place_by_gln"} <= set(READY)
