"""What is remembered of each source between polls."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from tracker.store import codec
from tracker.store.database import Database
from tracker.values import SourceState

_TEXTS = ("kind", "url", "name", "etag", "last_modified", "body_hash", "error", "moved_to")
_INSTANTS = ("watermark_at", "polled_at", "succeeded_at", "not_before_at", "retired_at")


def put(db: Database, state: SourceState) -> None:
    """Remember ``state``; belongs in the transaction that stores its sightings."""
    row: dict[str, Any] = {name: codec.line(getattr(state, name)) for name in _TEXTS}
    row |= {name: codec.instant(getattr(state, name)) for name in _INSTANTS}
    row |= {
        "key": codec.line(state.key),
        "failures": state.failures,
        "extra": codec.dump(dict(state.extra)),
    }
    marks = ", ".join(f":{name}" for name in row)
    changes = ", ".join(f"{name} = excluded.{name}" for name in row if name != "key")
    db.execute(
        f"INSERT INTO sources ({', '.join(row)}) VALUES ({marks}) "  # noqa: S608
        f"ON CONFLICT (key) DO UPDATE SET {changes}",
        row,
    )
    if row["succeeded_at"]:
        db.execute(
            "INSERT OR IGNORE INTO followed SELECT id, succeeded_at FROM sources WHERE key = ?",
            [row["key"]],
        )


def get(db: Database, key: str) -> SourceState | None:
    """The state of the source, None when it was never polled."""
    rows = db.rows("SELECT * FROM sources WHERE key = ? AND kind <> ''", [codec.line(key)])
    return _state(rows[0]) if rows else None


def states(db: Database) -> tuple[SourceState, ...]:
    """All sources that were ever polled, by kind and key."""
    rows = db.rows("SELECT * FROM sources WHERE kind <> '' ORDER BY kind, key")
    return tuple(_state(row) for row in rows)


def asked(db: Database) -> frozenset[str]:
    """The keys of all sources that were ever asked. Raises StoreError."""
    return frozenset(row["key"] for row in db.rows("SELECT key FROM sources WHERE polled_at > ''"))


def names(db: Database) -> dict[str, str]:
    """The name of each source that has shown a work, by its key; "" where it has none."""
    rows = db.rows(
        "SELECT key, name FROM sources WHERE EXISTS "
        "(SELECT 1 FROM sightings WHERE source_id = sources.id) ORDER BY key"
    )
    return {row["key"]: row["name"] for row in rows}


def followed(db: Database) -> tuple[tuple[str, str, datetime], ...]:
    """Key and name of each source that has answered well, and when it first did."""
    rows = db.rows(
        "SELECT s.key, s.name, f.since_at FROM followed AS f JOIN sources AS s "
        "ON s.id = f.source_id ORDER BY s.key"
    )
    return tuple((row["key"], row["name"], codec.known_moment(row["since_at"])) for row in rows)


def numbers(db: Database, keys: Iterable[str]) -> dict[str, int]:
    """The number of each source's row; a source without a row gets one."""
    distinct = list(dict.fromkeys(keys))
    db.many("INSERT OR IGNORE INTO sources (key) VALUES (?)", [(key,) for key in distinct])
    rows = db.rows(
        "SELECT id, key FROM sources WHERE key IN (SELECT value FROM json_each(?))",
        [codec.dump(distinct)],
    )
    return {row["key"]: row["id"] for row in rows}


def _state(row: sqlite3.Row) -> SourceState:
    fields: dict[str, Any] = {name: row[name] for name in _TEXTS}
    fields |= {name: codec.moment(row[name]) for name in _INSTANTS}
    return SourceState(
        key=row["key"],
        failures=row["failures"],
        extra=codec.load(row["extra"]),
        **fields,
    )
