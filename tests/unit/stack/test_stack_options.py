"""Options of a stack, and what is refused before a server is started."""

import pytest

from engine.stack.checks import before_start, megabytes
from engine.stack.errors import StackError
from engine.stack.neo4j_server import Neo4jServer
from engine.stack.options import Options


def conf(options: Options) -> dict[str, str]:
    lines = Neo4jServer(options, 7001, 7002, "secret").configuration().splitlines()
    return dict(line.split("=", 1) for line in lines)


def test_options_come_from_the_environment_and_are_overruled_by_arguments(monkeypatch, tmp_path):
    monkeypatch.setenv("LOTGRAPH_HOME", str(tmp_path / "env"))
    monkeypatch.setenv("NEO4J_VERSION", "2026.08.1")
    monkeypatch.setenv("LOTGRAPH_STACK_HEAP", "2g")
    monkeypatch.setenv("LOTGRAPH_STACK_API_PORT", "8123")
    options = Options.from_environment()
    assert (options.home, options.neo4j_version, options.heap) == (tmp_path / "env", "2026.08.1", "2g")
    assert options.ports == {"api": 8123}
    chosen = Options.from_environment(tmp_path / "argument", heap="512m", pagecache=None)
    assert (chosen.home, chosen.heap, chosen.pagecache) == (tmp_path / "argument", "512m", "256m")


def test_a_transaction_may_be_given_less_than_its_share_of_the_heap(monkeypatch, tmp_path):
    assert conf(Options(tmp_path, heap="1000m"))["db.memory.transaction.max"] == "660m"
    monkeypatch.setenv("LOTGRAPH_STACK_TRANSACTION", "200m")
    assert conf(Options.from_environment(tmp_path))["db.memory.transaction.max"] == "200m"
    with pytest.raises(StackError, match="no memory size"):
        conf(Options(tmp_path, transaction="plenty"))


@pytest.mark.parametrize(("said", "meant"), [("512m", 512), ("2g", 2048), ("1G", 1024), ("2048k", 2)])
def test_memory_sizes_are_read_in_neo4js_notation(said, meant):
    assert megabytes(said) == meant


@pytest.mark.parametrize("said", ["", "512", "1.5g", "lots", "1t", "-1g"])
def test_other_memory_sizes_are_refused(said):
    with pytest.raises(StackError, match="no memory size"):
        megabytes(said)


def test_more_memory_than_the_machine_has_is_refused_with_a_smaller_setting(tmp_path):
    with pytest.raises(StackError) as refused:
        before_start(Options(home=tmp_path, heap="900000g"))
    assert "memory" in refused.value.what
    assert "LOTGRAPH_STACK_HEAP=512m" in refused.value.remedy


def test_neo4j_listens_on_this_machine_alone_and_reports_to_nobody(tmp_path):
    said = conf(Options(home=tmp_path))
    listening = {name: value for name, value in said.items() if "listen_address" in name}
    assert set(listening.values()) == {"127.0.0.1", "127.0.0.1:7001", "127.0.0.1:7002"}
    assert said["dbms.usage_report.enabled"] == "false"
    assert said["client.allow_telemetry"] == "false"
    assert said["server.https.enabled"] == "false"


def test_one_transaction_cannot_take_the_whole_heap(tmp_path):
    said = conf(Options(home=tmp_path, heap="1000m"))
    assert said["db.memory.transaction.max"] == "660m"
    assert said["dbms.memory.transaction.total.max"] == "900m"


def test_what_the_2026_series_would_announce_is_switched_off_there_and_unknown_before(tmp_path):
    newer = conf(Options(home=tmp_path, neo4j_version="2026.08.1"))
    assert newer["server.fleet_discovery.enabled"] == "false"
    assert "server.fleet_discovery.enabled" not in conf(Options(home=tmp_path, neo4j_version="5.26.30"))


def test_data_of_a_newer_series_are_not_opened_by_an_older_one(tmp_path):
    folder = tmp_path / "neo4j"
    folder.mkdir()
    (folder / "version.json").write_text('{"version": "2026.08.1"}')
    with pytest.raises(StackError) as refused:
        Neo4jServer(Options(home=tmp_path, neo4j_version="5.26.30"), 7001, 7002, "secret").prepare()
    assert "NEO4J_VERSION=2026.08.1" in refused.value.remedy
