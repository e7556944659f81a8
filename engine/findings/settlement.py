"""One settlement: the neighbourhoods of touched records are judged whole, and what is stored is made to agree."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from engine.findings import store
from engine.findings.lookup import Lookup
from engine.findings.neighbourhoods import Neighbourhoods
from engine.findings.noted import Noted
from engine.findings.told import World
from engine.graph import Transaction


@dataclass
class Settled:
    """What a settlement found. noted: scope -> open findings. left: lots and records that were too many for it.

    more: whether anything else waits that the same capture touched.
    """

    noted: dict[str, list[Noted]] = field(default_factory=dict)
    lots_left: set[int] = field(default_factory=set)
    records_left: set[int] = field(default_factory=set)
    more: bool = False

    @property
    def findings(self) -> list[Noted]:
        return [noted for scope in sorted(self.noted) for noted in self.noted[scope]]


def settle(tx: Transaction, world: World, at: int, records: Iterable[int] = (), lots: Iterable[int] = (),
           places: Iterable[int] = ()) -> Settled:
    """Judge what bears on touched records, lots and places, and open, reopen and close findings accordingly.

    at: epoch ms. More lots than a mark holds are left for other settlements.
    """
    lookup = Lookup(tx)
    around = Neighbourhoods(tx, lookup, world)
    around.touch(set(records), set(lots), set(places))
    settled = Settled(lots_left=around.lots_left, records_left=around.records_left)
    settled.noted = around.judge()
    _agree(tx, settled.noted, at)
    return settled


def _agree(tx: Transaction, noted: dict[str, list[Noted]], at: int) -> None:
    """Make stored findings of the judged scopes the ones that were noted."""
    stored = {row["id"]: row for row in tx.run("findings/in_scopes", scopes=sorted(noted))}
    rows = {row["id"]: row for scope, found in sorted(noted.items())
            for row in (store.row_of_noted(scope, each, at) for each in found)}
    changed = [row for finding_id, row in sorted(rows.items()) if _differs(stored.get(finding_id), row)]
    if changed:
        tx.run("findings/keep", rows=changed)
    gone = sorted(finding_id for finding_id, row in stored.items() if row["state"] == "open" and finding_id not in rows)
    if gone:
        tx.run("findings/close", ids=gone, by="cured", at=at)


def _differs(stored: dict[str, Any] | None, row: dict[str, Any]) -> bool:
    if stored is None or stored["state"] != "open":
        return True
    return any(stored[name] != row[name] for name in ("severity", "value", "message", "hint", "others"))
