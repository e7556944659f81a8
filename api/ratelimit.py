"""How many requests each credential and each client address may make, counted in Redis.

Windows are fixed: the minute and the UTC day. A request counts in all of its windows or, where one is full, in none;
one script decides, so no two requests take the same place. Where Redis does not answer, requests pass uncounted.
"""

import math
import time
from dataclasses import dataclass
from hashlib import sha256

import structlog
from limits import RateLimitItem, RateLimitItemPerDay, RateLimitItemPerMinute
from limits.storage import RedisStorage
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

from engine import metrics
from engine.clock import Clock
from engine.identity import Caller
from engine.identity.fields import email_key
from engine.identity.roles import Kind
from engine.settings import Settings

_log = structlog.get_logger("lotgraph.ratelimit")

# After so many failures in a row nobody waits for Redis again for so long.
_FAILURES = 3
_PAUSE_SECONDS = 1.0

# ARGV: cost, then limit and seconds of each window. Returns 1 or 0 for admitted, then what each window has counted.
_COUNT = """
local answer = {1}
for i, key in ipairs(KEYS) do
  answer[i + 1] = tonumber(redis.call('GET', key) or '0')
  if answer[i + 1] + ARGV[1] > tonumber(ARGV[2 * i]) then answer[1] = 0 end
end
if answer[1] == 1 and tonumber(ARGV[1]) > 0 then
  for i, key in ipairs(KEYS) do
    answer[i + 1] = redis.call('INCRBY', key, ARGV[1])
    if answer[i + 1] == tonumber(ARGV[1]) then redis.call('EXPIRE', key, ARGV[2 * i + 1]) end
  end
end
return answer
"""


@dataclass(frozen=True)
class Window:
    """One limit and its present window. seconds: its length; ends: epoch seconds."""

    limit: int
    seconds: int
    used: int
    ends: int

    @property
    def remaining(self) -> int:
        return max(0, self.limit - self.used)


@dataclass(frozen=True)
class Verdict:
    """Whether a request may go on, and what its caller is told. now: epoch seconds."""

    admitted: bool
    windows: tuple[Window, ...]
    now: float

    @property
    def tightest(self) -> Window:
        """The window with the fewest requests left; of several the one that ends last."""
        return min(self.windows, key=lambda window: (window.remaining, -window.ends))

    @property
    def reset(self) -> int:
        """Whole seconds until the tightest window ends, at least one."""
        return max(1, math.ceil(self.tightest.ends - self.now))

    def headers(self) -> dict[str, str]:
        """The fields of draft-ietf-httpapi-ratelimit-headers-06 and their older aliases."""
        tightest = self.tightest
        limit, remaining = str(tightest.limit), str(tightest.remaining)
        return {
            "RateLimit-Policy": ", ".join(f"{window.limit};w={window.seconds}" for window in self.windows),
            "RateLimit-Limit": limit, "RateLimit-Remaining": remaining, "RateLimit-Reset": str(self.reset),
            "X-RateLimit-Limit": limit, "X-RateLimit-Remaining": remaining, "X-RateLimit-Reset": str(tightest.ends),
        }


class RateLimits:
    """Counts requests. Never raises: a limiter that is away limits nobody."""

    def __init__(self, settings: Settings, clock: Clock):
        self._settings = settings
        self._clock = clock
        seconds = settings.limits.limiter_seconds
        self._storage = RedisStorage(
            settings.redis_url.get_secret_value(), key_prefix=f"{settings.queue_prefix}:limits",
            socket_connect_timeout=seconds, socket_timeout=seconds, retry=Retry(NoBackoff(), 1),
        )
        self._count = self._storage.get_connection().register_script(_COUNT)
        self._failures = 0
        self._last_failure = 0.0

    def close(self) -> None:
        self._storage.get_connection().close()

    def caller(self, caller: Caller) -> Verdict:
        """Count one request of an authenticated caller; its own limits go before the deployment's."""
        settings = self._settings
        usual = (settings.rate_limit_publishable_per_minute if caller.kind is Kind.PUBLISHABLE
                 else settings.rate_limit_per_minute)
        items = (RateLimitItemPerMinute(caller.per_minute or usual),
                 RateLimitItemPerDay(caller.per_day or settings.rate_limit_per_day))
        return self._ask(caller.bucket, items)

    def address(self, address: str, cost: int = 1) -> Verdict:
        """Count one request that no good credential came with; with a cost of 0 only look."""
        items = (RateLimitItemPerMinute(self._settings.rate_limit_anonymous_per_minute),)
        return self._ask(f"address:{address}", items, cost)

    def account(self, email: str, cost: int) -> Verdict:
        """Count failed attempts to sign in under an address of somebody; with a cost of 0 only look.

        Known and unknown ones are counted alike. Redis holds their SHA-256.
        """
        items = (RateLimitItemPerDay(self._settings.sign_in_failures_per_day),)
        return self._ask(f"account:{sha256(email_key(email).encode()).hexdigest()}", items, cost)

    def _ask(self, bucket: str, items: tuple[RateLimitItem, ...], cost: int = 1) -> Verdict:
        now = self._clock.now().timestamp()
        admitted, *used = self._counted(bucket, items, cost, now) or (1, *(0 for _ in items))
        windows = tuple(
            Window(item.amount, item.get_expiry(), count, _ends(item, now))
            for item, count in zip(items, used, strict=True)
        )
        if not admitted:
            metrics.refused.labels(bucket.partition(":")[0]).inc()
        return Verdict(bool(admitted), windows, now)

    def _counted(self, bucket: str, items: tuple[RateLimitItem, ...], cost: int, now: float) -> list[int] | None:
        """What the script answers, or None where Redis is away."""
        if self._failures >= _FAILURES and time.monotonic() - self._last_failure < _PAUSE_SECONDS:
            metrics.limiter_failures.inc()
            return None
        keys = [self._storage.prefixed_key(item.key_for(bucket, str(_ends(item, now)))) for item in items]
        pairs = [value for item in items for value in (item.amount, item.get_expiry())]
        try:
            with metrics.timed(metrics.redis, "limit"):
                found = self._count(keys, [cost, *pairs])
        except RedisError as error:
            metrics.limiter_failures.inc()
            if not self._failures:
                _log.warning("rate_limiter_away", error=type(error).__name__)
            self._failures, self._last_failure = self._failures + 1, time.monotonic()
            return None
        if self._failures:
            _log.info("rate_limiter_back")
            self._failures = 0
        return found


def _ends(item: RateLimitItem, now: float) -> int:
    """When the window that holds `now` ends. Days divide evenly from 1970 on, so these are UTC days."""
    seconds = item.get_expiry()
    return (int(now) // seconds + 1) * seconds
