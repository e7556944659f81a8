"""Bodies of webhook endpoints and deliveries."""

from datetime import datetime
from typing import Annotated, Any

import orjson
from pydantic import BaseModel, ConfigDict, Field

from engine.clock import rfc3339
from engine.webhooks.endpoint import Delivery, Endpoint, Status
from engine.webhooks.targets import LONGEST_URL
from engine.webhooks.webhooks import LONGEST_DESCRIPTION

Url = Annotated[str, Field(min_length=1, max_length=LONGEST_URL, description="Where to send to; https.")]
Events = Annotated[list[str], Field(min_length=1, max_length=50, description="Names of events, or `*` for all.")]
Description = Annotated[str, Field(max_length=LONGEST_DESCRIPTION, description="For people.")]


class EndpointIn(BaseModel):
    model_config = ConfigDict(extra="forbid")

    url: Url
    events: Events = Field(default_factory=lambda: ["*"])
    description: Description = ""


class EndpointPatch(BaseModel):
    """What is left out stays as it is."""

    model_config = ConfigDict(extra="forbid")

    url: Url = ""
    events: Events = Field(default_factory=list)
    description: Description = ""
    is_active: bool = Field(False, description="Enabling an endpoint again forgets what failed before.")


class EndpointOut(BaseModel):
    id: str
    url: str
    events: list[str]
    description: str
    is_active: bool
    created: str
    secret_rotated_at: str | None = Field(description="The secret before that signs too, for 24 hours.")
    disabled_at: str | None
    disabled_because: str | None

    @classmethod
    def of(cls, endpoint: Endpoint) -> "EndpointOut":
        return cls(**_told(endpoint))


class EndpointWithSecretOut(EndpointOut):
    secret: str = Field(description="Verifies signatures (Standard Webhooks). Shown this once.")

    @classmethod
    def with_secret(cls, endpoint: Endpoint, secret: str) -> "EndpointWithSecretOut":
        return cls(**_told(endpoint), secret=secret)


class DeliveryOut(BaseModel):
    id: str = Field(description="Sent as the webhook-id header, the same at every attempt.")
    endpoint_id: str
    event: str
    status: Status
    created: str
    attempts: int
    next_attempt_at: str | None = Field(description="Null once the message is delivered or given up.")
    delivered_at: str | None
    status_code: int | None = Field(description="HTTP status of the last answer.")
    error: str | None
    payload: dict[str, Any]

    @classmethod
    def of(cls, delivery: Delivery) -> "DeliveryOut":
        return cls(
            id=delivery.id, endpoint_id=delivery.endpoint_id, event=delivery.event, status=Status(delivery.status),
            created=rfc3339(delivery.created_at), attempts=delivery.attempts, next_attempt_at=_text(delivery.next_at),
            delivered_at=_text(delivery.delivered_at), status_code=delivery.status_code, error=delivery.error,
            payload=orjson.loads(delivery.payload),
        )


class EventOut(BaseModel):
    event: str
    meaning: str


def _told(endpoint: Endpoint) -> dict[str, Any]:
    return {
        "id": endpoint.id, "url": endpoint.url, "events": endpoint.events, "description": endpoint.description,
        "is_active": endpoint.is_active, "created": rfc3339(endpoint.created_at),
        "secret_rotated_at": _text(endpoint.rotated_at), "disabled_at": _text(endpoint.disabled_at),
        "disabled_because": endpoint.disabled_because,
    }


def _text(moment: datetime | None) -> str | None:
    return None if moment is None else rfc3339(moment)
