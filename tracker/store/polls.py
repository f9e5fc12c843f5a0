"""Each poll, and what it reported."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tracker.store import codec
from tracker.store.database import Database


@dataclass(frozen=True, slots=True, kw_only=True)
class Poll:
    """One poll; without ``ended_at`` it was killed, or is still running."""

    id: int
    started_at: datetime
    ended_at: datetime | None
    report: Mapping[str, Any]


def begin(db: Database, *, now: datetime) -> int:
    """Note that a poll begins, and return its number. Raises StoreError."""
    return db.insert("polls", {"started_at": codec.instant(now)})


def end(db: Database, poll_id: int, report: Mapping[str, Any], *, now: datetime) -> None:
    """Note that the poll is done, with its report (JSON values). Raises StoreError."""
    db.execute(
        "UPDATE polls SET ended_at = ?, report = ? WHERE id = ?",
        [codec.instant(now), codec.dump(dict(report)), poll_id],
    )


def last(db: Database) -> Poll | None:
    """The last poll that ended."""
    rows = db.rows("SELECT * FROM polls WHERE ended_at IS NOT NULL ORDER BY id DESC LIMIT 1")
    if not rows:
        return None
    row = rows[0]
    return Poll(
        id=row["id"],
        started_at=codec.known_moment(row["started_at"]),
        ended_at=codec.moment(row["ended_at"]),
        report=codec.load(row["report"]),
    )
