"""Which works have drawn attention: by a feed's link, a post about them, or votes."""

from __future__ import annotations

from collections.abc import Iterable

from tracker.store import codec
from tracker.store.database import Database

_NOTED = """
SELECT given.value AS id FROM json_each(?) AS given CROSS JOIN works AS w ON w.id = given.value
WHERE EXISTS (
  SELECT 1 FROM sightings AS s
  WHERE s.work_id = w.id AND (w.kind = 'paper' OR s.via_url IS NOT NULL)
  AND s.source_id IN (SELECT id FROM sources WHERE is_feed(key))
) OR EXISTS (
  SELECT 1 FROM aliases AS a JOIN about AS b ON b.scheme = a.scheme AND b.value = a.value
  WHERE a.work_id = w.id AND b.work_id <> w.id
) OR EXISTS (
  SELECT 1 FROM aliases AS a JOIN votes AS v ON v.scheme = a.scheme AND v.value = a.value
  WHERE a.work_id = w.id
)
"""


def noted(db: Database, work_ids: Iterable[int]) -> frozenset[int]:
    """Those of the works that may have drawn attention; of the others it is known that they have
    not."""
    return frozenset(row["id"] for row in db.rows(_NOTED, [codec.ids(work_ids)]))
