"""What the ranking knows of works, packed: kept for those that matched once, or that teach.

A work that matches is noted at once, and its features are made where they are first asked for: of
what a first poll brings most is old and never proposed. A row outlives its work, so that an order
of the past can be made again from what was decided.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from tracker.store import codec, lookup
from tracker.store.database import Database

_MOST_SCANNED = 20_000  # the newest works, in which those that were passed over are looked for


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A work's packed features; ``stamp`` is a digest of what they were made from."""

    work_id: int
    seen_at: datetime
    stamp: int
    data: bytes


def put(db: Database, kept: Iterable[Kept]) -> None:
    """Keep the features, in place of older ones of the same works. Raises StoreError."""
    db.many(
        "INSERT OR REPLACE INTO features (work_id, seen_at, stamp, data) VALUES (?, ?, ?, ?)",
        [(k.work_id, codec.instant(k.seen_at), k.stamp, k.data) for k in kept],
    )


def note(db: Database, work_ids: Iterable[int], *, anew: bool) -> None:
    """Give the works rows without features, which are still to be made; ``anew`` also those whose
    features are kept: the works have changed. Raises StoreError."""
    db.execute(
        f"INSERT OR {'REPLACE' if anew else 'IGNORE'} INTO features "  # noqa: S608
        "SELECT id, first_seen_at, 0, x'' FROM works "
        "WHERE id IN (SELECT value FROM json_each(?))",
        [codec.ids(work_ids)],
    )


def of_works(db: Database, work_ids: Iterable[int]) -> dict[int, Kept]:
    """The features that are kept of each of these works."""
    sql = "SELECT * FROM wanted CROSS JOIN features USING (work_id)"
    return {
        row["work_id"]: Kept(
            work_id=row["work_id"],
            seen_at=codec.known_moment(row["seen_at"]),
            stamp=row["stamp"],
            data=row["data"],
        )
        for row in lookup.of_works(db, sql, work_ids)
    }


def never_chosen(
    db: Database, *, before: datetime, shown_since: datetime
) -> tuple[tuple[int, datetime], ...]:
    """Works first seen before ``before`` that were never decided on nor published, newest first.

    Without works that were proposed at ``shown_since`` or later. Only the newest 20,000 works are
    looked at.
    """
    rows = db.rows(
        "SELECT f.work_id, f.seen_at FROM (SELECT work_id, seen_at FROM features "
        "WHERE seen_at < ?1 ORDER BY seen_at DESC, work_id LIMIT ?3) AS f "
        "WHERE NOT EXISTS (SELECT 1 FROM decisions AS d WHERE d.work_id = f.work_id "
        "AND d.verdict <> 'undecided') "
        "AND NOT EXISTS (SELECT 1 FROM publications AS p WHERE p.work_id = f.work_id "
        "AND p.withdrawn_at IS NULL) "
        "AND NOT EXISTS (SELECT 1 FROM entries AS e WHERE e.work_id = f.work_id "
        "AND e.proposed_at >= ?2) "
        "AND NOT EXISTS (SELECT 1 FROM merged AS m WHERE m.old_id = f.work_id)",
        [codec.instant(before), codec.instant(shown_since), _MOST_SCANNED],
    )
    return tuple((row["work_id"], codec.known_moment(row["seen_at"])) for row in rows)
