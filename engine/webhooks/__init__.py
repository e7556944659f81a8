"""Tells other systems what happened here: endpoints, an outbox in the graph, signed deliveries with retries."""

from engine.webhooks.courier import Courier
from engine.webhooks.webhooks import Webhooks

__all__ = ["Courier", "Webhooks"]
