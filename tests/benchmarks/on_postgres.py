"""The same network in Postgres: flows in a table with covering indexes, walked by a recursive CTE."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pgserver
import psutil
import psycopg

from tests.benchmarks.questions import Counts, Question, Seen
from tests.benchmarks.rows import Part

_MEMORY = {"shared_buffers": "768MB", "work_mem": "64MB", "effective_cache_size": "2GB", "random_page_cost": "1.1",
           "jit": "off", "max_wal_size": "4GB", "synchronous_commit": "off", "fsync": "off"}
_TABLES = """
CREATE TABLE node (no bigint PRIMARY KEY, is_event boolean NOT NULL, lot bigint, place bigint, recorded_by bigint);
CREATE TABLE flow (tail bigint NOT NULL, head bigint NOT NULL, recorded_by bigint NOT NULL, counterparties bigint[],
                   "on" integer, recorded_at bigint NOT NULL, superseded_at bigint NOT NULL, gtin text)
"""
_CARRIED = ("recorded_by", "counterparties", "on", "recorded_at", "superseded_at", "gtin")
_INCLUDED = 'recorded_by, counterparties, "on", recorded_at, superseded_at, gtin'
_INDEXES = (
    f"CREATE INDEX flow_forward ON flow (tail) INCLUDE (head, {_INCLUDED})",
    f"CREATE INDEX flow_backward ON flow (head) INCLUDE (tail, {_INCLUDED})",
    "CREATE INDEX node_lot ON node (lot) INCLUDE (no, place) WHERE NOT is_event",
    "CREATE INDEX node_place ON node (place) INCLUDE (no, lot) WHERE NOT is_event",
    "CREATE INDEX node_whole ON node (no) INCLUDE (is_event, lot, place, recorded_by)",
)
_KNOWN = """(f.recorded_by = ANY(%(orgs)s) OR %(viewer)s = ANY(f.counterparties) OR EXISTS (
    SELECT FROM unnest(%(grant_orgs)s::bigint[], %(grant_gtins)s::text[], %(grant_from)s::int[], %(grant_to)s::int[])
           AS g(org, gtin, first, last)
    WHERE g.org = f.recorded_by AND f."on" BETWEEN g.first AND g.last AND (g.gtin IS NULL OR g.gtin = f.gtin)))
  AND f.recorded_at <= %(at)s AND %(at)s < f.superseded_at"""
_DATED = """ AND (%(from)s::int IS NULL OR f."on" IS NULL OR f."on" BETWEEN %(from)s::int AND %(to)s::int)"""
_SEEN_STOCK = f"""SELECT s.no FROM node s WHERE NOT s.is_event AND s.{{of}} = %(no)s AND (
    EXISTS (SELECT FROM flow f WHERE f.tail = s.no AND {_KNOWN})
    OR EXISTS (SELECT FROM flow f WHERE f.head = s.no AND {_KNOWN}))"""
_WALK = f"""WITH RECURSIVE reached(no) AS (
  {_SEEN_STOCK}
  UNION
  SELECT f.{{onward}} FROM reached r JOIN flow f ON f.{{near}} = r.no WHERE {_KNOWN}{_DATED}
)"""
_COUNTS = f"""{_WALK}
SELECT count(DISTINCT n.lot) FILTER (WHERE NOT n.is_event), count(DISTINCT n.place), count(*) FILTER (WHERE n.is_event),
       count(DISTINCT n.recorded_by)
FROM reached JOIN node n USING (no)"""
_NODES = f"{_WALK} SELECT count(*) FROM reached"
_ENDS = {"forward": {"near": "tail", "onward": "head"}, "backward": {"near": "head", "onward": "tail"}}


@contextmanager
def postgres(folder: Path) -> Iterator["OnPostgres"]:
    """A server of its own in a folder, with memory as large as Neo4j's."""
    folder.mkdir()
    server = pgserver.get_server(folder)
    with psycopg.connect(server.get_uri(), autocommit=True) as connection:
        for name, value in _MEMORY.items():
            connection.execute(f"ALTER SYSTEM SET {name} = '{value}'")
    server.cleanup()
    server = pgserver.get_server(folder)
    try:
        with psycopg.connect(server.get_uri(), autocommit=True) as connection:
            yield OnPostgres(connection)
    finally:
        server.cleanup()


class OnPostgres:
    """Loads parts and answers questions."""

    def __init__(self, connection: psycopg.Connection):
        self._connection = connection
        connection.execute(_TABLES)
        self._indexed = False

    @property
    def process(self) -> psutil.Process:
        """The process that serves this connection."""
        return psutil.Process(self._connection.info.backend_pid)

    @property
    def version(self) -> str:
        return self._connection.execute("SHOW server_version").fetchone()[0]

    def load(self, part: Part) -> None:
        """Copy some rows."""
        with self._connection.cursor() as cursor:
            with cursor.copy("COPY node FROM STDIN") as copy:
                for stock in part.stocks:
                    copy.write_row((stock["no"], False, stock["lot"], stock["place"], None))
                for row in part.ctes:
                    cte = row["cte"]
                    copy.write_row((cte["no"], True, cte["lot"], None, cte["recorded_by"]))
            with cursor.copy("COPY flow FROM STDIN") as copy:
                for tail, head, flow in part.flows():
                    copy.write_row((tail, head, *(flow[name] for name in _CARRIED)))

    def finish(self) -> None:
        """Index what has not been, and let the planner and index-only scans know all rows."""
        for index in () if self._indexed else _INDEXES:
            self._connection.execute(index)
        self._indexed = True
        self._connection.execute("VACUUM ANALYZE")

    def counts(self, question: Question, seen: Seen) -> Counts:
        return Counts(*self._ask(_COUNTS, question, seen))

    def nodes(self, question: Question, seen: Seen) -> int:
        return self._ask(_NODES, question, seen)[0]

    def _ask(self, statement: str, question: Question, seen: Seen) -> tuple[Any, ...]:
        text = statement.format(of=question.of, **_ENDS[question.direction])
        return self._connection.execute(text, _params(question, seen), prepare=True).fetchone()


def _params(question: Question, seen: Seen) -> dict[str, Any]:
    grants = [(grant, gtin) for grant in seen.grants for gtin in (grant["gtins"] or [None])]
    return seen.params() | {
        "no": question.no, "grant_orgs": [g["org"] for g, _ in grants], "grant_gtins": [gtin for _, gtin in grants],
        "grant_from": [g["from"] for g, _ in grants], "grant_to": [g["to"] for g, _ in grants],
    }  # fmt: skip
