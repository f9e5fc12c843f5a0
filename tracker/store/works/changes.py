"""What works showed before their sources corrected them.

Kept for works that were proposed, decided on or published, so that the author can be told. A new
version of a paper is no correction: it is proposed by itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from tracker.store import codec, lookup
from tracker.store.database import Database

_FIELDS = {"title": "title", "url": "address", "authors": "authors", "summary": "text"}


def note(
    db: Database, before: Mapping[int, Any], after: Mapping[int, Any], *, now: datetime
) -> None:
    """Remember what the works showed, by number rows of ``works`` before and after a change."""
    corrected = [n for n, row in after.items() if row["version"] == before[n]["version"]]
    taken = lookup.of_works(
        db, "SELECT DISTINCT work_id FROM wanted CROSS JOIN taken USING (work_id)", corrected
    )
    db.many(
        "INSERT INTO changes (work_id, field, was, changed_at) VALUES (?, ?, ?, ?)",
        [
            (work_id, field, before[work_id][field], codec.instant(now))
            for (work_id,) in taken
            for field in _FIELDS
            if before[work_id][field] != after[work_id][field]
        ],
    )


def since(db: Database, moments: Mapping[int, datetime]) -> dict[int, tuple[str, ...]]:
    """What each work shows otherwise than at its moment: title, address, authors, text."""
    rows = lookup.of_works(
        db,
        "SELECT c.work_id, c.field, c.was, c.changed_at, w.title, w.url, w.authors, w.summary "
        "FROM wanted CROSS JOIN changes AS c USING (work_id) JOIN works AS w ON w.id = c.work_id "
        "ORDER BY c.changed_at, c.id",
        moments,
    )
    first: dict[int, dict[str, bool]] = {}
    for row in rows:
        if row["changed_at"] > (codec.instant(moments[row["work_id"]]) or ""):
            differs = row["was"] != row[row["field"]]
            first.setdefault(row["work_id"], {}).setdefault(row["field"], differs)
    return {
        work_id: told
        for work_id, fields in first.items()
        if (told := tuple(name for field, name in _FIELDS.items() if fields.get(field)))
    }
