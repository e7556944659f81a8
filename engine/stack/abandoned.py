"""Folders of runs that were killed before they could tidy up."""

import os
import shutil
from pathlib import Path

from engine.stack.files import read_json, write_json
from engine.stack.process import born
from engine.stack.stack import Stack


def claim(home: Path) -> None:
    """Say that this process looks after the folder for as long as it lives."""
    write_json(home / "owner.json", {"pid": os.getpid(), "born": born(os.getpid())})


def clear_abandoned(parent: Path, prefix: str) -> list[Path]:
    """Stop the servers of claimed folders whose owner is gone and remove the folders; the folders removed."""
    cleared = []
    for owner_file in parent.glob(f"{prefix}*/owner.json"):
        owner = read_json(owner_file)
        if not owner or owner_file.stat().st_uid != os.getuid():
            continue
        if born(owner["pid"]) != owner["born"]:
            Stack(owner_file.parent).down()
            shutil.rmtree(owner_file.parent, ignore_errors=True)
            cleared.append(owner_file.parent)
    return cleared
