"""Lots that can be exported, written straight into the graph: what jobs and exports are tested on."""

import json
from dataclasses import dataclass
from datetime import date
from itertools import count
from random import SystemRandom

from engine.assembly import Engine
from engine.clock import epoch_day
from engine.identity import Organization, Role
from engine.ids import new_id
from tests.networks import OPEN, Network, load
from tests.worked_example import BY_ID

GTIN = "19521003000319"
_NUMBERS = count(SystemRandom().randrange(10**6, 10**12) * 10**3)


@dataclass(frozen=True)
class Firm:
    """An organization with a manager's, an editor's and a reader's key."""

    organization: Organization
    keys: dict[str, str]

    def headers(self, role: str = "manager") -> dict[str, str]:
        return {"X-API-Key": self.keys[role]}


def firm(engine: Engine, name: str = "Prairie Fork Salads") -> Firm:
    organization = engine.identity.create_organization(name)
    keys = {role.value: engine.identity.create_key(organization, role, role.value)[1]
            for role in (Role.MANAGER, Role.EDITOR, Role.READONLY)}
    return Firm(organization, keys)


def lot(engine: Engine, owner: Firm, lot_number: str = "PF223-2", events: tuple[str, ...] = ("EV13", "EV14", "EV15"),
        shipments: int = 0, broken: bool = False, voided: bool = False) -> str:
    """A lot made by the owner and moved once, each event recorded by the owner; returns its id.

    shipments: further copies of the last event. broken: one record is of a type no sheet exists for.
    voided: no record stands any more.
    """
    no, made, moved, here, there = (next(_NUMBERS) for _ in range(5))
    lot_id = new_id()
    net = Network(0, places=[here, there], lots=[{
        "no": no, "id": lot_id, "key": lot_id, "kind": "packed", "gtin": GTIN, "lot_number": lot_number,
        "tlc_match": f"(01){GTIN}(10){lot_number}"}])
    net.stocks = [{"no": made, "lot": no, "place": here, "key": str(made)},
                  {"no": moved, "lot": no, "place": there, "key": str(moved)}]
    wanted = [*events, *[events[-1]] * shipments]
    for position, event_id in enumerate(wanted):
        record = dict(BY_ID[event_id])
        cte = next(_NUMBERS)
        net.ctes.append({
            "no": cte, "id": new_id(), "key": str(cte), "event_id": f"{event_id}-{position}", "lot": no,
            "cte_type": record["cte_type"], "recorded_by": owner.organization.no, "counterparties": [],
            "on": epoch_day(date(2026, 8, 12)), "recorded_at": 0, "superseded_at": 0 if voided else OPEN,
            "gtin": GTIN, "tlc": record["tlc"],
            "record": json.dumps(record | ({"cte_type": "unheard_of"} if broken else {})),
        })
        net.flows.append({"tail": cte, "head": moved if position else made, "cte": cte})
        if position:
            net.flows.append({"tail": made, "head": cte, "cte": cte})
    load(engine.graph, [net])
    return lot_id
