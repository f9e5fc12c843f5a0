"""Which topics want a work: replaced whenever the work is matched again.

``open`` is 1 while nothing was proposed, decided or published for the work under any topic.
Triggers keep it (``schema/s0004_open_matches.py``). What can be proposed is looked for among the
works of its time, or by a partial index: that costs as much among 1,000,000 works as among 1,000.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import lru_cache

from tracker.store import codec
from tracker.store.database import Database
from tracker.store.lookup import by_work, grouped
from tracker.values import Match, Place, Reason


def put(db: Database, work_ids: Iterable[int], matches: Iterable[Match]) -> None:
    """Let ``matches`` be all matches of the works ``work_ids``. Raises StoreError."""
    with db.transaction():
        db.execute(
            "DELETE FROM matches WHERE work_id IN (SELECT value FROM json_each(?))",
            [codec.ids(work_ids)],
        )
        db.many(
            # A work may have become part of another since it was matched.
            "INSERT OR REPLACE INTO matches (work_id, topic, score, reasons) "
            "SELECT ?1, ?2, ?3, ?4 WHERE EXISTS (SELECT 1 FROM works WHERE id = ?1)",
            [(m.work_id, m.topic, m.score, _reasons_to_json(m.reasons)) for m in matches],
        )


def of_works(db: Database, work_ids: Iterable[int]) -> dict[int, tuple[Match, ...]]:
    """The matches of each work that has some, the highest score first."""
    sql = (
        "SELECT * FROM wanted CROSS JOIN matches USING (work_id) "
        "ORDER BY work_id, score DESC, topic"
    )
    return by_work(db, sql, work_ids, _match)


def count_works(db: Database) -> int:
    """How many works match a topic."""
    return int(db.value("SELECT count(DISTINCT work_id) FROM matches"))


def candidates(
    db: Database, topics: Sequence[str], *, since: datetime | None = None
) -> dict[int, tuple[Match, ...]]:
    """Works that can be proposed, with their matches in ``topics``.

    These are the works that match and for which nothing was proposed, decided or published under
    any topic; with ``since``, only those dated, or added by hand, then or later.
    """
    given = codec.dump(list(dict.fromkeys(topics)))
    if since is None:
        rows = db.rows(
            "SELECT work_id, topic, reasons FROM matches "
            "WHERE topic IN (SELECT value FROM json_each(?1)) AND open "
            "ORDER BY work_id, score DESC, topic",
            [given],
        )
    else:  # from the works on: of years of matches few are of late
        rows = db.rows(
            "WITH recent (work_id) AS (SELECT id FROM works WHERE dated_at >= ?2 "
            "UNION SELECT work_id FROM additions WHERE added_at >= ?2) "
            "SELECT work_id, topic, reasons FROM recent CROSS JOIN matches USING (work_id) "
            "WHERE +topic IN (SELECT value FROM json_each(?1)) AND open "
            "ORDER BY work_id, score DESC, topic",
            [given, codec.instant(since)],
        )
    return grouped((row["work_id"], _match(row)) for row in rows)


def _match(row: sqlite3.Row) -> Match:
    reasons = reasons_from_json(row["reasons"])
    return Match(work_id=row["work_id"], topic=row["topic"], reasons=reasons)


def _reasons_to_json(reasons: Iterable[Reason]) -> str:
    return codec.dump([[codec.line(r.phrase), r.place, r.weight] for r in reasons])


@lru_cache(maxsize=4096)  # of the works of a topic many match for the same reasons
def reasons_from_json(stored: str) -> tuple[Reason, ...]:
    """The reasons of a match, as its row keeps them."""
    return tuple(
        Reason(phrase, Place(place), weight) for phrase, place, weight in codec.load(stored)
    )
