"""The balance of one lot, its places called by name."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from engine.clock import from_epoch_ms
from engine.fsma.descriptions import LocationDescription
from engine.fsma.text import fold
from engine.graph import Transaction
from engine.trace.balance import Held, Shortfall, balance
from engine.trace.details import Details, PlaceDetail
from engine.trace.question import Scope

ORDERINGS = ("unaccounted", "name")


@dataclass(frozen=True)
class HeldEntry:
    """Amounts of the lot at one place in one unit, each from visible records.

    unaccounted: what came in or was made there and has neither left nor been used; negative where more left, None
    where no visible record says how any of it came there.
    """

    location_id: str
    location: LocationDescription
    unit: str | None
    received: float
    created: float
    shipped: float
    used: float
    unaccounted: float | None


@dataclass(frozen=True)
class ShortfallEntry:
    """A movement on which shipper and receiver disagree. missing: shipped less received."""

    from_location_id: str
    from_name: str | None
    to_location_id: str
    to_name: str | None
    unit: str | None
    shipped: float
    received: float
    missing: float


@dataclass(frozen=True)
class Amounts:
    """How much of a lot is where. watermark: number of the last capture the answer knows of."""

    lot_id: str
    as_known_at: datetime
    held: list[HeldEntry]
    shortfalls: list[ShortfallEntry]
    watermark: int


def amounts(tx: Transaction, lot_id: str, lot: int, scope: Scope, revision: int, ordering: str) -> Amounts:
    """The balance of a lot. ordering: one of ORDERINGS, with a leading - for descending; of shortfalls by `missing`."""
    found = balance(tx, [lot], scope)
    stocks_at = {place: {stock} for row in tx.run("trace/sightings", lots=[lot], **scope.params())
                 for stock, place in zip(row["stocks"], row["places"], strict=True)}
    places = Details(tx, scope).places(stocks_at)
    held = [_held(one, places) for one in found.held]
    short = [_shortfall(one, places) for one in found.shortfalls]
    reverse, by_name = ordering.startswith("-"), ordering.endswith("name")
    held.sort(key=lambda h: fold(h.location.business_name or "") if by_name else h.unaccounted or 0, reverse=reverse)
    held.sort(key=lambda h: not by_name and h.unaccounted is None)
    short.sort(key=lambda s: fold(s.from_name or "") if by_name else s.missing, reverse=reverse)
    return Amounts(lot_id, from_epoch_ms(scope.at), held, short, revision)


def _held(one: Held, places: Mapping[int, PlaceDetail]) -> HeldEntry:
    place = places[one.place]
    return HeldEntry(place.id, place.description, one.unit, one.received, one.created, one.shipped, one.used,
                     one.unaccounted)


def _shortfall(one: Shortfall, places: Mapping[int, PlaceDetail]) -> ShortfallEntry:
    source, target = places[one.from_place], places[one.to_place]
    return ShortfallEntry(source.id, source.description.business_name, target.id, target.description.business_name,
                          one.unit, one.shipped, one.received, one.missing)
