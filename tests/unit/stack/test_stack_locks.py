"""What is fetched is locked: every jar and every package by SHA-256, and no registry's address is written down."""

import re
from pathlib import Path

import pytest

from engine.stack.errors import StackError
from engine.stack.jars import locked_versions, read_lock
from engine.stack.options import NEO4J_VERSION

ROOT = Path(__file__).resolve().parents[3]
PYTHON_LOCKS = ("requirements.lock", "requirements-server.lock", "requirements-bench.lock")


def test_the_default_version_and_the_newer_series_are_locked():
    assert locked_versions() == ["5.26.30", "2026.08.1"]
    assert NEO4J_VERSION == "5.26.30"


@pytest.mark.parametrize(("version", "java", "count"), [("5.26.30", 17, 217), ("2026.08.1", 21, 238)])
def test_a_lock_names_every_jar_once_with_size_and_sha256(version, java, count):
    lock = read_lock(version)
    assert (lock.version, lock.java, len(lock.jars)) == (version, java, count)
    assert len({jar.name for jar in lock.jars}) == count
    for jar in lock.jars:
        assert re.fullmatch(r"[0-9a-f]{64}", jar.sha256), jar.path
        assert jar.size > 0, jar.path
        assert re.fullmatch(r"[\w./-]+\.jar", jar.path) and ".." not in jar.path


@pytest.mark.parametrize("version", ["5.26.30", "2026.08.1"])
def test_a_lock_holds_the_server_the_browser_and_network_code_of_each_platform(version):
    names = {jar.name for jar in read_lock(version).jars}
    assert {f"neo4j-{version}.jar", f"neo4j-server-{version}.jar", "neo4j-browser-5.24.0.jar"} <= names
    for platform in ("linux-x86_64", "linux-aarch_64", "osx-x86_64", "osx-aarch_64"):
        assert any(platform in name for name in names), platform


def test_a_version_that_is_not_locked_is_refused_with_those_that_are():
    with pytest.raises(StackError) as refused:
        read_lock("4.4.0")
    assert "5.26.30" in refused.value.remedy


@pytest.mark.parametrize("name", PYTHON_LOCKS)
def test_every_python_package_is_pinned_with_hashes(name):
    text = (ROOT / name).read_text()
    pinned = re.findall(r"^([\w.-]+)==\S+ \\\n((?:    --hash=sha256:[0-9a-f]{64}(?: \\)?\n)+)", text, re.MULTILINE)
    named = re.findall(r"^[\w.-]+", text, re.MULTILINE)
    assert [package for package, _ in pinned] == named
    assert len(named) > 30


@pytest.mark.parametrize("name", PYTHON_LOCKS)
def test_a_lock_names_no_registry(name):
    text = (ROOT / name).read_text()
    assert "://" not in text
    assert "--index" not in text and "--find-links" not in text and "--trusted-host" not in text


def test_the_locks_agree_with_each_other():
    pins = [dict(re.findall(r"^([\w.-]+)==(\S+)", (ROOT / name).read_text(), re.MULTILINE)) for name in PYTHON_LOCKS]
    whole, server, bench = pins
    assert server.items() <= whole.items() <= bench.items()
