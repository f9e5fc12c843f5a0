"""A process that is killed loses nothing that it had stored, and leaves nothing half done."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.store.writer import BATCH, store_batch
from tracker.store import sources
from tracker.store.database import Database
from tracker.store.works import read, search

ROOT = Path(__file__).parents[2]


def writer(path: Path, start: int, stop: int) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.store.writer", str(path), str(start), str(stop)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)


@pytest.mark.parametrize("after", [0.0, 0.004, 0.013, 0.029])
def test_a_kill_between_or_within_batches_loses_nothing(path: Path, after: float) -> None:
    process = writer(path, 0, 100_000)
    assert process.stdout is not None
    told = [int(process.stdout.readline()) for _ in range(3)][-1]
    time.sleep(after)
    process.send_signal(signal.SIGKILL)
    told = max([told, *(int(line) for line in process.stdout if line.endswith("\n"))])
    process.stdout.close()
    process.wait()
    with Database.open(path, busy_seconds=1) as db:
        state = sources.get(db, "arxiv")
        assert state is not None
        done = state.extra["done"]
        assert done in (told, told + 1)
        assert len(search.numbers(db)) == (done + 1) * BATCH
        assert db.value("PRAGMA integrity_check") == "ok"
        assert db.rows("PRAGMA foreign_key_check") == []
        store_batch(db, done + 1)


def test_two_writers_store_everything_once(path: Path) -> None:
    running = [writer(path, 0, 12), writer(path, 6, 18)]
    for process in running:
        assert process.stdout is not None
        process.communicate(timeout=60)
        assert process.returncode == 0
    with Database.open(path) as db:
        found = read.get(db, search.numbers(db))
    assert len(found) == 18 * BATCH
    assert all(len(work.sightings) == 1 for work in found)
