"""How many works came, week by week: in all, by topic, by source, and what became of them.

Weeks begin on Monday (ISO 8601), by the works' dates in UTC, and are named by that day.
"""

from __future__ import annotations

from datetime import date, datetime

from tracker.store import codec
from tracker.store.database import Database
from tracker.values import Kind

_MONDAY = "date(substr({}, 1, 10), '-6 days', 'weekday 1')"
_DATED = _MONDAY.format("w.dated_at")
Weeks = dict[date, int]


def works(db: Database, *, since: datetime, until: datetime) -> Weeks:
    """The works of each week that has some."""
    rows = db.rows(
        f"SELECT {_DATED} AS week, count(*) AS works FROM works AS w "  # noqa: S608
        "WHERE w.dated_at >= ? AND w.dated_at < ? GROUP BY week",
        [codec.instant(since), codec.instant(until)],
    )
    return {date.fromisoformat(row["week"]): row["works"] for row in rows}


def works_by_topic(db: Database, *, since: datetime, until: datetime) -> dict[str, Weeks]:
    """The works of each week that match a topic, by topic; one of two topics counts in each."""
    rows = db.rows(
        f"SELECT m.topic, {_DATED} AS week, count(*) AS works FROM works AS w "  # noqa: S608
        "CROSS JOIN matches AS m ON m.work_id = w.id "
        "WHERE w.dated_at >= ? AND w.dated_at < ? GROUP BY m.topic, week ORDER BY m.topic",
        [codec.instant(since), codec.instant(until)],
    )
    by_topic: dict[str, Weeks] = {}
    for row in rows:
        by_topic.setdefault(row["topic"], {})[date.fromisoformat(row["week"])] = row["works"]
    return by_topic


def works_by_source(db: Database, *, since: datetime, until: datetime) -> dict[str, int]:
    """How many works each source has shown, by its key; one of two sources counts in each."""
    rows = db.rows(
        "SELECT src.key, count(DISTINCT s.work_id) AS works FROM works AS w "
        "CROSS JOIN sightings AS s ON s.work_id = w.id JOIN sources AS src ON src.id = s.source_id "
        "WHERE w.dated_at >= ? AND w.dated_at < ? GROUP BY src.id ORDER BY works DESC, src.key",
        [codec.instant(since), codec.instant(until)],
    )
    return {row["key"]: row["works"] for row in rows}


_DEEDS = {
    "proposed": ("entries", "proposed_at", ""),
    "approved": ("verdicts", "decided_at", "AND verdict = 'approved'"),
    "rejected": ("verdicts", "decided_at", "AND verdict = 'rejected'"),
    "published": ("publications", "published_at", "AND withdrawn_at IS NULL"),
}


def deeds(db: Database, *, since: datetime, until: datetime) -> dict[str, Weeks]:
    """The works of each week that were proposed, approved, rejected and published then."""
    by_deed: dict[str, Weeks] = {}
    for name, (table, at, condition) in _DEEDS.items():
        rows = db.rows(
            f"SELECT {_MONDAY.format(at)} AS week, count(DISTINCT work_id) AS works "  # noqa: S608
            f"FROM {table} WHERE {at} >= ? AND {at} < ? {condition} GROUP BY week",
            [codec.instant(since), codec.instant(until)],
        )
        by_deed[name] = {date.fromisoformat(row["week"]): row["works"] for row in rows}
    return by_deed


def titles(
    db: Database, *, since: datetime, until: datetime, papers: bool, most: int
) -> tuple[str, ...]:
    """Titles of the papers dated then, or of all else: of all of these, or of about ``most``,
    spread evenly."""
    span = [codec.instant(since), codec.instant(until), str(Kind.PAPER), papers]
    where = "FROM works WHERE dated_at >= ? AND dated_at < ? AND (kind = ?) = ?"
    count = int(db.value(f"SELECT count(*) {where}", span))
    rows = db.rows(
        f"SELECT title {where} AND id % ? = 0 ORDER BY id LIMIT ?",
        [*span, max(1, -(-count // most)), most],
    )
    return tuple(row["title"] for row in rows)


def last_shown(db: Database, keys: list[str]) -> dict[str, datetime]:
    """When each of these sources last showed a work that it had not shown before."""
    rows = db.rows(
        "SELECT src.key, max(s.seen_at) AS last FROM json_each(?) AS given "
        "JOIN sources AS src ON src.key = given.value JOIN sightings AS s ON s.source_id = src.id "
        "GROUP BY src.id",
        [codec.dump(keys)],
    )
    return {row["key"]: codec.known_moment(row["last"]) for row in rows}
