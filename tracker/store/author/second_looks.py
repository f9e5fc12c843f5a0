"""Works that were put aside and have been linked since: the facts behind a second look.

That a work had its second look is a decision of its own, which takes the earlier one back; so
the history tells it, and no work has two.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from tracker.store import codec, lookup
from tracker.store.database import Database
from tracker.values import EntryKey

FEEDS = 2  # so many insist
ORIGIN = "second look"  # of the decision that makes the work undecided again


def linked_since(db: Database, aside: Iterable[tuple[int, datetime]]) -> set[int]:
    """Those of the works that ``FEEDS`` feeds or more have shown or written about since then.

    Without those that had their second look, and those that are approved or published anywhere.
    """
    given = codec.dump([[number, codec.instant(moment)] for number, moment in aside])
    rows = db.rows(
        "WITH aside AS MATERIALIZED (SELECT json_extract(value, '$[0]') AS work_id, "
        "json_extract(value, '$[1]') AS moment FROM json_each(?1)), "
        "linked AS (SELECT a.work_id, s.source_id FROM aside AS a CROSS JOIN sightings AS s "
        "ON s.work_id = a.work_id AND s.seen_at > a.moment "
        "UNION SELECT a.work_id, s.source_id FROM aside AS a CROSS JOIN aliases AS own "
        "ON own.work_id = a.work_id CROSS JOIN about AS b "
        "ON b.scheme = own.scheme AND b.value = own.value AND b.work_id <> a.work_id "
        "CROSS JOIN sightings AS s ON s.work_id = b.work_id AND s.seen_at > a.moment) "
        "SELECT l.work_id FROM linked AS l "
        "WHERE l.source_id IN (SELECT id FROM sources WHERE is_feed(key)) "
        "AND NOT EXISTS (SELECT 1 FROM decisions AS d "
        "WHERE d.work_id = l.work_id AND d.origin = ?3) "
        "AND NOT EXISTS (SELECT 1 FROM verdicts AS v "
        "WHERE v.work_id = l.work_id AND +v.verdict = 'approved') "
        "AND NOT EXISTS (SELECT 1 FROM publications AS p "
        "WHERE p.work_id = l.work_id AND p.withdrawn_at IS NULL) "
        "GROUP BY l.work_id HAVING count(*) >= ?2",
        [given, FEEDS, ORIGIN],
    )
    return {row["work_id"] for row in rows}


def noted_at(db: Database, work_ids: Iterable[int]) -> dict[EntryKey, datetime]:
    """When these works had their second look, by (work, topic)."""
    sql = "SELECT * FROM wanted CROSS JOIN decisions USING (work_id) WHERE origin = ?2"
    rows = lookup.of_works(db, sql, work_ids, ORIGIN)
    return {
        EntryKey(row["work_id"], row["topic"]): codec.known_moment(row["decided_at"])
        for row in rows
    }


def given(db: Database, work_ids: Iterable[int]) -> dict[EntryKey, str]:
    """The second looks that wait for a decision, by (work, topic), and what was told of each."""
    sql = (
        "SELECT work_id, topic, reason FROM wanted CROSS JOIN verdicts USING (work_id) "
        "WHERE origin = ?2 AND +verdict = 'undecided'"  # not by the index of all such verdicts
    )
    rows = lookup.of_works(db, sql, work_ids, ORIGIN)
    return {EntryKey(row["work_id"], row["topic"]): row["reason"] for row in rows}
