"""Works that meet conditions, the newest first: all of them, or page by page.

A page begins after the last work of the one before, by its date and number, so that works which
come or go meanwhile move no other. Works are walked through in the order of the index over dates,
and each condition is a set that is made once: the plus before ``w.id`` keeps SQLite from sorting
the largest of these sets instead, which takes ten times as long among 100,000 works.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tracker.errors import StoreError
from tracker.store import codec
from tracker.store.database import Database
from tracker.store.works import index
from tracker.values import State


@dataclass(frozen=True, slots=True)
class Position:
    """Where a work stands in the order: by its date, then by its number."""

    dated_at: datetime
    work_id: int


@dataclass(frozen=True, slots=True)
class Said:
    """Works of which the author says what is not stored yet, and those of them that fit."""

    works: Collection[int]
    fitting: Collection[int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Conditions:
    """What works must meet, all of it; what is empty asks nothing.

    ``query`` is SQLite's full-text query over title, authors and abstract; one that is none is
    taken as words that must all occur. ``source`` is a source's key. Works are dated ``since`` or
    later, and before ``until``. ``said`` goes before the stored state, where one is asked for.
    """

    topic: str | None = None
    state: State | None = None
    since: datetime | None = None
    until: datetime | None = None
    source: str = ""
    query: str = ""
    said: Said | None = None


def listed(
    db: Database,
    conditions: Conditions,
    *,
    after: Position | None = None,
    limit: int | None = None,
) -> tuple[Position, ...]:
    """The works that meet the conditions, after a position, at most so many. Raises StoreError."""
    rows = _rows(db, conditions, after=after, limit=limit)
    return tuple(Position(codec.known_moment(row["dated_at"]), row["id"]) for row in rows)


def numbers(
    db: Database, conditions: Conditions | None = None, *, limit: int | None = None
) -> tuple[int, ...]:
    """The numbers of the works that meet the conditions. Raises StoreError."""
    return tuple(row["id"] for row in _rows(db, conditions or Conditions(), limit=limit))


def _rows(
    db: Database, asked: Conditions, *, after: Position | None = None, limit: int | None
) -> list[sqlite3.Row]:
    clauses, parameters = _clauses(asked)
    if "query" in parameters:
        index.complete(db)
    if after is not None:
        clauses.append("(w.dated_at, w.id) < (:after_at, :after_id)")
        parameters |= {"after_at": codec.instant(after.dated_at), "after_id": after.work_id}
    where = f"WHERE {' AND '.join(clauses)} " if clauses else ""
    sql = (
        f"SELECT w.id, w.dated_at FROM works AS w {where}"  # noqa: S608
        "ORDER BY w.dated_at DESC, w.id DESC LIMIT :limit"
    )
    parameters["limit"] = -1 if limit is None else limit
    try:
        return db.rows(sql, parameters)
    except StoreError as error:
        if "query" not in parameters or not _is_no_query(error):
            raise
        words = parameters["query"].replace("\x00", " ").replace('"', " ").split()
        parameters["query"] = " ".join(f'"{word}"' for word in words) or '""'
        return db.rows(sql, parameters)


def _is_no_query(error: StoreError) -> bool:
    """FTS5 has no error code of its own for what it cannot parse."""
    cause = str(error.__cause__)
    return any(part in cause for part in ("fts5", "no such column", "unterminated", "unknown"))


def _clauses(asked: Conditions) -> tuple[list[str], dict[str, Any]]:
    clauses = [clause for clause in (_standing(asked),) if clause]
    parameters: dict[str, Any] = {"topic": asked.topic, "state": asked.state and str(asked.state)}
    if asked.said is not None:
        parameters["said"] = codec.ids(asked.said.works)
        parameters["fitting"] = codec.ids(asked.said.fitting)
    if asked.since is not None:
        clauses.append("w.dated_at >= :since")
        parameters["since"] = codec.instant(asked.since)
    if asked.until is not None:
        clauses.append("w.dated_at < :until")
        parameters["until"] = codec.instant(asked.until)
    if asked.source:
        source = "(SELECT id FROM sources WHERE key = :source)"
        clauses.append(f"+w.id IN (SELECT work_id FROM sightings WHERE source_id = {source})")  # noqa: S608
        parameters["source"] = codec.line(asked.source)
    if asked.query.strip():
        clauses.append("+w.id IN (SELECT rowid FROM works_fts WHERE works_fts MATCH :query)")
        parameters["query"] = codec.line(asked.query)
    return clauses, parameters


def _standing(asked: Conditions) -> str:
    """The clause on topic and state, "" where neither is asked for."""
    if asked.state is State.SEEN:
        return "+w.id NOT IN (SELECT work_id FROM states)"
    wanted = {"state": asked.state, "topic": asked.topic}
    filters = " AND ".join(f"{name} = :{name}" for name, value in wanted.items() if value)
    if not filters:
        return ""
    stored = f"+w.id IN (SELECT work_id FROM states WHERE {filters})"  # noqa: S608
    if asked.said is None or asked.state is None:
        return stored
    return (
        f"({stored} AND +w.id NOT IN (SELECT value FROM json_each(:said)) "  # noqa: S608
        "OR +w.id IN (SELECT value FROM json_each(:fitting)))"
    )
