"""A store, empty or with two works of which a topic wants the first."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.store.deeds import REASONS
from tests.store.samples import NOW, paper
from tracker.store.choice import matches
from tracker.store.database import Database
from tracker.store.works.add import add_sightings
from tracker.values import Match


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "tracker.db"


@pytest.fixture
def db(path: Path) -> Iterator[Database]:
    with Database.open(path) as database:
        yield database


@pytest.fixture
def one_match(db: Database) -> None:
    add_sightings(db, [paper(1), paper(2)], now=NOW)
    matches.put(db, [1, 2], [Match(work_id=1, topic="mills", reasons=REASONS)])
