"""A trace drawn as two trees: what a lot came from, and where it went."""

from collections.abc import Iterator
from typing import Any

from rich.markup import escape
from rich.tree import Tree

# A lot at a place, by their ids.
Stock = tuple[str, str]
_PACKING = (
    "initial_packing", "initial_packing_sprouts", "initial_packing_exempt_source", "transformation_unpacked_rac",
)  # fmt: skip


class TraceTrees:
    """The two trees of one trace answer.

    trace: what the API answers. inputs: lot codes that went into each transformation, by record id.
    """

    def __init__(self, trace: dict[str, Any], inputs: dict[str, list[str]]) -> None:
        self._lots = {lot["lot_id"]: lot for lot in trace["lots"]}
        self._places = {place["location_id"]: place for place in trace["locations"]}
        self._ends: dict[tuple[str, Stock], list[dict]] = {}
        for end in trace["ends"]:
            stock = (end["lot_id"], end["location_id"])
            self._ends.setdefault((end["direction"], stock), []).append(end)
        self._inputs = inputs
        self._hops: dict[tuple[Stock | None, Stock], list[dict]] = {}
        for event in sorted(trace["events"], key=_when):
            for hop in self._hops_of(event):
                self._hops.setdefault(hop, []).append(event)
        self._root = trace["lot_id"]

    def backward(self) -> Tree:
        """From the lot's first place back to where everything in it began."""
        tree = Tree(f"[bold]Where it came from[/bold]: {self._lot(self._root)}")
        for start in self._first_stocks():
            self._grow(tree.add(self._stock(start)), start, "backward", set())
        return tree

    def forward(self) -> Tree:
        """From the lot's first place to everybody who got it, or what was made of it."""
        tree = Tree(f"[bold]Where it went[/bold]: {self._lot(self._root)}")
        for start in self._first_stocks():
            self._grow(tree.add(self._stock(start)), start, "forward", set())
        return tree

    def _first_stocks(self) -> list[Stock]:
        """Where the lot was made; where no record says so, every place it is first seen at."""
        made = [
            target for source, target in self._hops
            if target[0] == self._root and (source is None or source[0] != self._root)
        ]  # fmt: skip
        arrived = {target for _, target in self._hops}
        left = [source for source, _ in self._hops if source and source[0] == self._root and source not in arrived]
        return list(dict.fromkeys(made or left))

    def _grow(self, node: Tree, stock: Stock, direction: str, drawn: set[Stock]) -> None:
        drawn.add(stock)
        for (source, target), events in self._hops.items():
            near, far = (target, source) if direction == "backward" else (source, target)
            if near != stock:
                continue
            said = ", ".join(_said(event) for event in events)
            if far is None:
                node.add(f"[dim]{said}[/dim]")
            elif far in drawn:
                node.add(f"[dim]{said}[/dim]  {self._stock(far)} [dim](above)[/dim]")
            else:
                self._grow(node.add(f"[dim]{said}[/dim]  {self._stock(far)}"), far, direction, drawn)
        for end in self._ends.get((direction, stock), ()):
            if end["kind"] == "ask":
                firm = escape(end["business_name"] or "the firm there")
                node.add(f"[yellow]Your view ends here.[/yellow] Ask {firm}, {escape(end['phone'] or 'no phone')}")

    def _hops_of(self, event: dict[str, Any]) -> Iterator[tuple[Stock | None, Stock]]:
        for to in event["to"]:
            target = (event["lot_id"], to)
            sources = [source for source in self._sources(event) if source != target]
            for source in sources or [None]:
                yield source, target

    def _sources(self, event: dict[str, Any]) -> list[Stock]:
        """Lots at places that flowed into an event."""
        kind, lot = event["cte_type"], event["lot_id"]
        if kind == "transformation":
            codes = self._inputs.get(event["record_id"], [])
            lots = [one["lot_id"] for code in codes for one in self._lots.values() if one["tlc"] == code]
        elif kind in _PACKING:
            lots = [one["lot_id"] for one in self._lots.values() if one["kind"] in ("crop", "seed")]
            held = {(e, place) for e, place in self._held()}
            return [(one, place) for one in lots for place in event["from"] if (one, place) in held]
        else:
            lots = [lot]
        return [(one, place) for one in lots for place in event["from"]]

    def _held(self) -> set[Stock]:
        """Crops where their harvests and coolings put them."""
        return {target for source, target in self._hops if self._lots[target[0]]["kind"] in ("crop", "seed")}

    def _stock(self, stock: Stock) -> str:
        place = self._places.get(stock[1], {})
        return f"{self._lot(stock[0])} at [cyan]{escape(place.get('business_name') or stock[1])}[/cyan]"

    def _lot(self, lot_id: str) -> str:
        lot = self._lots.get(lot_id, {})
        return f"[green]{escape(lot.get('tlc') or lot.get('product_name') or lot.get('kind') or lot_id)}[/green]"


def _said(event: dict[str, Any]) -> str:
    number = event["quantity"]
    amount = "" if number is None else f" {number:g} {event['unit_of_measure'] or ''}".rstrip()
    return escape(f"{event['date']} {event['cte_type'].replace('_', ' ')}{amount}")


def _when(event: dict[str, Any]) -> tuple[str, bool]:
    """Order of events; what was shipped on a day comes before what was received on it."""
    return event["date"] or "", event["cte_type"] != "shipping"
