"""Plans are made ready with parameters that fit a statement's header and match nothing."""

import re

import pytest

from engine.graph.statements import load, parse
from engine.graph.warm import READING, WRITING, harmless

HEADER = """// Of a few kinds.
// param lot     integer        lot number
// param orgs    list<integer>  organizations
// param grants  list<map>      grants
// param codes   list<string>   codes
// param from    integer|null   day
RETURN $lot, $orgs, $grants, $codes, $from
"""
_WRITES = re.compile(r"\b(SET|REMOVE|CREATE|MERGE|DELETE)\b")


def test_each_size_of_a_list_and_null_is_planned_for():
    found = list(harmless(parse("test/kinds", HEADER)))
    assert [(len(p["orgs"]), len(p["codes"])) for p in found] == [(1, 10), (1, 100), (10, 10), (10, 100)]
    assert all((p["lot"], p["grants"], p["from"]) == (0, [], None) for p in found)


@pytest.mark.parametrize("name", READING)
def test_what_is_run_to_be_ready_reads_alone_and_has_all_its_parameters(name):
    statement = load()[name]
    assert not _WRITES.search(statement.text)
    assert all(params.keys() == statement.params.keys() for params in harmless(statement))


@pytest.mark.parametrize("name", WRITING)
def test_what_writes_is_known_to(name):
    assert _WRITES.search(load()[name].text)
