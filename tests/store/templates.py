"""An empty store for laws, which need very many: a copy of one file."""

from __future__ import annotations

import contextlib
import functools
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tracker.store.database import Database


@functools.cache
def template() -> bytes:
    """An empty database: to make one anew takes longer than all that an example does."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "t.db")
        Database.open(path).close()
        return path.read_bytes()


@contextlib.contextmanager
def empty_store() -> Iterator[Database]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "t.db")
        path.write_bytes(template())
        with Database.open(path) as db:
            yield db
