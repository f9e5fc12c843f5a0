"""Works that were put aside and have been linked since: the facts behind a second look.

A second look is itself a decision, which takes the earlier one back; so it stands in the history,
and no work has two.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from tracker.store import codec, lookup
from tracker.store.database import Database
from tracker.values import EntryKey

FEEDS = 2  # so many feeds must have linked a work
ORIGIN = "second look"  # origin of the decision that makes the work undecided again


def linked_since(db: Database, aside: Iterable[tuple[int, datetime]]) -> set[int]:
    """The works that at least ``FEEDS`` feeds have shown or written about since their moment.

    Without works that had their second look, and those approved or published in any topic.
    """
    works = codec.dump([[number, codec.instant(moment)] for number, moment in aside])
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
        [works, FEEDS, ORIGIN],
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
    """The reason of each second look that waits for a decision, by (work, topic)."""
    sql = (
        "SELECT work_id, topic, reason FROM wanted CROSS JOIN verdicts USING (work_id) "
        "WHERE origin = ?2 AND +verdict = 'undecided'"  # not by the index of all such verdicts
    )
    rows = lookup.of_works(db, sql, work_ids, ORIGIN)
    return {EntryKey(row["work_id"], row["topic"]): row["reason"] for row in rows}
