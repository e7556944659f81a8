"""Finished files: put together in a ZIP whose bytes depend on its contents alone, and fingerprinted."""

import hashlib
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo


def write_zip(path: Path | str, files: Iterable[Path], moment: datetime) -> None:
    """A ZIP of the files under their own names, in this order; every entry is dated by `moment`."""
    with ZipFile(path, "w", ZIP_DEFLATED) as target:
        for file in files:
            entry = ZipInfo(file.name, moment.timetuple()[:6])
            entry.compress_type = ZIP_DEFLATED
            entry.file_size = file.stat().st_size
            with target.open(entry, "w") as out, file.open("rb") as data:
                while chunk := data.read(1 << 20):
                    out.write(chunk)


def sha256_of(path: Path) -> str:
    """SHA-256 of a file, in hex; read in pieces."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
