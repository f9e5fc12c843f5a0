"""The one way in for sightings, and works as they are read.

Every sighting, of a poll or by hand, is stored by ``add_sightings``: it finds the works that the
new claims could touch (by alias and by title, then whatever those works touch), lets identity plan
which claims make which work, and applies the plan. Its cost grows with the new sightings and the
works that they touch, not with the size of the store.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, TypeAlias

from tracker.identity.about import about
from tracker.identity.claims import claim_of
from tracker.identity.merging import Claim
from tracker.store import codec, lookup, sources
from tracker.store.database import Database
from tracker.store.works import claims, partition, read
from tracker.store.works.partition import Added
from tracker.store.works.prepared import Prepared, identity_row, prepare
from tracker.store.works.sightings import (
    CLAIMING,
    bounded,
    claiming,
    from_row,
    is_same_entry,
    retold,
    version_of,
)
from tracker.values import Sighting

# How coarsely the store keeps when a sighting last stood in its source: to note it each time
# would write every row of every feed at each poll.
SEEN_AGAIN = timedelta(days=30)

_Key: TypeAlias = tuple[str, str, int]  # source, address, version


@dataclass(frozen=True, slots=True)
class _Stored:
    id: int
    work_id: int
    claim: Claim
    sighting: Sighting
    last_seen_at: str


def add_sightings(
    db: Database, sightings: Iterable[Sighting], *, now: datetime, ahead: Iterable[Prepared] = ()
) -> Added:
    """Store the sightings, each work once; the same ones again change nothing.

    In one transaction. ``ahead`` are sightings that were prepared before: what of these is stored
    as it stands there is not prepared again. Raises StoreError.
    """
    known = {_key(item.sighting): item for item in ahead}
    distinct = _distinct(sightings, known)
    if not distinct:
        return Added()
    with db.transaction():
        source_ids = sources.numbers(db, [sighting.source for sighting in distinct.values()])
        stored = _stored(db, list(distinct.values()), source_ids)
        fresh: list[Prepared] = []
        changed: list[partition.Changed] = []
        renamed: list[tuple[str, int]] = []
        for key, sighting in distinct.items():
            old = stored.get(key)
            if old is None:
                item = known.get(key)
                fresh.append(item if item and item.sighting == sighting else prepare(sighting))
            elif (last := retold(old.sighting, sighting)) != old.sighting:
                if replace(last, entry=old.sighting.entry) == old.sighting:
                    renamed.append((last.entry, old.id))
                else:
                    changed.append(_changed(db, old, last))
        db.many("UPDATE sightings SET entry = ? WHERE id = ?", renamed)
        _note_seen_again(db, stored.values(), now)
        return partition.apply(db, fresh, changed, now=now, source_ids=source_ids)


def _key(sighting: Sighting) -> _Key:
    return sighting.source, sighting.url, version_of(sighting)


def _distinct(
    sightings: Iterable[Sighting], known: Mapping[_Key, Prepared]
) -> dict[_Key, Sighting]:
    """The sightings, bounded; of those of one key the first holds, as the newest stands first."""
    by_key: dict[_Key, Sighting] = {}
    for told in sightings:
        item = known.get(_key(told))
        sighting = told if item and item.sighting is told else bounded(told)
        key = _key(sighting)
        by_key[key] = retold(sighting, by_key[key]) if key in by_key else sighting
    return by_key


def _stored(
    db: Database, sightings: Sequence[Sighting], source_ids: dict[str, int]
) -> dict[_Key, _Stored]:
    """The stored sightings that are told again: by address, else by the entry's name."""
    keys = [[source_ids[s.source], s.url, version_of(s)] for s in sightings]
    sql = "SELECT * FROM wanted CROSS JOIN sightings USING (source_id, url, version)"
    rows = lookup.of_keys(db, sql, ("source_id", "url", "version"), keys)
    names = {number: key for key, number in source_ids.items()}
    stored = {_key(item.sighting): item for item in (_read(row, names) for row in rows)}
    return stored | _renewed(db, sightings, source_ids, stored)


def _renewed(
    db: Database,
    sightings: Sequence[Sighting],
    source_ids: dict[str, int],
    stored: Mapping[_Key, _Stored],
) -> dict[_Key, _Stored]:
    """The stored entries whose address their source has corrected, by the new one's key.

    A name that several entries have, now or before, names none.
    """
    named = Counter((s.source, s.entry) for s in sightings if s.entry)
    fresh = {
        (s.source, s.entry): s
        for s in sightings
        if named[s.source, s.entry] == 1 and _key(s) not in stored
    }
    keys = [[source_ids[source], entry] for source, entry in fresh]
    # By its name: SQLite would take the index of addresses.
    sql = (
        "SELECT * FROM wanted CROSS JOIN sightings INDEXED BY sightings_by_entry "
        "USING (source_id, entry) WHERE sightings.entry <> ''"
    )
    names = {number: key for key, number in source_ids.items()}
    before = lookup.grouped(
        ((names[row["source_id"]], row["entry"]), _read(row, names))
        for row in lookup.of_keys(db, sql, ("source_id", "entry"), keys)
    )
    taken = {item.id for item in stored.values()}
    return {
        _key(fresh[name]): items[0]
        for name, items in before.items()
        if len(items) == 1
        and items[0].id not in taken
        and is_same_entry(items[0].sighting, fresh[name])
    }


def _read(row: sqlite3.Row, names: Mapping[int, str]) -> _Stored:
    return _Stored(
        row["id"],
        row["work_id"],
        claims.from_json(row["claim"], row["title_key"]),
        from_row(row, names[row["source_id"]]),
        row["last_seen_at"],
    )


def _changed(db: Database, old: _Stored, joined: Sighting) -> partition.Changed:
    item = prepare(joined)
    marks = ", ".join(f"{name} = :{name}" for name in item.row)
    row = {**item.row, "id": old.id}
    db.execute(f"UPDATE sightings SET {marks} WHERE id = :id", row)  # noqa: S608
    return partition.Changed(old.work_id, old.claim, item.claim)


def _note_seen_again(db: Database, stored: Iterable[_Stored], now: datetime) -> None:
    current, limit = codec.instant(now), codec.instant(now - SEEN_AGAIN) or ""
    stale = [item.id for item in stored if item.last_seen_at < limit]
    if stale:
        db.execute(
            "UPDATE sightings SET last_seen_at = ? WHERE id IN (SELECT value FROM json_each(?))",
            [current, codec.ids(stale)],
        )


def reindex(
    db: Database,
    *,
    now: datetime,
    batch: int = 1_000,
    after: int = 0,
    reached: Callable[[int, int], None] = lambda last, count: None,
) -> Added:
    """Derive all identities anew, by the rules as they are now; decisions stay with their works.

    Sightings are taken in batches, each in a transaction: after each the works are what the
    claims so far make them, so that it can be stopped and started again, ``after`` the sighting
    that was the last. ``reached`` is called within each transaction, with the number of the last
    sighting and how many the batch has.
    """
    new, updated, touched = set[int](), set[int](), set[int]()
    while True:
        with db.transaction():
            rows = _next_sightings(db, after, batch)
            if not rows:
                return _still_there(db, Added(tuple(new), tuple(updated), tuple(touched)))
            after = rows[-1]["id"]
            changed = [item for row in rows if (item := _reclaimed(db, row))]
            works = {row["work_id"] for row in rows}
            added = partition.apply(db, [], changed, now=now, again=works)
            reached(after, len(rows))
        new.update(added.new)
        updated.update(added.updated)
        touched.update(added.touched)


def _next_sightings(db: Database, after: int, batch: int) -> list[sqlite3.Row]:
    columns = ", ".join(f"s.{name}" for name in CLAIMING.split(", "))
    return db.rows(
        f"SELECT s.id, s.work_id, s.claim, s.title_key, s.about, src.key AS source, {columns} "  # noqa: S608
        "FROM sightings AS s JOIN sources AS src ON src.id = s.source_id "
        "WHERE s.id > ? ORDER BY s.id LIMIT ?",
        [after, batch],
    )


def _still_there(db: Database, done: Added) -> Added:
    """The same without the works that a later batch made part of another."""
    numbers = read.resolve(db, done.touched)

    def kept(ids: Iterable[int]) -> tuple[int, ...]:
        return tuple(sorted(number for number in ids if numbers.get(number) == number))

    return Added(kept(done.new), kept(done.updated), kept(done.touched))


def _reclaimed(db: Database, row: Any) -> partition.Changed | None:
    """Store the sighting's claim by today's rules; None where it is the one that is stored."""
    sighting = claiming(row, row["source"])
    claim = claim_of(sighting)
    identity = identity_row(claim, about(sighting, claim))
    if all(row[name] == value for name, value in identity.items()):
        return None
    db.execute(
        "UPDATE sightings SET claim = :claim, title_key = :title_key, about = :about "
        "WHERE id = :id",
        identity | {"id": row["id"]},
    )
    old = claims.from_json(row["claim"], row["title_key"])
    return partition.Changed(row["work_id"], old, claim)
