"""Downloads that resume, verify and show how far they are."""

import hashlib
import shutil
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import httpx
from rich.console import Console
from rich.progress import (
    BarColumn,
    DownloadColumn,
    Progress,
    TextColumn,
    TimeRemainingColumn,
    TransferSpeedColumn,
)

from engine.stack.errors import StackError

# Six keep a slow line busy without looking like an attack to a repository.
_AT_ONCE = 6
_ATTEMPTS = 4
_CHUNK = 1 << 16


@dataclass(frozen=True)
class RemoteFile:
    """A file to fetch: path below a repository, size in bytes, SHA-256 in hex."""

    path: str
    size: int
    sha256: str

    @property
    def name(self) -> str:
        return self.path.rpartition("/")[2]


def fetch_all(title: str, files: Sequence[RemoteFile], folder: Path, bases: Sequence[str]) -> None:
    """Have every file in `folder`, whole and with the right SHA-256.

    Whole files are kept, parts are continued where the server allows it. A file gets its name only when it has
    been verified. `bases` are tried in turn. StackError names the file that could not be had.
    """
    folder.mkdir(parents=True, exist_ok=True)
    missing = [file for file in files if not _verified(folder / file.name, file)]
    if not missing:
        return
    to_fetch = sum(file.size for file in missing)
    _check_disk(title, folder, to_fetch)
    console = Console(stderr=True)
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        DownloadColumn(),
        TransferSpeedColumn(),
        TimeRemainingColumn(),
    )
    if not console.is_terminal:
        console.print(f"{title}: fetching {len(missing)} files, {to_fetch / 1e6:.0f} MB", highlight=False)
    with (
        Progress(*columns, console=console, disable=not console.is_terminal) as progress,
        httpx.Client(follow_redirects=True, timeout=httpx.Timeout(30, connect=15)) as client,
        ThreadPoolExecutor(_AT_ONCE) as pool,
    ):
        task = progress.add_task(title, total=to_fetch)
        tell = lambda count: progress.advance(task, count)  # noqa: E731
        pending = [pool.submit(fetch, client, file, folder, bases, tell) for file in missing]
        try:
            for done in pending:
                done.result()
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def fetch(
    client: httpx.Client,
    file: RemoteFile,
    folder: Path,
    bases: Sequence[str],
    tell: Callable[[int], object] = lambda _: None,
) -> Path:
    """One file, continued from its part if there is one; `tell` hears of bytes gained (or lost, negative)."""
    part = folder / f"{file.name}.part"
    fault = "no repository to ask"
    for _ in range(_ATTEMPTS):
        for base in bases:
            try:
                _continue(client, f"{base.rstrip('/')}/{file.path}", part, file.size, tell)
            except (httpx.HTTPError, OSError) as error:
                fault = f"{type(error).__name__}: {error}"
                continue
            if _verified(part, file):
                part.replace(folder / file.name)
                return folder / file.name
            fault = "what came has another SHA-256 than the lock says"
            tell(-part.stat().st_size)
            part.unlink()
    raise StackError(
        f"{file.name} could not be fetched ({fault}).",
        "check the network and any proxy settings (HTTPS_PROXY, SSL_CERT_FILE), then run the command again; "
        "what has come so far is kept.",
    )


def _continue(client: httpx.Client, url: str, part: Path, size: int, tell: Callable[[int], object]) -> None:
    have = part.stat().st_size if part.exists() else 0
    if have > size:
        part.unlink()
        have = 0
    if have == size and have:
        return
    headers = {"Accept-Encoding": "identity"} | ({"Range": f"bytes={have}-"} if have else {})
    with client.stream("GET", url, headers=headers) as response:
        response.raise_for_status()
        if have and response.status_code != 206:
            have = 0
        elif have:
            tell(have)
        with part.open("ab" if have else "wb") as out:
            for chunk in response.iter_raw(_CHUNK):
                out.write(chunk)
                tell(len(chunk))


def _verified(path: Path, file: RemoteFile) -> bool:
    if not path.exists() or path.stat().st_size != file.size:
        return False
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest() == file.sha256


def _check_disk(title: str, folder: Path, needed: int) -> None:
    free = shutil.disk_usage(folder).free
    if free < needed * 1.2:
        raise StackError(
            f"{title} needs {needed / 1e6:.0f} MB in {folder}; {free / 1e6:.0f} MB are free.",
            "free some disk, or put the cache elsewhere with LOTGRAPH_CACHE.",
        )
