"""`/locations/api/v1/locations`: registered places, those that look alike, and merges of them."""

from typing import Annotated

from fastapi import Query, Request, Response
from starlette.responses import StreamingResponse

from api.catalogue.answers import CHANGED, CREATED, FOUND, LISTED, REMOVED, listed
from api.catalogue.files import FILE, RESPONSES, DryRun, ImportOut, imported
from api.deps import Caller, EngineDep, Paged, PageDep, ShortId, ordering, secured_router
from api.locations.schemas import LocationOut, MergeOut, NearDuplicateOut
from engine.catalogue.forms import LocationIn, LocationPatch, MergeIn
from engine.catalogue.locations import ORDERINGS, LocationQuery
from engine.identity import Action

router = secured_router("/locations/api/v1/locations", "Locations")


@router.get("", response_model=Paged[LocationOut], responses=LISTED)
def locations(
    caller: Caller, engine: EngineDep, page: PageDep, request: Request,
    order: Annotated[str, ordering(*ORDERINGS, default="-created")],
    gln: Annotated[str | None, Query(max_length=13, description="13 digits.")] = None,
    name: Annotated[str | None, Query(min_length=1, max_length=255, description="Part of the name, any case.")] = None,
    country: Annotated[str | None, Query(max_length=2, description="ISO 3166-1, two letters.")] = None,
    location_type: Annotated[str | None, Query(max_length=40, description="Such as warehouse.")] = None,
) -> Paged[LocationOut] | StreamingResponse:
    """Places that the caller's organization has registered."""
    caller.require(Action.READ)
    wanted = LocationQuery(gln, name, country.upper() if country else None, location_type)
    return listed(request, page, LocationOut, lambda skip, limit: engine.catalogue.locations.page(
        caller.organization, wanted, order, skip, limit), "locations.csv")


@router.post("", status_code=201, response_model=LocationOut, responses=CREATED)
def create(body: LocationIn, caller: Caller, engine: EngineDep) -> LocationOut:
    """Register a place. From now on its GLN and address lead to it in everybody's records."""
    caller.require(Action.EDIT)
    location = engine.catalogue.locations.create(caller.organization, body)
    engine.audit.record(caller.organization.no, caller.actor, "location.created", location.id)
    return LocationOut.of(location)


@router.post("/import", status_code=201, response_model=ImportOut, responses=RESPONSES, openapi_extra=FILE)
async def take(request: Request, caller: Caller, engine: EngineDep, response: Response,
               dry_run: DryRun = False) -> ImportOut:
    """Register places from a CSV text or workbook whose first row names fields: all of them or none."""
    return await imported(request, response, caller, engine, "locations", LocationIn, engine.catalogue.locations.add,
                          dry_run)


@router.get("/near-duplicates", response_model=Paged[NearDuplicateOut], responses=LISTED)
def near_duplicates(caller: Caller, engine: EngineDep, page: PageDep,
                    request: Request) -> Paged[NearDuplicateOut] | StreamingResponse:
    """Pairs of places, registered or named in the organization's records, that may be one. Nothing is merged."""
    caller.require(Action.READ)
    pairs = engine.catalogue.near_duplicates(caller.organization)
    return listed(request, page, NearDuplicateOut,
                  lambda skip, limit: (pairs[skip:skip + limit], len(pairs)), "near-duplicates.csv")


@router.get("/merges", response_model=Paged[MergeOut], responses=LISTED)
def merges(
    caller: Caller, engine: EngineDep, page: PageDep, request: Request,
    order: Annotated[str, ordering("merged", default="-merged")],
    standing: Annotated[bool, Query(description="Only merges that have not been taken back.")] = False,
) -> Paged[MergeOut] | StreamingResponse:
    """Merges of the organization's locations, those taken back included."""
    caller.require(Action.READ)
    return listed(request, page, MergeOut, lambda skip, limit: engine.catalogue.merges.page(
        caller.organization, standing, order, skip, limit), "merges.csv")


@router.post("/merges/{merge_id}/undo", response_model=MergeOut, responses=CHANGED)
def undo(merge_id: ShortId, caller: Caller, engine: EngineDep) -> MergeOut:
    """Take a merge back: both places are again what they were."""
    engine.catalogue.merges.find(caller.organization, merge_id)
    caller.require(Action.EDIT)
    undone = engine.catalogue.merges.undo(caller.organization, merge_id, caller.actor)
    engine.audit.record(caller.organization.no, caller.actor, "location.merge_undone", merge_id)
    return MergeOut.of(undone)


@router.get("/{location_id}", response_model=LocationOut, responses=FOUND)
def location(location_id: ShortId, caller: Caller, engine: EngineDep) -> LocationOut:
    """One registered place; the id of a place that was merged into it leads to it too."""
    found = engine.catalogue.locations.find(caller.organization, location_id)
    caller.require(Action.READ)
    return LocationOut.of(found)


@router.patch("/{location_id}", response_model=LocationOut, responses=CHANGED)
def change(location_id: ShortId, body: LocationPatch, caller: Caller, engine: EngineDep) -> LocationOut:
    """Register the place anew with what the body names. Former addresses still lead to it, a replaced GLN does not."""
    engine.catalogue.locations.find(caller.organization, location_id)
    caller.require(Action.EDIT)
    changed = engine.catalogue.locations.change(caller.organization, location_id, body)
    engine.audit.record(caller.organization.no, caller.actor, "location.changed", changed.id,
                        {"fields": sorted(body.model_fields_set)})
    return LocationOut.of(changed)


@router.delete("/{location_id}", status_code=204, responses=REMOVED)
def remove(location_id: ShortId, caller: Caller, engine: EngineDep) -> None:
    """Give a place back. Records about it stay; it is nobody's own from now on, and others may register it."""
    engine.catalogue.locations.find(caller.organization, location_id)
    caller.require(Action.EDIT)
    engine.catalogue.locations.remove(caller.organization, location_id)
    engine.audit.record(caller.organization.no, caller.actor, "location.removed", location_id)


@router.post("/{location_id}/merge", status_code=201, response_model=MergeOut, responses=CHANGED)
def merge(location_id: ShortId, body: MergeIn, caller: Caller, engine: EngineDep) -> MergeOut:
    """Take a location for another one: the same place, written twice. It can be taken back."""
    engine.catalogue.merges.require_known(caller.organization, location_id)
    caller.require(Action.EDIT)
    merged = engine.catalogue.merges.merge(caller.organization, location_id, body.into, caller.actor)
    engine.audit.record(caller.organization.no, caller.actor, "location.merged", merged.id,
                        {"location_id": merged.location_id, "into": merged.into})
    return MergeOut.of(merged)
