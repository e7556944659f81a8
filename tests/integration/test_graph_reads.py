"""A statement read by itself takes one round trip, and is as patient and as bounded as a longer transaction."""

from pathlib import Path

import pytest

from engine.graph import Graph, TooMuchAtOnce
from engine.graph import graph as module
from engine.graph.statements import load, parse
from tests import networks

_SLOW = Path(__file__).parent.parent / "cypher" / "take_long.cypher"


def connections(graph: Graph) -> set[str]:
    return set(networks.run(graph, "connections")[0]["ids"])


def test_a_read_finds_what_a_longer_transaction_finds(graph):
    assert graph.read("trace/watermark") == graph.reading(lambda tx: tx.run("trace/watermark"))
    assert graph.one("trace/watermark") == graph.read("trace/watermark")[0]
    assert graph.one("identity/lot", id="nobody's") is None


def test_a_read_goes_on_when_its_connection_was_cut(graph, settings):
    before = connections(graph)
    other = Graph.open(settings)
    try:
        found = other.one("schema/server")
        held = connections(graph) - before
        assert len(networks.run(graph, "cut_connections", ids=sorted(held))) == len(held) > 0
        assert other.one("schema/server") == found
    finally:
        other.close()


def test_a_read_that_takes_too_long_is_ended_and_told(settings, monkeypatch):
    known = load() | {"tests/take_long": parse("tests/take_long", _SLOW.read_text())}
    monkeypatch.setattr(module, "load", lambda: known)
    hasty = settings.model_copy(update={"limits": settings.limits.model_copy(update={"read_seconds": 1.0})})
    graph = Graph.open(hasty)
    try:
        with pytest.raises(TooMuchAtOnce):
            graph.read("tests/take_long")
    finally:
        graph.close()
