"""`/integrations/api/v1/webhooks`: who is told of what, and what became of each message."""

from typing import Annotated

from fastapi import APIRouter, Body, Query, Request
from starlette.responses import Response

from api.csv_answers import csv_response
from api.deps import Caller, EngineDep, Paged, PageDep, Pagination, ShortId, accepts_csv, ordering, secured_router
from api.problems import problems
from api.webhooks.schemas import (
    DeliveryOut,
    EndpointIn,
    EndpointOut,
    EndpointPatch,
    EndpointWithSecretOut,
    EventOut,
)
from engine.identity import Action
from engine.identity import Caller as Authenticated
from engine.webhooks.endpoint import Endpoint, Status
from engine.webhooks.events import EVENTS
from engine.webhooks.webhooks import ORDERINGS, DeliveryFilter

PREFIX = "/integrations/api/v1/webhooks"
_MOST_ROWS = 10_000
_COLUMNS = ("id", "endpoint_id", "event", "status", "created", "attempts", "next_attempt_at", "delivered_at",
            "status_code", "error")

_endpoints = secured_router(f"{PREFIX}/endpoints", "Webhooks")
_rest = secured_router(PREFIX, "Webhooks")


def _administrator(caller: Authenticated) -> int:
    caller.require(Action.ADMINISTER)
    return caller.organization.no


@_rest.get("/events", response_model=list[EventOut], responses=problems(401))
def events(caller: Caller) -> list[EventOut]:
    """Names of all events, with their meaning."""
    return [EventOut(event=name, meaning=meaning) for name, meaning in EVENTS.items()]


@_endpoints.get("", response_model=Paged[EndpointOut], responses=problems(401, 403, 422, 503))
def endpoints(caller: Caller, engine: EngineDep, page: PageDep) -> Paged[EndpointOut]:
    """Endpoints of the caller's organization, newest first."""
    found, total = engine.webhooks.endpoints(_administrator(caller), page.skip, page.size)
    return Paged[EndpointOut](data=[EndpointOut.of(each) for each in found], pagination=Pagination.of(page, total))


@_endpoints.post("", status_code=201, response_model=EndpointWithSecretOut,
                 responses=problems(400, 401, 403, 409, 413, 422, 503))
def create(caller: Caller, engine: EngineDep, body: Annotated[EndpointIn, Body()]) -> EndpointWithSecretOut:
    """Add an endpoint. Its secret is shown this once."""
    endpoint, secret = engine.webhooks.create(_administrator(caller), body.url, body.events, body.description)
    _note(engine, caller, "webhook.created", endpoint.id)
    return EndpointWithSecretOut.with_secret(endpoint, secret)


@_endpoints.get("/{endpoint_id}", response_model=EndpointOut, responses=problems(401, 403, 404, 422, 503))
def endpoint(endpoint_id: ShortId, caller: Caller, engine: EngineDep) -> EndpointOut:
    """One endpoint."""
    return EndpointOut.of(_own(engine, caller, endpoint_id))


@_endpoints.patch("/{endpoint_id}", response_model=EndpointOut,
                  responses=problems(400, 401, 403, 404, 413, 422, 503))
def change(endpoint_id: ShortId, caller: Caller, engine: EngineDep,
           body: Annotated[EndpointPatch, Body()]) -> EndpointOut:
    """Change an endpoint; what is left out stays."""
    _own(engine, caller, endpoint_id)
    changed = engine.webhooks.change(caller.organization.no, endpoint_id, body.model_dump(exclude_unset=True))
    _note(engine, caller, "webhook.changed", endpoint_id)
    return EndpointOut.of(changed)


@_endpoints.delete("/{endpoint_id}", status_code=204, responses=problems(401, 403, 404, 422, 503))
def delete(endpoint_id: ShortId, caller: Caller, engine: EngineDep) -> Response:
    """Remove an endpoint; the log of what was sent to it stays."""
    _own(engine, caller, endpoint_id)
    engine.webhooks.delete(caller.organization.no, endpoint_id)
    _note(engine, caller, "webhook.deleted", endpoint_id)
    return Response(status_code=204)


@_endpoints.post("/{endpoint_id}/rotate-secret", response_model=EndpointWithSecretOut,
                 responses=problems(401, 403, 404, 422, 503))
def rotate(endpoint_id: ShortId, caller: Caller, engine: EngineDep) -> EndpointWithSecretOut:
    """A new secret, shown this once; for 24 hours messages carry a signature of the old one too."""
    _own(engine, caller, endpoint_id)
    endpoint, secret = engine.webhooks.rotate(caller.organization.no, endpoint_id)
    _note(engine, caller, "webhook.rotated", endpoint_id)
    return EndpointWithSecretOut.with_secret(endpoint, secret)


@_endpoints.post("/{endpoint_id}/ping", status_code=202, response_model=DeliveryOut,
                 responses=problems(401, 403, 404, 422, 503))
def ping(endpoint_id: ShortId, caller: Caller, engine: EngineDep) -> DeliveryOut:
    """Send a message of no consequence, to see whether it arrives."""
    _own(engine, caller, endpoint_id)
    return DeliveryOut.of(engine.webhooks.ping(caller.organization.no, endpoint_id))


@_rest.get("/deliveries", response_model=Paged[DeliveryOut], responses=problems(401, 403, 422, 503))
def deliveries(
    request: Request, caller: Caller, engine: EngineDep, page: PageDep,
    order: Annotated[str, ordering(*ORDERINGS, default="-created_at")],
    endpoint_id: Annotated[str | None, Query(max_length=22, description="Messages to this endpoint.")] = None,
    status: Annotated[Status | None, Query(description="Messages in this state.")] = None,
    event: Annotated[str | None, Query(max_length=100, description="Messages of this event.")] = None,
) -> Paged[DeliveryOut] | Response:
    """Messages to the caller's organization's endpoints, newest first; as CSV without their payload."""
    wanted, own = DeliveryFilter(endpoint_id, status, event), _administrator(caller)
    if accepts_csv(request):
        found, _ = engine.webhooks.deliveries(own, wanted, order, 0, _MOST_ROWS)
        rows = (tuple(getattr(out, name) for name in _COLUMNS) for out in map(DeliveryOut.of, found))
        return csv_response(_COLUMNS, rows, "webhook-deliveries.csv")
    found, total = engine.webhooks.deliveries(own, wanted, order, page.skip, page.size)
    return Paged[DeliveryOut](data=[DeliveryOut.of(each) for each in found], pagination=Pagination.of(page, total))


@_rest.post("/deliveries/{delivery_id}/redeliver", status_code=202, response_model=DeliveryOut,
            responses=problems(401, 403, 404, 409, 422, 503))
def redeliver(delivery_id: ShortId, caller: Caller, engine: EngineDep) -> DeliveryOut:
    """Send a message once more."""
    if not caller.may(Action.ADMINISTER):
        engine.webhooks.delivery(caller.organization.no, delivery_id)
    return DeliveryOut.of(engine.webhooks.redeliver(_administrator(caller), delivery_id))


def _own(engine: EngineDep, caller: Authenticated, endpoint_id: str) -> Endpoint:
    """The endpoint, 404 before 403: a stranger learns nothing."""
    found = engine.webhooks.endpoint(caller.organization.no, endpoint_id)
    caller.require(Action.ADMINISTER)
    return found


def _note(engine: EngineDep, caller: Authenticated, action: str, endpoint_id: str) -> None:
    engine.audit.record(caller.organization.no, caller.actor, action, endpoint_id)


router = APIRouter()
router.include_router(_rest)
router.include_router(_endpoints)
