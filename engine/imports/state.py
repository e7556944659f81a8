"""Every change of an import's state, and lists of imports.

    pending -> processing -> completed | failed | cancelled

What ended otherwise than completed, or left rows quarantined, can be asked for again. Progress is written in the
transaction that captured it, so that what an import says it kept is what the graph holds.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from engine.audit import append
from engine.clock import Clock, epoch_ms
from engine.graph import Graph, Transaction
from engine.imports.answers import LotNamed
from engine.imports.job import Import, Status, Tally
from engine.imports.judging import capture_id
from engine.jobs.transitions import Attempt, Lost, said_before
from engine.jobs.work import Work
from engine.settings import Settings

ORDERINGS = ("requested_at", "ended_at", "filename", "size", "read", "quarantined", "created")
"""Fields a list can be sorted by, each also with a leading `-` for descending."""

_ROLES = {"shipping": "shipped", "receiving": "received", "harvesting": "crop", "cooling": "crop"}
_KINDS = {"crop": "crop", "seed": "seed"}


@dataclass(frozen=True)
class ImportFilter:
    """Which imports to list; None leaves a field open. The range holds `since` and ends before `before`."""

    status: Status | None = None
    sha256: str | None = None
    filename: str | None = None
    corrects: str | None = None
    since: datetime | None = None
    before: datetime | None = None


class ImportJobs(Work[Import]):
    """Imports in the graph."""

    called = "import"

    def __init__(self, graph: Graph, clock: Clock, settings: Settings):
        super().__init__(graph, clock, settings, Import.of)

    def find(self, import_id: str) -> Import | None:
        """The import with this id."""
        row = self._graph.one("imports/find", id=import_id)
        return Import.of(row["node"]) if row else None

    def page(self, organization: int, wanted: ImportFilter, ordering: str, skip: int,
             limit: int) -> tuple[list[Import], int]:
        """Imports of one organization, and how many the filter leaves."""
        row = self._graph.one(
            "imports/page", organization=organization, status=wanted.status, sha256=wanted.sha256,
            filename=wanted.filename.lower() if wanted.filename else None, corrects=wanted.corrects,
            requested_from=_ms(wanted.since), requested_to=_ms(wanted.before), order_by=ordering.removeprefix("-"),
            descending=ordering.startswith("-"), skip=skip, limit=limit)
        return [Import.of(node) for node in row["nodes"]], row["total"]

    def ask(self, wanted: Import, known: Import | None) -> tuple[Import, bool]:
        """A pending import for a worker, and whether this call made it so.

        known: the import of this id as it was seen. What was cut short is taken up where it stopped; what was
        completed begins anew.
        """
        taken_up = known is not None and known.status in (Status.FAILED, Status.CANCELLED)
        if taken_up:
            wanted = replace(wanted, tally=known.tally, runs=known.runs)
        elif known is not None:
            wanted = replace(wanted, runs=known.runs + 1)

        def write(tx: Transaction) -> tuple[Import, bool]:
            now = self._clock.now()
            row = tx.one("imports/ask", id=wanted.id, properties=wanted.to_node(),
                         status=known.status if known else None, now=epoch_ms(now))
            asked = Import.of(row["node"])
            if row["asked"]:
                tell(tx, asked, "import.requested", now)
            return asked, row["asked"]

        return self._graph.transaction(write)

    def progress(self, attempt: Attempt, tally: Tally) -> None:
        """Note that a part of a dry run is done. Raises Lost."""
        self._graph.transaction(lambda tx: progress(tx, attempt, tally, epoch_ms(self._clock.now())))

    def complete(self, attempt: Attempt) -> Import:
        """End an import with all its parts done. Saying it twice is harmless. Raises Lost."""
        def write(tx: Transaction) -> Import:
            now = self._clock.now()
            row = tx.one("imports/complete", id=attempt.job.id, token=attempt.token, now=epoch_ms(now))
            if row is None:
                return Import.of(said_before(tx, attempt, Status.COMPLETED))
            done = Import.of(row["node"])
            tell(tx, done, "import.completed", now)
            return done

        return self._graph.transaction(write)

    def cancel(self, import_id: str, actor: str) -> Import | None:
        """End an import as it stands; None where it has ended already. actor: who does not want it."""
        def write(tx: Transaction) -> Import | None:
            now = self._clock.now()
            row = tx.one("imports/cancel", id=import_id, now=epoch_ms(now))
            if row is None:
                return None
            cancelled = Import.of(row["node"])
            tell(tx, replace(cancelled, actor=actor), "import.cancelled", now)
            return cancelled

        return self._graph.transaction(write)

    def _failed(self, tx: Transaction, job: Import) -> None:
        tell(tx, job, "import.failed", self._clock.now())


def tell(tx: Transaction, of: Import, action: str, now: datetime) -> None:
    """Write into the audit log what became of an import, in the transaction in which it did."""
    append(tx, now, of.organization, of.actor, action, of.id, {
        "file": of.filename, "sha256": of.sha256, "rows": of.tally.read, "created": of.tally.created,
        "quarantined": of.tally.quarantined, "dry_run": of.dry_run, **({"error": of.error} if of.error else {})})


def keep(tx: Transaction, done: Import, at: int, now: datetime) -> Import | None:
    """Keep an import that is done at once; None where a worker has the same one. at: epoch ms of its records."""
    row = tx.one("imports/keep", id=done.id, properties=done.to_node(), now=at)
    if row is None:
        return None
    kept = Import.of(row["node"])
    if row["counts"]:
        tell(tx, kept, "import.completed", now)
    return kept


def progress(tx: Transaction, attempt: Attempt, tally: Tally, at: int) -> None:
    """Note that a part is done. Raises Lost, which undoes the part."""
    if not tx.run("imports/progress", id=attempt.job.id, token=attempt.token, now=at, properties=tally.to_node()):
        raise Lost


def lots(tx: Transaction, of: Import, limit: int) -> tuple[LotNamed, ...]:
    """Lots that the records of an import speak of."""
    rows = tx.run("imports/lots", capture=capture_id(of), limit=limit)
    named = {(row["lot_id"], role): row["tlc"] for row in reversed(rows) if (role := _role(row))}
    return tuple(LotNamed(lot_id, tlc, role) for (lot_id, role), tlc in sorted(named.items()))


def _role(row: dict) -> str:
    if row["input"]:
        return _KINDS.get(row["kind"], "input")
    return _ROLES.get(row["cte_type"], "assigned")


def _ms(moment: datetime | None) -> int | None:
    return None if moment is None else epoch_ms(moment)
