"""Secrets and other files of a stack: private, whole, and merged rather than lost."""

import threading

import pytest

from engine.stack.compose_env import write_compose_env
from engine.stack.demo_env import read_demo_env, write_demo_env
from engine.stack.files import cache_folder, locked, read_json, write_json, write_private
from engine.stack.secrets import load_secrets


def mode(path):
    return path.stat().st_mode & 0o777


def test_a_private_file_is_readable_by_its_owner_alone_even_if_it_was_not(tmp_path):
    path = tmp_path / "deep" / "file"
    path.parent.mkdir()
    path.write_text("old")
    path.chmod(0o644)
    write_private(path, "new")
    assert (path.read_text(), mode(path)) == ("new", 0o600)
    assert [one.name for one in path.parent.iterdir()] == ["file"]


@pytest.mark.parametrize("content", [None, "", "{", "nonsense"])
def test_json_missing_or_cut_off_reads_as_nothing(tmp_path, content):
    path = tmp_path / "x.json"
    if content is not None:
        path.write_text(content)
    assert read_json(path) is None


def test_json_reads_back(tmp_path):
    write_json(tmp_path / "x.json", {"a": [1, None]})
    assert read_json(tmp_path / "x.json") == {"a": [1, None]}


def test_a_lock_keeps_a_second_holder_out_until_it_is_given_back(tmp_path):
    order = []

    def second():
        with locked(tmp_path / "lock"):
            order.append("second")

    thread = threading.Thread(target=second)
    with locked(tmp_path / "lock"):
        thread.start()
        thread.join(timeout=0.2)
        order.append("first")
    thread.join(timeout=60)
    assert order == ["first", "second"]


def test_the_cache_is_where_it_was_chosen_to_be(monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "standard"))
    monkeypatch.delenv("LOTGRAPH_CACHE", raising=False)
    assert cache_folder() == tmp_path / "standard" / "lotgraph"
    monkeypatch.setenv("LOTGRAPH_CACHE", str(tmp_path / "chosen"))
    assert cache_folder() == tmp_path / "chosen"


def test_secrets_are_made_once_and_differ_between_folders(tmp_path):
    made = load_secrets(tmp_path / "a")
    assert load_secrets(tmp_path / "a") == made
    other = load_secrets(tmp_path / "b")
    values = [*vars(made).values(), *vars(other).values()]
    assert len(set(values)) == 10
    assert all(len(value) >= 20 for value in values)
    assert mode(tmp_path / "a" / "secrets.json") == 0o600


def test_secrets_cut_off_by_a_crash_are_completed_and_what_is_there_is_kept(tmp_path):
    write_json(tmp_path / "secrets.json", {"neo4j_password": "kept-as-it-is"})
    made = load_secrets(tmp_path)
    assert made.neo4j_password == "kept-as-it-is"
    assert load_secrets(tmp_path) == made


def test_demo_env_is_merged_and_private(tmp_path):
    write_demo_env(tmp_path, {"LOTGRAPH_URL": "http://127.0.0.1:8000", "LOTGRAPH_API_KEY": "csb_x"})
    path = write_demo_env(tmp_path, {"LOTGRAPH_URL": "http://127.0.0.1:8001"})
    assert read_demo_env(tmp_path) == {"LOTGRAPH_URL": "http://127.0.0.1:8001", "LOTGRAPH_API_KEY": "csb_x"}
    assert mode(path) == 0o600


def test_demo_env_refuses_a_value_that_would_forge_another(tmp_path):
    with pytest.raises(ValueError, match="line break"):
        write_demo_env(tmp_path, {"LOTGRAPH_URL": "x\nLOTGRAPH_API_KEY=forged"})
    assert read_demo_env(tmp_path) == {}


def test_compose_env_gets_the_missing_secrets_and_keeps_everything_else(tmp_path):
    path = tmp_path / ".env"
    path.write_text("# mine\nREDIS_PASSWORD=chosen\nNEO4J_PASSWORD=\nOTHER=1\n")
    write_compose_env(path)
    first = path.read_text()
    lines = first.splitlines()
    assert lines[:3] == ["# mine", "REDIS_PASSWORD=chosen", "OTHER=1"]
    made = dict(line.split("=", 1) for line in lines[3:])
    assert made.keys() == {"SECRET_KEY", "NEO4J_PASSWORD", "S3_ACCESS_KEY", "S3_SECRET_KEY"}
    assert all(len(value) >= 12 for value in made.values())
    write_compose_env(path)
    assert (path.read_text(), mode(path)) == (first, 0o600)
