"""How much of a lot is where, and how much is unaccounted for."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from engine.fsma import masses
from engine.fsma.other.kinds import OtherType
from engine.fsma.records import from_text
from engine.graph import Transaction
from engine.trace.question import Scope

_SHIPPING = "shipping"
_KILOGRAM = "kilogram"
_DECIMALS = 6
Row = dict[str, Any]
_COLUMNS = ("received", "created", "shipped", "used")


@dataclass(frozen=True)
class Held:
    """Amounts of one lot at one place in one unit.

    unaccounted: what came in or came into being there and has neither left nor been used; None where no record says
    how any of it came there, as at places of firms whose records the caller does not see.
    """

    lot: int
    place: int
    unit: str | None
    received: float = 0
    created: float = 0
    shipped: float = 0
    used: float = 0

    @property
    def unaccounted(self) -> float | None:
        if not (self.received or self.created):
            return None
        return round(self.received + self.created - self.shipped - self.used, _DECIMALS)


@dataclass(frozen=True)
class Shortfall:
    """Where shipper and receiver both report and disagree. missing: shipped less received."""

    lot: int
    from_place: int
    to_place: int
    unit: str | None
    shipped: float
    received: float

    @property
    def missing(self) -> float:
        return round(self.shipped - self.received, _DECIMALS)


@dataclass(frozen=True)
class Balance:
    """Amounts by lot, place and unit, and the movements on which both sides differ; sorted."""

    held: list[Held]
    shortfalls: list[Shortfall]


@dataclass
class Sum:
    """Amounts of one side, by unit, and what those of each unit weigh in kilograms, None where that is not known."""

    amounts: dict[str | None, float] = field(default_factory=lambda: defaultdict(float))
    weights: dict[str | None, float | None] = field(default_factory=lambda: defaultdict(float))

    def add(self, unit: str | None, quantity: float, kilograms: float | None) -> None:
        self.amounts[unit] += quantity
        before = self.weights[unit]
        self.weights[unit] = None if None in (before, kilograms) else before + kilograms

    def merge(self, other: "Sum") -> None:
        for unit, quantity in other.amounts.items():
            self.add(unit, quantity, other.weights[unit])

    def in_units(self, weighed: frozenset[str | None]) -> dict[str | None, float]:
        """Amounts by unit, those of the units in `weighed` together in kilograms."""
        found: dict[str | None, float] = defaultdict(float)
        for unit, quantity in self.amounts.items():
            found[_KILOGRAM if unit in weighed else unit] += self.weights[unit] if unit in weighed else quantity
        return {unit: round(quantity, _DECIMALS) for unit, quantity in found.items()}


def balance(tx: Transaction, lots: Iterable[int], scope: Scope) -> Balance:
    """Add up the visible records of lots. A movement both sides report counts once at each end, in that end's words."""
    lots = sorted(set(lots))
    return add_up(tx.run("trace/moved", lots=lots, **scope.seen()),
                  tx.run("trace/made_and_used", lots=lots, **scope.seen()))


def add_up(moved: list[Row], made: list[Row]) -> Balance:
    """The balance of rows of trace/moved and of trace/made_and_used.

    Amounts in several units are added up in kilograms as far as they can be weighed; the others stand beside them.
    """
    lanes: dict[tuple[int, int, int], dict[bool, Sum]] = defaultdict(lambda: defaultdict(Sum))
    for row in _once(moved, "from_place", "to_place"):
        lanes[row["lot"], row["from_place"], row["to_place"]][row["cte_type"] == _SHIPPING].add(
            row["unit"], row["quantity"], _weight(row))
    at: dict[tuple[int, int], dict[str, Sum]] = defaultdict(lambda: defaultdict(Sum))
    shortfalls: list[Shortfall] = []
    for (lot, source, target), told in sorted(lanes.items()):
        at[lot, source]["shipped"].merge(told.get(True) or told[False])
        at[lot, target]["received"].merge(told.get(False) or told[True])
        if told.keys() == {True, False}:
            shortfalls += _shortfalls(lot, source, target, told[True], told[False])
    for row in _once(made, "place", "made"):
        passed_on = row["cte_type"] == OtherType.ONE_UP_ONE_BACK
        column = ("received" if passed_on else "created") if row["made"] else ("shipped" if passed_on else "used")
        weight = _weight_used(row) if column == "used" else _weight(row)
        at[row["lot"], row["place"]][column].add(row["unit"], row["quantity"], weight)
    return Balance([held for (lot, place), sums in sorted(at.items()) for held in _held(lot, place, sums)], shortfalls)


def _once(rows: list[Row], *sides: str) -> Iterator[Row]:
    """Rows with those left out that another recorder told of the same event. sides: columns that say where."""
    groups: dict[tuple, dict[int, list[Row]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        same = tuple(row[name] for name in ("lot", "cte_type", "on", "unit", "quantity", *sides))
        groups[same][row["recorded_by"]].append(row)
    for by_recorder in groups.values():
        yield from max(by_recorder.values(), key=len)


def _held(lot: int, place: int, sums: dict[str, Sum]) -> Iterator[Held]:
    weighed = _weighed_together(*sums.values())
    columns = {name: sums[name].in_units(weighed) for name in _COLUMNS if name in sums}
    for unit in sorted({u for by_unit in columns.values() for u in by_unit}, key=lambda u: u or ""):
        yield Held(lot, place, unit, **{name: by_unit.get(unit, 0) for name, by_unit in columns.items()})


def _shortfalls(lot: int, source: int, target: int, shipped: Sum, received: Sum) -> Iterator[Shortfall]:
    """Differences in units that both sides name; of a unit that one side does not know nothing can be said.

    What weighs the same is no difference, whichever part of it a side told in which unit.
    """
    weighed = _weighed_together(shipped, received)
    sent, got = shipped.in_units(weighed), received.in_units(weighed)
    differing = [unit for unit in sorted(sent.keys() & got.keys(), key=lambda u: u or "")
                 if not _agree(sent[unit], got[unit], converted=bool(weighed) and unit == _KILOGRAM)]
    if differing and shipped.amounts.keys() == received.amounts.keys():
        sent, got = shipped.in_units(frozenset()), received.in_units(frozenset())
        differing = [unit for unit in sorted(sent, key=lambda u: u or "") if sent[unit] != got[unit]]
    for unit in differing:
        yield Shortfall(lot, source, target, unit, sent[unit], got[unit])


def _agree(one: float, other: float, *, converted: bool) -> bool:
    return abs(one - other) <= (masses.ROUNDED * max(one, other) if converted else 0)


def _weighed_together(*sums: Sum) -> frozenset[str | None]:
    """The units whose amounts can all be weighed, if there are several."""
    units = {unit for each in sums for unit in each.amounts}
    known = frozenset(u for u in units if all(each.weights[u] is not None for each in sums if u in each.amounts))
    return known if len(known) > 1 else frozenset()


def _weight(row: Row) -> float | None:
    """Kilograms of an amount of the record's own lot."""
    if row["unit"] in masses.MASS_UNITS:
        return masses.kilograms(row["quantity"], row["unit"])
    record = from_text(row["record"])
    product = getattr(record, "product", None)
    return masses.weighed(row["quantity"], row["unit"], getattr(record, "unit_content", None),
                          product.packaging_size if product else None)


def _weight_used(row: Row) -> float | None:
    """Kilograms of an amount of an input lot; None where the record says different things of what a unit holds."""
    if row["unit"] in masses.MASS_UNITS:
        return masses.kilograms(row["quantity"], row["unit"])
    told = {
        (used.unit_content, used.input_product.packaging_size if used.input_product else None)
        for used in getattr(from_text(row["record"]), "inputs", ()) or ()
        if used.lot_code and used.lot_code.match == row["match"] and used.input_unit_of_measure == row["unit"]
    }
    return masses.weighed(row["quantity"], row["unit"], *told.pop()) if len(told) == 1 else None
