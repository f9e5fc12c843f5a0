"""What the author added by hand. The next poll asks for what is not known of it yet."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from tracker.store import codec
from tracker.store.database import Database
from tracker.store.lookup import by_work


@dataclass(frozen=True, slots=True, kw_only=True)
class Addition:
    """A work added by hand, for a topic ("" for none), with the author's note."""

    work_id: int
    topic: str = ""
    note: str = ""
    added_at: datetime
    completed_at: datetime | None = None


def append(db: Database, addition: Addition) -> None:
    """Keep the addition of a work that is stored. Raises StoreError."""
    db.insert(
        "additions",
        {
            "work_id": addition.work_id,
            "topic": addition.topic,
            "note": codec.text(addition.note),
            "added_at": codec.instant(addition.added_at),
            "completed_at": codec.instant(addition.completed_at),
        },
    )


def incomplete(db: Database) -> tuple[Addition, ...]:
    """The additions whose title and authors are still to be found, the oldest first."""
    rows = db.rows("SELECT * FROM additions WHERE completed_at IS NULL ORDER BY id")
    return tuple(map(_addition, rows))


def complete(db: Database, work_ids: Iterable[int], *, now: datetime) -> None:
    """Note that these works are complete: nothing more is asked for. Raises StoreError."""
    db.execute(
        "UPDATE additions SET completed_at = ? WHERE completed_at IS NULL "
        "AND work_id IN (SELECT value FROM json_each(?))",
        [codec.instant(now), codec.ids(work_ids)],
    )


def of_works(db: Database, work_ids: Iterable[int]) -> dict[int, tuple[Addition, ...]]:
    """The additions of each work that has some, the oldest first."""
    sql = "SELECT * FROM wanted CROSS JOIN additions USING (work_id) ORDER BY id"
    return by_work(db, sql, work_ids, _addition)


def _addition(row: sqlite3.Row) -> Addition:
    return Addition(
        work_id=row["work_id"],
        topic=row["topic"],
        note=row["note"],
        added_at=codec.known_moment(row["added_at"]),
        completed_at=codec.moment(row["completed_at"]),
    )
