import re
from pathlib import Path

from engine.fsma import findings
from engine.fsma.rules.claims import GAPS

ENGINE = Path(findings.__file__).parents[1]
ALONE = [path for path in (ENGINE / "fsma").rglob("*.py") if path.name != "findings.py"]
BETWEEN = list((ENGINE / "findings").rglob("*.py"))
# Told of a sending, not of a record: that it is known already, or late.
OF_A_CAPTURE = {"V-GEN-12", "V-X-23"}
# Also told of one record that contradicts itself.
# V-LOC-06 tells of the server's own list there, and of registered carriers between records.
BOTH = {"V-X-13", "V-LOC-06"}
TABLE = (ENGINE.parent / "docs" / "findings.md").read_text("utf-8")


def named(paths: list[Path]) -> set[str]:
    code = "".join(path.read_text("utf-8") for path in paths)
    return set(re.findall(r'"(V-[A-Z]+-[0-9]+)"', code))


def test_every_rule_of_the_catalogue_is_judged_and_no_other():
    between = {name for name, rule in findings.RULES.items() if rule.between_records}
    assert named(ALONE) - OF_A_CAPTURE == set(findings.RULES) - between - OF_A_CAPTURE | BOTH
    assert named(BETWEEN) - OF_A_CAPTURE == between


def test_the_table_of_rules_is_the_code_s():
    rows = re.findall(r"^\| `(V-[A-Z]+-[0-9]+)` \| (\w+) \| (.+?) \|$", TABLE, re.MULTILINE)
    assert rows == [(name, rule.severity, rule.meaning) for name, rule in findings.RULES.items()]


def test_only_warnings_can_be_gaps_that_a_claim_excuses():
    assert {findings.RULES[rule].severity for rule in GAPS} == {"warning"}


def test_meanings_are_sentences():
    for rule in findings.RULES.values():
        assert rule.meaning[0].isupper() and rule.meaning.endswith(".")
