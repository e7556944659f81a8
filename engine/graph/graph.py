"""One driver a process, and the only way statements reach the server."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import perf_counter
from typing import Any, TypeVar

import neo4j
from neo4j import GraphDatabase, ManagedTransaction, NotificationMinimumSeverity
from neo4j.exceptions import ClientError, DriverError, Neo4jError

from engine import metrics
from engine.errors import Unavailable
from engine.graph import schema
from engine.graph.statements import load
from engine.settings import Settings

T = TypeVar("T")
Row = dict[str, Any]

# First pause before a read is tried again for a caller who waits; the driver doubles it each time.
_FIRST_PAUSE_SECONDS = 0.25

_OUT_OF_MEMORY = "Neo.TransientError.General.MemoryPoolOutOfMemoryError"
_TIMED_OUT = ("Neo.ClientError.Transaction.TransactionTimedOut",
              "Neo.ClientError.Transaction.TransactionTimedOutClientConfiguration")


class TooMuchAtOnce(Unavailable):
    """A transaction outgrew the server's memory or time; the same work in smaller parts can succeed."""

    default = "The request needs more memory or time than one transaction may take. Ask for less at once."


class Transaction:
    """Statements of one transaction, by name."""

    def __init__(self, tx: ManagedTransaction):
        self._tx = tx
        self._statements = load()
        self.seconds = 0.0

    def run(self, name: str, /, **params: Any) -> list[Row]:
        """All rows of a statement, as dictionaries."""
        started = perf_counter()
        try:
            return _rows(self._tx.run(self._statements[name].text, params))
        finally:
            self.seconds += perf_counter() - started

    def one(self, name: str, /, **params: Any) -> Row | None:
        """The first row, or None."""
        rows = self.run(name, **params)
        return rows[0] if rows else None


class Graph:
    """Managed transactions on one database, bounded in time and retried on transient faults."""

    def __init__(self, driver: neo4j.Driver, settings: Settings, read_patience: float | None = None):
        self._driver = driver
        self._settings = settings
        self._limits = settings.limits
        self._reading: dict[str, Any] = {} if read_patience is None else {
            "max_transaction_retry_time": read_patience, "connection_acquisition_timeout": read_patience,
            "initial_retry_delay": _FIRST_PAUSE_SECONDS,
        }

    @classmethod
    def open(cls, settings: Settings, read_patience: float | None = None) -> "Graph":
        """Connect lazily. The driver is not fork-safe: open it in the process that uses it.

        read_patience: seconds a read goes on trying while the server is away; None for as long as a write.
        """
        driver = GraphDatabase.driver(
            settings.neo4j_uri,
            auth=(settings.neo4j_user, settings.neo4j_password.get_secret_value()),
            max_connection_pool_size=settings.limits.connections,
            max_transaction_retry_time=settings.limits.retry_seconds,
            connection_acquisition_timeout=settings.limits.retry_seconds,
            notifications_min_severity=NotificationMinimumSeverity.OFF,
            connection_timeout=min(read_patience or settings.limits.retry_seconds, settings.limits.retry_seconds),
            user_agent="lotgraph",
            telemetry_disabled=True,
        )
        return cls(driver, settings, read_patience)

    def close(self) -> None:
        self._driver.close()

    def read(self, name: str, /, **params: Any) -> list[Row]:
        """All rows of one statement, in a read transaction of its own.

        It begins and ends with the statement: one round trip instead of three. What the driver would try again is
        tried again, as `reading` does.
        """
        statement = neo4j.Query(load()[name].text, timeout=self._limits.read_seconds)
        with self._session(neo4j.READ_ACCESS) as session, _timed("read"):
            try:
                return _rows(session.run(statement, params))
            except (DriverError, Neo4jError) as error:
                if _is_out_of_memory(error) or not error.is_retryable():
                    raise
        return self.reading(lambda tx: tx.run(name, **params))

    def one(self, name: str, /, **params: Any) -> Row | None:
        """The first row of one statement in a read transaction of its own, or None."""
        rows = self.read(name, **params)
        return rows[0] if rows else None

    def write(self, name: str, /, **params: Any) -> list[Row]:
        """All rows of one statement in a write transaction."""
        return self.transaction(lambda tx: tx.run(name, **params))

    def reading(self, work: Callable[[Transaction], T]) -> T:
        """Run `work` in one read transaction: one consistent set of statements."""
        with self._session(neo4j.READ_ACCESS) as session, _timed("read") as spent:
            return session.execute_read(_bounded(work, self._limits.read_seconds, spent))

    def transaction(self, work: Callable[[Transaction], T]) -> T:
        """Run `work` in one write transaction. It may run again after a transient fault."""
        with self._session(neo4j.WRITE_ACCESS) as session, _timed("write") as spent:
            return session.execute_write(_bounded(work, self._limits.write_seconds, spent))

    def stream(self, name: str, /, **params: Any) -> Iterator[Row]:
        """Rows of one statement as the server produces them; memory stays at one fetch."""
        with self._session(neo4j.READ_ACCESS) as session, \
                session.begin_transaction(timeout=self._limits.export_seconds) as tx:
            for record in tx.run(load()[name].text, params):
                yield dict(record.items())

    def plan(self, name: str, /, **params: Any) -> list[str]:
        """Operators the planner chooses for a statement, root first."""
        with self._session(neo4j.READ_ACCESS) as session:
            summary = session.run("EXPLAIN " + load()[name].text, params).consume()
        found, stack = [], [summary.plan]
        while stack:
            step = stack.pop()
            found.append(step["operatorType"].partition("@")[0])
            stack.extend(step.get("children", ()))
        return found

    def apply_schema(self) -> list[str]:
        """Apply every numbered schema statement not yet recorded in the graph; returns those applied now."""
        return schema.apply(self)

    def server(self) -> Row:
        """Name, version and edition of the server; raises Unavailable where it does not answer."""
        return self.one("schema/server") or {}

    def auto_commit(self, name: str, /, **params: Any) -> list[Row]:
        """Run a statement that Neo4j wants outside a managed transaction (schema changes)."""
        with self._session(neo4j.WRITE_ACCESS) as session:
            return [dict(r.items()) for r in session.run(load()[name].text, params)]

    @contextmanager
    def _session(self, mode: str) -> Iterator[neo4j.Session]:
        try:
            with self._driver.session(database=self._settings.neo4j_database, default_access_mode=mode,
                                      fetch_size=self._limits.fetch_rows,
                                      **(self._reading if mode == neo4j.READ_ACCESS else {})) as session:
                yield session
        except ClientError as error:
            if error.code in _TIMED_OUT:
                raise TooMuchAtOnce from error
            raise
        except (DriverError, neo4j.exceptions.TransientError, neo4j.exceptions.DatabaseUnavailable) as error:
            # A transaction can also outgrow the memory while it commits.
            if _is_out_of_memory(error):
                raise TooMuchAtOnce from error
            raise Unavailable("The graph database does not answer. Try again in a moment.") from error


def _rows(result: neo4j.Result) -> list[Row]:
    columns = result.keys()
    return [dict(zip(columns, row, strict=True)) for row in result]


def _is_out_of_memory(error: Exception) -> bool:
    """Whether the same work would fail the same way each time, though the driver would try it again."""
    return isinstance(error, Neo4jError) and error.code == _OUT_OF_MEMORY


class _Spent:
    """Seconds of a transaction that were spent in Python rather than with the server."""

    def __init__(self) -> None:
        self.here = 0.0


@contextmanager
def _timed(kind: str) -> Iterator[_Spent]:
    started, spent = perf_counter(), _Spent()
    try:
        yield spent
    finally:
        metrics.neo4j.labels(kind).observe(max(0.0, perf_counter() - started - spent.here))


def _bounded(work: Callable[[Transaction], T], seconds: float, spent: _Spent) -> Callable[[ManagedTransaction], T]:
    """`work` as the driver runs it: ended by the server after so many seconds."""
    @neo4j.unit_of_work(timeout=seconds)
    def run(tx: ManagedTransaction) -> T:
        started, transaction = perf_counter(), Transaction(tx)
        try:
            return work(transaction)
        except Neo4jError as error:
            # The driver would retry this one, but it fails the same way each time.
            if _is_out_of_memory(error):
                raise TooMuchAtOnce from error
            raise
        finally:
            spent.here += perf_counter() - started - transaction.seconds
    return run
