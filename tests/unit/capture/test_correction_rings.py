"""What corrections retire: the definition, worked out naively, against what captures find out step by step."""

from dataclasses import dataclass, field
from random import Random

import pytest

from engine.capture import corrections
from engine.capture.corrections import Tie, judge, rings
from tests.correction_sets import correctors, sendings


@dataclass
class Kept:
    """Records as a graph keeps them, in rows of capture/superseded."""

    rows: dict[int, dict] = field(default_factory=dict)
    asked: int = 0

    def ask(self, statement: str, names: list[str]) -> list[dict]:
        self.asked += bool(names)
        assert len(set(names)) == len(names)
        if statement == "capture/superseding":
            return [dict(row) for name in names for row in self.rows.values() if row["supersedes"] == name]
        return [{**row, "named": name} for name in names for row in self.rows.values() if name in row["names"]]

    def send(self, document: list[tuple[int, str, str | None]]) -> corrections.Verdict:
        """document: record, a name it goes by, and the name it corrects."""
        said: dict[int, tuple[set[str], str | None, bool]] = {}
        for no, name, corrects in document:
            fresh = no not in self.rows
            names, _, _ = said.setdefault(no, (set(), corrects, fresh))
            names |= {name, f"id{no}"} if fresh else {name} - {self.rows[no]["names"][0]}
        for no, (names, corrects, fresh) in said.items():
            if fresh:
                self.rows[no] = {"no": no, "names": sorted(names), "supersedes": corrects, "ended": None, "by": None}
            else:
                self.rows[no]["names"] = list(dict.fromkeys([*self.rows[no]["names"], *sorted(names)]))
        verdict = judge([Tie(no, frozenset(names), corrects, fresh, self.rows[no]["ended"], self.rows[no]["by"])
                         for no, (names, corrects, fresh) in said.items() if names], self.ask)
        for no, by in verdict.retired.items():
            assert self.rows[no]["ended"] is None
            self.rows[no].update(ended="corrected", by=by)
        for no, by in verdict.replaced.items():
            self.rows[no]["by"] = by
        for no in verdict.revived:
            self.rows[no].update(ended=None, by=None)
        return verdict

    def void(self, no: int) -> None:
        self.rows[no].update(ended="voided", by=None)

    def names(self) -> dict[int, set[str]]:
        return {no: set(row["names"]) for no, row in self.rows.items()}

    def corrects(self) -> dict[int, str | None]:
        return {no: row["supersedes"] for no, row in self.rows.items()}

    def standing(self) -> set[int]:
        return {no for no, row in self.rows.items() if row["ended"] is None}


@pytest.mark.parametrize("seed", range(20))
def test_whatever_order_and_documents_they_come_in_the_same_records_stand(seed):
    random = Random(seed)
    for _ in range(25):
        sent = sendings(random)
        for _ in range(3):
            kept, voided = Kept(), set()
            left = random.sample(sent, len(sent))
            while left:
                size = random.randint(1, len(left))
                kept.send(left[:size])
                left = left[size:]
                if random.random() < 0.3 and (there := sorted(kept.standing())):
                    voided.add(gone := random.choice(there))
                    kept.void(gone)
            retiring = correctors(kept.names(), kept.corrects())
            assert kept.standing() == {no for no, by in retiring.items() if not by} - voided, sent
            assert all(row["by"] in retiring[no] for no, row in kept.rows.items() if row["ended"] == "corrected")


def ring(size: int, at: int = 0) -> list[tuple[int, str, str]]:
    return [(at + i, f"R{at + i}", f"R{at + (i + 1) % size}") for i in range(size)]


def told(*documents) -> Kept:
    kept = Kept()
    for document in documents:
        kept.send(document)
    return kept


@pytest.mark.parametrize("size", [2, 3, 4, 7])
def test_all_of_a_ring_stand_however_it_comes(size):
    whole = ring(size)
    assert told(whole).standing() == told(*([one] for one in whole)).standing() == set(range(size))


def test_a_chain_keeps_its_last_word():
    chain = [(0, "A", None), (1, "B", "A"), (2, "C", "B")]
    for documents in ([chain], [[one] for one in chain], [[one] for one in reversed(chain)]):
        assert told(*documents).standing() == {2}


def test_what_hangs_on_a_ring_is_retired_and_so_is_what_is_corrected_in_it():
    below, above = (8, "D", None), (9, "E", "R1")
    inside = [(0, "R0", "R1"), (1, "R1", "R2"), (2, "R2", "R0"), (3, "R2", "D")]  # two records go by R2
    assert told(inside, [below]).standing() == {0, 1, 2}  # R1 corrects 3 as well, which is not of the ring
    assert told([below, *ring(3), (4, "F", "D")]).standing() == {0, 1, 2, 4}
    assert told([above], ring(3)).standing() == told(ring(3), [above]).standing() == {0, 2, 9}


def test_two_rings_of_which_one_corrects_the_other():
    first, second = ring(3), ring(2, 10)
    bridge = [(20, "R10", "R0"), (21, "X", "R11")]
    assert told(first, second, bridge).standing() == told(bridge, second, first).standing() == {1, 2, 10, 21}


def test_a_ring_closed_last_brings_back_what_it_had_retired_and_nothing_else():
    kept = told(*([one] for one in ring(4)[:3]), [(9, "E", "R2")])
    assert kept.standing() == {0, 9}
    verdict = kept.send(ring(4)[3:])
    assert (verdict.revived, kept.standing()) == ((1,), {0, 1, 3, 9})


def test_what_a_ring_had_retired_and_another_corrects_too_is_the_others():
    kept = told([(0, "R0", "R1")], [(1, "R1", "R2")], [(5, "E", "R1")])
    assert kept.rows[1]["by"] == 0
    assert kept.send([(2, "R2", "R0")]).replaced == {1: 5}


def test_a_voided_record_of_a_ring_stays_so():
    kept = told(ring(4)[:2])
    kept.void(0)
    kept.send(ring(4)[2:])
    assert kept.standing() == {1, 2, 3}


def test_another_name_can_close_a_ring():
    kept = told([(0, "A", "C")], [(1, "B", "A")])
    assert kept.standing() == {1}
    kept.send([(1, "C", "A")])
    assert kept.standing() == {0, 1}


def test_an_ordinary_correction_asks_twice_however_long_the_chain():
    kept = Kept()
    for no in range(50):
        kept.send([(no, f"C{no}", f"C{no - 1}" if no else None)])
        assert kept.asked <= 2
        kept.asked = 0
    assert kept.standing() == {49}


def test_a_document_of_ordinary_events_asks_once():
    kept = told([(no, f"C{no}", None) for no in range(50)])
    assert (kept.asked, len(kept.standing())) == (1, 50)


def test_a_long_chain_and_a_long_ring_in_one_document_ask_twice():
    for whole, standing in ((ring(300), 300), ([*ring(300)[:-1], (299, "R299", None)], 1)):
        kept = told(whole)
        assert (kept.asked, len(kept.standing())) == (2, standing)


def test_the_walk_for_a_ring_has_an_end(monkeypatch):
    monkeypatch.setattr(corrections, "LINKS", 10)
    below = [(no, f"L{no}", f"L{no - 1}") for no in range(100)]
    above = [(200 + no, f"U{no}", f"U{no - 1}" if no else "M") for no in range(100)]
    kept = told(below, above)
    kept.asked = 0
    kept.send([(150, "M", "L99")])
    assert kept.asked <= 2 * 10 + 1 and kept.standing() == {299}


def test_rings_are_what_leads_to_one_another():
    found = rings({1: ["a"], "a": [2], 2: ["b"], "b": [1, 3], 3: ["c"], "c": []})
    assert len({found[node] for node in (1, 2, "a", "b")}) == 1
    assert len({found[node] for node in (1, 3, "c")}) == 3


def test_it_is_known_whether_another_of_the_name_was_corrected_before():
    kept = told([(0, "A", None)], [(1, "B", "A")])
    verdict = kept.send([(2, "A", None)])
    assert (verdict.retired, verdict.before) == ({2: 1}, {2})
    assert told([(1, "B", "A")]).send([(2, "A", None)]).before == frozenset()
    assert told([(0, "A", None)]).send([(1, "B", "A"), (2, "A", None)]).before == frozenset()
