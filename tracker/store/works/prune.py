"""Which works are deleted: old ones that no topic wants and the author never touched.

A work that still stands in its source would only come back as new. So it stays while one of its
sightings was seen again not long before anything else in its source was.
"""

from __future__ import annotations

from datetime import datetime

from tracker.store import codec
from tracker.store.database import Database

# Twice the coarseness with which ``last_seen_at`` is kept (``add.SEEN_AGAIN``).
_WINDOW_DAYS = 60

_PRUNED = f"""
SELECT w.id FROM works AS w WHERE w.first_seen_at < :before
AND NOT EXISTS (SELECT 1 FROM matches AS m WHERE m.work_id = w.id)
AND NOT EXISTS (SELECT 1 FROM decisions AS d WHERE d.work_id = w.id)
AND NOT EXISTS (SELECT 1 FROM entries AS e WHERE e.work_id = w.id)
AND NOT EXISTS (SELECT 1 FROM publications AS p WHERE p.work_id = w.id)
AND NOT EXISTS (SELECT 1 FROM additions AS a WHERE a.work_id = w.id)
AND NOT EXISTS (SELECT 1 FROM sightings AS s WHERE s.work_id = w.id AND (
  s.last_seen_at >= :before OR julianday(s.last_seen_at) >= julianday((
    SELECT max(newest.last_seen_at) FROM sightings AS newest
    WHERE newest.source_id = s.source_id)) - {_WINDOW_DAYS}))
ORDER BY w.first_seen_at LIMIT :limit
"""  # noqa: S608


def prune(db: Database, *, before: datetime, limit: int = 5_000) -> int:
    """Delete at most ``limit`` works first seen before then; return how many. Raises StoreError."""
    with db.transaction():
        rows = db.rows(_PRUNED, {"before": codec.instant(before), "limit": limit})
        ids = codec.ids(row["id"] for row in rows)
        # Their features outlive them, but for those that nobody has asked for: none were made.
        db.execute(
            "DELETE FROM features WHERE work_id IN (SELECT value FROM json_each(?)) AND data = x''",
            [ids],
        )
        db.execute("DELETE FROM works WHERE id IN (SELECT value FROM json_each(?))", [ids])
    return len(rows)
