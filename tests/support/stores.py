"""What a store holds, up to the numbering of works and sources: two stores that were fed alike, in
whatever order, are equal."""

from __future__ import annotations

from typing import Any

from tracker.store.database import Database

# Each table's columns, with a work by its aliases and a source by its key.
_WORK = "(SELECT group_concat(name) FROM (SELECT scheme || ':' || value AS name FROM aliases "
_WORK += "WHERE work_id = {} ORDER BY name))"
_SOURCE = "(SELECT key FROM sources WHERE id = {})"
_TABLES = {
    "sources": {"id": ""},
    "works": {"id": _WORK.format("t.id")},
    "sightings": {
        "id": "",
        "work_id": _WORK.format("t.work_id"),
        "source_id": _SOURCE.format("t.source_id"),
    },
    "aliases": {"work_id": _WORK.format("t.work_id")},
    "about": {"work_id": _WORK.format("t.work_id")},
    "versions": {"work_id": _WORK.format("t.work_id")},
    "matches": {"work_id": _WORK.format("t.work_id")},
    "features": {"work_id": _WORK.format("t.work_id")},
    "disputed": {"work_id": _WORK.format("t.work_id")},
    "votes": {"source_id": _SOURCE.format("t.source_id")},
    "followed": {"source_id": _SOURCE.format("t.source_id")},
}


def contents(db: Database) -> dict[str, list[tuple[Any, ...]]]:
    """The rows of each table that polls write, in an order of their own."""
    return {table: _rows(db, table, instead) for table, instead in _TABLES.items()}


def _rows(db: Database, table: str, instead: dict[str, str]) -> list[tuple[Any, ...]]:
    names = [row["name"] for row in db.rows(f"PRAGMA table_info({table})")]
    wanted = [column for name in names if (column := instead.get(name, f"t.{name}"))]
    rows = db.rows(f"SELECT {', '.join(wanted)} FROM {table} AS t")  # noqa: S608
    return sorted((tuple(row) for row in rows), key=repr)
