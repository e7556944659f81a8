"""Files into the graph, part by part.

A part is one transaction, whole or not at all; a hundred thousand rows in one would outgrow the server. The records of
a part are true whether or not those of the next are known, and the graph is the same in whatever order they come, so
what is done may be seen at once: to hide it until the last part would take one more transaction over all of them.
Each part notes its progress in its own transaction. An attempt that goes on after another reads the file again and
begins behind what is done.
"""

import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from itertools import islice

from engine.capture import Capture, CaptureAnswer, quarantine
from engine.capture.answers import Taken
from engine.capture.parts import pack
from engine.clock import Clock
from engine.errors import Conflict, Impossible
from engine.fsma.findings import Finding
from engine.graph import Graph, TooMuchAtOnce, Transaction
from engine.identity import Identity, Organization
from engine.imports import state
from engine.imports.answers import ImportAnswer, Outcome
from engine.imports.files import DryRunFiles
from engine.imports.job import Import, Tally
from engine.imports.judging import JudgedPart, judge_part, told_of
from engine.imports.reports import Reports
from engine.imports.state import ImportJobs
from engine.jobs.carrier import Carrier
from engine.jobs.heartbeat import Pulse
from engine.jobs.transitions import Attempt
from engine.settings import Settings
from engine.sheets import Mapping, RowGroup, read
from engine.storage import Storage

_GZIP = "application/gzip"


class Runner:
    """Writes parts, and carries the imports of workers to an end."""

    def __init__(self, graph: Graph, capture: Capture, identity: Identity, storage: Storage, jobs: ImportJobs,
                 files: DryRunFiles, clock: Clock, settings: Settings):
        self._graph = graph
        self._capture = capture
        self._identity = identity
        self._storage = storage
        self._jobs = jobs
        self._files = files
        self._reports = Reports(storage)
        self._carrier = Carrier(jobs, settings.limits)
        self._clock = clock
        self._limits = settings.limits

    def at_once(self, wanted: Import, groups: list[RowGroup]) -> ImportAnswer:
        """A short file in one transaction, the import with it. A dry run keeps neither.

        Raises TooMuchAtOnce, and Conflict where a worker has the same import.
        """
        part = self._judged(wanted, groups)
        if not wanted.dry_run:
            self._put(wanted, part)
        made: list[ImportAnswer] = []

        def beside(tx: Transaction, taken: Taken) -> None:
            told = self._told(wanted, part, taken, keep=not wanted.dry_run)
            done = replace(wanted, tally=told.added_to(Tally(), taken.answer.created, taken.answer.duplicates))
            self._correct(tx, done, part, taken)
            kept = state.keep(tx, done, taken.at, self._clock.now())
            if kept is None:
                raise Conflict("A worker is importing this file; wait until it has ended, or cancel it.")
            made.append(ImportAnswer(replace(kept, tally=done.tally), (),
                                     state.lots(tx, done, self._limits.import_findings)))

        by_position: dict[int, list[Finding]] = defaultdict(list)
        for finding in self._take(wanted, part, beside).findings:
            by_position[finding.position].append(finding)
        return replace(made[-1], findings=tuple(
            told for position, group in enumerate(groups) for told in told_of(group, by_position[position])))

    def run(self, attempt: Attempt) -> None:
        """Go on with an import from where it stands; every way this can end is a state of it."""
        self._carrier.carry(attempt, lambda pulse: self._all(attempt, pulse),
                            lambda _: self._carrier.insist(lambda: self._jobs.complete(attempt)))
        if attempt.job.dry_run:
            self._files.tidy_soon(attempt.job.id)

    def _all(self, attempt: Attempt, pulse: Pulse) -> None:
        of = self._jobs.find(attempt.job.id)
        over = time.monotonic() + self._limits.import_seconds
        raw = self._storage.get(of.file_key)
        file = read(raw, of.filename, self._limits, Mapping.from_json(of.mapping or {}), of.date_format)
        groups = islice(file.rows(), of.tally.groups, None)
        tally, size = of.tally, self._limits.import_part
        tried = {row.record_id for row in self._reports.all_rows(of) if row.record_id} if of.dry_run else set()
        for batch in _batches(groups, size):
            while batch:
                pulse.check()
                if time.monotonic() > over:
                    raise Impossible(f"The import took longer than {self._limits.import_seconds:.0f} seconds.")
                try:
                    tally = self._part(attempt, replace(of, tally=tally), batch[:size], tried)
                except TooMuchAtOnce:
                    if size == 1:
                        raise
                    size = max(min(size, len(batch)) // 2, 1)
                    continue
                batch = batch[size:]

    def _part(self, attempt: Attempt, of: Import, groups: list[RowGroup], tried: set[str]) -> Tally:
        """Write a part. tried: ids of the records that earlier parts of a dry run would have created."""
        part = self._judged(of, groups)
        self._put(of, part)
        made: list[tuple[Tally, Taken]] = []

        def beside(tx: Transaction, taken: Taken) -> None:
            known = len(taken.fresh & tried)
            told = self._told(of, part, taken)
            tally = told.added_to(of.tally, taken.answer.created - known, taken.answer.duplicates + known)
            made.append((tally, taken))
            self._correct(tx, of, part, taken)
            if not of.dry_run:
                state.progress(tx, attempt, tally, taken.at)

        self._take(of, part, beside, settle=False)
        tally, taken = made[-1]
        if of.dry_run:
            tried |= taken.fresh
            self._jobs.progress(attempt, tally)
        return tally

    def _judged(self, of: Import, groups: list[RowGroup]) -> JudgedPart:
        ids = sorted({group.record_id for group in groups if group.record_id})
        view = self._identity.view_of(of.organization).params() if ids else {}
        rows = self._graph.read("imports/exported", ids=ids, **view) if ids else ()
        exported = {row["id"]: row["key"].partition(":")[2] for row in rows}
        return judge_part(of, of.tally.groups, groups, self._clock.now(), self._capture.transporters, exported)

    def _take(self, of: Import, part: JudgedPart, beside: Callable[[Transaction, Taken], None],
              settle: bool = True) -> CaptureAnswer:
        recorder, now = Organization(of.organization, of.organization_id, ""), self._clock.now()
        return self._capture.take(recorder, part.document, part.judgements, now, of.dry_run, beside, settle)

    def _put(self, of: Import, part: JudgedPart) -> None:
        if not of.dry_run:
            self._storage.put(part.document.part, pack(part.document.first, part.groups), _GZIP)
        self._reports.put(of, part)

    def _told(self, of: Import, part: JudgedPart, taken: Taken, keep: bool = True) -> JudgedPart:
        told = part.with_sending(taken.answer.findings)
        if keep and told is not part:
            self._reports.put(of, told)
        return told

    def _correct(self, tx: Transaction, of: Import, part: JudgedPart, taken: Taken) -> None:
        """What rows of this part say anew answers the rows that were quarantined in their place.

        Only a record that is new answers a row: in a file whose rows have moved, the record at that place is one that
        is known from another row, and answers nothing.
        """
        imports = {of.id, of.corrects} - {None}
        fresh = [(group, taken.record_ids[position]) for position, group in enumerate(part.groups, part.document.first)
                 if taken.record_ids.get(position) in taken.fresh]
        quarantine.answer_spots(tx, of.organization, {
            of.spot(group.sheet, group.rows[0], found): record_id for group, record_id in fresh for found in imports},
            taken.at)
        if of.corrects and of.corrects != of.id:
            quarantine.replace_spots(tx, of.organization, {
                of.spot(r.sheet, r.row, of.corrects): r.quarantine_id for r in part.rows
                if r.outcome is Outcome.QUARANTINED}, taken.at)


def _batches(groups: Iterable[RowGroup], size: int) -> Iterator[list[RowGroup]]:
    groups = iter(groups)
    while batch := list(islice(groups, size)):
        yield batch
