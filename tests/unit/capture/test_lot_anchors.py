"""Which lot a record means when its code carries no GTIN, case by case; expected anchors by hand."""

from engine.capture.lots import Anchor, Mention, Use, ambiguous, anchors, used


def mention(record: str, source: int | None, *places: int, recorder: int = 1, refers: bool = False) -> Mention:
    return Mention(record, source, frozenset(places), recorder, refers)


def test_one_stated_source_speaks_for_a_group_that_shares_places():
    found = anchors([mention("a", 9, 1, 2), mention("b", None, 2, 3), mention("c", None, 3, 4)])
    assert found == {"a": Anchor(9), "b": Anchor(9), "c": Anchor(9)}


def test_a_reference_to_an_office_is_no_second_source():
    group = [mention("a", 9, 1, 2), mention("b", 7, 2, 3, refers=True), mention("c", 6, 3, 4, refers=True)]
    assert anchors(group) == {"a": Anchor(9), "b": Anchor(9), "c": Anchor(9)}
    assert ambiguous([*group, mention("d", None, 4)]) == set()


def test_references_alone_say_the_source():
    assert anchors([mention("a", 7, 1, 2, refers=True), mention("b", None, 2)]) == {"a": Anchor(7), "b": Anchor(7)}
    two = [mention("a", 7, 1, refers=True), mention("b", 8, 1, refers=True), mention("c", None, 1)]
    assert anchors(two) == {"a": Anchor(7), "b": Anchor(8), "c": Anchor(1, True)}
    assert ambiguous(two) == {"c"}


def test_a_reference_to_one_of_several_sources_chooses_it_and_any_other_is_ambiguous():
    group = [mention("a", 8, 1), mention("b", 9, 1), mention("c", 9, 1, refers=True), mention("d", 7, 1, refers=True)]
    assert anchors(group) == {"a": Anchor(8), "b": Anchor(9), "c": Anchor(9), "d": Anchor(1, True)}
    assert ambiguous(group) == {"d"}


def test_group_without_a_source_is_one_provisional_lot_of_its_least_place():
    found = anchors([mention("a", None, 5, 4), mention("b", None, 4, 7)])
    assert found == dict.fromkeys("ab", Anchor(4, provisional=True))


def test_groups_that_share_no_place_are_different_lots():
    found = anchors([mention("a", 9, 1), mention("b", None, 2)])
    assert found == {"a": Anchor(9), "b": Anchor(2, provisional=True)}


def test_silent_records_among_several_sources_stay_provisional_apart_from_one_another():
    group = [mention("a", 8, 1, 2), mention("b", 9, 2, 3), mention("c", None, 1), mention("d", None, 3)]
    assert anchors(group) == {"a": Anchor(8), "b": Anchor(9), "c": Anchor(1, True), "d": Anchor(3, True)}
    assert ambiguous(group) == {"c", "d"}


def test_nothing_is_ambiguous_with_one_source():
    assert ambiguous([mention("a", 9, 1), mention("b", None, 1)]) == set()


def test_record_without_places_is_provisional_of_no_place():
    assert anchors([mention("a", None)]) == {"a": Anchor(0, True)}


def choose(use: Use, *mentions: Mention) -> list[Anchor]:
    return used(use, mentions, anchors(mentions))


def test_input_follows_the_source_it_states():
    assert choose(Use("t", 9, 1, 1), mention("a", 8, 1)) == [Anchor(9)]


def test_input_is_every_lot_of_its_code_at_the_plant():
    assert choose(Use("t", None, 1, 1), mention("a", 8, 1), mention("b", 9, 1), mention("c", 7, 2)) \
        == [Anchor(8), Anchor(9)]


def test_input_is_not_the_records_own_output_where_something_else_fits():
    assert choose(Use("t", None, 1, 1), mention("t", 1, 1), mention("a", 8, 1)) == [Anchor(8)]


def test_input_is_the_own_output_where_nothing_else_fits():
    assert choose(Use("t", None, 1, 1), mention("t", 1, 1)) == [Anchor(1)]


def test_input_seen_elsewhere_is_the_only_lot_among_the_recorders_own_records():
    elsewhere = [mention("a", 8, 2), mention("b", 9, 3, recorder=2)]
    assert choose(Use("t", None, 1, 1), *elsewhere) == [Anchor(8)]
    assert choose(Use("t", None, 1, 1), *elsewhere, mention("c", 7, 4)) == [Anchor(1, provisional=True)]


def test_unknown_input_is_provisional_at_the_plant():
    assert choose(Use("t", None, 1, 1)) == [Anchor(1, provisional=True)]
