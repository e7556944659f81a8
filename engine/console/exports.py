"""`lotgraph export LOT`: FDA's workbook of a lot, in hand."""

import time
from collections.abc import Callable
from email.message import Message
from pathlib import Path
from typing import Annotated, Any

import httpx
import typer

from engine.console.api import Api, ApiProblem, connect
from engine.console.output import AsJson, notes, people, print_json
from engine.console.trace import Direction, Lot
from engine.storage.filenames import safe_filename

_ENDED = ("delivered", "failed")


def export(
    lot: Lot,
    direction: Annotated[Direction, typer.Option(help="Which way.")] = Direction.BOTH,
    to: Annotated[Path, typer.Option(help="Folder, or file name, to write to.")] = Path(),
    wait: Annotated[float, typer.Option(help="Seconds to wait for the workbook.")] = 600,
    as_json: AsJson = False,
) -> None:
    """Ask for the workbook of a lot, wait until it is there and download it through its signed address."""
    api = connect()
    began = time.monotonic()
    with notes.status("Export") as spinner:
        job = request_export(
            api, api.lot_id(lot), direction.value, wait, lambda job: spinner.update(f"Export is {job['status']}")
        )
    path = download(job["signed_download_url"], to)
    seconds = round(time.monotonic() - began, 2)
    if as_json:
        print_json(job | {"path": str(path), "bytes": path.stat().st_size, "seconds": seconds})
    else:
        people.print(f"{path} ({path.stat().st_size:,} bytes) in hand after {seconds} s", highlight=False)


def request_export(
    api: Api, lot_id: str, direction: str, wait: float, tell: Callable[[dict[str, Any]], object] = lambda _: None
) -> dict[str, Any]:
    """The delivered job of a lot's export; ApiProblem if it fails or is not there after `wait` seconds."""
    deadline = time.monotonic() + wait
    pause = 0.1
    while True:
        job = api.ask(
            "GET",
            f"/epcis/api/2.0/traceability/lots/{lot_id}/fda-export",
            params={"direction": direction, "format": "xlsx"},
        )
        tell(job)
        if job["status"] in _ENDED:
            break
        if time.monotonic() > deadline:
            detail = f"Export {job['job_short_id']} is still {job['status']} after {wait:.0f} s; ask again later."
            raise ApiProblem(504, {"title": "Not ready", "detail": detail})
        time.sleep(pause)
        pause = min(pause * 1.5, 5)
    if job["status"] == "failed":
        detail = f"Export {job['job_short_id']} failed; ask again in a minute for a new attempt."
        raise ApiProblem(502, {"title": "Export failed", "detail": detail})
    return job


def download(url: str, to: Path) -> Path:
    """Fetch a signed address into `to`, or, where that is a folder, under the name the answer gives."""
    with httpx.stream("GET", url, timeout=300, follow_redirects=True) as answer:
        if not answer.is_success:
            detail = "The signed address was refused; it may have expired. Run the command again."
            raise ApiProblem(answer.status_code, {"title": "Download failed", "detail": detail})
        path = to / _file_name(answer) if to.is_dir() else to
        draft = path.with_name(f".{path.name}.part")
        with draft.open("wb") as out:
            for chunk in answer.iter_bytes():
                out.write(chunk)
        draft.replace(path)
    return path


def _file_name(answer: httpx.Response) -> str:
    header = Message()
    header["Content-Disposition"] = answer.headers.get("Content-Disposition", "")
    return safe_filename(header.get_filename() or "lotgraph-export.xlsx")
