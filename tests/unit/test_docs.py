"""The docs say what the code does: limits, settings, targets, and addresses."""

import re
from pathlib import Path

import pytest

from api.app import create_app
from engine.limits import Limits
from engine.settings import Settings

ROOT = Path(__file__).parents[2]
OPERATIONS = (ROOT / "docs" / "operations.md").read_text("utf-8")
PAGES = [ROOT / "README.md", ROOT / "CHANGES.md", *sorted((ROOT / "docs").glob("*.md"))]


def rows(heading: str) -> list[list[str]]:
    """Cells of the table under a heading, its own heading left out; those that are code without their quotes."""
    section = OPERATIONS.split(f"\n## {heading}\n", 1)[1].split("\n## ", 1)[0]
    lines = [line for line in section.splitlines() if line.startswith("|")]
    cells = ([cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:])
    return [[re.sub(r"^`([^`]*)`$", r"\1", cell) for cell in row] for row in cells]


def plain(default: object) -> str:
    """A default as the tables spell it."""
    if hasattr(default, "get_secret_value"):
        return "a development secret" if "development" in default.get_secret_value() else default.get_secret_value()
    if default is None:
        return "unset"
    if isinstance(default, bool):
        return str(default).lower()
    return f"{default:g}" if isinstance(default, float) else str(default)


def test_the_table_of_limits_is_the_code_s():
    told = [tuple(row) for row in rows("Limits")]
    assert told == [
        (f"LOTGRAPH_LIMIT_{name.upper()}", plain(field.default), field.description)
        for name, field in Limits.model_fields.items()
    ]


def test_the_table_of_settings_is_the_code_s():
    told = [tuple(row) for row in rows("Settings")]
    assert told == [
        (f"LOTGRAPH_{name.upper()}", plain(field.default), field.description)
        for name, field in Settings.model_fields.items() if name != "limits"
    ]


def test_every_make_target_is_told_and_no_other():
    makefile = (ROOT / "Makefile").read_text("utf-8")
    targets = set(re.findall(r"^([a-z-]+):.*## ", makefile, re.MULTILINE))
    assert {row[0].removeprefix("make ") for row in rows("make")} == targets


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_between_pages_lead_somewhere(page):
    linked = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text("utf-8"))
    assert [target for target in linked if not (page.parent / target).exists()] == []


@pytest.fixture(scope="module")
def paths() -> set[str]:
    """Paths of the API, every parameter an asterisk."""
    return {re.sub(r"\{[^}]*\}", "*", path) for path in create_app(Settings()).openapi()["paths"]}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_paths_of_the_api_are_those_of_the_routes(page, paths):
    told = re.findall(r"(?:GET|POST) (/[a-z][^ `?\n|]*)", page.read_text("utf-8"))
    assert {re.sub(r"\{[^}]*\}", "*", path) for path in told} <= paths


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_the_legal_state_is_told_as_it_is(page):
    text = page.read_text("utf-8").lower()
    assert not re.search(r"fda[- ]approved|certified|compliance date (was |has been )?extended", text)
