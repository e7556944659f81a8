"""Endpoints and deliveries as frozen values, read from their nodes in the graph."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from enum import StrEnum
from typing import Any, Self

from engine.clock import from_epoch_ms


class Status(StrEnum):
    """Where a delivery stands; FAILED and RATE_LIMITED ones are tried again, DEAD_LETTER ones only on demand."""

    PENDING = "PENDING"
    DELIVERED = "DELIVERED"
    FAILED = "FAILED"
    RATE_LIMITED = "RATE_LIMITED"
    DEAD_LETTER = "DEAD_LETTER"


class _Node:
    @classmethod
    def of(cls, node: Mapping[str, Any]) -> Self:
        """The value held by a node's properties; properties of the machinery stay behind."""
        said = {field.name: node[field.name] for field in fields(cls) if node.get(field.name) is not None}
        return cls(**{name: from_epoch_ms(value) if name.endswith("_at") else value for name, value in said.items()})


@dataclass(frozen=True)
class Endpoint(_Node):
    """An address an organization wants to be told at.

    events: names, or `*` for all. generation: raised by every rotation of the secret.
    dead_letters: deliveries given up in a row; so many of them disable the endpoint.
    """

    id: str
    organization: int
    url: str
    events: list[str]
    is_active: bool
    created_at: datetime
    description: str = ""
    generation: int = 1
    rotated_at: datetime | None = None
    dead_letters: int = 0
    disabled_at: datetime | None = None
    disabled_because: str | None = None


@dataclass(frozen=True)
class Delivery(_Node):
    """One message to one endpoint.

    payload: the JSON text that is signed and sent, the same at every attempt.
    status_code: of the last answer, None where there was none. next_at: of the next attempt, None once it has ended.
    """

    id: str
    organization: int
    endpoint_id: str
    event: str
    payload: str
    status: str
    created_at: datetime
    attempts: int = 0
    next_at: datetime | None = None
    delivered_at: datetime | None = None
    status_code: int | None = None
    error: str | None = None
