"""How many works feeds and phrases have brought: of all, or of those dated since a moment."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime

from tracker.store import codec, lookup
from tracker.store.choice.matches import reasons_from_json
from tracker.store.database import Database
from tracker.values import Place, Reason
from tracker.values.source_kinds import HAND

_PHRASED = frozenset({Place.TITLE, Place.CLAIM, Place.SUMMARY, Place.AUTHOR})


def seen_by_feed(db: Database, *, since: datetime | None = None) -> dict[str, int]:
    """How many works each feed has shown, by its key. (Listings show most of a large store.)"""
    rows = db.rows(
        "SELECT src.key, count(DISTINCT s.work_id) AS works FROM sources AS src "
        "CROSS JOIN sightings AS s ON s.source_id = src.id "
        "CROSS JOIN works AS w ON w.id = s.work_id "
        "WHERE is_feed(src.key) AND w.dated_at >= ? GROUP BY src.id",
        [codec.instant(since) or ""],
    )
    return {row["key"]: row["works"] for row in rows}


def matched_by_phrase(
    db: Database, *, since: datetime | None = None
) -> dict[tuple[str, str, bool], int]:
    """How many works matched by each (topic, phrase, whether it is an author's name)."""
    rows = db.rows(
        "SELECT m.topic, m.reasons, count(*) AS works FROM matches AS m "
        "JOIN works AS w ON w.id = m.work_id WHERE w.dated_at >= ? GROUP BY m.topic, m.reasons",
        [codec.instant(since) or ""],
    )
    counts: Counter[tuple[str, str, bool]] = Counter()
    for row in rows:
        for name, is_author in phrases_in(reasons_from_json(row["reasons"])):
            counts[row["topic"], name, is_author] += row["works"]
    return dict(counts)


def phrases_in(reasons: Iterable[Reason]) -> set[tuple[str, bool]]:
    """The phrases among the reasons of a match, and whether each is an author's name."""
    return {
        (reason.phrase, reason.place is Place.AUTHOR)
        for reason in reasons
        if reason.place in _PHRASED
    }


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
        "SELECT count(DISTINCT s.work_id) FROM sources AS src "
        "CROSS JOIN sightings AS s ON s.source_id = src.id "
        "CROSS JOIN works AS w ON w.id = s.work_id "
        "WHERE (is_feed(src.key) OR src.key = ?) AND w.dated_at >= ?",
        [HAND.key(), codec.instant(since) or ""],
    )
    return int(count)


def sources_of(db: Database, work_ids: Iterable[int]) -> dict[int, tuple[str, ...]]:
    """The keys of the sources that showed each work."""
    return lookup.by_work(
        db,
        "SELECT DISTINCT s.work_id, src.key FROM wanted CROSS JOIN sightings AS s USING (work_id) "
        "JOIN sources AS src ON src.id = s.source_id",
        work_ids,
        lambda row: str(row["key"]),
    )


def found_on(db: Database, work_ids: Iterable[int]) -> dict[int, tuple[str, ...]]:
    """The addresses of the pages that each work was found on, where a source is no more than an
    intermediary."""
    return lookup.by_work(
        db,
        "SELECT DISTINCT work_id, via_url FROM wanted CROSS JOIN sightings USING (work_id) "
        "WHERE via_url IS NOT NULL",
        work_ids,
        lambda row: str(row["via_url"]),
    )
