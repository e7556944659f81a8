"""Carries what is due in the outbox, at least once each."""

import asyncio
import logging
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

import httpx

from engine.clock import Clock, epoch_ms
from engine.graph import Graph
from engine.settings import Settings
from engine.webhooks import signing
from engine.webhooks.endpoint import Delivery, Endpoint, Status
from engine.webhooks.targets import Refused, Target, resolve

log = logging.getLogger(__name__)

PAUSES = tuple(timedelta(minutes=m) for m in (1, 5, 30, 120, 300, 600, 840))
"""Between attempts; after the last one a message is a dead letter, some 31 hours after the first."""

DEAD_LETTERS = 5
"""Dead letters in a row that disable an endpoint."""

_AT_ONCE = 20
_GONE, _TOO_MANY = 410, 429
# An answer is read no further than this; receivers have nothing to tell us.
_ANSWER_BYTES = 4_096


@dataclass(frozen=True)
class Outcome:
    """What came of one attempt. wait: what the receiver asked for."""

    status_code: int | None = None
    error: str | None = None
    wait: timedelta | None = None

    @property
    def delivered(self) -> bool:
        return self.status_code is not None and 200 <= self.status_code < 300


class Courier:
    """Claims messages that are due, sends them side by side, and notes what came of it."""

    def __init__(self, graph: Graph, clock: Clock, settings: Settings):
        self._graph = graph
        self._clock = clock
        self._secret_key = settings.secret_key.get_secret_value()
        self._private = settings.webhook_private_targets
        self._seconds = settings.limits.webhook_seconds

    def deliver_due(self) -> int:
        """One round; returns how many messages were tried."""
        now = self._clock.now()
        # A courier that dies leaves its messages due again after the lease.
        lease = now + timedelta(seconds=4 * self._seconds)
        rows = self._graph.write("webhooks/claim", now=epoch_ms(now), lease=epoch_ms(lease), limit=_AT_ONCE)
        if not rows:
            return 0
        claimed = [(Delivery.of(row["delivery"]), Endpoint.of(row["endpoint"])) for row in rows]
        with ThreadPoolExecutor(max_workers=len(claimed)) as pool:
            for (delivery, endpoint), outcome in zip(claimed, pool.map(self._tried, claimed), strict=True):
                self._settle(delivery, endpoint, outcome)
        return len(rows)

    def _tried(self, claimed: tuple[Delivery, Endpoint]) -> Outcome:
        """What came of sending, whatever it was: other firms' messages are settled in the same round."""
        try:
            return self._send(claimed)
        except Exception:
            log.exception("webhook %s could not be sent", claimed[0].id)
            return Outcome(error="The message could not be sent.")

    def _send(self, claimed: tuple[Delivery, Endpoint]) -> Outcome:
        delivery, endpoint = claimed
        if not endpoint.is_active:
            return Outcome(error="The endpoint is disabled.")
        try:
            target = resolve(endpoint.url, self._private)
        except Refused as refused:
            return Outcome(error=str(refused))
        headers = signing.headers(self._secret_key, endpoint, delivery.id, delivery.payload, self._clock.now())
        headers |= {"Host": target.host, "Content-Type": "application/json", "User-Agent": "lotgraph"}
        return asyncio.run(self._post(target, headers, delivery.payload))

    async def _post(self, target: Target, headers: dict[str, str], payload: str) -> Outcome:
        """One request, timed as a whole: httpx waits anew for every byte, and a receiver may send one at a time."""
        outcome = None
        try:
            async with asyncio.timeout(self._seconds), \
                    httpx.AsyncClient(timeout=self._seconds, follow_redirects=False, trust_env=False) as client, \
                    client.stream("POST", target.dialled, content=payload, headers=headers,
                                  extensions={"sni_hostname": urlsplit(target.url).hostname}) as answer:
                outcome = Outcome(answer.status_code, None, _asked_wait(answer, self._clock.now()))
                async for _ in answer.aiter_raw(_ANSWER_BYTES):
                    break
        except (httpx.HTTPError, httpx.InvalidURL, ValueError, TimeoutError) as error:
            return outcome or Outcome(error=f"No answer: {type(error).__name__}.")
        return outcome

    def _settle(self, delivery: Delivery, endpoint: Endpoint, outcome: Outcome) -> None:
        now = self._clock.now()
        status, next_at = _verdict(delivery, endpoint, outcome, now)
        self._graph.write(
            "webhooks/settle", id=delivery.id, attempt=delivery.attempts, status=status.value, now=epoch_ms(now),
            next_at=epoch_ms(next_at) if next_at else None, status_code=outcome.status_code,
            error=outcome.error or (None if outcome.delivered else f"Answered {outcome.status_code}."),
            gone=outcome.status_code == _GONE, most=DEAD_LETTERS,
        )
        log.info("webhook %s to endpoint %s: %s", delivery.id, endpoint.id, status.value)


def _verdict(delivery: Delivery, endpoint: Endpoint, outcome: Outcome,
             now: datetime) -> tuple[Status, datetime | None]:
    if outcome.delivered:
        return Status.DELIVERED, None
    if delivery.attempts > len(PAUSES) or outcome.status_code == _GONE or not endpoint.is_active:
        return Status.DEAD_LETTER, None
    pause = max(PAUSES[delivery.attempts - 1], outcome.wait or timedelta(0))
    return (Status.RATE_LIMITED if outcome.status_code == _TOO_MANY else Status.FAILED), now + pause


def _asked_wait(answer: httpx.Response, now: datetime) -> timedelta | None:
    """Retry-After in either form (RFC 9110, 10.2.3), at most a day."""
    said = answer.headers.get("retry-after", "")
    if said.isascii() and said.isdigit():
        return timedelta(seconds=min(int(said[:9]), 86_400))
    try:
        wait = parsedate_to_datetime(said) - now
    except (ValueError, TypeError):
        return None
    return min(max(wait, timedelta(0)), timedelta(days=1))
