"""The report: the same records rolled up by place, partner, kind, data element, and by whom to ask."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from engine.completeness.facts import Fact, facts
from engine.completeness.rows import By, Party, Row, Tally, Wanted
from engine.fsma import kdes
from engine.fsma.cte_types import KINDS, CteType
from engine.graph import Graph
from engine.identity import Action, Caller, Identity, Organization

ORDERINGS = ("records", "complete_share", "tlc_share", "source_share", "missing", "name")
"""Fields a list can be sorted by, each also with a leading `-` for descending."""

# Without these an investigator cannot take the next step (V-TLC-02, V-TLC-04).
_TOP = frozenset({"tlc", "input_tlc", "tlc_source", "tlc_source_reference"})
_RECEIPTS = frozenset({CteType.RECEIVING, CteType.RECEIVING_EXEMPT_SOURCE})
# What a harvester and a cooler pass on with the food (1.1325), and whoever has seeds, to those who pack it.
_TOLD_TO_PACKERS = frozenset({"received", "source_location", *(k.field for k in (*kdes.RECEIVED, *kdes.SEEDS))}) - {
    "received_date", "seed_receipt_date"}
_TOLD_TO_COOLERS = frozenset({"harvest_farm", "commodity", "variety"})
_NOBODY = Party("nobody", name="nobody named")
# Companions of other fields, which are no data elements of their own.
_NO_ELEMENTS = frozenset({"gtin", "lot", "unit_raw", "unit_content", "received", "inputs"})


@dataclass(frozen=True)
class Report:
    """The records of a question, rolled up. viewer: whose report it is. recorders: organizations by number."""

    viewer: Organization
    wanted: Wanted
    facts: list[Fact]
    recorders: dict[int, Organization]

    @cached_property
    def totals(self) -> Tally:
        """All records together."""
        return _tally(self.facts)

    def rows(self, by: By, ordering: str = "-records") -> list[Row]:
        """All rows of one list. ordering: one of ORDERINGS; equal ones by name, shares that mean nothing last."""
        made = list(_ROWS[by](self))
        field, down = ordering.removeprefix("-"), ordering.startswith("-")
        made.sort(key=lambda row: (row.name, row.field or ""))
        made.sort(key=lambda row: _sort_key(row, field, down))
        if field == "name" and down:
            made.reverse()
        return made

    def partners_of(self, fact: Fact) -> tuple[Party, ...]:
        """Whom the caller deals with in these records: the parties named, or whoever else recorded them."""
        if fact.recorded_by != self.viewer.no:
            return (self._recorder(fact),)
        return fact.parties or (_NOBODY,)

    def asked_of(self, fact: Fact, field: str) -> tuple[Party, ...]:
        """Who has to be asked for a data element: whoever passes it on with the food, else who recorded the event."""
        if fact.recorded_by == self.viewer.no and _comes_with_food(fact.cte_type, field):
            return fact.sources or (_NOBODY,)
        return (self._owner(fact),)

    def _owner(self, fact: Fact) -> Party:
        if fact.recorded_by == self.viewer.no:
            return Party("own", self.viewer.id, self.viewer.name)
        return self._recorder(fact)

    def _recorder(self, fact: Fact) -> Party:
        organization = self.recorders[fact.recorded_by]
        return Party("organization", organization.id, organization.name)

    def _by_location(self) -> Iterator[Row]:
        for place, group in _grouped((fact.place or _NOBODY, fact) for fact in self.facts):
            yield Row(_tally(group), place)

    def _by_partner(self) -> Iterator[Row]:
        for partner, group in _grouped((partner, fact) for fact in self.facts for partner in self.partners_of(fact)):
            yield Row(_tally(group), partner)

    def _by_cte(self) -> Iterator[Row]:
        for cte_type, group in _grouped((fact.cte_type, fact) for fact in self.facts):
            yield Row(_tally(group), cte_type=str(cte_type), label=KINDS[cte_type].label,
                      section=f"§{KINDS[cte_type].section}")

    def _by_kde(self) -> Iterator[Row]:
        for cte_type, group in _grouped((fact.cte_type, fact) for fact in self.facts):
            lacking = {field for fact in group for field in fact.lacks}
            elements = [k.field for k in KINDS[cte_type].elements if k.field not in _NO_ELEMENTS]
            for field in dict.fromkeys((*elements, *sorted(lacking))):
                yield self._element(cte_type, field, group)

    def _by_gap(self) -> Iterator[Row]:
        lacking = [(fact, field) for fact in self.facts for field in fact.lacks]
        pairs = (((party, fact.cte_type, field), fact) for fact, field in lacking
                 for party in self.asked_of(fact, field))
        concerned: dict[tuple[Party, CteType], list[Fact]] = defaultdict(list)
        for fact in self.facts:
            sources = (fact.sources or (_NOBODY,)) if fact.recorded_by == self.viewer.no else ()
            for party in (self._owner(fact), *sources):
                concerned[party, fact.cte_type].append(fact)
        for (party, cte_type, field), _ in _grouped(pairs):
            yield self._element(cte_type, field, concerned[party, cte_type], party)

    def _element(self, cte_type: CteType, field: str, group: list[Fact], about: Party | None = None) -> Row:
        """A data element: `complete` counts the records that lack it not, whatever else they lack."""
        kind, tally = KINDS[cte_type], _tally(group)
        missing = sum(fact.records for fact in group if field in fact.lacks)
        tally.complete = tally.records - missing
        return Row(tally, about, str(cte_type), field, kind.label_of(_path(field, kind.fields)),
                   kind.paragraph(_path(field, kind.fields)), missing, field in _TOP)


_ROWS = {By.LOCATION: Report._by_location, By.PARTNER: Report._by_partner, By.CTE: Report._by_cte,
         By.KDE: Report._by_kde, By.GAP: Report._by_gap}


class Completeness:
    """Reports over what callers may see."""

    def __init__(self, graph: Graph, identity: Identity):
        self._graph = graph
        self._identity = identity

    def report(self, caller: Caller, wanted: Wanted) -> Report:
        """The records of a question; one that names a place or partner nobody knows holds none."""
        caller.require(Action.READ)
        view = self._identity.view(caller)
        found = self._graph.reading(lambda tx: facts(tx, view, wanted))
        recorders = self._identity.organizations(sorted({fact.recorded_by for fact in found}))
        whole = Report(caller.organization, wanted, found, recorders)
        kept = [fact for fact in found if _concerns(whole, fact)]
        return Report(caller.organization, wanted, kept, recorders)


def _concerns(report: Report, fact: Fact) -> bool:
    wanted = report.wanted
    if wanted.location and (fact.place is None or fact.place.id != wanted.location):
        return False
    return not wanted.partner or any(party.id == wanted.partner for party in report.partners_of(fact))


def _comes_with_food(cte_type: CteType, field: str) -> bool:
    kind = KINDS[cte_type]
    if cte_type in _RECEIPTS:
        return field not in (kind.place_field, kind.date_field, "reference_documents")
    if kind.is_packing:
        return field in _TOLD_TO_PACKERS
    return cte_type is CteType.COOLING and field in _TOLD_TO_COOLERS


def _tally(group: Iterable[Fact]) -> Tally:
    tally = Tally()
    for fact in group:
        tally.records += fact.records
        tally.complete += 0 if fact.lacks else fact.records
        if fact.owes:
            tally.owing += fact.records
            tally.with_tlc += fact.records if fact.tlc else 0
            tally.with_source += fact.records if fact.source else 0
    return tally


def _grouped(pairs: Iterable[tuple[Hashable, Fact]]) -> Iterable[tuple]:
    found: dict[Hashable, list[Fact]] = defaultdict(list)
    for key, fact in pairs:
        found[key].append(fact)
    return found.items()


def _path(field: str, fields: Iterable[str]) -> str:
    """A field with the list it is in, where it is in one."""
    return field if field in fields else f"inputs[].{field}" if field.startswith("input_") else f"received[].{field}"


def _sort_key(row: Row, field: str, down: bool) -> tuple:
    if field == "name":
        return (0, row.name if not down else "")
    value = row.missing if field == "missing" else getattr(row.tally, field)
    return (value is None, (-value if down else value) if value is not None else 0)
