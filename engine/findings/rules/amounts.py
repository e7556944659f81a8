"""Amounts that cannot be (V-X-07, V-X-08)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from engine.findings.noted import Noted
from engine.findings.told import MOVES, Flow, Story, Told, World, names
from engine.fsma import masses
from engine.fsma.cte_types import CteType

TOLERANCE = 0.02
GAIN = 0.10


@dataclass
class _Side:
    """Amounts on one side of a balance, with the records that tell of them; open where one names no amount."""

    amounts: list[tuple[Told, float, str | None]] = field(default_factory=list)
    is_open: bool = False

    def add(self, told: Told, end: Flow) -> None:
        if end.quantity is None:
            self.is_open = True
        elif end.quantity > 0:
            self.amounts.append((told, end.quantity, end.unit))

    def total(self, unit: str | None) -> float | None:
        """The sum in one unit, or in kilograms where `unit` is kilogram; None where some cannot be converted."""
        found = 0.0
        for told, quantity, own in self.amounts:
            part = quantity if own == unit else told.kilograms(quantity, own) if unit == "kilogram" else None
            if part is None:
                return None
            found += part
        return found


def judge(story: Story, world: World) -> Iterator[Noted]:
    """The balance of the lot at each place, and the yield of the events that made it."""
    if story.is_coded:
        for place, told in sorted(_at_each_place(story).items()):
            yield from _balance(story, place, told)
    for made in story.creations:
        yield from _yield(made)


def _at_each_place(story: Story) -> dict[int, list[Told]]:
    """Records of the lot by the places it was at: movements told once, then the others."""
    found: dict[int, list[Told]] = {end.place: [] for told in story.records for end in (*told.tails, *told.heads)
                                    if end.lot == story.no}
    for told in (*story.moves, *(t for t in story.records if t.cte_type not in MOVES)):
        for place in {end.place for end in (*told.tails, *told.heads)} & found.keys():
            found[place].append(told)
    return found


def _balance(story: Story, place: int, records: Iterable[Told]) -> Iterator[Noted]:
    """More left a place or was used there than came or was made there (V-X-07). records: those of the place."""
    into, out = _Side(), _Side()
    lanes: dict[tuple[int, int], list[Told]] = {}
    for told in (t for t in records if t.cte_type in MOVES):
        if told.lane and told.lane[0] != told.lane[1] and place in told.lane:
            lanes.setdefault(told.lane, []).append(told)
        elif told.lane is None and told.place == place:
            (out if told.cte_type is CteType.SHIPPING else into).add(told, told.moved)
    for lane, told in sorted(lanes.items()):
        side = into if lane[1] == place else out
        for each in _own_words(told, arriving=side is into):
            side.add(each, each.moved)
    for told in (t for t in records if t.cte_type not in MOVES):
        for end in told.heads:
            if (end.lot, end.place) == (story.no, place):
                into.add(told, end)
        for end in told.tails:
            if (end.lot, end.place) == (story.no, place):
                out.add(told, end)
    if into.is_open or not into.amounts or not out.amounts:
        return
    units = {unit for _, _, unit in (*into.amounts, *out.amounts)}
    unit = units.pop() if len(units) == 1 else "kilogram"
    came, went = into.total(unit), out.total(unit)
    if None in (came, went) or went <= came * (1 + TOLERANCE):
        return
    told = sorted({t for t, _, _ in (*into.amounts, *out.amounts)}, key=lambda t: t.rank)
    last = max((t for t, _, _ in out.amounts), key=lambda t: t.rank)
    field_name = last.kind.quantity_field if last.cte_type in MOVES else "inputs"
    message = (f"{went:g} {unit or ''} of the lot left or was used here, but only {came:g} came or was made here "
               f"({names(t for t, _, _ in into.amounts)}).").replace("  ", " ")
    yield Noted("V-X-07", last, message,
                "Look for a receipt that was not recorded, or a quantity that is wrong.", field_name, f"{went:g}",
                tuple(t for t in told if t is not last))


def _own_words(moves: Iterable[Told], arriving: bool) -> list[Told]:
    """A movement in the words of its own end, else of the other."""
    shipped = [t for t in moves if t.cte_type is CteType.SHIPPING]
    received = [t for t in moves if t.cte_type is not CteType.SHIPPING]
    return (received or shipped) if arriving else (shipped or received)


def _yield(made: Told) -> Iterator[Noted]:
    """More came out than went in, where all of it can be weighed (V-X-08)."""
    went_in = _weight_in(made)
    quantity, unit = made.record.quantity_of_lot, made.record.unit_of_lot
    came_out = made.kilograms(quantity, unit)
    if went_in and came_out and came_out > went_in * (1 + GAIN):
        yield Noted("V-X-08", made, f"{came_out:,.0f} kg came out of {went_in:,.0f} kg.",
                    "Check the quantities and packaging sizes. Water, packing fluids and ingredients that are not on "
                    "the list can explain more.",
                    made.kind.quantity_field, f"{quantity:g} {unit}")


def _weight_in(made: Told) -> float | None:
    record = made.record
    parts = [
        masses.weighed(b.quantity_received, b.unit_of_measure_received, b.unit_content)
        for b in getattr(record, "received", ()) or ()
    ] + [
        masses.weighed(used.input_quantity_used, used.input_unit_of_measure, used.unit_content,
                       used.input_product.packaging_size if used.input_product else None)
        for used in getattr(record, "inputs", ()) or ()
    ]
    return sum(parts) if parts and None not in parts else None
