"""House rules that hold by themselves: who may import whom, where Cypher lives, how long a file gets."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.graph.schema import steps
from engine.graph.statements import load

ROOT = Path(__file__).parents[2]
PACKAGES = ("engine", "api", "workers", "cypher")
MOST_LINES = 400

# Inside the engine only downwards in this list; a line's rooms may not know each other.
ROOMS = (
    ("settings", "errors", "ids", "limits", "clock", "metrics"),
    ("graph", "storage", "logs"),
    ("audit", "webhooks"),
    ("identity",),
    ("fsma",),
    ("sheets", "epcis"),
    ("findings",),
    ("capture",),
    ("catalogue", "completeness", "plans"),
    ("trace",),
    ("jobs",),
    ("exports", "labels"),
    ("imports", "requests"),
    ("assembly",),
    ("readiness",),
    ("console",),
)
LEVEL = {room: level for level, rooms in enumerate(ROOMS) for room in rooms}
# On the first level: ids raise errors, settings hold limits. A queue adapter of the workers is how the API hands jobs
# over. The console starts everything, so it knows the stack and the outside.
EXTRA = {("ids", "errors"), ("settings", "limits")}
OUTSIDE = {"engine": {"engine", "cypher"}, "api": {"api", "engine", "workers.queues"},
           "workers": {"workers", "engine"}, "cypher": set()}
FRAMEWORKS = {"fastapi", "starlette", "rq", "uvicorn"}

CYPHER = re.compile(
    r"\b(MATCH|MERGE)\s*\(|\bUNWIND\s+\S+\s+AS\b|\bCREATE\s+(\(|CONSTRAINT|INDEX)|\bDETACH\s+DELETE\b"
)


def sources(*packages: str) -> list[Path]:
    return [path for package in packages for path in sorted((ROOT / package).rglob("*.py"))]


def module(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def imports(path: Path) -> Iterator[str]:
    """Modules a file imports; names taken from a package count as its modules where they are some."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            for alias in node.names:
                inner = ROOT.joinpath(*node.module.split("."), alias.name)
                is_module = inner.is_dir() or inner.with_suffix(".py").exists()
                yield f"{node.module}.{alias.name}" if is_module else node.module


def within(name: str, package: str) -> bool:
    return name == package or name.startswith(f"{package}.")


def room(name: str) -> str:
    return name.split(".")[1]


def test_packages_depend_one_way():
    found = {
        (module(path), name)
        for path in sources(*PACKAGES) if not within(module(path), "engine.console")
        for name in imports(path) if name.split(".")[0] in PACKAGES
        if not any(within(name, allowed) for allowed in OUTSIDE[module(path).split(".")[0]])
    }
    assert found == set()


def test_the_engine_knows_no_web_framework_and_no_queue():
    found = {
        (module(path), name)
        for path in sources("engine") if not within(module(path), "engine.console")
        for name in imports(path) if name.split(".")[0] in FRAMEWORKS
    }
    assert found == set()


def test_rooms_of_the_engine_know_each_other_only_downwards():
    found = set()
    for path in sources("engine"):
        if module(path) == "engine":
            continue
        mine = room(module(path))
        for name in imports(path):
            if not name.startswith("engine.") or room(name) == mine or (mine, room(name)) in EXTRA:
                continue
            if "stack" in (mine, room(name)):
                if mine != "console":
                    found.add((module(path), name))
            elif LEVEL[room(name)] >= LEVEL[mine]:
                found.add((module(path), name))
    assert found == set()


def test_every_room_has_its_level():
    rooms = {path.stem if path.is_file() else path.name for path in (ROOT / "engine").iterdir()
             if path.suffix == ".py" or any(path.glob("*.py"))}
    assert rooms - {"__init__", "stack"} <= LEVEL.keys()


def test_python_holds_no_cypher():
    found = [
        (module(path), node.lineno)
        for path in sources("engine", "api", "workers")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and CYPHER.search(node.value)
    ]
    assert found == []


@pytest.mark.parametrize("text", ["MATCH (n:Lot) RETURN n", "UNWIND $rows AS row", "MERGE (a)-[:OF]->(b)",
                                  "CREATE INDEX x FOR (n:Lot) ON (n.no)"])
def test_the_search_for_cypher_finds_some(text):
    assert CYPHER.search(text)


@pytest.mark.parametrize("path", sources("engine", "api", "workers", "tests"), ids=lambda p: str(p.relative_to(ROOT)))
def test_no_file_is_longer_than_a_reader_keeps_in_mind(path):
    assert len(path.read_text().splitlines()) <= MOST_LINES


@pytest.mark.parametrize("path", sorted((ROOT / "cypher").rglob("*.cypher")), ids=lambda p: p.stem)
def test_every_statement_file_is_loaded(path):
    assert str(path.relative_to(ROOT / "cypher").with_suffix("")) in load()


@pytest.mark.parametrize("statement", load().values(), ids=lambda s: s.name)
def test_a_header_declares_exactly_the_parameters_its_statement_uses(statement):
    assert statement.params.keys() == statement.used_params


def strings() -> set[str]:
    """Every string in the product's Python, the fixed parts of f-strings included."""
    return {
        node.value
        for path in sources("engine", "api", "workers")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


AREAS = "|".join(sorted({name.split("/")[0] for name in load()}))
# An f-string such as f"trace/reach_{direction}" leaves a beginning that ends in an underscore.
BEGINNINGS = {text for text in strings() if re.fullmatch(rf"({AREAS})/([a-z0-9_]*_)?", text)}
NAMES = {text for text in strings() if re.fullmatch(rf"({AREAS})/[a-z0-9_]*[a-z0-9]", text)}


def test_every_named_statement_exists():
    assert load().keys() >= NAMES


def test_every_beginning_leads_to_a_statement():
    assert {text for text in BEGINNINGS if not any(name.startswith(text) for name in load())} == set()


def test_every_statement_is_used():
    apart = {name for name in load() if name.startswith(("library/", *BEGINNINGS)) or name in steps()}
    assert load().keys() - apart - NAMES == set()
