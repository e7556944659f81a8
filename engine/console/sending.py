"""One file to the API, whatever kind it is of."""

import hashlib
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from engine.console.api import Api

SUFFIXES = frozenset({".json", ".xlsx", ".csv", ".zip"})

_CTES = "/compliance/api/v1/ctes"
_IMPORTS = "/compliance/api/v1/imports"
_DOCUMENTS = "/compliance/api/v1/documents"
_POLL_SECONDS = 0.5
_LIVE = ("pending", "processing")


@dataclass(frozen=True)
class Sent:
    """What became of a file. outcome: a word for people. answer: the API's, None where it refused the file."""

    file: str
    outcome: str
    answer: dict[str, Any] | None
    created: int = 0
    duplicates: int = 0
    quarantined: int = 0


def send_events(api: Api, name: str, content: bytes, dry_run: bool, again: bool = False) -> Sent:
    """A JSON document. One that the server has from this firm is not sent again, unless something was quarantined or
    `again` is asked for."""
    known = None if dry_run or again else _known(api, _DOCUMENTS, content)
    if known and not known["quarantined"]:
        said = known | {"created": 0, "duplicates": known["created"] + known["duplicates"], "findings": [], "lots": []}
        return Sent(name, "known", said, 0, said["duplicates"])
    said = api.ask("POST", _CTES, content=content, headers={"Content-Type": "application/json"},
                   params={"dry_run": "true"} if dry_run else None)
    return Sent(name, f"capture {said['capture_id']}", said, said["created"], said["duplicates"], said["quarantined"])


def send_table(api: Api, file: Path, dry_run: bool, form: dict[str, str],
               progress: Callable[[int, int | None], None]) -> Sent:
    """A workbook or CSV file, followed until it has ended.

    One that the server has imported is not sent again; one that it is importing is followed. progress: rows done and,
    as far as known, of how many.
    """
    content = file.read_bytes()
    known = None if dry_run or form else _known(api, _IMPORTS, content)
    if known and known["status"] == "completed" and not known["rows"]["quarantined"]:
        records = known["records"]
        return Sent(str(file), "known", known, 0, records["created"] + records["duplicates"])
    if known and known["status"] in _LIVE:
        said = known
    else:
        data = form | ({"dry_run": "true"} if dry_run else {})
        said = api.ask("POST", _IMPORTS, files={"file": (file.name, content)}, data=data)
    path = f"{_IMPORTS}/{said['import_id']}"
    while said["status"] in _LIVE:
        progress(said["progress"]["rows_done"], said["progress"]["rows_total"])
        time.sleep(_POLL_SECONDS)
        said = api.ask("GET", path, params={"brief": "true"})
    if "findings" not in said:
        said = api.ask("GET", path)
    records, word = said["records"], f"import {said['import_id']}"
    if said["status"] != "completed":
        word += f", {said['status']}: {said.get('error') or 'what was done is kept'}"
    return Sent(str(file), word, said, records["created"], records["duplicates"], said["rows"]["quarantined"])


def _known(api: Api, path: str, content: bytes) -> dict[str, Any] | None:
    """What the server says of a file with exactly these bytes."""
    digest = hashlib.sha256(content).hexdigest()
    found = api.ask("GET", path, params={"sha256": digest, "page_size": 1})["data"]
    return found[0] if found else None
