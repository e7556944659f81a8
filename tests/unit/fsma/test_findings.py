import re
from pathlib import Path

from engine.fsma import findings
from engine.fsma.rules.claims import GAPS

ROOM = Path(findings.__file__).parent
# Judged between records, where a document is captured.
BETWEEN_RECORDS = {"V-GEN-12", "V-GEN-13"}


def test_every_rule_of_the_catalogue_is_judged_and_no_other():
    code = "".join(path.read_text("utf-8") for path in ROOM.rglob("*.py") if path.name != "findings.py")
    named = set(re.findall(r'"(V-[A-Z]+-[0-9]+)"', code))
    assert named == set(findings.RULES) - BETWEEN_RECORDS


def test_only_warnings_can_be_gaps_that_a_claim_excuses():
    assert {findings.RULES[rule].severity for rule in GAPS} == {"warning"}


def test_meanings_are_sentences():
    for rule in findings.RULES.values():
        assert rule.meaning[0].isupper() and rule.meaning.endswith(".")
