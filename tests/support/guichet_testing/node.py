"""Node for the tests that need it: where it is missing they are listed as not run; CI needs it."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

INSTALL_SECONDS = 300


def needs_node() -> None:
    """Leave a test out where there is no Node: it says so; in CI that is a failure."""
    if shutil.which("node") and shutil.which("npm"):
        return
    reason = "NOT RUN: needs Node and npm"
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)


def npm_ci(project: Path, copy: Path) -> Path:
    """The project with its locked packages installed, in a copy: the tree stays clean."""
    left_out = shutil.ignore_patterns("node_modules")
    shutil.copytree(project, copy, ignore=left_out, dirs_exist_ok=True)
    done = subprocess.run(
        ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline"],
        cwd=copy,
        capture_output=True,
        text=True,
        timeout=INSTALL_SECONDS,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return copy
