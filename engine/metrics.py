"""What this process counts and times about itself, as Prometheus metrics.

Labels take few values by construction: route templates, never paths; kinds of transactions, never statements' values.
Where PROMETHEUS_MULTIPROC_DIR is set, every process writes there and whoever is asked adds all of them up.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from time import perf_counter

from prometheus_client import Counter, Histogram

_QUICK = (.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10)
_SLOW = (.01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, 30, 60, 120)

requests = Histogram("lotgraph_request_seconds", "Time from a request to the end of its answer, by route template.",
                     ("route", "method", "status"), buckets=_SLOW)
requests_late = Counter("lotgraph_requests_late", "Requests answered 503 because their time was over.")
refused = Counter("lotgraph_requests_refused", "Requests answered 429, by what was counted.", ("bucket",))
limiter_failures = Counter("lotgraph_limiter_failures", "Requests let through uncounted because Redis was away.")

neo4j = Histogram("lotgraph_neo4j_seconds", "Time in Neo4j, retries included, by kind of transaction.", ("kind",),
                  buckets=_QUICK)
s3 = Histogram("lotgraph_s3_seconds", "Time in S3, by operation.", ("operation",), buckets=_QUICK)
redis = Histogram("lotgraph_redis_seconds", "Time in Redis, by operation.", ("operation",), buckets=_QUICK)

records = Counter("lotgraph_records", "Records that arrived, by what became of them.", ("outcome",))
captures = Histogram("lotgraph_capture_seconds", "Time to write one document.", buckets=_SLOW)
traces = Histogram("lotgraph_trace_seconds", "Time to answer one trace, by ring.", ("ring",), buckets=_SLOW)
traces_cut = Counter("lotgraph_traces_cut", "Traces that a limit cut, by ring.", ("ring",))


@contextmanager
def timed(histogram: Histogram, *labels: str) -> Iterator[None]:
    """Observe the seconds spent inside, whether or not it ends well."""
    started = perf_counter()
    try:
        yield
    finally:
        (histogram.labels(*labels) if labels else histogram).observe(perf_counter() - started)
