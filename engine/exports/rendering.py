"""One attempt at one export: records in, file on S3 out."""

import re
import shutil
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import TypeVar

import structlog

from engine.clock import Clock
from engine.errors import Impossible
from engine.exports.archive import sha256_of
from engine.exports.kde_single import write_kde_single
from engine.exports.source import Source
from engine.exports.workbook import write_workbook
from engine.graph import Graph
from engine.identity import Identity
from engine.jobs.carrier import Carrier
from engine.jobs.heartbeat import Pulse
from engine.jobs.job import ExportJob
from engine.jobs.jobs import Jobs
from engine.jobs.transitions import Artifact, Attempt, Lost
from engine.settings import Settings
from engine.storage import Storage
from engine.storage.filenames import safe_filename
from engine.trace import Trace

_log = structlog.get_logger("lotgraph.exports")

T = TypeVar("T")

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_WRITERS = {"fda_per_cte": write_workbook, "kde_single": write_kde_single}
_CHECK_EVERY = 500


class Renderer:
    """Carries attempts to an end: delivered, failed, postponed, or lost to another worker."""

    def __init__(
        self,
        graph: Graph,
        storage: Storage,
        identity: Identity,
        trace: Trace,
        jobs: Jobs,
        clock: Clock,
        settings: Settings,
    ):
        self._source = Source(graph, identity, trace, clock)
        self._storage = storage
        self._jobs = jobs
        self._carrier = Carrier(jobs, settings.limits)
        self._clock = clock
        self._settings = settings
        self._limits = settings.limits

    def run(self, attempt: Attempt, last: bool = False) -> None:
        """Try once. last: a fault fails the job where it would otherwise be tried again."""
        staged = list(attempt.staged)
        self._carrier.carry(attempt, lambda pulse: self._make(attempt, pulse, staged),
                            lambda artifact: self._deliver(attempt, artifact), last)

    def _deliver(self, attempt: Attempt, artifact: Artifact) -> None:
        try:
            self._carrier.insist(lambda: self._jobs.deliver(attempt, artifact))
        except Lost:
            current = self._jobs.find(attempt.job.id)
            if current and current.artifact != artifact.key:
                self._storage.delete(artifact.key)
            raise
        _log.info("export_delivered", job=attempt.job.id, attempt=attempt.job.attempts, records=artifact.records)

    def _make(self, attempt: Attempt, pulse: Pulse, staged: list[str]) -> Artifact:
        """One file on S3. staged: keys that earlier tries may have put, removed first; this one's is added."""
        job = attempt.job
        pulse.check()
        for key in staged:
            self._storage.delete(key)
        with _scratch(attempt) as folder:
            path, revision = folder / "export.xlsx", self._jobs.revision(job.organization)
            records, about, expand = self._source.open(job)
            written = _WRITERS[self._settings.export_template](path, self._guarded(records, pulse), about, expand)
            sha256 = sha256_of(path)
            key = f"{job.artifact_folder}{sha256}.{job.format}"
            staged.append(key)
            self._jobs.stage(attempt, key)
            self._storage.put_file(key, path, MEDIA_TYPE, {"sha256": sha256, "job": job.id})
            return Artifact(
                key,
                sha256,
                path.stat().st_size,
                sum(written.rows.values()),
                written.records,
                file_name(job, self._clock.now()),
                revision,
            )

    def _guarded(self, records: Iterable[T], pulse: Pulse) -> Iterator[T]:
        """The records, until the job is lost or has taken longer than an export may."""
        over = time.monotonic() + self._limits.export_seconds
        for number, record in enumerate(records):
            if number % _CHECK_EVERY == 0:
                pulse.check()
                if time.monotonic() > over:
                    raise Impossible(f"The export took longer than {self._limits.export_seconds:.0f} seconds.")
            yield record


def file_name(job: ExportJob, at: datetime) -> str:
    """`fsma204-{lot_number}-{direction}-{YYYYMMDDTHHMMSSZ}.xlsx`, safe in every header and file system.

    The lot's id stands in where its code holds no lot number.
    """
    lot = re.sub(r"[^A-Za-z0-9.-]+", "_", job.lot_number or job.lot_id)
    return safe_filename(f"fsma204-{lot}-{job.direction}-{at:%Y%m%dT%H%M%SZ}.{job.format}")


@contextmanager
def _scratch(attempt: Attempt) -> Iterator[Path]:
    """A folder of this attempt, gone afterwards; what a killed attempt at the same job left goes as well."""
    prefix = f"lotgraph-export-{attempt.job.id}-"
    for left in Path(tempfile.gettempdir()).glob(f"{prefix}*"):
        shutil.rmtree(left, ignore_errors=True)
    folder = Path(tempfile.mkdtemp(prefix=prefix))
    try:
        yield folder
    finally:
        with suppress(OSError):
            shutil.rmtree(folder)
