"""Messages are written in the transaction of what they tell of: neither is ever there without the other."""

from datetime import datetime
from typing import Any

import orjson

from engine.clock import epoch_ms, rfc3339
from engine.graph import Transaction
from engine.ids import new_id
from engine.webhooks.events import EVERY


def put(tx: Transaction, organization: int, event: str, data: dict[str, Any], now: datetime) -> None:
    """A message to every active endpoint of an organization that subscribes to the event.

    data: ids and counts. Nothing is written where nobody listens.
    """
    listening = tx.run("webhooks/listeners", organization=organization, event=event, every=EVERY)
    if listening:
        tx.run("webhooks/put", rows=[{"endpoint": row["id"], "id": new_id()} for row in listening],
               organization=organization, event=event, payload=payload(event, data, now), now=epoch_ms(now))


def payload(event: str, data: dict[str, Any], now: datetime) -> str:
    """The body of a message, as it is signed and sent."""
    return orjson.dumps({"type": event, "timestamp": rfc3339(now), "data": data}).decode()
