"""What lots, places and events are called: read from visible records only, for the rows that are shown."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from engine.capture.places import keys_of
from engine.capture.resolution import party_clue, told_clue
from engine.fsma.cte_types import KINDS, CteType
from engine.fsma.descriptions import LocationDescription, TlcSourceReference
from engine.fsma.other.kinds import OtherType
from engine.fsma.other.records import OtherRecord
from engine.fsma.records import Input, Packing, Record, from_text
from engine.graph import Transaction
from engine.trace.question import Direction, Scope

_ASSIGNING = sorted(str(cte_type) for cte_type, kind in KINDS.items() if kind.creates_lot)
_STOCKS_A_PLACE = 3
_TOLD_AT_ONCE = 20
_PASSAGES = {Direction.FORWARD: "trace/arrivals", Direction.BACKWARD: "trace/departures"}


@dataclass(frozen=True)
class LotDetail:
    """A lot with the visible record that tells most about it, if there is one.

    code: what spellings of its code have in common. speaks: the record is about this lot; otherwise it uses it up.
    """

    no: int
    id: str
    kind: str
    gtin: str | None
    lot_number: str | None
    code: str | None
    record: Record | None
    speaks: bool

    @property
    def tlc(self) -> str | None:
        """The code as the record spells it, be it its own or one of its inputs'; None for crops."""
        if self.code is None or self.record is None:
            return None
        if self.speaks:
            return self.record.tlc
        return next((used.input_tlc for used in self._uses()), self.code)

    @property
    def product_name(self) -> str | None:
        match self.record:
            case None:
                return None
            case record if self.speaks or is_crop_record(record):
                return record.food_name
            case Packing() as packing if self.kind == "seed":
                return packing.seed_type_or_taxonomic_name
            case Packing() as packing:
                kinds = {(b.commodity_received, b.variety_received) for b in packing.received}
                return ", ".join(filter(None, kinds.pop())) or None if len(kinds) == 1 else None
            case _:
                return next((u.input_product.product_name for u in self._uses() if u.input_product), None)

    @property
    def tlc_source(self) -> LocationDescription | None:
        """Where the code was assigned, as the record states it."""
        if self.code is None or self.record is None:
            return None
        return self.record.stated_source if self.speaks else next((u.tlc_source for u in self._uses()), None)

    @property
    def tlc_source_reference(self) -> TlcSourceReference | None:
        return getattr(self.record, "tlc_source_reference", None) if self.speaks else None

    def _uses(self) -> Iterator[Input]:
        for used in getattr(self.record, "inputs", ()):
            if used.lot_code and used.lot_code.match == self.code:
                yield used


@dataclass(frozen=True)
class PlaceDetail:
    """A place in the fullest words a visible record has for it. keys: all that lead to it. records: those looked at."""

    no: int
    id: str
    keys: frozenset[str]
    records: tuple[Record, ...]

    @property
    def description(self) -> LocationDescription:
        named = [place for record in self.records for _, place in self.named(record)]
        return max(named, key=lambda place: len(place.model_fields_set), default=LocationDescription())

    def named(self, record: Record) -> list[tuple[str, LocationDescription]]:
        """The roles in which a record names this place."""
        return [(role, place) for role, place in record.named_places() if self.keys.intersection(keys_of(place))]

    def is_named(self, place: LocationDescription | None) -> bool:
        """Whether a description is of this place."""
        return place is not None and bool(self.keys.intersection(keys_of(place)))


@dataclass(frozen=True)
class EventDetail:
    """An event, its record and where that was captured."""

    no: int
    id: str
    record: Record
    row: Mapping[str, Any]


@dataclass(frozen=True)
class Passage:
    """A movement at an end. other: number of the place at its far side. on: epoch day, None if undated."""

    other: int
    on: int | None


@dataclass(frozen=True)
class Asked:
    """Records of one kind that name a place as party, and another one too; dated (epoch days) within first..last."""

    kind: OtherType
    place: int
    other: int | None = None
    first: int | None = None
    last: int | None = None

    def row(self) -> dict[str, Any]:
        """The row of trace/named."""
        also = None if self.other is None else party_clue(self.other)
        return {"clue": party_clue(self.place), "also": also, "kind": str(self.kind), "first": self.first,
                "last": self.last}


class Details:
    """Looks up details inside one transaction."""

    def __init__(self, tx: Transaction, scope: Scope):
        self._tx = tx
        self._scope = scope

    def lots(self, numbers: Iterable[int]) -> dict[int, LotDetail]:
        rows = self._tx.run("trace/lots", lots=sorted(set(numbers)), assigning=_ASSIGNING, **self._scope.seen())
        return {row["no"]: LotDetail(**{**row, "record": _record(row["record"])}) for row in rows}

    def places(self, stocks_at: Mapping[int, Iterable[int]]) -> dict[int, PlaceDetail]:
        """Places by number, described by records about the stocks given for each."""
        sample = [s for stocks in stocks_at.values() for s in sorted(stocks)[:_STOCKS_A_PLACE]]
        records: dict[int, dict[str, Record]] = defaultdict(dict)
        for row in self._tx.run("trace/stock_records", stocks=sample, **self._scope.seen()):
            records[row["place"]].setdefault(row["record"], _record(row["record"]))
        return {
            row["no"]: PlaceDetail(row["no"], row["id"], frozenset(row["keys"]), tuple(records[row["no"]].values()))
            for row in self._tx.run("trace/places", places=sorted(stocks_at))
        }

    def told(self, codes: Iterable[str]) -> dict[str, list[OtherRecord]]:
        """Records beside the critical tracking events, by the lot codes (in their match form) they tell of."""
        clues = {told_clue(code): code for code in codes}
        found: dict[str, list[OtherRecord]] = defaultdict(list)
        for row in self._tx.run("trace/told", clues=sorted(clues), most=_TOLD_AT_ONCE, **self._scope.seen()):
            found[clues[row["clue"]]].append(_record(row["record"]))
        return found

    def named(self, asked: Iterable[Asked]) -> dict[Asked, list[OtherRecord]]:
        """Records beside the critical tracking events that name places as parties; of many the nearest in time."""
        wanted = list(asked)
        found: dict[Asked, list[OtherRecord]] = {one: [] for one in wanted}
        for row in self._tx.run("trace/named", rows=[one.row() for one in wanted], most=_TOLD_AT_ONCE,
                                **self._scope.seen()):
            found[wanted[row["row"]]].append(_record(row["record"]))
        return found

    def passages(self, direction: Direction, stocks: Iterable[int]) -> dict[int, list[Passage]]:
        """What brought lots to places where they were last seen, or took them from where they were first seen."""
        found: dict[int, list[Passage]] = {stock: [] for stock in stocks}
        for row in self._tx.run(_PASSAGES[direction], stocks=sorted(found), **self._scope.seen()):
            found[row["stock"]].append(Passage(row["other"], row["on"]))
        return found

    def events(self, numbers: Iterable[int]) -> dict[int, EventDetail]:
        rows = self._tx.run("trace/events", ctes=sorted(set(numbers)), viewer=self._scope.view.viewer,
                            at=self._scope.at)
        return {row["no"]: EventDetail(row["no"], row["id"], _record(row["record"]), row) for row in rows}


def _record(text: str | None) -> Record | None:
    return None if text is None else from_text(text)


def is_crop_record(record: Record) -> bool:
    """Whether a record was made before packing."""
    return record.cte_type in (CteType.HARVESTING, CteType.COOLING)
