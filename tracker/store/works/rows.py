"""Works, versions, aliases and what posts are about, written anew from their sightings."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tracker.store import codec, lookup
from tracker.store.database import Database
from tracker.store.works import changes
from tracker.store.works.shown import Shown, show
from tracker.store.works.sightings import from_row, links_to_json, paper_to_json
from tracker.values import Alias, Sighting, Version

# What a person would notice: a change of these makes a work an updated one.
NOTICED = ("kind", "title", "url", "authors", "summary", "version", "withdrawn")
_AT_ONCE = 500  # works in one statement, which SQLite lets have 32,766 parameters


@dataclass(frozen=True, slots=True)
class Evidence:
    """What one sighting says of its work."""

    sighting: Sighting
    aliases: Collection[Alias]
    about: Collection[Alias]


def add(db: Database, works: Mapping[int, Sequence[Evidence]]) -> None:
    """Write new works from all the evidence there is of them: nothing is read back."""
    _write(db, works)


def put_aliases(
    db: Database, works: Mapping[int, Sequence[Evidence]], aliases: Mapping[int, Collection[Alias]]
) -> None:
    """Write the aliases of works that have none yet.

    ``aliases`` are those that each work has; what else it claims is disputed.
    """
    held: list[tuple[object, ...]] = []
    disputed: list[tuple[object, ...]] = []
    for work_id, evidence in works.items():
        for alias in {alias for item in evidence for alias in item.aliases}:
            rows = held if alias in aliases[work_id] else disputed
            rows.append((alias.scheme, alias.value, work_id))
    db.many("INSERT INTO aliases VALUES (?, ?, ?)", held)
    db.many("INSERT INTO disputed VALUES (?, ?, ?)", disputed)


def refresh(
    db: Database,
    work_ids: Collection[int],
    aliases: Mapping[int, Collection[Alias]],
    *,
    now: datetime,
    gone: Collection[int] = (),
) -> set[int]:
    """Derive the works anew, delete those ``gone``; return those that now look different."""
    if gone:
        db.execute(
            "DELETE FROM works WHERE id IN (SELECT value FROM json_each(?))", [codec.ids(gone)]
        )
    if not work_ids:
        return set()
    ids = codec.ids(work_ids)
    before = {row["id"]: row for row in _works(db, ids)}
    by_work = _evidence(db, work_ids)
    for table in ("aliases", "disputed", "about", "versions"):
        db.execute(
            f"DELETE FROM {table} WHERE work_id IN (SELECT value FROM json_each(?))",  # noqa: S608
            [ids],
        )
    rows = _write(db, by_work)
    put_aliases(db, by_work, aliases)
    updated = {
        work_id
        for work_id, row in rows.items()
        if work_id in before and any(row[name] != before[work_id][name] for name in NOTICED)
    }
    changes.note(db, {n: before[n] for n in updated}, {n: rows[n] for n in updated}, now=now)
    return updated


def _works(db: Database, ids: str) -> list[sqlite3.Row]:
    return db.rows("SELECT * FROM works WHERE id IN (SELECT value FROM json_each(?))", [ids])


def _evidence(db: Database, work_ids: Iterable[int]) -> dict[int, tuple[Evidence, ...]]:
    return lookup.by_work(
        db,
        "SELECT s.*, src.key AS source FROM wanted CROSS JOIN sightings AS s USING (work_id) "
        "JOIN sources AS src ON src.id = s.source_id",
        work_ids,
        lambda row: Evidence(
            from_row(row, row["source"]),
            [Alias(scheme, value) for scheme, value in codec.load(row["claim"])["aliases"]],
            [Alias(scheme, value) for scheme, value in codec.load(row["about"])],
        ),
    )


def _write(db: Database, by_work: Mapping[int, Sequence[Evidence]]) -> dict[int, dict[str, Any]]:
    """Write the works that the evidence makes; return their rows by number."""
    works: dict[int, dict[str, Any]] = {}
    about: list[tuple[object, ...]] = []
    versions: list[tuple[object, ...]] = []
    for work_id, evidence in by_work.items():
        own = {alias for item in evidence for alias in item.aliases}
        topics = {alias for item in evidence for alias in item.about}
        fields = show([item.sighting for item in evidence], own)
        works[work_id] = _row(fields) | {"id": work_id}
        about += [(work_id, alias.scheme, alias.value) for alias in topics]
        versions += [_version(work_id, version) for version in fields.versions]
    _write_works(db, list(works.values()))
    db.many("INSERT INTO about VALUES (?, ?, ?)", about)
    db.many("INSERT INTO versions VALUES (?, ?, ?, ?, ?, ?)", versions)
    return works


def _write_works(db: Database, rows: Sequence[Mapping[str, Any]]) -> None:
    """Write the rows, many in a statement: the full-text index is written after each statement."""
    for start in range(0, len(rows), _AT_ONCE):
        some = rows[start : start + _AT_ONCE]
        marks = f"({', '.join('?' * len(some[0]))})"
        changes = ", ".join(f"{name} = excluded.{name}" for name in some[0] if name != "id")
        db.execute(
            f"INSERT INTO works ({', '.join(some[0])}) "  # noqa: S608
            f"VALUES {', '.join([marks] * len(some))} ON CONFLICT (id) DO UPDATE SET {changes}",
            [value for row in some for value in row.values()],
        )


def _version(work_id: int, old: Version) -> tuple[object, ...]:
    when = codec.instant(old.updated_at)
    return work_id, old.version, old.title, old.summary, old.comment, when


def _row(fields: Shown) -> dict[str, Any]:
    return {
        "kind": str(fields.kind),
        "title": fields.title,
        "url": fields.url,
        "authors": codec.dump_lines(fields.authors),
        "summary": fields.summary,
        "published_at": codec.instant(fields.published_at),
        "updated_at": codec.instant(fields.updated_at),
        "first_seen_at": codec.instant(fields.first_seen_at),
        "dated_at": codec.instant(fields.dated_at),
        "links": links_to_json(fields.links),
        "tags": codec.dump_lines(fields.tags),
        "withdrawn": int(fields.withdrawn),
        "version": fields.version,
        "first_version_seen": fields.first_version_seen,
        "paper": paper_to_json(fields.paper),
    }
