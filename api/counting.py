"""What a request is counted by, and the verdict it carries from then on."""

from collections.abc import Callable, Sequence
from ipaddress import IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

from starlette.requests import Request
from starlette.types import Scope

from api.ratelimit import RateLimits, Verdict
from engine.errors import RateLimited, Unauthorized
from engine.identity import Caller

Network = IPv4Network | IPv6Network

# Health, metrics, documents and their pages: what must answer when all else is spent, and costs next to nothing.
_UNCOUNTED = ("/healthz", "/readyz", "/metrics", "/docs", "/.well-known")
_LOOPBACK = (ip_network("127.0.0.0/8"), ip_network("::1"))
_DOCUMENT = "/openapi.json"


def is_counted(scope: Scope) -> bool:
    """Whether a request counts against anything."""
    path = scope["path"]
    if path.endswith(_DOCUMENT) or not hasattr(scope["app"].state, "rate_limits"):
        return False
    return not any(path == start or path.startswith(f"{start}/") for start in _UNCOUNTED)


def admitted(request: Request, authenticate: Callable[[Request], Caller]) -> Caller:
    """The caller, counted. A failed credential counts against the client's address, so that guessing is slow.

    Raises Unauthorized, or RateLimited where too many came before.
    """
    try:
        caller = authenticate(request)
    except Unauthorized:
        count_address(request)
        raise
    limits = _limits(request)
    if limits is not None:
        _hold(request, limits.caller(caller))
    return caller


def count_address(request: Request) -> None:
    """Count a request without a good credential, once. Raises RateLimited."""
    limits = _limits(request)
    if limits is not None and verdict_of(request) is None:
        _hold(request, limits.address(client_address(request)))


def require_attempts(request: Request, email: str) -> None:
    """Raises RateLimited where too many attempts to sign in as one user have failed today, from wherever."""
    limits = _limits(request)
    if limits is not None and not (verdict := limits.account(email, cost=0)).tightest.remaining:
        raise RateLimited(retry_after=verdict.reset)


def count_failed_attempt(request: Request, email: str) -> None:
    """Count an attempt to sign in that failed."""
    limits = _limits(request)
    if limits is not None:
        limits.account(email, cost=1)


def look(request: Request) -> None:
    """Let the request carry what its client's address has left, without counting it."""
    limits = _limits(request)
    if limits is not None:
        request.state.rate_verdict = limits.address(client_address(request), cost=0)


def has_credential(request: Request) -> bool:
    """Whether the request shows anything that may turn out to be a caller's credential.

    What an OAuth client shows of itself (Basic) is not: guesses at it are counted before they are looked at.
    """
    bearer = request.headers.get("authorization", "")[:7].lower() == "bearer "
    return bearer or "x-api-key" in request.headers or "sessionid" in request.cookies


def headers(request: Request) -> dict[str, str]:
    """What the response says about limits; nothing where nothing was counted."""
    verdict = verdict_of(request)
    return {} if verdict is None else verdict.headers()


def verdict_of(request: Request) -> Verdict | None:
    """What counting this request has found, if it has been counted."""
    return getattr(request.state, "rate_verdict", None)


def client_address(request: Request) -> str:
    """Address of whoever calls: the nearest hop that is no proxy of ours. IPv6 counts by its /64, one subscriber's."""
    peer = request.client.host if request.client else "unknown"
    forwarded = request.headers.getlist("x-forwarded-for")
    hops = [hop.strip() for value in forwarded for hop in value.split(",")] + [peer]
    trusted = getattr(request.app.state, "trusted_proxies", ())
    while len(hops) > 1 and _within(hops[-1], trusted):
        hops.pop()
    return _subscriber(hops[-1])


def is_local(request: Request) -> bool:
    """Whether the caller is on this machine itself, and no proxy speaks for somebody else."""
    forwarded = "x-forwarded-for" in request.headers or "forwarded" in request.headers
    return not forwarded and request.client is not None and _within(request.client.host, _LOOPBACK)


def proxies(setting: str | None) -> tuple[Network, ...]:
    """The networks a setting names. Raises ValueError."""
    return tuple(ip_network(part.strip()) for part in (setting or "").split(",") if part.strip())


def _hold(request: Request, verdict: Verdict) -> None:
    request.state.rate_verdict = verdict
    if not verdict.admitted:
        raise RateLimited(retry_after=verdict.reset)


def _limits(request: Request) -> RateLimits | None:
    return getattr(request.app.state, "rate_limits", None)


def _within(address: str, networks: Sequence[Network]) -> bool:
    try:
        found = ip_address(address)
    except ValueError:
        return False
    return any(found in network for network in networks)


def _subscriber(address: str) -> str:
    try:
        found = ip_address(address)
    except ValueError:
        return address[:64]
    if isinstance(found, IPv6Address):
        return str(found.ipv4_mapped or ip_network((found, 64), strict=False))
    return str(found)
