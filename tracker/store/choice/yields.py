"""How many works sources and phrases have brought: of all, or of those dated since a moment."""

from __future__ import annotations

from datetime import datetime

from tracker.store import codec
from tracker.store.database import Database
from tracker.values.source_kinds import HAND


def seen_by_source(db: Database, *, since: datetime | None = None) -> dict[str, int]:
    """How many works each source has shown."""
    rows = db.rows(
        "SELECT src.key, count(DISTINCT s.work_id) AS works FROM sightings AS s "
        "JOIN sources AS src ON src.id = s.source_id JOIN works AS w ON w.id = s.work_id "
        "WHERE w.dated_at >= ? GROUP BY src.id",
        [codec.instant(since) or ""],
    )
    return {row["key"]: row["works"] for row in rows}


def matched_by_phrase(
    db: Database, *, since: datetime | None = None
) -> dict[tuple[str, str, bool], int]:
    """How many works matched by each (topic, phrase, whether it is an author's name)."""
    rows = db.rows(
        "SELECT m.topic, json_extract(r.value, '$[0]') AS phrase, "
        "json_extract(r.value, '$[1]') = 'author' AS is_author, "
        "count(DISTINCT m.work_id) AS works FROM matches AS m "
        "JOIN works AS w ON w.id = m.work_id JOIN json_each(m.reasons) AS r "
        "WHERE w.dated_at >= ? "
        "AND json_extract(r.value, '$[1]') IN ('title', 'claim', 'summary', 'author') "
        "GROUP BY m.topic, phrase, is_author",
        [codec.instant(since) or ""],
    )
    return {(row["topic"], row["phrase"], bool(row["is_author"])): row["works"] for row in rows}


def ever_proposed(db: Database, *, since: datetime | None = None) -> tuple[int, ...]:
    """The works that stood in a draft, were decided on or published."""
    rows = db.rows(
        "SELECT w.id FROM works AS w JOIN (SELECT work_id FROM entries "
        "UNION SELECT work_id FROM decisions UNION SELECT work_id FROM publications) AS known "
        "ON known.work_id = w.id WHERE w.dated_at >= ? ORDER BY w.id",
        [codec.instant(since) or ""],
    )
    return tuple(row["id"] for row in rows)


def first_seen_at(db: Database) -> datetime | None:
    """When the first work that is still stored was seen."""
    return codec.moment(db.value("SELECT min(first_seen_at) FROM works"))


def count_works(db: Database, *, since: datetime | None = None) -> int:
    """How many works are stored."""
    sql = "SELECT count(*) FROM works WHERE dated_at >= ?"
    return int(db.value(sql, [codec.instant(since) or ""]))


def count_shown(db: Database, *, since: datetime | None = None) -> int:
    """How many works a feed has shown, or the author has added by hand."""
    count = db.value(
        "SELECT count(DISTINCT s.work_id) FROM sightings AS s "
        "JOIN sources AS src ON src.id = s.source_id JOIN works AS w ON w.id = s.work_id "
        "WHERE (is_feed(src.key) OR src.key = ?) AND w.dated_at >= ?",
        [HAND.key(), codec.instant(since) or ""],
    )
    return int(count)
