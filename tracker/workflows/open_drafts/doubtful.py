"""Drafts that an editor saved which failed then: what they say does not count before a review.

The author may have given up the edit, or the editor may have died in the midst of it. The file
stays as it was saved, since there may be words in it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable

from tracker.store import memory
from tracker.store.database import Database

_NAME = "doubtful drafts"


def doubtful(db: Database) -> frozenset[str]:
    """The paths, as the store has them, of the drafts that wait for a review."""
    return frozenset(json.loads(memory.get(db, _NAME) or "[]"))


def doubt(db: Database, path: str) -> None:
    """An editor failed on this draft after it had saved it. Raises StoreError."""
    _put(db, doubtful(db) | {path})


def trust(db: Database, path: str) -> None:
    """The author has looked at this draft. Raises StoreError."""
    if path in (paths := doubtful(db)):
        _put(db, paths - {path})


def _put(db: Database, paths: Iterable[str]) -> None:
    memory.put(db, _NAME, json.dumps(sorted(paths)) if paths else "")
