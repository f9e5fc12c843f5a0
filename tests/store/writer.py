"""A process that stores batch after batch, and prints the number of each once it is stored."""

from __future__ import annotations

import sys
from pathlib import Path

from tests.store.samples import NOW, paper
from tracker.store import sources
from tracker.store.database import Database
from tracker.store.works.add import add_sightings
from tracker.values import SourceState

BATCH = 20


def store_batch(db: Database, number: int) -> None:
    """A batch with the state that is true once it is stored, as a poll does it."""
    with db.transaction():
        first = number * BATCH
        given = [paper(first + index) for index in range(BATCH)]
        add_sightings(db, given, now=NOW)
        sources.put(db, SourceState(key="arxiv", kind="arxiv", extra={"done": number}))


def main(path: str, start: str, stop: str) -> None:
    with Database.open(Path(path)) as db:
        for number in range(int(start), int(stop)):
            store_batch(db, number)
            print(number, flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
