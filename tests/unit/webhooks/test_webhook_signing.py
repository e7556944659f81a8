"""Signatures are Standard Webhooks': the library that receivers use takes them."""

from datetime import UTC, datetime, timedelta

import pytest
from standardwebhooks import Webhook, WebhookVerificationError

from engine.webhooks import signing
from engine.webhooks.endpoint import Endpoint

KEY = "a deployment's secret key"
ID = "2222222222222222222222"
PAYLOAD = '{"type":"ping"}'


def endpoint(generation: int = 1, rotated_at: datetime | None = None) -> Endpoint:
    return Endpoint(ID, 1, "https://example.com/", ["*"], True, datetime.now(UTC), generation=generation,
                    rotated_at=rotated_at)


def headers(of: Endpoint) -> dict[str, str]:
    return signing.headers(KEY, of, "msg", PAYLOAD, datetime.now(UTC))


def test_a_receiver_with_the_secret_accepts_the_message():
    assert Webhook(signing.secret(KEY, ID, 1)).verify(PAYLOAD, headers(endpoint())) == {"type": "ping"}


def test_a_changed_body_is_refused():
    with pytest.raises(WebhookVerificationError):
        Webhook(signing.secret(KEY, ID, 1)).verify('{"type":"pong"}', headers(endpoint()))


def test_secrets_differ_by_deployment_endpoint_and_generation():
    made = {signing.secret(KEY, ID, 1), signing.secret("another", ID, 1), signing.secret(KEY, "other", 1),
            signing.secret(KEY, ID, 2)}
    assert len(made) == 4
    assert all(secret.startswith("whsec_") and len(secret) == 6 + 44 for secret in made)


@pytest.mark.parametrize(("ago", "accepted"), [(timedelta(hours=23), [1, 2]), (timedelta(hours=25), [2])])
def test_after_a_rotation_the_old_secret_counts_for_a_day(ago, accepted):
    sent = headers(endpoint(2, datetime.now(UTC) - ago))
    for generation in (1, 2):
        receiver = Webhook(signing.secret(KEY, ID, generation))
        if generation in accepted:
            receiver.verify(PAYLOAD, sent)
        else:
            with pytest.raises(WebhookVerificationError):
                receiver.verify(PAYLOAD, sent)
