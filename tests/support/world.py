"""The loopback world beside the repository: real data, served as arXiv and blogs do.

It is not part of the repository, and tests that need it skip where it is absent.
"""

from __future__ import annotations

import json
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

FOLDER = Path(__file__).resolve().parents[3] / "shared" / "world"
needs_world = pytest.mark.skipif(
    not (FOLDER / "serve.py").is_file(), reason="the loopback world is not beside the repository"
)


class World:
    """A running world."""

    def __init__(self, base_url: str) -> None:
        self.base_url = base_url

    def report(self, query: str = "") -> dict[str, Any]:
        """Its counters; ``hours=24`` moves it on, ``reset=1`` clears them."""
        address = f"{self.base_url}/_world?{query}"
        with urllib.request.urlopen(address, timeout=30) as answer:  # noqa: S310 (loopback)
            found: dict[str, Any] = json.load(answer)
            return found


@contextmanager
def world(*flags: str) -> Iterator[World]:
    """Serve the world on a free port until the block ends."""
    command = [sys.executable, str(FOLDER / "serve.py"), "--port", "0", *flags]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        yield World(process.stdout.readline().strip())
    finally:
        process.terminate()
        process.communicate(timeout=30)
