"""What was placed in which post, and what was taken back."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from datetime import datetime

from tracker.store import codec
from tracker.store.database import Database
from tracker.store.lookup import by_work, grouped
from tracker.store.works.read import resolve
from tracker.values import DateChange, EntryKey, PublishedEntry


def versions(db: Database, work_ids: Iterable[int]) -> dict[int, int]:
    """The newest known version of each work, by any number that the work ever had."""
    goes_on = resolve(db, work_ids)
    rows = db.rows(
        "SELECT id, version FROM works WHERE id IN (SELECT value FROM json_each(?))",
        [codec.ids(goes_on.values())],
    )
    newest: dict[int, int] = {row["id"]: row["version"] for row in rows}
    return {number: newest.get(now, 0) for number, now in goes_on.items()}


def last_published(db: Database) -> dict[int, datetime]:
    """When each work that stands in a post was placed last."""
    rows = db.rows(
        "SELECT work_id, max(published_at) AS last FROM publications "
        "WHERE withdrawn_at IS NULL GROUP BY work_id"
    )
    return {row["work_id"]: codec.known_moment(row["last"]) for row in rows}


def append(
    db: Database,
    published: Iterable[PublishedEntry],
    *,
    versions: Mapping[int, int] | None = None,
) -> None:
    """Note that the entries stand in their post. Raises StoreError.

    ``versions`` are the works' versions when they were placed; without them, those of now.
    """
    placed = list(published)
    placed_versions = versions or {}
    with db.transaction():
        goes_on = resolve(db, [entry.key.work_id for entry in placed])
        db.many(
            "INSERT INTO publications (work_id, topic, marker_id, post, text, version, "
            "published_at, date_change) VALUES (:work, :topic, :id, :post, :text, "
            "coalesce(:version, (SELECT version FROM works WHERE id = :work), 0), "
            ":published_at, :date_change)",
            [
                {
                    "id": entry.key.work_id,
                    # For a work that is not stored, the foreign key raises an error.
                    "work": goes_on.get(entry.key.work_id, entry.key.work_id),
                    "topic": entry.key.topic,
                    "version": placed_versions.get(entry.key.work_id),
                    "post": codec.path(entry.post),
                    "text": codec.text(entry.text),
                    "published_at": codec.instant(entry.published_at),
                    "date_change": entry.date
                    and codec.dump([entry.date.key, entry.date.before, entry.date.after]),
                }
                for entry in placed
            ],
        )


def withdraw(db: Database, published: Iterable[PublishedEntry], *, now: datetime) -> None:
    """Note that the entries were taken back out of their post. Raises StoreError."""
    _set_withdrawn(db, published, codec.instant(now))


def reinstate(db: Database, published: Iterable[PublishedEntry]) -> None:
    """Note that the entries were not taken back after all. Raises StoreError."""
    _set_withdrawn(db, published, None)


def _set_withdrawn(db: Database, published: Iterable[PublishedEntry], at: str | None) -> None:
    with db.transaction():
        db.many(
            "UPDATE publications SET withdrawn_at = ? WHERE marker_id = ? AND topic = ? "
            "AND post = ? AND published_at = ?",
            [
                (
                    at,
                    entry.key.work_id,
                    entry.key.topic,
                    codec.path(entry.post),
                    codec.instant(entry.published_at),
                )
                for entry in published
            ],
        )


def of_post(db: Database, post: str) -> tuple[PublishedEntry, ...]:
    """What stands in the post through tracker, in the order of placing."""
    rows = db.rows(
        "SELECT * FROM publications WHERE post = ? AND withdrawn_at IS NULL ORDER BY id",
        [codec.path(post)],
    )
    return tuple(map(_published, rows))


def last_number(db: Database) -> int:
    """The number of the last entry that was placed and not withdrawn, 0 where there is none."""
    sql = "SELECT coalesce(max(id), 0) FROM publications WHERE withdrawn_at IS NULL AND text <> ''"
    return int(db.value(sql))


def last(db: Database) -> tuple[PublishedEntry, ...]:
    """The entries of the last publication that was not withdrawn: of one post at one moment."""
    rows = db.rows(
        "SELECT p.* FROM publications AS p JOIN (SELECT post, published_at FROM publications "
        "WHERE withdrawn_at IS NULL AND text <> '' ORDER BY id DESC LIMIT 1) "
        "AS newest ON p.post = newest.post AND p.published_at = newest.published_at "
        "WHERE p.withdrawn_at IS NULL AND p.text <> '' ORDER BY p.id"
    )
    return tuple(map(_published, rows))


def posts(db: Database) -> tuple[str, ...]:
    """The names of all posts into which something was ever placed."""
    return tuple(
        codec.known_path(row["post"]) for row in db.rows("SELECT DISTINCT post FROM publications")
    )


def rename_post(db: Database, post: str, name: str) -> None:
    """Call a post by another name. Raises StoreError."""
    db.execute(
        "UPDATE publications SET post = ? WHERE post = ?", [codec.path(name), codec.path(post)]
    )


def found_with(db: Database, published: PublishedEntry) -> tuple[PublishedEntry, ...]:
    """The entries that a publication found in its post already, and placed nowhere."""
    rows = db.rows(
        "SELECT * FROM publications WHERE post = ? AND published_at = ? AND text = '' "
        "AND withdrawn_at IS NULL ORDER BY id",
        [codec.path(published.post), codec.instant(published.published_at)],
    )
    return tuple(map(_published, rows))


def of_works(db: Database, work_ids: Iterable[int]) -> dict[int, tuple[PublishedEntry, ...]]:
    """The publications of each work that stand, the oldest first."""
    sql = (
        "SELECT * FROM wanted CROSS JOIN publications USING (work_id) "
        "WHERE withdrawn_at IS NULL ORDER BY publications.id"
    )
    return by_work(db, sql, work_ids, _published)


def newest(db: Database, *, limit: int) -> tuple[tuple[int, datetime], ...]:
    """Works that stand in a post through tracker, and since when; the newest first."""
    rows = db.rows(
        "SELECT work_id, min(published_at) AS first FROM publications WHERE withdrawn_at IS NULL "
        "GROUP BY work_id ORDER BY first DESC, work_id DESC LIMIT ?",
        [limit],
    )
    return tuple((row["work_id"], codec.known_moment(row["first"])) for row in rows)


def outdated(db: Database) -> dict[int, tuple[str, ...]]:
    """The topics of each published work whose newest version was not proposed yet."""
    rows = db.rows(
        "SELECT p.work_id, p.topic, max(p.version) AS version, w.version AS newest "
        "FROM publications AS p JOIN works AS w ON w.id = p.work_id "
        "WHERE p.withdrawn_at IS NULL GROUP BY p.work_id, p.topic "
        "HAVING max(p.version) > 0 AND w.version > max(p.version) AND NOT EXISTS ("
        "SELECT 1 FROM entries AS e WHERE e.work_id = p.work_id AND e.version >= w.version) "
        "ORDER BY p.work_id, p.topic"
    )
    return grouped((row["work_id"], row["topic"]) for row in rows)


def versions_shown(db: Database, work_ids: Iterable[int]) -> dict[int, int]:
    """The newest version of each work that stands in a post or was proposed."""
    rows = db.rows(
        "SELECT work_id, max(version) AS version FROM (SELECT work_id, version FROM publications "
        "WHERE withdrawn_at IS NULL UNION ALL SELECT work_id, version FROM entries) "
        "WHERE work_id IN (SELECT value FROM json_each(?)) GROUP BY work_id",
        [codec.ids(work_ids)],
    )
    return {row["work_id"]: row["version"] for row in rows}


def arxiv_ids(db: Database) -> tuple[str, ...]:
    """The arXiv identifiers of all works that stand in a post through tracker."""
    rows = db.rows(
        "SELECT DISTINCT a.value FROM publications AS p JOIN aliases AS a "
        "ON a.work_id = p.work_id AND a.scheme = 'arxiv' WHERE p.withdrawn_at IS NULL "
        "ORDER BY a.value DESC"
    )
    return tuple(row["value"] for row in rows)


def _published(row: sqlite3.Row) -> PublishedEntry:
    return PublishedEntry(
        key=EntryKey(row["marker_id"], row["topic"]),
        post=codec.known_path(row["post"]),
        text=row["text"],
        published_at=codec.known_moment(row["published_at"]),
        date=DateChange(*codec.load(row["date_change"])) if row["date_change"] else None,
    )
