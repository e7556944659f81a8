"""The front door: every promised target is there, says what it does, and does its own set-up."""

import os
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
TARGETS = ("setup", "demo", "up", "down", "status", "test", "lint", "bench", "chaos")


def make(*arguments, **environment):
    return subprocess.run(
        ["make", "-C", ROOT, *arguments], capture_output=True, text=True, env=dict(os.environ) | environment
    )


def test_help_lists_every_target():
    listed = re.findall(r"^  make (\S+)", make("help").stdout, re.MULTILINE)
    assert {"help", *TARGETS} <= set(listed)


@pytest.mark.parametrize("target", TARGETS)
def test_every_target_sets_the_machine_up_first(target, tmp_path):
    said = make("--dry-run", target, f"VENV={tmp_path}/venv").stdout
    assert said.index("--require-hashes -r requirements.lock") < said.rindex(f"{tmp_path}/venv/bin/python -m")


def test_without_python_3_11_the_message_says_so_and_what_to_do(tmp_path):
    tools = tmp_path / "bin"
    tools.mkdir()
    for name in ("bash", "touch", "env"):
        (tools / name).symlink_to(subprocess.check_output(["bash", "-c", f"command -v {name}"], text=True).strip())
    made = subprocess.run(
        [subprocess.check_output(["bash", "-c", "command -v make"], text=True).strip(), "-C", ROOT, "setup",
         f"VENV={tmp_path}/venv"],
        capture_output=True, text=True, env={"PATH": str(tools)},
    )  # fmt: skip
    assert made.returncode != 0
    assert "needs Python 3.11" in made.stderr
    assert "What to do" in made.stderr


def test_ci_runs_the_tests_and_nothing_more():
    lines = (ROOT / ".ci" / "run").read_text().splitlines()
    assert lines[0] == "#!/usr/bin/env bash"
    assert lines[1] == "set -euo pipefail"
    assert lines[-1] == "make test"
    assert os.access(ROOT / ".ci" / "run", os.X_OK)
