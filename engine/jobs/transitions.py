"""Every change of a job's state. Each is one statement that takes the node's write lock first.

    pending -> processing -> delivered | failed

Claims, heartbeats, failures and what recovers jobs are the same for jobs of every kind; the rest is of exports.

`SET j.lock = 0` changes nothing but makes the statement wait for whoever holds the node, so the status it then
checks is the committed one. Nothing outside this module runs these statements, and nothing else writes `status`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from engine.clock import epoch_ms
from engine.graph import Transaction
from engine.ids import new_id
from engine.jobs import notices
from engine.jobs.job import ExportJob, Status

STATEMENTS = ("jobs/create", "jobs/claim", "jobs/heartbeat", "jobs/stage", "jobs/postpone", "jobs/release",
              "jobs/deliver", "jobs/fail", "jobs/settle", "jobs/report", "jobs/count_download", "jobs/enqueued",
              "jobs/notice")
"""The statements that write a job."""


class Lost(Exception):
    """The attempt no longer owns its job: its heartbeat was lost and another worker took over."""


@dataclass(frozen=True)
class Attempt:
    """One worker's hold on a job of whatever kind; every job has `id` and `attempts`.

    token: secret of the attempt. staged: S3 keys that earlier attempts may have put.
    exhausted: the job had no attempt left, so this one may only fail it.
    """

    job: Any
    token: str
    staged: tuple[str, ...] = ()
    exhausted: bool = False


@dataclass(frozen=True)
class Artifact:
    """A finished file on S3.

    key: S3 key; size: bytes; rows: lines of the workbook; records: events in it;
    revision: the organization's trace_revision it reflects.
    """

    key: str
    sha256: str
    size: int
    rows: int
    records: int
    filename: str
    revision: int


def create(tx: Transaction, key: str, properties: dict, now: datetime) -> ExportJob:
    """A pending job, or the live one that another request made first: compare the id."""
    return ExportJob.of(tx.run("jobs/create", live_key=key, properties=properties, now=epoch_ms(now))[0]["job"])


def claim(tx: Transaction, job_id: str, worker: str, now: datetime, lost_before: datetime, most: int,
          read: Callable[[Mapping[str, Any]], Any] = ExportJob.of) -> Attempt | None:
    """Take a job over, or None where another has it or it has ended. read: makes the job of its node."""
    row = tx.one("jobs/claim", id=job_id, token=new_id(), worker=worker, now=epoch_ms(now),
                 lost_before=epoch_ms(lost_before), most=most)
    if row is None:
        return None
    node = row["job"]
    return Attempt(read(node), node["token"], tuple(node.get("staged") or ()), row["exhausted"])


def beat(tx: Transaction, attempt: Attempt, now: datetime) -> None:
    """Say that the attempt is alive. Raises Lost."""
    _owned(tx.run("jobs/heartbeat", id=attempt.job.id, token=attempt.token, now=epoch_ms(now)))


def stage(tx: Transaction, attempt: Attempt, artifact: str, now: datetime) -> None:
    """Note the S3 key that is about to be put. Raises Lost."""
    _owned(tx.run("jobs/stage", id=attempt.job.id, token=attempt.token, artifact=artifact, now=epoch_ms(now)))


def postpone(tx: Transaction, attempt: Attempt, retry_at: datetime, fault: str) -> None:
    """Give the attempt up until `retry_at`. Raises Lost."""
    _owned(tx.run("jobs/postpone", id=attempt.job.id, token=attempt.token, retry_at=epoch_ms(retry_at), fault=fault))


def release(tx: Transaction, job_id: str, worker: str, next_attempt: Callable[[int], datetime]) -> bool:
    """Take the job back from a worker known to be dead; False where it holds it no longer.

    next_attempt: when, after so many attempts.
    """
    row = tx.one("jobs/any", id=job_id)
    if row is None:
        return False
    retry_at = epoch_ms(next_attempt(row["job"]["attempts"]))
    return bool(tx.run("jobs/release", id=job_id, worker=worker, retry_at=retry_at))


def deliver(tx: Transaction, attempt: Attempt, artifact: Artifact, now: datetime) -> ExportJob:
    """End the job with its file. Saying it twice is harmless. Raises Lost."""
    row = tx.one("jobs/deliver", id=attempt.job.id, token=attempt.token, now=epoch_ms(now), artifact=artifact.key,
                 sha256=artifact.sha256, size=artifact.size, rows=artifact.rows, records=artifact.records,
                 filename=artifact.filename, revision=artifact.revision)
    if row is None:
        return ExportJob.of(said_before(tx, attempt, Status.DELIVERED))
    job = ExportJob.of(row["job"])
    if job.retry_of:
        tx.run("jobs/settle", key=row["job"]["key"], chain=job.chain, now=epoch_ms(now))
    notices.ended(tx, job, now)
    return job


def fail(tx: Transaction, attempt: Attempt, error: str, now: datetime) -> tuple[Mapping[str, Any], bool]:
    """End the job without a result; its node, and whether this was said before, which is harmless. Raises Lost."""
    row = tx.one("jobs/fail", id=attempt.job.id, token=attempt.token, now=epoch_ms(now), error=error)
    if row is None:
        return said_before(tx, attempt, Status.FAILED), True
    return row["job"], False


def report(tx: Transaction, job_id: str, now: datetime) -> None:
    """Note that a caller has been told of the failure; only the first time counts."""
    tx.run("jobs/report", id=job_id, now=epoch_ms(now))


def give_notice(tx: Transaction, now: datetime) -> int:
    """Tell webhooks of exports that nobody has answered for hours, once for each mark; how many there were."""
    told = [(job, hours) for job, hours in notices.overdue(tx, now) if tx.run("jobs/notice", id=job.id, hours=hours)]
    for job, hours in told:
        notices.late(tx, job, hours, now)
    return len(told)


def count_download(tx: Transaction, job_id: str) -> ExportJob | None:
    """Count a download; None where the job is not delivered."""
    row = tx.one("jobs/count_download", id=job_id)
    return ExportJob.of(row["job"]) if row else None


def enqueued(tx: Transaction, job_ids: list[str], asked_before: datetime, now: datetime) -> list[str]:
    """Of these jobs, those whose message is this caller's to send."""
    rows = tx.run("jobs/enqueued", ids=job_ids, asked_before=epoch_ms(asked_before), now=epoch_ms(now))
    return [row["id"] for row in rows]


def _owned(rows: list) -> None:
    if not rows:
        raise Lost


def said_before(tx: Transaction, attempt: Attempt, status: str) -> Mapping[str, Any]:
    """The job's node, if this very attempt ended it so: the answer to the first commit may have been lost on the way.

    Raises Lost.
    """
    row = tx.one("jobs/any", id=attempt.job.id)
    if row is None or row["job"].get("token") != attempt.token or row["job"]["status"] != status:
        raise Lost
    return row["job"]
