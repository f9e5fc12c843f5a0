"""Formatters that authors run on save, as they are installed (see the Makefile)."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

_FOLDERS = (
    str(Path(sys.prefix) / "formatters" / "node_modules" / ".bin"),
    str(Path(sys.executable).parent),
    os.environ.get("PATH", ""),
)
_IN_PLACE = {"prettier": "--write", "remark": "--output"}


def run_formatter(path: Path, name: str, *options: str) -> None:
    """Format the file in its place. Skips the test where that formatter is not installed."""
    program = shutil.which(name, path=os.pathsep.join(_FOLDERS))
    if program is None:
        pytest.skip(f"{name} is not installed; make formatters does it where there is npm")
    command = [program, *options, str(path), *filter(None, [_IN_PLACE.get(name)])]
    plugins = Path(program).parent  # remark looks for them from the folder that it runs in
    done = subprocess.run(command, cwd=plugins, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
