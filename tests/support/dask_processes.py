"""A Dask scheduler and workers as processes on loopback."""

from __future__ import annotations

import contextlib
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

_ROOT = Path(__file__).parents[2]
_PATIENCE_SECONDS = 60


class DaskProcesses:
    """``address`` is the scheduler's; ``workers`` are processes of one thread each."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.workers: list[subprocess.Popen[bytes]] = []
        self._scheduler, log = self._start("scheduler", "--host", "127.0.0.1", "--port", "0")
        self.address = _told(log, r"Scheduler at: +(tcp://\S+)")

    def start_workers(self, count: int, *, path: Path = _ROOT) -> list[subprocess.Popen[bytes]]:
        """Workers that import tracker from this folder, once they have come to the scheduler."""
        options = ("--nthreads", "1", "--no-nanny", "--memory-limit", "0")
        started = [self._start("worker", self.address, *options, path=path) for _ in range(count)]
        for worker, log in started:
            self.workers.append(worker)
            _told(log, r"Registered to: +(tcp://\S+)")
        return [worker for worker, _ in started]

    def kill_scheduler(self) -> None:
        self._scheduler.kill()
        self._scheduler.wait()

    def close(self) -> None:
        for process in (*self.workers, self._scheduler):
            process.kill()
            process.wait()

    def _start(self, *words: str, path: Path = _ROOT) -> tuple[subprocess.Popen[bytes], Path]:
        own = Path(tempfile.mkdtemp(dir=self._folder))
        with (own / "log").open("wb") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", "dask", *words, "--dashboard-address", "127.0.0.1:0"],
                cwd=own,
                env={
                    **os.environ,
                    "PYTHONPATH": str(path),
                    "DASK_TEMPORARY_DIRECTORY": str(own),
                },
                stdout=log,
                stderr=log,
            )
        return process, own / "log"


def _told(log: Path, pattern: str) -> str:
    """What a process says of itself once it is ready."""
    until = time.monotonic() + _PATIENCE_SECONDS
    while time.monotonic() < until:
        if found := re.search(pattern, log.read_text()):
            return found[1]
        time.sleep(0.05)
    raise AssertionError(log.read_text())


@contextlib.contextmanager
def dask_processes(folder: Path, *, workers: int) -> Iterator[DaskProcesses]:
    """A scheduler with so many workers, each of one thread."""
    folder.mkdir(parents=True, exist_ok=True)
    running = DaskProcesses(folder)
    try:
        running.start_workers(workers)
        yield running
    finally:
        running.close()
