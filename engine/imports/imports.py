"""Imports as callers know them: sent, followed, cancelled, given back."""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from itertools import chain
from typing import Any

import structlog

from engine.audit import Audit
from engine.capture import Capture
from engine.clock import Clock, epoch_ms, from_epoch_ms
from engine.errors import Conflict, Invalid, NotFound, TooLarge, Unavailable
from engine.fsma import dates
from engine.graph import Graph, TooMuchAtOnce
from engine.identity import Action, Caller, Identity
from engine.ids import derived_id
from engine.imports import between, state
from engine.imports.answers import CellFinding, ImportAnswer, Outcome, RowOutcome, gravest
from engine.imports.files import DryRunFiles
from engine.imports.job import Import, Status, Tally
from engine.imports.reports import Reports
from engine.imports.running import Runner
from engine.imports.size import rows_about
from engine.imports.state import ImportFilter, ImportJobs
from engine.jobs.queue import IMPORTS, Queue
from engine.settings import Settings
from engine.sheets import CellNote, Mapping, RowGroup, SheetFile, SheetSeen, annotate, read
from engine.storage import Storage

_log = structlog.get_logger("lotgraph.imports")

_LONGEST_CAPTION, _MOST_COLUMNS = 500, 500
MEDIA_TYPES = {"xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "csv": "text/csv"}


@dataclass(frozen=True)
class Options:
    """How a file is to be read. corrects: id of the import whose quarantined rows it corrects.

    date_format: order of its dates; mapping: what its captions mean; both count before what the sender saved.
    """

    dry_run: bool = False
    date_format: str | None = None
    mapping: dict[str, Any] | None = None
    corrects: str | None = None


@dataclass(frozen=True)
class SavedMapping:
    """What an organization's captions mean, as it saved it; `saved_at` is None where it never did."""

    mapping: Mapping
    saved_at: datetime | None = None
    saved_by: str | None = None


class Imports:
    """Files of records in."""

    def __init__(self, graph: Graph, storage: Storage, audit: Audit, identity: Identity, capture: Capture, queue: Queue,
                 clock: Clock, settings: Settings):
        self._graph = graph
        self._storage = storage
        self._identity = identity
        self._audit = audit
        self._queue = queue
        self._clock = clock
        self._limits = settings.limits
        self._jobs = ImportJobs(graph, clock, settings)
        self._reports = Reports(storage)
        self._files = DryRunFiles(graph, storage, clock, settings.limits)
        self._runner = Runner(graph, capture, identity, storage, self._jobs, self._files, clock, settings)

    def receive(self, caller: Caller, raw: bytes, filename: str, options: Options = Options()) -> ImportAnswer:
        """Take in a file: a short one now, a longer one, or one that outgrows a transaction, by a worker.

        The file is opened before it is archived, so that nothing of a hostile one is kept; the archive comes before
        everything else. Raises TooLarge, UnsupportedMedia, Impossible with the reason it cannot be read.
        """
        caller.require(Action.CAPTURE)
        if options.corrects:
            self.find(caller, options.corrects)
        chosen = self._choices(caller, options)
        file = read(raw, filename, self._limits, chosen, _order(options.date_format))
        head = _head(file.rows(), self._limits.import_rows)
        wanted = _wanted(caller, file, filename, len(raw), chosen, options, self._clock.now())
        known = self._jobs.find(wanted.id)
        if known and known.status is Status.COMPLETED and not (known.tally.quarantined or options.dry_run):
            return self._again(known)
        if not options.dry_run:
            self._storage.put_document(raw, MEDIA_TYPES[file.kind])
        if head is None:
            return self._begin(replace(wanted, rows_total=rows_about(raw)), known, raw)
        short = replace(wanted, rows_total=sum(len(g.rows) for g in head), runs=known.runs + 1 if known else 1)
        try:
            return self._noted(self._runner.at_once(short, head))
        except TooMuchAtOnce:
            return self._begin(replace(wanted, rows_total=short.rows_total), known, raw)

    def find(self, caller: Caller, import_id: str) -> Import:
        """An import of the caller's organization. Raises NotFound."""
        found = self._jobs.find(import_id)
        if found is None or found.organization != caller.organization.no:
            raise NotFound
        return found

    def answer(self, of: Import) -> ImportAnswer:
        """An import with what it has come to so far."""
        found = self._between(of)
        told = gravest(self._findings(of, found), self._limits.import_findings)
        lots = self._graph.reading(lambda tx: state.lots(tx, of, self._limits.import_findings))
        return ImportAnswer(of, told, lots, found.total, found.settled)

    def page(self, caller: Caller, wanted: ImportFilter, ordering: str, skip: int,
             limit: int) -> tuple[list[Import], int]:
        """Imports of the caller's organization, and how many the filter leaves."""
        return self._jobs.page(caller.organization.no, wanted, ordering, skip, limit)

    def rows(self, of: Import, skip: int, limit: int,
             outcome: Outcome | None = None) -> tuple[list[RowOutcome], int]:
        """Rows of an import in the order of the file, and how many there are."""
        return self._reports.rows(of, skip, limit, outcome)

    def all_rows(self, of: Import, outcome: Outcome | None = None) -> Iterator[RowOutcome]:
        """Every row, a part at a time."""
        return self._reports.all_rows(of, outcome)

    def findings(self, of: Import) -> Iterator[CellFinding]:
        """Findings on its sheets, then on its rows in the order of the file, those between records as of now."""
        return self._findings(of, self._between(of))

    def original(self, of: Import) -> bytes:
        """The file as it was sent."""
        return self._storage.get(of.file_key)

    def annotated(self, of: Import) -> bytes:
        """The file as a workbook with a comment in every cell that has a finding."""
        found = gravest((f for f in self.findings(of) if f.row), self._limits.annotated_notes)
        notes = (CellNote(f.sheet, f.row, f.column, f"{f.rule}: {f.message} {f.hint or ''}".strip(), f.severity)
                 for f in found)
        return annotate(self.original(of), notes, self._limits, of.filename)

    def cancel(self, caller: Caller, import_id: str) -> Import:
        """End an import as it stands; what its finished parts brought is kept. Raises NotFound, Conflict."""
        self.find(caller, import_id)
        caller.require(Action.CAPTURE)
        cancelled = self._jobs.cancel(import_id, caller.actor)
        if cancelled is None:
            raise Conflict(f"This import has ended: it is {self.find(caller, import_id).status}.")
        if cancelled.dry_run:
            self._files.tidy_soon(import_id)
        return cancelled

    def run(self, import_id: str, worker: str) -> None:
        """Work on an import if it is to be had."""
        attempt = self._jobs.claim(import_id, worker)
        if attempt is None:
            _log.info("import_not_to_be_had", job=import_id)
            return
        self._runner.run(attempt)

    def mapping(self, caller: Caller) -> SavedMapping:
        """What the captions and names of the caller's organization mean."""
        row = self._graph.one("imports/mapping", organization=caller.organization.no)
        if row is None:
            return SavedMapping(Mapping())
        return SavedMapping(Mapping.from_json(json.loads(row["mapping"])), from_epoch_ms(row["saved_at"]),
                            row["saved_by"])

    def save_mapping(self, caller: Caller, chosen: dict[str, Any]) -> SavedMapping:
        """Save what captions and names mean, for every later file of the organization.

        Raises BadRequest for what is no mapping, and TooLarge.
        """
        caller.require(Action.CAPTURE)
        text = json.dumps(Mapping.from_json(chosen).to_json())
        if len(text) > 32 * self._limits.text_length:
            raise TooLarge("A mapping may not be that long; leave out captions and names that need none.")
        self._graph.write("imports/save_mapping", organization=caller.organization.no, mapping=text,
                          at=epoch_ms(self._clock.now()), by=caller.credential_id)
        self._audit.record(caller.organization.no, caller.actor, "import.mapping_saved")
        return self.mapping(caller)

    def _between(self, of: Import) -> between.Between:
        return between.read(self._graph, of, self._identity.view_of(of.organization), self._limits.import_findings)

    def _findings(self, of: Import, found: between.Between) -> Iterator[CellFinding]:
        return chain(_sheet_findings(of), between.told(self._storage, self._reports, of, found))

    def _choices(self, caller: Caller, options: Options) -> Mapping:
        return self.mapping(caller).mapping if options.mapping is None else Mapping.from_json(options.mapping)

    def _begin(self, wanted: Import, known: Import | None, raw: bytes) -> ImportAnswer:
        if known and not known.ended:
            return ImportAnswer(known, settled=False)
        if wanted.dry_run:
            wanted = replace(wanted, file=self._files.put(wanted, raw, MEDIA_TYPES[wanted.kind]))
        asked, ours = self._jobs.ask(wanted, known)
        if ours:
            try:
                self._queue.enqueue(asked.id, IMPORTS)
            except Unavailable:
                _log.warning("queue_away", job=asked.id)
        elif wanted.file:
            self._files.remove([wanted.file])
        return ImportAnswer(asked, settled=False)

    def _again(self, known: Import) -> ImportAnswer:
        """The same file again, of which every record is known."""
        tally = replace(known.tally, created=0, duplicates=known.tally.created + known.tally.duplicates)
        return replace(self.answer(known), of=replace(known, tally=tally))

    def _noted(self, answer: ImportAnswer) -> ImportAnswer:
        told = gravest(chain(_sheet_findings(answer.of), answer.findings), self._limits.import_findings)
        found = self._between(answer.of)
        return replace(answer, findings=told, between=found.total, settled=found.settled)


def _head(rows: Iterator[RowGroup], most: int) -> list[RowGroup] | None:
    """All the groups of a file of at most so many rows, None of a longer one."""
    found: list[RowGroup] = []
    count = 0
    for group in rows:
        found.append(group)
        count += len(group.rows)
        if count > most:
            return None
    return found


def _sheet_findings(of: Import) -> Iterator[CellFinding]:
    for sheet in of.sheets:
        for n in sheet["notes"]:
            yield CellFinding(n["rule"], n["severity"], sheet["sheet"], n["row"], n["column"], n["field"], n["value"],
                              n["message"], n["hint"])


def _order(date_format: str | None) -> str | None:
    if date_format and dates.order(date_format) is None:
        raise Invalid(details=[{"loc": ["body", "date_format"], "type": "enum",
                                "msg": "Say mm/dd/yyyy, dd/mm/yyyy or yyyy-mm-dd."}])
    return date_format


def _wanted(caller: Caller, file: SheetFile, filename: str, size: int, chosen: Mapping, options: Options,
            now: datetime) -> Import:
    """The import a file asks for.

    Its id follows from the file and from how it is read, so that the same file with another mapping, which may answer
    rows that the first one quarantined, is another import.
    """
    how = [(s.recognised_as, s.header_row, [(c.column, c.field) for c in s.columns]) for s in file.sheets]
    organization = caller.organization
    parts = [organization.no, file.sha256, file.date_format, json.dumps(how), *["dry run"] * options.dry_run]
    return Import(
        derived_id("import", *parts), organization.no, organization.id, file.sha256, filename, file.kind, size,
        Status.PENDING, now, Tally(), options.dry_run, caller.credential_id, file.date_format, chosen.to_json(),
        tuple(_told(sheet) for sheet in file.sheets), options.corrects, actor=caller.actor)


def _told(sheet: SheetSeen) -> dict[str, Any]:
    """How a sheet was understood, as it is kept and answered: of a hostile header not more than anybody reads."""
    said = asdict(sheet)
    columns = [column | {"caption": column["caption"][:_LONGEST_CAPTION]} for column in said["columns"][:_MOST_COLUMNS]]
    unmatched = [caption[:_LONGEST_CAPTION] for caption in said["unmatched_columns"][:_MOST_COLUMNS]]
    return said | {"columns": columns, "unmatched_columns": unmatched, "notes": said["notes"][:_MOST_COLUMNS]}
