"""Clients that ask one thing over and over, and what the API says of its own time meanwhile."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import httpx
from prometheus_client.parser import text_string_to_metric_families

_SERVERS = {name: f"lotgraph_{name}_seconds_sum" for name in ("neo4j", "redis", "s3")}
_REQUESTS = "lotgraph_request_seconds_sum"
# Signing is arithmetic of ours; nothing is sent.
_OURS = ("signed_url",)

Ask = Callable[[httpx.Client, int], httpx.Response]


@dataclass(frozen=True)
class Endpoint:
    """Something to ask. expected: statuses that count as answers."""

    name: str
    ask: Ask
    expected: tuple[int, ...] = (200,)


@dataclass(frozen=True)
class Measured:
    """One endpoint under load. Times in milliseconds; shares of the time of requests, between 0 and 1."""

    name: str
    requests: int
    per_second: float
    p50: float
    p95: float
    worst: float
    shares: dict[str, float]


def measure(endpoint: Endpoint, url: str, clients: int, seconds: float) -> Measured:
    """Let so many clients ask for so long, each its next question as soon as it is answered."""
    before, started = _seconds(url), time.perf_counter()
    with ThreadPoolExecutor(clients) as pool:
        parts = pool.map(lambda number: _ask(endpoint, url, number, clients, seconds), range(clients))
        times = sorted(each for part in parts for each in part)
    took, after = time.perf_counter() - started, _seconds(url)
    return Measured(endpoint.name, len(times), len(times) / took, _percentile(times, 50), _percentile(times, 95),
                    times[-1] * 1000, _shares({name: after[name] - before[name] for name in after}))


def _ask(endpoint: Endpoint, url: str, number: int, clients: int, seconds: float) -> list[float]:
    times: list[float] = []
    until = time.perf_counter() + seconds
    with httpx.Client(base_url=url, trust_env=False, timeout=60) as client:
        while not times or time.perf_counter() < until:
            started = time.perf_counter()
            answer = endpoint.ask(client, number + clients * len(times))
            times.append(time.perf_counter() - started)
            if answer.status_code not in endpoint.expected:
                raise RuntimeError(f"{endpoint.name} answered {answer.status_code}: {answer.text[:300]}")
    return times


def _seconds(url: str) -> dict[str, float]:
    """Seconds the API has spent so far: on requests in all, and of these with each server."""
    text = httpx.get(f"{url}/metrics", trust_env=False, timeout=30).raise_for_status().text
    sums = dict.fromkeys((*_SERVERS, "requests"), 0.0)
    for family in text_string_to_metric_families(text):
        for sample in family.samples:
            labels = sample.labels
            if sample.name == _REQUESTS and labels["route"] != "/metrics":
                sums["requests"] += sample.value
            for server, name in _SERVERS.items():
                if sample.name == name and labels.get("operation") not in _OURS:
                    sums[server] += sample.value
    return sums


def _shares(spent: dict[str, float]) -> dict[str, float]:
    whole = spent.pop("requests")
    shares = {server: seconds / whole if whole else 0.0 for server, seconds in spent.items()}
    return {"own": max(0.0, 1 - sum(shares.values())), **shares}


def _percentile(times: list[float], percent: int) -> float:
    """Nearest rank, milliseconds."""
    rank = max(1, -(-len(times) * percent // 100))
    return times[rank - 1] * 1000
