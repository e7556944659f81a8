"""How much of a lot is where, and how much is unaccounted for."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from engine.graph import Transaction
from engine.trace.question import Scope

_SHIPPING = "shipping"
_DECIMALS = 6


@dataclass(frozen=True)
class Held:
    """Amounts of one lot at one place in one unit.

    unaccounted: what came in or came into being there and has neither left nor been used.
    """

    lot: int
    place: int
    unit: str | None
    received: float = 0
    created: float = 0
    shipped: float = 0
    used: float = 0

    @property
    def unaccounted(self) -> float:
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


def balance(tx: Transaction, lots: Iterable[int], scope: Scope) -> Balance:
    """Add up the visible records of lots. A movement both sides report counts once at each end, in that end's words."""
    lots = sorted(set(lots))
    return add_up(tx.run("trace/moved", lots=lots, **scope.seen()),
                  tx.run("trace/made_and_used", lots=lots, **scope.seen()))


def add_up(moved: list[dict[str, Any]], made: list[dict[str, Any]]) -> Balance:
    """The balance of rows of trace/moved {lot, from_place, to_place, cte_type, unit, quantity} and of
    trace/made_and_used {lot, place, made, unit, quantity}."""
    held: dict[tuple, Held] = {}

    def add(lot: int, place: int, unit: str | None, column: str, quantity: float) -> None:
        entry = held.setdefault((lot, place, unit), Held(lot, place, unit))
        held[lot, place, unit] = replace(entry, **{column: getattr(entry, column) + quantity})

    sides: dict[tuple, dict[str, float]] = defaultdict(dict)
    for row in moved:
        sides[row["lot"], row["from_place"], row["to_place"], row["unit"]][row["cte_type"]] = row["quantity"]
    shortfalls = []
    for (lot, source, target, unit), told in sides.items():
        shipped, received = told.get(_SHIPPING), told.get("receiving")
        add(lot, source, unit, "shipped", received if shipped is None else shipped)
        add(lot, target, unit, "received", shipped if received is None else received)
        if None not in (shipped, received) and shipped != received:
            shortfalls.append(Shortfall(lot, source, target, unit, shipped, received))
    for row in made:
        add(row["lot"], row["place"], row["unit"], "created" if row["made"] else "used", row["quantity"])
    in_order = sorted(held, key=lambda key: (*key[:2], key[2] or ""))
    return Balance([held[key] for key in in_order], shortfalls)
