"""Versions of plans: added and read, never changed, so that any earlier one can be shown (21 CFR 1.1315(b))."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from engine.clock import Clock, epoch_day, epoch_ms, from_epoch_ms
from engine.errors import NotFound
from engine.graph import Graph
from engine.ids import new_id
from engine.plans.plan import Plan, Product, RecordStore
from engine.plans.text import as_text, difference

_FIRST = 1


@dataclass(frozen=True)
class PlanVersion:
    """One version as it was written. version: counted from 1 within the organization."""

    id: str
    organization: str
    version: int
    author: str
    created_at: datetime
    plan: Plan

    @property
    def text(self) -> str:
        return as_text(self.plan, self.organization, self.version, self.author)


class Plans:
    """What an organization asks of its plan; all of it is its own and nobody else's."""

    def __init__(self, graph: Graph, clock: Clock):
        self._graph = graph
        self._clock = clock

    def add(self, organization: int, plan: Plan, author: str) -> PlanVersion:
        """The next version, whoever else adds one at the same time."""
        rows = self._graph.write(
            "plans/add", organization=organization, id=new_id(), author=author, at=epoch_ms(self._clock.now()),
            effective=epoch_day(plan.effective_date), plan=plan.model_dump_json())
        if not rows:
            raise NotFound
        return _version(rows[0])

    def current(self, organization: int) -> PlanVersion:
        """The newest version in effect today, else the newest of all. Raises NotFound where there is none."""
        row = self._graph.one("plans/current", organization=organization,
                              today=epoch_day(self._clock.now().date()))
        if row is None:
            raise NotFound("There is no traceability plan yet; add its first version.")
        return _version(row)

    def version(self, organization: int, number: int) -> PlanVersion:
        """One version. Raises NotFound."""
        row = self._graph.one("plans/version", organization=organization, version=number)
        if row is None:
            raise NotFound
        return _version(row)

    def versions(self, organization: int, skip: int = 0, limit: int = 25) -> tuple[list[PlanVersion], int]:
        """Versions, newest first, and how many there are."""
        row = self._graph.one("plans/versions", organization=organization, skip=skip, limit=limit)
        return [_version(each) for each in row["versions"]], row["total"]

    def difference(self, organization: int, number: int, against: int | None = None) -> str:
        """What changed from one version to another, by default from the one before; a unified diff of their texts."""
        after = self.version(organization, number)
        number_before = number - 1 if against is None else against
        if number_before < _FIRST:
            return difference("", after.text, ("nothing", f"version {number}"))
        before = self.version(organization, number_before)
        return difference(before.text, after.text, (f"version {number_before}", f"version {number}"))

    def draft(self, organization: int) -> Plan:
        """A beginning made of what is known: the newest version, else the places and products on record."""
        try:
            known = self.current(organization).plan
        except NotFound:
            known = Plan(effective_date=self._clock.now().date(), record_stores=[RecordStore(
                name="lotgraph", format="Electronic records, exported as FDA's sortable spreadsheet (XLSX)")])
        row = self._graph.one("plans/on_record", organization=organization)
        names = sorted({_name(json.loads(text)) for text in row["places"]} - {""})
        listed = {(p.gtin, p.product_name) for p in known.products}
        found = [Product(product_name=p["name"], gtin=p["gtin"], ftl_category=p["category"] or "")
                 for p in row["products"] if (p["gtin"], p["name"]) not in listed]
        return known.model_copy(update={
            "effective_date": self._clock.now().date(), "locations": list(dict.fromkeys([*known.locations, *names])),
            "products": [*known.products, *found],
        })


def _version(row: dict[str, Any]) -> PlanVersion:
    return PlanVersion(row["id"], row["organization"], row["version"], row["author"],
                       from_epoch_ms(row["created_at"]), Plan.model_validate_json(row["plan"]))


def _name(place: dict[str, Any]) -> str:
    town = ", ".join(part for part in (place.get("city"), place.get("state_region")) if part)
    return "; ".join(part for part in (place.get("business_name"), place.get("street_address"), town) if part)
