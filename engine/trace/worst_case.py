"""What no record says but may have happened: each inferred link with its reason."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from engine.graph import Transaction
from engine.limits import Limits
from engine.trace.question import Scope
from engine.trace.reach import Cut, Reach, walk_on

_HOURS_A_DAY = 24


class Reason(StrEnum):
    """Why goods may have gone where no record says so."""

    CONTACT = "contact"
    UNRECORDED_MOVEMENT = "unrecorded_movement"
    SAME_CODE = "same_code"


@dataclass(frozen=True)
class Link:
    """An inferred link from a stock already reached to one that was not.

    from_day, to_day: epoch days of the records that put the two lots at one place, for contact only.
    """

    reason: Reason
    from_stock: int
    to_stock: int
    from_day: int | None = None
    to_day: int | None = None


# A link with the lot and place of the stock it leads to.
_Entered = tuple[Link, int, int]


class WorstCase:
    """Widens a reach by inferred links, round after round, until nothing is added or a limit is met.

    Only records within the caller's scope give rise to a link.
    """

    def __init__(self, tx: Transaction, found: Reach, scope: Scope, limits: Limits):
        self._tx = tx
        self._found = found
        self._scope = scope
        self._limits = limits
        self._contacts = _Contacts(-(-limits.contact_hours // _HOURS_A_DAY))
        self._lots_looked_up: set[int] = set()
        self._places_looked_up: set[int] = set()

    def links(self) -> list[Link]:
        """Extend the reach in place and return the links that did it, one for each stock entered that way."""
        made: list[Link] = []
        frontier = set(self._found.lot_of)
        for _ in range(self._limits.worst_case_rounds):
            fresh = self._infer(frontier)
            if not fresh:
                return made
            for link, lot, place in fresh:
                self._found.add_stock(link.to_stock, lot, place)
                made.append(link)
            entered = {link.to_stock for link, _, _ in fresh}
            frontier = entered | walk_on(self._tx, self._found, entered, self._scope, self._limits)
            if self._found.cut:
                return made
        if self._infer(frontier):
            rounds = self._limits.worst_case_rounds
            self._found.cut = Cut("worst_case", f"Further links could be inferred after {rounds} rounds.")
        return made

    def _infer(self, frontier: set[int]) -> list[_Entered]:
        """Links from the frontier to stocks not yet reached, one for each of those."""
        entered: dict[int, _Entered] = {}
        ordered = sorted(frontier)
        for one in (*self._contact(ordered), *self._unrecorded(ordered), *self._same_code(ordered)):
            if one[0].to_stock not in self._found.lot_of:
                entered.setdefault(one[0].to_stock, one)
        return list(entered.values())

    def _contact(self, frontier: list[int]) -> Iterable[_Entered]:
        places = sorted({self._found.place_of[s] for s in frontier} - self._places_looked_up)
        if places:
            self._places_looked_up.update(places)
            self._contacts.learn(self._tx.one("trace/presence", places=places, **self._scope.params()))
        for stock in frontier:
            for other, lot, day, other_day in self._contacts.of(stock, self._found.place_of[stock]):
                yield Link(Reason.CONTACT, stock, other, day, other_day), lot, self._found.place_of[stock]

    def _unrecorded(self, frontier: list[int]) -> Iterable[_Entered]:
        by_lot = defaultdict(list)
        for stock in frontier:
            by_lot[self._found.lot_of[stock]].append(stock)
        for row in self._tx.run("trace/sightings", lots=sorted(by_lot), **self._scope.params()):
            part = _parts(row["stocks"], row["moves"])
            first_in = {part.get(stock): stock for stock in reversed(by_lot[row["lot"]])}
            for other, place in sorted(zip(row["stocks"], row["places"], strict=True)):
                reached = next((stock for at, stock in first_in.items() if at != part[other]), None)
                if reached is not None:
                    yield Link(Reason.UNRECORDED_MOVEMENT, reached, other), row["lot"], place

    def _same_code(self, frontier: list[int]) -> Iterable[_Entered]:
        first_of = {self._found.lot_of[s]: s for s in reversed(frontier)}
        lots = sorted(first_of.keys() - self._lots_looked_up)
        self._lots_looked_up.update(lots)
        for row in self._tx.run("trace/namesakes", lots=lots, **self._scope.params()) if lots else ():
            yield Link(Reason.SAME_CODE, first_of[row["lot"]], row["stock"]), row["other"], row["place"]


class _Contacts:
    """Who was where on which day. within: days two records may lie apart."""

    def __init__(self, within: int):
        self._within = within
        self._at: dict[tuple[int, int], list[tuple[int, int]]] = defaultdict(list)
        self._days: dict[int, list[int]] = defaultdict(list)
        self._met: set[tuple[int, int]] = set()

    def learn(self, columns: dict) -> None:
        names = ("stocks", "lots", "places", "days")
        for stock, lot, place, day in sorted(zip(*(columns[n] for n in names), strict=True)):
            self._at[place, day].append((stock, lot))
            self._days[stock].append(day)

    def of(self, stock: int, place: int) -> Iterable[tuple[int, int, int, int]]:
        """Stocks in contact with this one as (stock, lot, day here, day there).

        A place and day is looked at once only: whoever was there then is reached from the first look on.
        """
        for day in self._days.get(stock, ()):
            for other_day in range(day - self._within, day + self._within + 1):
                if (place, other_day) in self._met:
                    continue
                self._met.add((place, other_day))
                for other, lot in self._at.get((place, other_day), ()):
                    yield other, lot, day, other_day


def _parts(stocks: list[int], moves: list[list[int]]) -> dict[int, int]:
    """Stock -> a stock that stands for all those its lot's movements connect it with."""
    parent = {stock: stock for stock in stocks}

    def root(stock: int) -> int:
        while parent[stock] != stock:
            parent[stock] = stock = parent[parent[stock]]
        return stock

    for tail, head in moves:
        if tail in parent and head in parent:
            parent[root(tail)] = root(head)
    return {stock: root(stock) for stock in stocks}
