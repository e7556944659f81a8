"""Small random supply networks as graph rows: every awkward thing trade does, drawn from a seed."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

from engine.graph import Graph
from engine.graph.statements import parse

OPEN = 9223372036854775807
FIRST_DAY = 20_000
_CODES = ("CODE-A", "CODE-B", "CODE-C", "CODE-D")
_CARRIED = ("recorded_by", "counterparties", "on", "gtin")
_GTINS = ("00000000000017", "00000000000024")


@dataclass
class Network:
    """Rows of one network; numbers start above `base`, so that networks can share a graph.

    lots: {no, id, kind, tlc_match}. stocks: {no, lot, place}. ctes: properties of a CTE. flows: {tail, head, cte}.
    """

    base: int
    organizations: list[int] = field(default_factory=list)
    places: list[int] = field(default_factory=list)
    lots: list[dict[str, Any]] = field(default_factory=list)
    stocks: list[dict[str, Any]] = field(default_factory=list)
    ctes: list[dict[str, Any]] = field(default_factory=list)
    flows: list[dict[str, Any]] = field(default_factory=list)


def network(seed: int, base: int) -> Network:
    """A network of 3 to 25 events; the same for the same seed, but for its numbers."""
    return _Builder(Random(seed), base).build()


def load(graph: Graph, networks: Iterable[Network]) -> None:
    """Write networks to a graph in one statement."""
    networks = list(networks)
    flows = [flow for n in networks for flow in _flows(n)]
    run(graph, "load_networks", organizations=[o for n in networks for o in n.organizations],
        places=[p for n in networks for p in n.places], lots=[lot for n in networks for lot in n.lots],
        stocks=[s for n in networks for s in n.stocks], ctes=[c for n in networks for c in n.ctes],
        into=[row for into, row in flows if into], out_of=[row for into, row in flows if not into])


def drop(graph: Graph, base: int) -> None:
    """Remove whatever has a number above `base`."""
    run(graph, "drop_networks", base=base)


def run(graph: Graph, name: str, **params: Any) -> list[dict[str, Any]]:
    """Rows of a statement that only tests have."""
    text = _text(name)
    return graph.transaction(lambda tx: [row.data() for row in tx._tx.run(text, params)])


@contextmanager
def unfinished(graph: Graph, name: str, **params: Any) -> Iterator[None]:
    """A statement that only tests have, undone at the end: whoever writes the same waits until then."""
    with graph._driver.session() as session, session.begin_transaction() as tx:
        tx.run(_text(name), params).consume()
        try:
            yield
        finally:
            tx.rollback()


def _text(name: str) -> str:
    return parse(name, (Path(__file__).parent / "cypher" / f"{name}.cypher").read_text()).text


def _flows(of: Network) -> Iterator[tuple[bool, dict[str, Any]]]:
    """Rows of flows, each with whether it leads into its event."""
    ctes = {cte["no"]: cte for cte in of.ctes}
    for flow in of.flows:
        cte = ctes[flow["cte"]]
        properties = {name: cte[name] for name in _CARRIED} | known(cte)
        yield flow["head"] == flow["cte"], {"tail": flow["tail"], "head": flow["head"], "properties": properties}


def known(cte: dict[str, Any]) -> dict[str, int]:
    """When a record was known, as its flows say it."""
    if cte["superseded_at"] == OPEN:
        return {"recorded_at": cte["recorded_at"]}
    return {"known_from": cte["recorded_at"], "superseded_at": cte["superseded_at"]}


class _Builder:
    """Draws one network: lots are made, moved, mixed, returned and reworked among a few places."""

    def __init__(self, random: Random, base: int):
        self._random = random
        self._last = base
        self._stock_of: dict[tuple[int, int], int] = {}
        self._operator: dict[int, int] = {}
        self._net = Network(base)

    def build(self) -> Network:
        pick = self._random
        self._net.organizations = [self._number() for _ in range(pick.randint(2, 5))]
        self._net.places = [self._number() for _ in range(pick.randint(2, 6))]
        self._operator = {place: pick.choice(self._net.organizations) for place in self._net.places}
        for _ in range(pick.randint(1, 3)):
            self._make()
        acts = (self._make, self._ship, self._ship, self._ship, self._truck, self._return, self._mix, self._mix,
                self._rework, self._loop, self._cool)
        for _ in range(pick.randint(2, 14)):
            pick.choice(acts)()
        return self._net

    def _number(self) -> int:
        self._last += 1
        return self._last

    def _lot(self) -> int:
        no = self._number()
        kind = self._random.choice(("packed", "packed", "packed", "crop", "provisional"))
        code = None if kind == "crop" else self._random.choice(_CODES)
        self._net.lots.append({"no": no, "id": f"lot-{no}", "key": f"lot-{no}", "kind": kind, "tlc_match": code})
        return no

    def _stock(self, lot: int, place: int) -> int:
        if (lot, place) not in self._stock_of:
            no = self._stock_of[lot, place] = self._number()
            self._net.stocks.append({"no": no, "key": f"stock-{no}", "lot": lot, "place": place})
        return self._stock_of[lot, place]

    def _any_stock(self) -> tuple[int, int]:
        return self._random.choice(sorted(self._stock_of))

    def _day(self) -> int | None:
        if self._random.random() < 0.08:
            return None
        return FIRST_DAY + len(self._net.ctes) // 2 + self._random.choice((0, 0, 0, 0, 1, 1, 2, -1, -2, -5, 9))

    def _cte(self, kind: str, lot: int, by: int, parties: list[int], tails: list[int], heads: list[int]) -> None:
        no, pick = self._number(), self._random
        known = pick.randint(1, 9)
        self._net.ctes.append({
            "no": no, "id": f"cte-{no}", "key": f"cte-{no}", "event_id": f"EV{no}", "cte_type": kind, "lot": lot,
            "recorded_by": by, "counterparties": sorted({p for p in parties if p != by}), "on": self._day(),
            "recorded_at": known, "superseded_at": pick.randint(known + 1, 11) if pick.random() < 0.12 else OPEN,
            "gtin": pick.choice((None, *_GTINS)), "tlc": f"T{lot}", "record": "{}", "position": 0,
        })
        self._net.flows += [{"tail": s, "head": no, "cte": no} for s in dict.fromkeys(tails)]
        self._net.flows += [{"tail": no, "head": s, "cte": no} for s in dict.fromkeys(heads)]

    def _make(self) -> None:
        lot, place = self._lot(), self._random.choice(self._net.places)
        kind = self._random.choice(("harvesting", "first_land_based_receiving"))
        self._cte(kind, lot, self._operator[place], [], [], [self._stock(lot, place)])

    def _move(self, lot: int, source: int, target: int) -> None:
        tail, head = self._stock(lot, source), self._stock(lot, target)
        sender, receiver = self._operator[source], self._operator[target]
        sides = self._random.choice(("shipper", "receiver", "both", "both", "both"))
        if sides != "receiver":
            self._cte("shipping", lot, sender, [receiver], [tail], [head])
        if sides != "shipper":
            self._cte("receiving", lot, receiver, [sender], [tail], [head])

    def _ship(self) -> None:
        lot, place = self._any_stock()
        self._move(lot, place, self._random.choice(self._net.places))

    def _truck(self) -> None:
        """Several lots leave one place for another on one day: one record each."""
        _, source = self._any_stock()
        target = self._random.choice(self._net.places)
        for lot, place in sorted(self._stock_of):
            if place == source:
                self._move(lot, source, target)

    def _return(self) -> None:
        moved = [c for c in self._net.ctes if c["cte_type"] == "shipping"]
        if moved:
            places = {no: key for key, no in self._stock_of.items()}
            event = self._random.choice(moved)["no"]
            tail = next(f["tail"] for f in self._net.flows if f["head"] == event)
            head = next(f["head"] for f in self._net.flows if f["tail"] == event)
            self._move(places[head][0], places[head][1], places[tail][1])

    def _mix(self) -> None:
        self._transform(self._lot())

    def _rework(self) -> None:
        """A product goes into a batch of a lot that was there before: cycles arise."""
        self._transform(self._any_stock()[0])

    def _transform(self, output: int) -> None:
        _, place = self._any_stock()
        here = [lot for lot, at in sorted(self._stock_of) if at == place and lot != output]
        used = self._random.sample(here, min(len(here), self._random.randint(1, 3)))
        self._cte("transformation", output, self._operator[place], [], [self._stock(lot, place) for lot in used],
                  [self._stock(output, place)])

    def _loop(self) -> None:
        """A repack that keeps its code: one stock, in and out."""
        lot, place = self._any_stock()
        self._cte("transformation", lot, self._operator[place], [], [self._stock(lot, place)],
                  [self._stock(lot, place)])

    def _cool(self) -> None:
        """Two crops cooled by one record."""
        _, source = self._any_stock()
        cooler = self._random.choice(self._net.places)
        here = [lot for lot, at in sorted(self._stock_of) if at == source][:2]
        self._cte("cooling", here[0], self._operator[cooler], [self._operator[source]],
                  [self._stock(lot, source) for lot in here], [self._stock(lot, cooler) for lot in here])
