"""docs/records.md tells every field of the records beside the events, in the order, form and paragraph the code has."""

import re
from pathlib import Path

import pytest

from api.completeness.routes import ReportFormat
from engine.completeness import By
from engine.completeness.report import ORDERINGS
from engine.fsma.other.kinds import OTHER_KINDS

PAGE = (Path(__file__).parents[2] / "docs" / "records.md").read_text("utf-8")
SECTIONS = dict(re.findall(r"^## (.+?)\n(.*?)(?=^## |\Z)", PAGE, re.MULTILINE | re.DOTALL))


@pytest.mark.parametrize("kind", OTHER_KINDS.values(), ids=lambda kind: kind.cte_type.value)
def test_a_section_holds_exactly_the_fields_of_the_code(kind):
    told = SECTIONS[kind.cte_type.value]
    lines = [line for line in told.splitlines() if line.startswith("|")][2:]
    assert [[cell.strip() for cell in line.strip("|").split("|")] for line in lines] == [
        [f"`{k.field}`", f"`{k.form}`", k.paragraph or "-", k.label] for k in kind.elements]
    assert f"§{kind.section}. Date: `{kind.date_field}`." in told


def test_every_choice_of_the_report_is_told():
    for choice in (*By, *ORDERINGS, *ReportFormat):
        assert f"`{choice}`" in SECTIONS["Completeness"]
