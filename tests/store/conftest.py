from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tracker.store.database import Database


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "tracker.db"


@pytest.fixture
def db(path: Path) -> Iterator[Database]:
    with Database.open(path) as database:
        yield database
