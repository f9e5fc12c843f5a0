"""The one way in for sightings, and works as they are read.

Every sighting, of a poll or by hand, is stored by ``add_sightings``: it finds the works that the
new claims could touch (by alias and by title, on to whatever those touch), lets identity plan
which claims make which work, and applies the plan. Its cost follows from what is given and what
that touches, not from what is stored.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from tracker.identity.about import about
from tracker.identity.claims import claim_of
from tracker.identity.merging import Claim
from tracker.store import codec, lookup, sources
from tracker.store.database import Database
from tracker.store.works import claims, partition, read
from tracker.store.works.sightings import COLUMNS, bounded, from_row, join, to_row, version_of
from tracker.values import Alias, Sighting

# How exactly it is known when a sighting last stood in its source: noting it each time would
# write every row of every feed at each poll.
SEEN_AGAIN = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Added:
    """What sightings changed: numbers of works.

    ``updated`` were there and now show something else (a new version, a fuller abstract);
    ``touched`` are all whose sightings changed, the new and updated among them: these want to
    be matched again. ``echoed`` are those of them that only one more source shows just so.
    """

    new: tuple[int, ...] = ()
    updated: tuple[int, ...] = ()
    touched: tuple[int, ...] = ()
    echoed: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class _Stored:
    id: int
    work_id: int
    claim: Claim
    sighting: Sighting
    last_seen_at: str


def add_sightings(db: Database, sightings: Iterable[Sighting], *, now: datetime) -> Added:
    """Store the sightings, each work once; the same ones again change nothing.

    In one transaction. Raises StoreError.
    """
    given = _distinct(sightings)
    if not given:
        return Added()
    with db.transaction():
        source_ids = sources.numbers(db, [sighting.source for sighting in given])
        stored = _stored(db, given, source_ids)
        fresh: list[partition.Fresh] = []
        changed: list[partition.Changed] = []
        for key, sighting in ((_key(sighting), sighting) for sighting in given):
            known = stored.get(key)
            if known is None:
                fresh.append(_fresh(sighting, source_ids[sighting.source], now))
            elif (joined := join(known.sighting, sighting)) != known.sighting:
                changed.append(_changed(db, known, joined))
        _note_seen_again(db, stored.values(), now)
        outcome = partition.apply(db, fresh, changed, now=now)
    return Added(outcome.new, outcome.updated, outcome.touched, outcome.echoed)


def _key(sighting: Sighting) -> tuple[str, str, int]:
    return sighting.source, sighting.url, version_of(sighting)


def _distinct(sightings: Iterable[Sighting]) -> list[Sighting]:
    """Bounded, each once."""
    known: dict[tuple[str, str, int], Sighting] = {}
    for sighting in map(bounded, sightings):
        key = _key(sighting)
        known[key] = join(known[key], sighting) if key in known else sighting
    return list(known.values())


def _stored(
    db: Database, given: Sequence[Sighting], source_ids: dict[str, int]
) -> dict[tuple[str, str, int], _Stored]:
    keys = [[source_ids[s.source], s.url, version_of(s)] for s in given]
    names = {number: key for key, number in source_ids.items()}
    sql = "SELECT * FROM wanted CROSS JOIN sightings USING (source_id, url, version)"
    rows = lookup.of_keys(db, sql, ("source_id", "url", "version"), keys)
    found = [
        _Stored(
            row["id"],
            row["work_id"],
            claims.from_json(row["claim"], row["title_key"]),
            from_row(row, names[row["source_id"]]),
            row["last_seen_at"],
        )
        for row in rows
    ]
    return {_key(item.sighting): item for item in found}


def _fresh(sighting: Sighting, source_id: int, now: datetime) -> partition.Fresh:
    claim = claim_of(sighting)
    topics = about(sighting, claim)
    row: dict[str, Any] = to_row(sighting)
    row |= {"source_id": source_id, "last_seen_at": codec.instant(now)}
    row |= _found_by(claim, topics)
    return partition.Fresh(sighting, row, claim, topics)


def _changed(db: Database, known: _Stored, joined: Sighting) -> partition.Changed:
    claim = claim_of(joined)
    row = to_row(joined) | _found_by(claim, about(joined, claim))
    marks = ", ".join(f"{name} = :{name}" for name in row)
    db.execute(f"UPDATE sightings SET {marks} WHERE id = :id", row | {"id": known.id})  # noqa: S608
    return partition.Changed(known.work_id, known.claim, claim)


def _found_by(claim: Claim, topics: Collection[Alias]) -> dict[str, str]:
    return {
        "claim": claims.to_json(claim),
        "title_key": claim.title_key,
        "about": codec.dump(sorted([alias.scheme, alias.value] for alias in topics)),
    }


def _note_seen_again(db: Database, stored: Iterable[_Stored], now: datetime) -> None:
    current, limit = codec.instant(now), codec.instant(now - SEEN_AGAIN) or ""
    stale = [item.id for item in stored if item.last_seen_at < limit]
    if stale:
        db.execute(
            "UPDATE sightings SET last_seen_at = ? WHERE id IN (SELECT value FROM json_each(?))",
            [current, codec.ids(stale)],
        )


def reindex(db: Database, *, now: datetime, batch: int = 1_000) -> Added:
    """Derive all identities anew, by the rules as they are now; decisions stay with their works.

    Sightings are taken in batches, each in a transaction: after each the works are what the
    claims so far make them, so that it can be stopped and started again.
    """
    done = Added()
    last = 0
    while True:
        with db.transaction():
            rows = db.rows(
                "SELECT s.id, s.work_id, s.claim, s.title_key, s.about, src.key AS source, "  # noqa: S608
                f"{', '.join('s.' + name for name in COLUMNS.split(', '))} FROM sightings AS s "
                "JOIN sources AS src ON src.id = s.source_id WHERE s.id > ? ORDER BY s.id LIMIT ?",
                [last, batch],
            )
            if not rows:
                return _still_there(db, done)
            last = rows[-1]["id"]
            changed = [item for row in rows if (item := _reclaimed(db, row))]
            works = {row["work_id"] for row in rows}
            outcome = partition.apply(db, [], changed, now=now, again=works)
        done = replace(
            done,
            new=_joined(done.new, outcome.new),
            updated=_joined(done.updated, outcome.updated),
            touched=_joined(done.touched, outcome.touched),
        )


def _still_there(db: Database, done: Added) -> Added:
    """Without works that a later batch made part of another."""
    known = read.resolve(db, done.touched)

    def kept(ids: Iterable[int]) -> tuple[int, ...]:
        return tuple(number for number in ids if known.get(number) == number)

    return Added(kept(done.new), kept(done.updated), kept(done.touched))


def _joined(one: Sequence[int], other: Sequence[int]) -> tuple[int, ...]:
    return tuple(sorted({*one, *other}))


def _reclaimed(db: Database, row: Any) -> partition.Changed | None:
    """The sighting's claim by today's rules, stored where it is another."""
    sighting = from_row(row, row["source"])
    claim = claim_of(sighting)
    found_by = _found_by(claim, about(sighting, claim))
    if all(row[name] == value for name, value in found_by.items()):
        return None
    db.execute(
        "UPDATE sightings SET claim = :claim, title_key = :title_key, about = :about "
        "WHERE id = :id",
        found_by | {"id": row["id"]},
    )
    old = claims.from_json(row["claim"], row["title_key"])
    return partition.Changed(row["work_id"], old, claim)
