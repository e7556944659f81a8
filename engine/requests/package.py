"""The answer to a request as one ZIP: FDA's workbook, what was not found, the plan, and a manifest with hashes."""

import csv
import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from engine.clock import rfc3339
from engine.exports.archive import sha256_of, write_zip
from engine.exports.csv_package import csv_text
from engine.exports.places import Expand
from engine.exports.record import About, ExportRecord, Written
from engine.exports.workbook import write_workbook
from engine.plans.plans import PlanVersion
from engine.requests.request import Asked, RecordsRequest
from engine.requests.selection import Found

WORKBOOK, NOT_FOUND, PLAN, MANIFEST = "records.xlsx", "not-found.csv", "traceability-plan.md", "manifest.json"


@dataclass(frozen=True)
class Packed:
    """A package on disk. missing: things asked for of which no record was found."""

    path: Path
    sha256: str
    records: int
    missing: int


def pack(folder: Path, request: RecordsRequest, records: Iterable[ExportRecord], found: Found, about: About,
         expand: Expand, plan: PlanVersion | None) -> Packed:
    """Write the package into a folder. found: whole once the records have been read."""
    written = write_workbook(folder / WORKBOOK, records, about, expand)
    missing = found.missing(request.asked)
    _write_not_found(folder / NOT_FOUND, missing)
    names = [WORKBOOK, NOT_FOUND]
    if plan is not None:
        (folder / PLAN).write_text(plan.text, "utf-8")
        names.append(PLAN)
    manifest = _manifest(folder, names, request, found, about, written, missing, plan)
    (folder / MANIFEST).write_text(json.dumps(manifest, indent=2, ensure_ascii=False) + "\n", "utf-8")
    path = folder / "package.zip"
    write_zip(path, [folder / name for name in (*names, MANIFEST)], about.generated_at)
    return Packed(path, sha256_of(path), written.records, len(missing))


def _write_not_found(path: Path, missing: list[tuple[str, str]]) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(("asked for", "which", "what was found"))
        rows.writerows((kind, csv_text(name), "no record") for kind, name in missing)


def _manifest(folder: Path, names: list[str], request: RecordsRequest, found: Found, about: About, written: Written,
              missing: list[tuple[str, str]], plan: PlanVersion | None) -> dict:
    return {
        "request": {
            "id": request.id, "reference": request.reference, "asked_by": request.asked_by,
            "reason": request.reason.value, "asked_at": rfc3339(request.asked_at), "due_at": rfc3339(request.due_at),
            "scope": about.scope, "asked_for": _asked(request.asked),
        },
        "organization": about.organization, "contact": about.contact, "software": about.software,
        "prepared_at": rfc3339(about.generated_at), "data_as_of": rfc3339(about.data_as_of),
        "watermark": about.watermark, "records": written.records,
        "rows": {sheet.strip(): rows for sheet, rows in written.rows.items()},
        "key_data_elements_missing": written.gaps,
        "not_found": [{"kind": kind, "name": name} for kind, name in missing],
        "traceability_plan_version": plan.version if plan else None,
        "files": [{"name": name, "bytes": (folder / name).stat().st_size, "sha256": sha256_of(folder / name)}
                  for name in names],
        "source_documents_sha256": sorted(found.documents),
    }


def _asked(asked: Asked) -> dict:
    return json.loads(asked.to_json())
