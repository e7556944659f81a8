"""What a trace should find, worked out naively over lists of rows; shares nothing with the engine."""

from dataclasses import dataclass
from typing import Any

Row = dict[str, Any]


@dataclass
class View:
    """Whose records count, as known when, on which days."""

    viewer: int
    orgs: list[int]
    grants: list[Row]
    at: int
    first: int | None = None
    last: int | None = None


def sees(view: View, record: Row) -> bool:
    if record["recorded_by"] in view.orgs or view.viewer in record["counterparties"]:
        return True
    for grant in view.grants:
        if grant["org"] != record["recorded_by"] or record["on"] is None:
            continue
        in_time = grant["from"] <= record["on"] <= grant["to"]
        of_product = grant["gtins"] is None or record["gtin"] in grant["gtins"]
        if in_time and of_product:
            return True
    return False


def known(view: View, record: Row) -> bool:
    return record["recorded_at"] <= view.at < record["superseded_at"]


def in_window(view: View, record: Row) -> bool:
    return view.first is None or record["on"] is None or view.first <= record["on"] <= view.last


class Oracle:
    """One network seen through one view; `backward` turns every flow round."""

    def __init__(self, network: Any, view: View, backward: bool):
        self.ctes = {c["no"]: c for c in network.ctes}
        self.stocks = {s["no"]: s for s in network.stocks}
        self.lots = {lot["no"]: lot for lot in network.lots}
        seen = [f for f in network.flows if sees(view, self.ctes[f["cte"]]) and known(view, self.ctes[f["cte"]])]
        self.touched = {end for f in seen for end in (f["tail"], f["head"])}
        self.flows = [f for f in seen if in_window(view, self.ctes[f["cte"]])]
        self.edges = [(f["head"], f["tail"]) if backward else (f["tail"], f["head"]) for f in self.flows]
        self.sign = -1 if backward else 1

    def start(self, lot: int) -> set[int]:
        return {s for s, row in self.stocks.items() if row["lot"] == lot and s in self.touched}

    def reach(self, start: set[int]) -> set[int]:
        reached = set(start)
        while True:
            more = {head for tail, head in self.edges if tail in reached} - reached
            if not more:
                return reached
            reached |= more

    def in_order(self, start: set[int]) -> set[int]:
        """Every walk: (node, latest day so far) pairs, None before the first date."""
        states = {(node, None) for node in start}
        todo = list(states)
        while todo:
            node, so_far = todo.pop()
            for tail, head in self.edges:
                if tail != node:
                    continue
                day = self._day(tail, head)
                if day is not None and so_far is not None and day < so_far - 1:
                    continue
                days = [d for d in (day, so_far) if d is not None]
                state = (head, max(days) if days else None)
                if state not in states:
                    states.add(state)
                    todo.append(state)
        return {node for node, _ in states}

    def depths(self, start: set[int]) -> dict[int, int]:
        """Least lot-to-lot hops of each lot, by relaxing every pair of flows until nothing changes."""
        moves = [(a, d) for a, b in self.edges for c, d in self.edges if b == c and a in self.stocks]
        best = dict.fromkeys(start, 0)
        changed = True
        while changed:
            changed = False
            for tail, head in moves:
                if tail in best:
                    hops = best[tail] + (self.stocks[tail]["lot"] != self.stocks[head]["lot"])
                    if hops < best.get(head, 10**9):
                        best[head] = hops
                        changed = True
        lots: dict[int, int] = {}
        for stock, hops in best.items():
            lot = self.stocks[stock]["lot"]
            lots[lot] = min(hops, lots.get(lot, hops))
        return lots

    def worst_case(self, start: set[int], within_days: int) -> set[int]:
        reached = self.reach(start)
        while True:
            linked = {
                other for other in self.stocks for stock in reached
                if other not in reached and stock in self.stocks and self.linked(stock, other, within_days)
            }
            if not linked:
                return reached
            reached = self.reach(reached | linked)

    def linked(self, stock: int, other: int, within_days: int) -> bool:
        """Whether goods of one stock may have got into the other though no record says so."""
        return bool(self.reasons(stock, other, within_days))

    def reasons(self, stock: int, other: int, within_days: int) -> set[str]:
        a, b = self.stocks[stock], self.stocks[other]
        if not self.days_at(other) and not self.undated_at(other):
            return set()
        found = set()
        if a["lot"] == b["lot"]:
            if not self.moved_between(stock, other):
                found.add("unrecorded_movement")
            return found
        near = any(abs(x - y) <= within_days for x in self.days_at(stock) for y in self.days_at(other))
        if a["place"] == b["place"] and near:
            found.add("contact")
        codes = [self.lots[s["lot"]]["tlc_match"] for s in (a, b)]
        kinds = [self.lots[s["lot"]]["kind"] for s in (a, b)]
        if codes[0] is not None and codes[0] == codes[1] and "provisional" in kinds:
            found.add("same_code")
        return found

    def days_at(self, stock: int) -> set[int]:
        days = {self.ctes[f["cte"]]["on"] for f in self.flows if stock in (f["tail"], f["head"])}
        return days - {None}

    def undated_at(self, stock: int) -> bool:
        return any(self.ctes[f["cte"]]["on"] is None for f in self.flows if stock in (f["tail"], f["head"]))

    def moved_between(self, stock: int, other: int) -> bool:
        """Whether the lot's own movements join the two, in whatever direction."""
        lot = self.stocks[stock]["lot"]
        joined = {stock}
        while True:
            more = set()
            for f in self.flows:
                for g in self.flows:
                    if f["head"] == g["tail"] == f["cte"] and self.of(f["tail"]) == self.of(g["head"]) == lot:
                        pair = {f["tail"], g["head"]}
                        if pair & joined:
                            more |= pair - joined
            if not more:
                return other in joined
            joined |= more

    def of(self, node: int) -> int | None:
        row = self.stocks.get(node)
        return row and row["lot"]

    def ends(self, reached: set[int]) -> set[int]:
        return reached - {tail for tail, _ in self.edges}

    def _day(self, tail: int, head: int) -> int | None:
        day = (self.ctes.get(tail) or self.ctes[head])["on"]
        return None if day is None else self.sign * day
