"""Lot-to-lot hops."""

from engine.trace.depth import depths
from engine.trace.edges import Edges

A_FARM, A_DC, A_PLANT, B_PLANT, C_FARM = 1, 2, 3, 4, 5
LOT_OF = {A_FARM: 100, A_DC: 100, A_PLANT: 100, B_PLANT: 200, C_FARM: 300}


def test_movements_within_a_lot_are_no_hops():
    edges = Edges({A_FARM: [11], 11: [A_DC], A_DC: [12], 12: [A_PLANT]}, {11: 1, 12: 2})
    assert depths(edges, LOT_OF, [A_FARM]) == {A_FARM: 0, A_DC: 0, A_PLANT: 0}


def test_a_transformation_is_one_hop():
    edges = Edges({A_PLANT: [11], 11: [B_PLANT]}, {11: 1})
    assert depths(edges, LOT_OF, [A_PLANT]) == {A_PLANT: 0, B_PLANT: 1}


def test_a_long_way_within_the_lot_beats_a_short_one_through_another():
    """Farm to B through lot C is two events and two hops; through two movements of A three events and one hop."""
    edges = Edges({A_FARM: [10, 11], 10: [C_FARM], C_FARM: [20], 20: [B_PLANT],
                   11: [A_DC], A_DC: [12], 12: [A_PLANT], A_PLANT: [13], 13: [B_PLANT]},
                  dict.fromkeys((10, 11, 12, 13, 20), 1))
    assert depths(edges, LOT_OF, [A_FARM])[B_PLANT] == 1


def test_a_repack_that_keeps_its_code_is_no_hop():
    edges = Edges({A_PLANT: [11], 11: [A_PLANT]}, {11: 1})
    assert depths(edges, LOT_OF, [A_PLANT]) == {A_PLANT: 0}


def test_an_inferred_link_to_another_lot_is_one_hop():
    assert depths(Edges(), LOT_OF, [A_PLANT], {A_PLANT: [B_PLANT]}) == {A_PLANT: 0, B_PLANT: 1}


def test_what_is_not_linked_has_no_depth():
    assert B_PLANT not in depths(Edges(), LOT_OF, [A_FARM])
