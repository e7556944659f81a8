"""Records and places as the rules between records see them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple

from engine.clock import from_epoch_day
from engine.fsma import masses
from engine.fsma.cte_types import KINDS, CteKind, CteType
from engine.fsma.descriptions import LocationDescription
from engine.fsma.other import agreements
from engine.fsma.other.kinds import OTHER_KINDS, OtherType
from engine.fsma.records import Record, from_text
from engine.fsma.rules import claims
from engine.fsma.text import words


class Flow(NamedTuple):
    """An end of a record: a lot at a place, and how much of it."""

    lot: int
    place: int
    quantity: float | None
    unit: str | None


@dataclass(frozen=True)
class Place:
    """A location as a settlement knows it.

    operator: organization number. reports: somebody recorded events at it as their own place, or operates it.
    handled: some record that stands says that food was there. carrier: who operates it says that it only moves food.
    """

    no: int
    id: str
    operator: int | None = None
    reports: bool = False
    handled: bool = False
    carrier: bool = False


@dataclass(eq=False)
class Told:
    """A standing record with its flows. on: epoch day, 0 where it has none.

    source: number of the place it states as lot code source. parties: organizations that operate its counterparts.
    key: tells records apart whatever order they came in. unclear: it names none of several lot code sources.
    """

    no: int
    key: str
    event_id: str
    cte_type: CteType | OtherType
    on: int
    recorder: int
    parties: tuple[int, ...]
    gtin: str | None
    lot: int | None
    source: int | None
    unclear: bool
    tails: tuple[Flow, ...]
    heads: tuple[Flow, ...]
    text: str

    @classmethod
    def of(cls, row: dict[str, Any]) -> "Told":
        tails, heads = (tuple(Flow(*end) for end in sorted(row[side], key=lambda e: (e[0], e[1])))
                        for side in ("tails", "heads"))
        kind = OtherType(row["cte_type"]) if row["cte_type"] in OTHER_KINDS else CteType(row["cte_type"])
        return cls(row["no"], row["key"], row["event_id"], kind, row["on"] or 0, row["recorded_by"],
                   tuple(row["parties"] or ()), row["gtin"], row["lot"], row["source"], bool(row["unclear"]), tails,
                   heads, row["record"])

    @cached_property
    def record(self) -> Record:
        """The record itself."""
        return from_text(self.text)

    @property
    def kind(self) -> CteKind:
        return KINDS.get(self.cte_type) or OTHER_KINDS[self.cte_type]

    @cached_property
    def rank(self) -> tuple[int, str]:
        """Its place in the order of events, the same in every graph."""
        return self.on, self.key

    @property
    def day(self) -> str:
        return from_epoch_day(self.on).isoformat()

    @cached_property
    def is_exempt(self) -> bool:
        """True where it carries an exemption claim that holds on its day (21 CFR 1.1305)."""
        return claims.holds(self.record)

    @cached_property
    def lane(self) -> tuple[int, int] | None:
        """From where to where it says its lot moved; None where it moved none or names one end only."""
        if self.cte_type not in MOVES or not self.tails or not self.heads:
            return None
        return self.tails[0].place, self.heads[0].place

    @cached_property
    def moved(self) -> Flow | None:
        """What it moved, as its arrival says, else its departure."""
        ends = self.heads or self.tails
        return ends[0] if self.cte_type in MOVES and ends else None

    @cached_property
    def place(self) -> int | None:
        """Number of the event's own place."""
        ends = self.tails if self.cte_type is CteType.SHIPPING else self.heads
        return ends[0].place if ends else None

    @property
    def packaging(self) -> str | None:
        product = getattr(self.record, "product", None)
        return product.packaging_size if product else None

    def kilograms(self, quantity: float | None, unit: str | None) -> float | None:
        """The mass of an amount of the record's own lot."""
        return masses.weighed(quantity, unit, getattr(self.record, "unit_content", None), self.packaging)


MOVES = frozenset({CteType.SHIPPING, CteType.RECEIVING, CteType.RECEIVING_EXEMPT_SOURCE})
# Records named in a sentence; of more only the number is told.
NAMED = 5
RECEIPTS = frozenset({CteType.RECEIVING, CteType.RECEIVING_EXEMPT_SOURCE})


@dataclass
class World:
    """What rules may ask beside the records before them. today: epoch day. days: how long goods may be on the way.

    number: the place a description means. agreements: standing written agreements of the shipper at the first and
    the receiver at the second of two places.
    """

    today: int
    days: int
    places: dict[int, Place]
    number: Callable[[LocationDescription], int | None] = lambda place: None
    agreements: Callable[[tuple[int, int]], list[Told]] = lambda lane: []
    due: int | None = None

    def place(self, no: int | None) -> Place:
        return self.places.get(no) or Place(no or 0, "")

    def agreement(self, lane: tuple[int, int], on: int) -> Told | None:
        """The first agreement that held for food on its way between two places on an epoch day."""
        found = (told for told in self.agreements(lane) if agreements.holds(told.record, from_epoch_day(on)))
        return min(found, key=lambda told: told.rank, default=None)

    def waits_until(self, day: int) -> None:
        """Note a day from which the answer may be another."""
        self.due = day if self.due is None else min(self.due, day)


@dataclass
class Story:
    """Everything that stands about one lot, in the order of events; what two parties both told is told once."""

    no: int
    kind: str
    match: str | None
    records: list[Told]
    moves: list[Told] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.records.sort(key=lambda told: told.rank)
        self.moves = once([r for r in self.records if r.lot == self.no and r.cte_type in MOVES])

    @cached_property
    def creations(self) -> list[Told]:
        """Records of the events that made the lot; rows that tell of its seeds alone are none."""
        return [r for r in self.records if r.lot == self.no and r.kind.creates_lot and r.place is not None]

    @cached_property
    def uses(self) -> list[Told]:
        """Records that took from the lot to make another, or the same again."""
        return [r for r in self.records if r.cte_type not in MOVES and r.kind.creates_lot
                and any(t.lot == self.no for t in r.tails)]

    @property
    def shipments(self) -> list[Told]:
        return [r for r in self.moves if r.cte_type is CteType.SHIPPING]

    @property
    def receipts(self) -> list[Told]:
        return [r for r in self.moves if r.cte_type in RECEIPTS]

    @cached_property
    def made_on(self) -> int | None:
        """The first day the lot was there."""
        return min((r.on for r in self.creations), default=None)

    @property
    def is_coded(self) -> bool:
        """True where the lot has a traceability lot code."""
        return self.match is not None and self.kind in ("packed", "provisional")


def once(moves: list[Told]) -> list[Told]:
    """Movements with those left out that another recorder told of the same event."""
    groups: dict[tuple, dict[int, list[Told]]] = {}
    for told in moves:
        amount = (told.moved.quantity, told.moved.unit) if told.moved else ()
        same = (told.cte_type, told.on, told.lane, told.place, amount)
        groups.setdefault(same, {}).setdefault(told.recorder, []).append(told)
    kept = [max(by.values(), key=lambda them: (len(them), [t.key for t in them])) for by in groups.values()]
    return sorted((told for them in kept for told in them), key=lambda told: told.rank)


def called(place: LocationDescription | None) -> str:
    """A place in a sentence."""
    if place is None:
        return "nobody named"
    number = f"GLN {place.gln}" if place.gln else None
    return place.business_name or number or place.street_address or "a place without a name"


def reached(place: LocationDescription | None) -> str:
    """Whom to call, and how."""
    return called(place) + (f", {place.phone}" if place is not None and place.phone else "")


def names(told: Iterable[Told]) -> str:
    """Event ids in a sentence, a few of them."""
    ids = [t.event_id for t in told]
    return ", ".join(ids[:NAMED]) + (f" and {len(ids) - NAMED} more" if len(ids) > NAMED else "")


def same_words(one: str | None, other: str | None) -> bool:
    """Whether two names are the same but for case, accents and punctuation."""
    return words(one) == words(other)
