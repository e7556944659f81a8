"""Secrets and signatures (Standard Webhooks 1.0.0).

A secret has to be known at every delivery, so a fingerprint of it would not do. It is derived from the deployment's
secret key, the endpoint and its generation instead: nothing in the graph lets anyone sign.
"""

import hmac
from base64 import b64encode
from datetime import datetime, timedelta
from hashlib import sha256

from standardwebhooks import Webhook

from engine.webhooks.endpoint import Endpoint

OLD_SECRET_LIVES = timedelta(hours=24)


def secret(secret_key: str, endpoint_id: str, generation: int) -> str:
    """`whsec_` and 32 bytes in base64, as receivers' libraries take it."""
    message = f"webhook:{endpoint_id}:{generation}".encode()
    return "whsec_" + b64encode(hmac.new(secret_key.encode(), message, sha256).digest()).decode()


def headers(secret_key: str, endpoint: Endpoint, message_id: str, payload: str, now: datetime) -> dict[str, str]:
    """The three headers of a delivery. After a rotation the old secret signs too, for 24 hours."""
    generations = [endpoint.generation]
    if endpoint.rotated_at and now < endpoint.rotated_at + OLD_SECRET_LIVES:
        generations.append(endpoint.generation - 1)
    signatures = [Webhook(secret(secret_key, endpoint.id, g)).sign(message_id, now, payload) for g in generations]
    return {"webhook-id": message_id, "webhook-timestamp": str(int(now.timestamp())),
            "webhook-signature": " ".join(signatures)}
