"""Locations as the API shows them."""

from datetime import datetime

from pydantic import BaseModel, Field

from engine.catalogue import Location, Merge
from engine.catalogue.locations import FIELDS
from engine.catalogue.near import NearDuplicate, Place
from engine.fsma.descriptions import LocationDescription


class DescribedOut(BaseModel):
    """A place in the organization's words."""

    id: str
    name: str | None
    gln: str | None
    street_address: str | None
    city: str | None
    state_region: str | None
    postal_code: str | None
    country: str | None
    latitude: float | None
    longitude: float | None
    phone: str | None
    fda_facility_number: str | None


class LocationOut(DescribedOut):
    organization_id: str
    location_types: list[str]
    metadata: dict[str, str]
    created: datetime | None = Field(description="Null where it was registered outside the catalogue.")

    @classmethod
    def of(cls, location: Location) -> "LocationOut":
        return cls(id=location.id, **_words(location.place), organization_id=location.organization_id,
                   location_types=list(location.location_types), metadata=location.metadata, created=location.created)


class PlaceOut(DescribedOut):
    registered: bool = Field(description="Whether the caller's organization has registered it.")

    @classmethod
    def of(cls, place: Place) -> "PlaceOut":
        return cls(id=place.id, **_words(place.place), registered=place.mine)


class NearDuplicateOut(BaseModel):
    """Two places that may be one."""

    location: PlaceOut
    into: PlaceOut = Field(description="The one to keep.")
    score: int = Field(description="How much alike, of 100.")
    reasons: list[str] = Field(description="What they agree in: name, address, phone, coordinates.")
    mergeable: bool = Field(description="Both are the organization's own, so it may merge them.")

    @classmethod
    def of(cls, pair: NearDuplicate) -> "NearDuplicateOut":
        return cls(location=PlaceOut.of(pair.one), into=PlaceOut.of(pair.into), score=pair.score,
                   reasons=list(pair.reasons), mergeable=pair.mergeable)


class MergeOut(BaseModel):
    """One location that was taken for another."""

    id: str
    location_id: str = Field(description="The location that went.")
    into: str = Field(description="The location that stays.")
    merged: datetime
    merged_by: str
    undone: datetime | None = Field(description="Null while the merge stands.")

    @classmethod
    def of(cls, merge: Merge) -> "MergeOut":
        return cls(id=merge.id, location_id=merge.location_id, into=merge.into, merged=merge.merged,
                   merged_by=merge.merged_by, undone=merge.undone)


def _words(place: LocationDescription) -> dict[str, str | float | None]:
    return {name: getattr(place, field) for name, field in FIELDS.items()}
