"""Transactions of the catalogue, and what can be wrong with the rows that go into one."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, TypeVar

from engine.catalogue.forms import Ingredient, LotStatus
from engine.clock import Clock, epoch_day, epoch_ms
from engine.errors import Conflict, Invalid
from engine.graph import Graph, Transaction

T = TypeVar("T")

CONFLICT = "conflict"


@dataclass(frozen=True)
class Fault:
    """What is wrong with one of several rows. row: its position among them, from 0."""

    row: int
    field: str
    message: str
    type: str = CONFLICT


class Books:
    """Changes to one organization's catalogue follow one another, so that what was free a moment ago still is."""

    def __init__(self, graph: Graph, clock: Clock):
        self.graph = graph
        self.clock = clock

    def now(self) -> int:
        return epoch_ms(self.clock.now())

    def change(self, organization: int, work: Callable[[Transaction], T]) -> T:
        """Run `work` in one transaction, alone among those of this organization's catalogue."""
        def alone(tx: Transaction) -> T:
            tx.run("catalogue/lock", organization=organization)
            return work(tx)

        return self.graph.transaction(alone)


def raise_revisions(tx: Transaction, organization: int) -> None:
    """What the organization and those it shares with may see has changed."""
    tx.run("capture/raise_revisions", recorders=[organization], parties=[])


def refuse(faults: Iterable[Fault]) -> None:
    """Raise the error of the first fault, if there is one."""
    for fault in faults:
        if fault.type == CONFLICT:
            raise Conflict(fault.message)
        raise invalid(fault.field, fault.message, fault.type)


def invalid(field: str, message: str, kind: str = "value_error") -> Invalid:
    return Invalid(details=[{"loc": ["body", field], "msg": message, "type": kind}])


def repeated(keys: list[str], taken: set[str], field: str, message: str) -> list[Fault]:
    """Faults of rows whose key is taken, or stands in a row before."""
    faults, seen = [], set(taken)
    for position, key in enumerate(keys):
        if key in seen:
            faults.append(Fault(position, field, message))
        seen.add(key)
    return faults


def foreign_organizations(forms: Iterable[Any], organization_id: str) -> list[Fault]:
    """Faults of rows that name another organization as their owner."""
    return [Fault(position, "organization_id", "Not your organization.", "organization")
            for position, form in enumerate(forms) if form.organization_id not in (None, organization_id)]


def stored(values: Mapping[str, Any]) -> dict[str, Any]:
    """Values as the graph keeps them: days as numbers, words of a list as their text."""
    return {name: _stored(value) for name, value in values.items()}


def _stored(value: Any) -> Any:
    if isinstance(value, date):
        return epoch_day(value)
    return value.value if isinstance(value, StrEnum) else value


def fresh_lot(organization: int, key: str, now: int) -> dict[str, Any]:
    """Properties of a lot that has just come into a catalogue. key: organization number and lot number in the graph."""
    return {"key": key, "organization": organization, "status": LotStatus.ACTIVE.value, "label_print_count": 0,
            "metadata": "{}", "created_at": now}


def recipe_json(recipe: Iterable[Ingredient]) -> list[dict[str, Any]]:
    return [each.model_dump(exclude_none=True) for each in recipe]
