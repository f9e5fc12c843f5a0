"""Entries as they were written into drafts: what is missing in a draft's file is found by them.

An entry's key is that of its marker, and stays the same when its work becomes part of another.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from tracker.store import codec
from tracker.store.database import Database
from tracker.store.lookup import grouped, of_keys
from tracker.values import EntryKey


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An entry as tracker wrote it."""

    key: EntryKey  # as in its marker
    work_id: int  # the work as it is known now
    draft: str  # the draft's path, relative to the project folder
    text: str
    version: int  # of the work, 0 where it has none
    is_update: bool
    proposed_at: datetime
    is_published: bool = False  # since it was proposed, and not taken back


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A draft file that tracker wrote."""

    path: str
    opened_at: datetime
    closed_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewEntry:
    """An entry about to be written into a draft."""

    key: EntryKey
    text: str
    version: int = 0
    is_update: bool = False


def add(db: Database, draft: str, entries: Iterable[NewEntry], *, now: datetime) -> None:
    """Note the entries of a draft, and that the draft is open. Raises StoreError.

    An entry that the draft has already is replaced.
    """
    with db.transaction():
        db.execute(
            "INSERT INTO drafts (path, opened_at) VALUES (?, ?) "
            "ON CONFLICT (path) DO UPDATE SET closed_at = NULL",
            [codec.path(draft), codec.instant(now)],
        )
        draft_id = db.value("SELECT id FROM drafts WHERE path = ?", [codec.path(draft)])
        db.many(
            "INSERT INTO entries (draft_id, marker_id, topic, work_id, text, version, is_update, "
            "proposed_at) VALUES (:draft, :id, :topic, "
            "coalesce((SELECT work_id FROM merged WHERE old_id = :id), :id), "
            ":text, :version, :is_update, :now) ON CONFLICT (draft_id, marker_id, topic) "
            "DO UPDATE SET text = excluded.text, version = excluded.version, "
            "is_update = excluded.is_update, proposed_at = excluded.proposed_at",
            [
                {
                    "draft": draft_id,
                    "id": entry.key.work_id,
                    "topic": entry.key.topic,
                    "text": codec.text(entry.text),
                    "version": entry.version,
                    "is_update": int(entry.is_update),
                    "now": codec.instant(now),
                }
                for entry in entries
            ],
        )


def of_draft(db: Database, draft: str) -> tuple[Entry, ...]:
    """The entries that were written into the draft, in the order of writing."""
    return _entries(db, "d.path = ?", [codec.path(draft)])


def of_works(db: Database, work_ids: Iterable[int]) -> tuple[Entry, ...]:
    """The entries on these works in any draft, the oldest first."""
    return _entries(db, "e.work_id IN (SELECT value FROM json_each(?))", [codec.ids(work_ids)])


def since(db: Database, moment: datetime) -> tuple[Entry, ...]:
    """The entries that were proposed then or later, the oldest first."""
    return _entries(db, "e.proposed_at >= ?", [codec.instant(moment) or ""])


def last_number(db: Database) -> int:
    """The number of the newest entry, 0 where there is none."""
    return int(db.value("SELECT coalesce(max(id), 0) FROM entries"))


def last_proposed(db: Database, until: Mapping[int, datetime]) -> dict[int, tuple[datetime, bool]]:
    """When each work was last proposed, up to its moment, and whether as a new version."""
    rows = of_keys(
        db,
        "SELECT work_id, max(proposed_at) AS last, is_update FROM wanted "
        "CROSS JOIN entries USING (work_id) WHERE proposed_at <= until GROUP BY work_id",
        ("work_id", "until"),
        [[number, codec.instant(at)] for number, at in until.items()],
    )
    return {
        row["work_id"]: (codec.known_moment(row["last"]), bool(row["is_update"])) for row in rows
    }


def drafted(db: Database) -> dict[date, tuple[datetime, ...]]:
    """For each day on which something was proposed the moments, the earliest first."""
    rows = db.rows("SELECT DISTINCT proposed_at FROM entries ORDER BY proposed_at")
    moments = [codec.known_moment(row["proposed_at"]) for row in rows]
    return grouped((moment.date(), moment) for moment in moments)


def rounds(db: Database) -> dict[date, dict[str, datetime]]:
    """The days on which something was proposed, the oldest first, and when it last was under
    each topic."""
    rows = db.rows(
        "SELECT topic, max(proposed_at) AS last FROM entries "
        "GROUP BY substr(proposed_at, 1, 10), topic ORDER BY last"
    )
    days: dict[date, dict[str, datetime]] = {}
    for row in rows:
        last = codec.known_moment(row["last"])
        days.setdefault(last.date(), {})[row["topic"]] = last
    return days


def drafts(db: Database, *, open_only: bool = False) -> tuple[Draft, ...]:
    """The drafts, the newest first."""
    rows = db.rows(
        "SELECT * FROM drafts WHERE closed_at IS NULL OR NOT ? ORDER BY opened_at DESC, id DESC",
        [int(open_only)],
    )
    return tuple(
        Draft(
            path=codec.known_path(row["path"]),
            opened_at=codec.known_moment(row["opened_at"]),
            closed_at=codec.moment(row["closed_at"]),
        )
        for row in rows
    )


def close(db: Database, draft: str, *, moved_to: str, now: datetime) -> None:
    """Note that the draft is done and where its file is now. Raises StoreError."""
    db.execute(
        "UPDATE drafts SET closed_at = ?, path = ? WHERE path = ?",
        [codec.instant(now), codec.path(moved_to), codec.path(draft)],
    )


def reopen(db: Database, draft: str, *, moved_to: str) -> None:
    """Note that a draft that was done is open again, at ``moved_to``. Raises StoreError."""
    db.execute(
        "UPDATE drafts SET closed_at = NULL, path = ? WHERE path = ?",
        [codec.path(moved_to), codec.path(draft)],
    )


def forget_draft(db: Database, draft: str) -> None:
    """Delete a draft whose file is gone: its undecided works can be proposed again.

    Raises StoreError.
    """
    with db.transaction():
        db.execute(
            "DELETE FROM entries WHERE draft_id IN (SELECT id FROM drafts WHERE path = ?)",
            [codec.path(draft)],
        )
        db.execute("DELETE FROM drafts WHERE path = ?", [codec.path(draft)])


def _entries(db: Database, condition: str, parameters: list[str]) -> tuple[Entry, ...]:
    rows = db.rows(
        "SELECT e.*, d.path, EXISTS (SELECT 1 FROM publications AS p "  # noqa: S608
        "WHERE p.work_id = e.work_id AND p.topic = e.topic AND p.withdrawn_at IS NULL "
        "AND p.published_at >= e.proposed_at) AS is_published FROM entries AS e "
        f"JOIN drafts AS d ON d.id = e.draft_id WHERE {condition} ORDER BY e.id",
        parameters,
    )
    return tuple(map(_entry, rows))


def _entry(row: sqlite3.Row) -> Entry:
    return Entry(
        key=EntryKey(row["marker_id"], row["topic"]),
        work_id=row["work_id"],
        draft=codec.known_path(row["path"]),
        text=row["text"],
        version=row["version"],
        is_update=bool(row["is_update"]),
        proposed_at=codec.known_moment(row["proposed_at"]),
        is_published=bool(row["is_published"]),
    )
