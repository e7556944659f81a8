import pytest

from engine.graph.schema import steps
from engine.graph.statements import HeaderError, load, parse

SOURCE = """// Every stock downstream of a lot,
// as known at one moment.
// param lot   string   lot key
// param at    integer  epoch ms
// returns     tails, heads
// plan        VarLengthExpand(Pruning,BFS,All)
MATCH (:Lot {key: $lot})
// a comment of the statement's own
WHERE $at > 0
RETURN 1
"""


def test_a_header_says_what_a_statement_takes_and_gives():
    found = parse("trace/x", SOURCE)
    assert found.name == "trace/x"
    assert found.summary == "Every stock downstream of a lot, as known at one moment."
    assert found.params == {"lot": ("string", "lot key"), "at": ("integer", "epoch ms")}
    assert found.returns == "tails, heads"
    assert found.plan == ("VarLengthExpand(Pruning,BFS,All)",)
    assert found.used_params == {"lot", "at"}


def test_comments_after_the_header_belong_to_the_statement():
    assert parse("trace/x", SOURCE).text.splitlines()[1] == "// a comment of the statement's own"


def test_a_statement_may_keep_its_first_plan():
    found = parse("capture/x", "// Find.\n// replan skip\nRETURN 1")
    assert found.keeps_plan
    assert found.text == "CYPHER replan=skip\nRETURN 1"
    assert not parse("trace/x", SOURCE).keeps_plan


@pytest.mark.parametrize("source", [
    "",
    "RETURN 1",
    "// A summary and nothing else.",
    "// Summary.\n// param lot string key\n// prose that is neither param nor returns\nRETURN $lot",
    "// Summary.\n// param lot\n// returns x\n// param\nRETURN 1",
])
def test_a_file_without_its_form_is_refused(source):
    with pytest.raises(HeaderError):
        parse("trace/x", source)


def test_loading_twice_reads_once():
    assert load() is load()


def test_schema_statements_can_run_again():
    texts = [load()[name].text for name in steps()]
    assert len(texts) > 100
    assert [text for text in texts if "IF NOT EXISTS" not in text and not text.startswith("MERGE")] == []


def test_every_schema_statement_has_its_own_number():
    numbers = [name.split("/")[1][:3] for name in steps()]
    assert len(numbers) == len(set(numbers))
