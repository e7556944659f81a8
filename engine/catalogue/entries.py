"""What the catalogue answers."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import orjson

from engine.catalogue.forms import LotStatus, SerialMode, SerialStatus
from engine.clock import from_epoch_day, from_epoch_ms
from engine.fsma import ftl
from engine.fsma.descriptions import LocationDescription

Row = dict[str, Any]

# A serial's `seq` is the moment it was made, epoch ms, times this, and its place among those of that moment.
A_MOMENT = 100_000


@dataclass(frozen=True)
class Brand:
    id: str
    organization_id: str
    name: str
    website: str | None
    description: str | None
    metadata: dict[str, str]
    created: datetime

    @classmethod
    def of(cls, row: Row, organization_id: str) -> "Brand":
        return cls(row["id"], organization_id, row["name"], row.get("website"), row.get("description"),
                   orjson.loads(row["metadata"]), from_epoch_ms(row["created_at"]))


@dataclass(frozen=True)
class Product:
    """A product of one organization. gtin: 14 digits. ftl_category: an entry of the list, "not_ftl", or unknown.

    ftl_from, ftl_until: the days between which ftl_category holds, both included; None is open.
    recipe: what it is made of, each {name, gtin, ftl_category}.
    """

    id: str
    organization_id: str
    brand_id: str | None
    gtin: str
    product_name: str
    description: str | None
    country_of_origin: str | None
    net_content: str | None
    ingredients: str | None
    commodity: str | None
    variety: str | None
    packaging_size: str | None
    packaging_style: str | None
    ftl_category: str | None
    ftl_from: date | None
    ftl_until: date | None
    recipe: tuple[dict[str, Any], ...]
    metadata: dict[str, str]
    created: datetime

    @classmethod
    def of(cls, row: Row, brand_id: str | None, organization_id: str) -> "Product":
        plain = ("description", "country_of_origin", "net_content", "ingredients", "commodity", "variety",
                 "packaging_size", "packaging_style", "ftl_category")
        return cls(
            id=row["id"], organization_id=organization_id, brand_id=brand_id, gtin=row["gtin"],
            product_name=row["product_name"], **{name: row.get(name) for name in plain},
            ftl_from=day(row.get("ftl_from")), ftl_until=day(row.get("ftl_until")),
            recipe=tuple(orjson.loads(row.get("recipe") or "[]")), metadata=orjson.loads(row["metadata"]),
            created=from_epoch_ms(row["created_at"]),
        )

    def category_on(self, on: date) -> str | None:
        """The category that holds on a day; None where the catalogue does not say."""
        holds = (self.ftl_from or on) <= on <= (self.ftl_until or on)
        return self.ftl_category if holds else None

    def listed_on(self, on: date) -> bool | None:
        """Whether the product is on the Food Traceability List on a day; None where the catalogue does not say."""
        category = self.category_on(on)
        return None if category is None else ftl.on_list(category, on)

    def listed_ingredients(self, on: date) -> tuple[str, ...]:
        """Names of the ingredients that are on the list on a day."""
        return tuple(i["name"] for i in self.recipe if i.get("ftl_category") and ftl.on_list(i["ftl_category"], on))


@dataclass(frozen=True)
class LotFacts:
    """What an organization's catalogue says of a lot; the defaults where it says nothing."""

    status: LotStatus = LotStatus.ACTIVE
    tlc_source_location_id: str | None = None
    production_date: date | None = None
    best_before: date | None = None
    expiry_date: date | None = None
    quantity: float | None = None
    uom: str | None = None
    label_print_count: int = 0
    label_last_printed: datetime | None = None
    metadata: dict[str, str] = field(default_factory=dict)
    created: datetime | None = None

    @classmethod
    def of(cls, row: Row | None) -> "LotFacts":
        if row is None:
            return cls()
        return cls(
            LotStatus(row["status"]), row.get("tlc_source_location_id"), day(row.get("production_date")),
            day(row.get("best_before")), day(row.get("expiry_date")), row.get("quantity"), row.get("uom"),
            row.get("label_print_count", 0), moment(row.get("label_last_printed_at")),
            orjson.loads(row["metadata"]), moment(row["created_at"]),
        )


@dataclass(frozen=True)
class LotRun:
    """Serials that were allocated at once. first, last: as they were made."""

    id: str
    lot_id: str
    quantity: int
    serial_mode: SerialMode
    serial_prefix: str
    created: datetime
    first: str
    last: str

    @classmethod
    def of(cls, row: Row, lot_id: str) -> "LotRun":
        return cls(row["id"], lot_id, row["quantity"], SerialMode(row["serial_mode"]), row["serial_prefix"],
                   from_epoch_ms(row["created_at"]), row["first"], row["last"])


@dataclass(frozen=True)
class Serial:
    id: str
    lot_id: str
    lot_run_id: str | None
    gtin: str
    lot_number: str
    serial: str
    status: SerialStatus
    label_print_count: int
    label_last_printed: datetime | None
    created: datetime

    @classmethod
    def of(cls, row: Row) -> "Serial":
        s = row["serial"]
        return cls(s["id"], row["lot_id"], s.get("run"), row["gtin"], row["lot_number"], s["serial"],
                   SerialStatus(s.get("status", SerialStatus.ACTIVE)), s.get("label_print_count", 0),
                   moment(s.get("label_last_printed_at")), from_epoch_ms(s["seq"] // A_MOMENT))


@dataclass(frozen=True)
class Location:
    """A place an organization has registered. created: None where it was registered outside the catalogue."""

    id: str
    organization_id: str
    place: LocationDescription
    location_types: tuple[str, ...]
    metadata: dict[str, str]
    created: datetime | None

    @classmethod
    def of(cls, row: Row, organization_id: str) -> "Location":
        held = row["registration"] or {}
        text = held.get("description") or row["described"]
        place = LocationDescription(**orjson.loads(text)) if text else LocationDescription(gln=row["gln"])
        return cls(row["id"], organization_id, place, tuple(held.get("location_types", ())),
                   orjson.loads(held.get("metadata") or "{}"), moment(held.get("created_at")))


@dataclass(frozen=True)
class Merge:
    """One location that a person took for another. undone: when it was taken back, None while it stands."""

    id: str
    location_id: str
    into: str
    merged: datetime
    merged_by: str
    undone: datetime | None

    @classmethod
    def of(cls, row: Row) -> "Merge":
        return cls(row["id"], row["from_id"], row["into_id"], from_epoch_ms(row["merged_at"]), row["merged_by"],
                   moment(row.get("undone_at")))


def day(days: int | None) -> date | None:
    return None if days is None else from_epoch_day(days)


def moment(ms: int | None) -> datetime | None:
    return None if ms is None else from_epoch_ms(ms)
