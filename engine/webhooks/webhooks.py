"""Endpoints of organizations and the log of what was sent to them."""

from dataclasses import dataclass
from typing import Any

from engine.clock import Clock, epoch_ms
from engine.errors import Conflict, Invalid, NotFound
from engine.graph import Graph
from engine.ids import new_id
from engine.settings import Settings
from engine.webhooks import outbox, signing
from engine.webhooks.endpoint import Delivery, Endpoint, Status
from engine.webhooks.events import EVENTS, EVERY, PING
from engine.webhooks.targets import check

MOST_ENDPOINTS = 20
LONGEST_DESCRIPTION = 255
ORDERINGS = ("created_at", "attempts", "next_at", "delivered_at")


@dataclass(frozen=True)
class DeliveryFilter:
    """Which deliveries to list; None leaves a field open."""

    endpoint_id: str | None = None
    status: Status | None = None
    event: str | None = None


class Webhooks:
    """What an organization asks of its webhooks; all of it is its own and nobody else's."""

    def __init__(self, graph: Graph, clock: Clock, settings: Settings):
        self._graph = graph
        self._clock = clock
        self._secret_key = settings.secret_key.get_secret_value()
        self._private = settings.webhook_private_targets

    def create(self, organization: int, url: str, events: list[str],
               description: str = "") -> tuple[Endpoint, str]:
        """An endpoint and its secret. Raises Invalid, and Conflict beyond the most an organization may have."""
        rows = self._graph.write(
            "webhooks/create", organization=organization, most=MOST_ENDPOINTS, properties={
                "id": new_id(), "organization": organization, "url": check(url, self._private),
                "events": _events(events), "description": _description(description), "is_active": True,
                "created_at": epoch_ms(self._clock.now()), "generation": 1, "dead_letters": 0,
            })
        if not rows:
            raise Conflict(f"An organization may have {MOST_ENDPOINTS} endpoints; delete one first.")
        endpoint = Endpoint.of(rows[0]["endpoint"])
        return endpoint, self._secret(endpoint)

    def endpoints(self, organization: int, skip: int = 0, limit: int = 25) -> tuple[list[Endpoint], int]:
        """Endpoints of an organization, newest first, and how many there are."""
        row = self._graph.one("webhooks/endpoints", organization=organization, skip=skip, limit=limit)
        return [Endpoint.of(node) for node in row["endpoints"]], row["total"]

    def endpoint(self, organization: int, endpoint_id: str) -> Endpoint:
        """One endpoint. Raises NotFound."""
        row = self._graph.one("webhooks/endpoint", organization=organization, id=endpoint_id)
        if row is None:
            raise NotFound
        return Endpoint.of(row["endpoint"])

    def change(self, organization: int, endpoint_id: str, changes: dict[str, Any]) -> Endpoint:
        """Change url, events, description or is_active; what is left out stays. Enabling forgets dead letters."""
        changed = dict(changes)
        if "url" in changed:
            check(changed["url"], self._private)
        if "events" in changed:
            changed["events"] = _events(changed["events"])
        if "description" in changed:
            changed["description"] = _description(changed["description"])
        if changed.get("is_active"):
            changed |= {"dead_letters": 0, "disabled_at": None, "disabled_because": None}
        return self._set(organization, endpoint_id, changed)

    def rotate(self, organization: int, endpoint_id: str) -> tuple[Endpoint, str]:
        """A new secret; the old one signs beside it for 24 hours."""
        rows = self._graph.write("webhooks/rotate", organization=organization, id=endpoint_id,
                                 now=epoch_ms(self._clock.now()))
        if not rows:
            raise NotFound
        endpoint = Endpoint.of(rows[0]["endpoint"])
        return endpoint, self._secret(endpoint)

    def delete(self, organization: int, endpoint_id: str) -> None:
        """Remove an endpoint; what has not been delivered to it is given up, its log stays."""
        if not self._graph.write("webhooks/delete", organization=organization, id=endpoint_id):
            raise NotFound

    def ping(self, organization: int, endpoint_id: str) -> Delivery:
        """A message to one endpoint, whatever it subscribes to."""
        endpoint, now = self.endpoint(organization, endpoint_id), self._clock.now()
        rows = self._graph.write(
            "webhooks/put", rows=[{"endpoint": endpoint.id, "id": new_id()}], organization=organization, event=PING,
            payload=outbox.payload(PING, {"endpoint_id": endpoint.id}, now), now=epoch_ms(now))
        return Delivery.of(rows[0]["delivery"])

    def deliveries(self, organization: int, wanted: DeliveryFilter, ordering: str = "-created_at", skip: int = 0,
                   limit: int = 25) -> tuple[list[Delivery], int]:
        """The log of an organization, and how many entries the filter leaves."""
        row = self._graph.one(
            "webhooks/deliveries", organization=organization, endpoint=wanted.endpoint_id, status=wanted.status,
            event=wanted.event, order_by=ordering.removeprefix("-"), sign=-1 if ordering.startswith("-") else 1,
            skip=skip, limit=limit)
        return [Delivery.of(node) for node in row["deliveries"]], row["total"]

    def delivery(self, organization: int, delivery_id: str) -> Delivery:
        """One entry of the log. Raises NotFound."""
        row = self._graph.one("webhooks/delivery", organization=organization, id=delivery_id)
        if row is None:
            raise NotFound
        return Delivery.of(row["delivery"])

    def redeliver(self, organization: int, delivery_id: str) -> Delivery:
        """Send a message once more, with its attempts counted anew. Raises NotFound, Conflict while it is under way."""
        rows = self._graph.write("webhooks/redeliver", organization=organization, id=delivery_id,
                                 now=epoch_ms(self._clock.now()))
        if not rows:
            raise NotFound
        if not rows[0]["again"]:
            raise Conflict("This message is still under way.")
        return Delivery.of(rows[0]["delivery"])

    def emit(self, organization: int, event: str, data: dict[str, Any]) -> None:
        """Tell of something that happened in no transaction of ours; others use `outbox.put` within theirs."""
        now = self._clock.now()
        self._graph.transaction(lambda tx: outbox.put(tx, organization, event, data, now))

    def _set(self, organization: int, endpoint_id: str, changes: dict[str, Any]) -> Endpoint:
        rows = self._graph.write("webhooks/change", organization=organization, id=endpoint_id, changes=changes)
        if not rows:
            raise NotFound
        return Endpoint.of(rows[0]["endpoint"])

    def _secret(self, endpoint: Endpoint) -> str:
        return signing.secret(self._secret_key, endpoint.id, endpoint.generation)


def _events(names: list[str]) -> list[str]:
    unknown = [name for name in names if name not in EVENTS and name != EVERY]
    if unknown or not names:
        raise _invalid("events", f"Name one or more of {', '.join(EVENTS)}, or * for all.")
    return sorted(set(names))


def _description(text: str) -> str:
    if len(text) > LONGEST_DESCRIPTION:
        raise _invalid("description", f"At most {LONGEST_DESCRIPTION} characters.")
    return text.strip()


def _invalid(field: str, message: str) -> Invalid:
    return Invalid(details=[{"loc": ["body", field], "msg": message, "type": "value_error"}])
