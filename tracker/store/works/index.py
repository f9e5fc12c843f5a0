"""The search index: new works wait outside it, and join it many at once.

The words of a thousand works in one transaction cost two thirds of what they cost in a transaction
for each feed, and the first poll of a long list need not wait for what no one has searched for.
Works join in the order of their numbers, so those that wait are the newest. A poll's end takes in
a portion, which is all that an ordinary poll brings; a search takes in all that waits, first.
"""

from __future__ import annotations

from tracker.store.database import BUSY_SECONDS, Database

MOST_WAITING = 10_000  # works; a search takes them in within a second
PORTION = 1_000
_WAITING = (
    "SELECT coalesce((SELECT max(id) FROM works), 0) "
    "- coalesce((SELECT max(id) FROM works_fts_docsize), 0)"
)


def keep_up(db: Database, *, most: int = MOST_WAITING) -> None:
    """Take in a portion where more than ``most`` works wait, about. Raises StoreError."""
    if db.value(_WAITING) > most:  # numbers that ended count, too
        take_in(db)


def take_in(db: Database, *, portion: int = PORTION) -> int:
    """Take in the first works that wait, and say how many. Raises StoreError."""
    return db.execute(
        "INSERT INTO works_fts (rowid, title, authors, summary) "
        "SELECT id, title, authors, summary FROM unindexed ORDER BY id LIMIT ?",
        [portion],
    ).rowcount


def complete(db: Database, *, busy_seconds: float = BUSY_SECONDS) -> None:
    """Let no work wait, before a search. Raises StoreError."""
    if not db.rows("SELECT 1 FROM unindexed LIMIT 1"):
        return
    with db.writing(busy_seconds=busy_seconds) as writing:
        while take_in(writing) == PORTION:
            pass
