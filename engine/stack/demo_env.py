"""`demo.env`: addresses and keys for whoever tries the running stack out."""

from collections.abc import Mapping
from pathlib import Path

from engine.stack.files import write_private

FILE_NAME = "demo.env"


def read_demo_env(home: Path) -> dict[str, str]:
    """The file's variables; empty where there is none."""
    try:
        lines = (home / FILE_NAME).read_text().splitlines()
    except FileNotFoundError:
        return {}
    pairs = (line.partition("=") for line in lines if "=" in line and not line.startswith("#"))
    return {name.strip(): value.strip() for name, _, value in pairs}


def write_demo_env(home: Path, values: Mapping[str, str]) -> Path:
    """Merge `values` into the file (mode 600); variables not named are kept."""
    merged = read_demo_env(home) | dict(values)
    for name, value in merged.items():
        if "\n" in value:
            raise ValueError(f"{name} has a line break")
    path = home / FILE_NAME
    write_private(path, "".join(f"{name}={value}\n" for name, value in sorted(merged.items())))
    return path
