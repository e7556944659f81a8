"""What must hold after a chaos run, and the report that says whether it does."""

import hashlib
import io
from collections import Counter
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

import boto3
import openpyxl
from rich.console import Console
from rich.table import Table

from tests.chaos.attacks import KINDS, Attack
from tests.chaos.clients import Firm


@dataclass
class Verdict:
    """faults: sentences, empty where all is well. Seconds are from request to delivery."""

    exports: int
    delivered: int = 0
    attempts: dict[int, int] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)
    attacks: list[Attack] = field(default_factory=list)
    refusals: int = 0
    faults: list[str] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        return {**asdict(self), "passed": not self.faults}


def judge(firm: Firm, environment: dict[str, str], exports: int, attacks: list[Attack]) -> Verdict:
    """Every job delivered once, with one object in the bucket that opens and holds its records."""
    jobs = list(firm.everything())
    verdict = Verdict(exports, attacks=attacks, refusals=firm.refusals)
    if len(jobs) != exports or {job["job_short_id"] for job in jobs} != set(firm.jobs):
        verdict.faults.append(f"{exports} exports were asked for, {len(jobs)} jobs exist, {len(firm.jobs)} are known")
    stored = _stored(environment)
    for job in jobs:
        verdict.faults += _faults(firm, job, stored.pop(job["job_short_id"], []))
    verdict.faults += [f"objects of no job: {keys}" for keys in stored.values()]
    done = [job for job in jobs if job["status"] == "delivered"]
    verdict.delivered = len(done)
    verdict.attempts = dict(sorted(Counter(job["attempts"] for job in jobs).items()))
    took = sorted(_seconds(job) for job in done)
    if took:
        verdict.seconds = {"median": took[len(took) // 2], "p95": took[int(len(took) * 0.95)], "longest": took[-1]}
    return verdict


def show(verdict: Verdict, console: Console) -> None:
    """The report for people."""
    table = Table("attack", "times", "median s to recover", "longest", title="What was done")
    for kind in KINDS:
        times = sorted(attack.recovered for attack in verdict.attacks if attack.kind == kind)
        if times:
            table.add_row(kind, str(len(times)), f"{times[len(times) // 2]:.1f}", f"{times[-1]:.1f}")
    console.print(table)
    result = Table("measure", "value", title="What became of the exports")
    result.add_row("asked for", str(verdict.exports))
    result.add_row("delivered", str(verdict.delivered))
    result.add_row("attempts: jobs", ", ".join(f"{n}: {jobs}" for n, jobs in verdict.attempts.items()))
    result.add_row("seconds to delivery", ", ".join(f"{k} {v:.1f}" for k, v in verdict.seconds.items()))
    result.add_row("requests asked again", str(verdict.refusals))
    console.print(result)
    for fault in verdict.faults:
        console.print(f"[red]FAULT[/] {fault}")
    console.print("[green]Every export was delivered once, with one file that opens.[/]" if not verdict.faults
                  else f"[red]{len(verdict.faults)} faults.[/]")


def _faults(firm: Firm, job: dict, keys: list[str]) -> list[str]:
    name = f"job {job['job_short_id']}"
    if job["status"] != "delivered":
        return [f"{name} is {job['status']}: {job['error']}"]
    if len(keys) != 1:
        return [f"{name} has {len(keys)} objects: {keys}"]
    content = firm.file(job["job_short_id"])
    if hashlib.sha256(content).hexdigest() != job["sha256"] or job["sha256"] not in keys[0]:
        return [f"{name}: the file is not the one delivered"]
    if firm.job(job["job_short_id"])["download_count"] != job["download_count"] + 1:
        return [f"{name}: the download was not counted once"]
    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True)
    return [] if job["event_count"] and book.sheetnames else [f"{name}: the workbook is empty"]


def _stored(environment: dict[str, str]) -> dict[str, list[str]]:
    """Keys of the exports in the bucket, by job id."""
    client = boto3.client("s3", endpoint_url=environment["LOTGRAPH_S3_ENDPOINT"],
                          region_name=environment["LOTGRAPH_S3_REGION"],
                          aws_access_key_id=environment["LOTGRAPH_S3_ACCESS_KEY"],
                          aws_secret_access_key=environment["LOTGRAPH_S3_SECRET_KEY"])
    found: dict[str, list[str]] = {}
    pages = client.get_paginator("list_objects_v2").paginate(Bucket=environment["LOTGRAPH_S3_BUCKET"],
                                                             Prefix="exports/")
    for page in pages:
        for entry in page.get("Contents", []):
            found.setdefault(entry["Key"].split("/")[2], []).append(entry["Key"])
    return found


def _seconds(job: dict) -> float:
    asked, got = (datetime.fromisoformat(job[name]) for name in ("requested_at", "delivered_at"))
    return (got - asked).total_seconds()
