"""What the statements under cypher/ may do to a job."""

import re

from engine.graph.statements import load
from engine.jobs.transitions import STATEMENTS

_WRITES = re.compile(r"\b(SET|REMOVE|CREATE|MERGE|DELETE)\b")
_STATUS_WRITTEN = re.compile(r"\bSET\b(?:(?!\bWHERE\b|\bRETURN\b|\bWITH\b).)*\.status\s*=", re.DOTALL)


def _about_jobs() -> dict[str, str]:
    return {name: s.text for name, s in load().items() if name.startswith("jobs/")}


def test_no_other_area_writes_an_export_job():
    others = {name: s.text for name, s in load().items() if not name.startswith(("jobs/", "schema/"))}
    assert {name for name, text in others.items() if "ExportJob" in text and _WRITES.search(text)} == set()


def test_nothing_outside_the_transitions_writes_a_status():
    writers = {name for name, text in _about_jobs().items() if _STATUS_WRITTEN.search(text)}
    assert writers == {"jobs/create", "jobs/claim", "jobs/deliver", "jobs/fail"}


def test_every_statement_that_writes_a_job_is_a_transition_or_takes_its_lock():
    writers = {name for name, text in _about_jobs().items() if _WRITES.search(text)}
    assert writers == set(STATEMENTS) | {"jobs/lock"}


def test_every_transition_takes_the_write_lock_before_it_looks_at_the_status():
    for name in set(STATEMENTS) - {"jobs/create"}:
        text = load()[name].text
        assert 0 < text.index("SET j.lock = 0") < text.index("WITH j"), name
        assert ".status" not in text[: text.index("SET j.lock = 0")], name


def test_every_job_statement_is_run_by_the_engine():
    from pathlib import Path

    import engine
    sources = "".join(path.read_text() for path in Path(engine.__file__).parent.rglob("*.py"))
    unused = [name for name in load() if name.startswith("jobs/") and f'"{name}"' not in sources]
    assert unused == []
