"""Which sightings are which work: finds the claims that new ones touch, and applies the plan.

The plan is identity's (``plan_merge``). Whatever belongs to a work that becomes part of another
goes with it: decisions, entries, publications, additions and matches; its number is kept in
``merged``. When a work is split, they stay with the part that keeps the number. An alias that
several works claim, and none may have, is kept in ``disputed``: a later claim may settle it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from tracker.identity.claims import Claim, TitleBond
from tracker.identity.merging import Group, HeldClaim, plan_merge
from tracker.store import codec, lookup
from tracker.store.database import Database
from tracker.store.works import claims
from tracker.store.works import rows as work_rows
from tracker.store.works.prepared import Prepared
from tracker.values import Alias

_NO_SOURCES: Mapping[str, int] = {}


@dataclass(frozen=True, slots=True)
class Changed:
    """A stored sighting that claims something else now."""

    work_id: int
    old: Claim
    new: Claim


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


def apply(
    db: Database,
    fresh: Sequence[Prepared],
    changed: Sequence[Changed],
    *,
    now: datetime,
    source_ids: Mapping[str, int] = _NO_SOURCES,
    again: Collection[int] = (),
) -> Added:
    """Store the fresh sightings and make the works what all claims make them.

    ``source_ids`` has the numbers of the fresh ones' sources. ``again`` are works to plan anew
    although no sighting of theirs is fresh or changed.
    """
    if not fresh and not changed and not again:
        return Added()
    held = _held(db, fresh, changed, again)
    plan = plan_merge([item.claim for item in held], [item.claim for item in fresh])
    numbers = _numbers(db, plan.groups)
    aliases = {n: group.aliases for n, group in zip(numbers, plan.groups, strict=True)}
    shown_by, moved, stirred, echoed = _assigned(db, fresh, held, plan.groups, numbers)
    stirred |= {item.work_id for item in changed} | {old for old, _ in plan.absorbed}
    stirred |= _turned(db, aliases)
    new = {n for n, group in zip(numbers, plan.groups, strict=True) if group.work_id is None}
    unseen = _unseen(fresh, plan.groups, numbers)
    if new - unseen.keys():
        # The new part of a split work is derived from its sightings, so these get its number
        # before its row is there. (Only then: SQLite compiles all statements again after this
        # one, which costs 1 ms.)
        db.execute("PRAGMA defer_foreign_keys = ON")
    work_rows.add(db, unseen)
    _insert(db, [(fresh[index], work_id) for index, work_id in shown_by], source_ids, now)
    db.many(
        "UPDATE sightings SET work_id = ? WHERE id = ?",
        [(work_id, sighting) for sighting, work_id in moved.items()],
    )
    for old, goes_on in plan.absorbed:
        _absorb(db, old, goes_on, now)
    going_on = stirred - {old for old, _ in plan.absorbed}
    echoed -= stirred
    stored = going_on - unseen.keys()
    gone = [old for old, _ in plan.absorbed]
    updated = work_rows.refresh(db, stored, aliases, gone=gone, now=now)
    # Only now: an alias that a stored work has just lost may go to a new one.
    work_rows.put_aliases(db, unseen, aliases)
    return Added(
        new=tuple(sorted(new)),
        updated=tuple(sorted(updated - new)),
        touched=tuple(sorted(going_on | echoed)),
        echoed=tuple(sorted(echoed)),
    )


def _assigned(
    db: Database,
    fresh: Sequence[Prepared],
    held: Sequence[_Held],
    groups: Sequence[Group],
    numbers: Sequence[int],
) -> tuple[list[tuple[int, int]], dict[int, int], set[int], set[int]]:
    """Who gets which sighting: four values.

    The fresh sightings, by their place, with their works; the stored sightings that move, with the
    work that each moves to; the works whose sightings change by that; and those that only get
    sightings which show nothing new.
    """
    shown_by: list[tuple[int, int]] = []
    moved: dict[int, int] = {}
    stirred: set[int] = set()
    echoed: set[int] = set()
    for group, work_id in zip(groups, numbers, strict=True):
        shown_by += [(index, work_id) for index in group.new]
        leaving = [held[index] for index in group.held if held[index].claim.work_id != work_id]
        moved |= {sighting: work_id for item in leaving for sighting in item.sightings}
        stirred |= {item.claim.work_id for item in leaving}
        if group.held and group.new and all(_is_echo(db, work_id, fresh[n]) for n in group.new):
            echoed.add(work_id)
        elif group.new:
            stirred.add(work_id)
        if leaving:
            stirred.add(work_id)
    return shown_by, moved, stirred, echoed


def _is_echo(db: Database, work_id: int, fresh: Prepared) -> bool:
    """Whether the work has an equal sighting from a source that ranks before this one.

    Then this one shows nothing new. Where hundreds of feeds show the same work, each would
    otherwise have the work derived again from the sightings of all before it.
    """
    equal = " AND ".join(f"s.{name} IS :{name}" for name in fresh.row if name not in _OWN)
    rows = db.rows(
        "SELECT 1 FROM sightings AS s INDEXED BY sightings_by_work "  # noqa: S608
        "JOIN sources AS src ON src.id = s.source_id "
        f"WHERE s.work_id = :work_id AND {equal} AND src.key < :source LIMIT 1",
        dict(fresh.row) | {"work_id": work_id, "source": fresh.sighting.source},
    )
    return bool(rows)


_OWN = frozenset({"entry"})  # in which even an echo differs


@dataclass(frozen=True, slots=True)
class _Held:
    """A claim of a stored work, with all its sightings that make it."""

    claim: HeldClaim
    sightings: tuple[int, ...]


def _held(
    db: Database, fresh: Sequence[Prepared], changed: Sequence[Changed], again: Collection[int]
) -> list[_Held]:
    """The claims of all stored works that these claims touch, directly or through other works."""
    frontier = [item.claim for item in fresh]
    frontier += [claim for item in changed for claim in (item.old, item.new)]
    waiting = {item.work_id for item in changed} | set(again)
    held: dict[int, list[_Held]] = {}
    aliases: set[Alias] = set()
    bonds: set[TitleBond] = set()
    while frontier or waiting:
        new_aliases = {alias for claim in frontier for alias in claim.aliases} - aliases
        new_bonds = {bond for claim in frontier for bond in claim.title_bonds} - bonds
        aliases |= new_aliases
        bonds |= new_bonds
        waiting |= _works_with(db, new_aliases)
        titled = _works_titled(db, {bond[0] for bond in new_bonds}) - waiting
        more = _claims(db, (waiting | titled) - held.keys())
        for work_id in titled & more.keys():
            if all(new_bonds.isdisjoint(item.claim.claim.title_bonds) for item in more[work_id]):
                del more[work_id]
        held |= more
        frontier = [item.claim.claim for items in more.values() for item in items]
        waiting = set()
    return [item for work_id in sorted(held) for item in held[work_id]]


def _turned(db: Database, aliases: Mapping[int, frozenset[Alias]]) -> set[int]:
    """The stored works that lose or get an alias."""
    before = lookup.by_work(
        db,
        "SELECT w.id AS work_id, a.scheme, a.value FROM wanted CROSS JOIN works AS w "
        "ON w.id = wanted.work_id LEFT JOIN aliases AS a ON a.work_id = w.id",
        aliases,
        lambda row: Alias(row["scheme"], row["value"]) if row["scheme"] else None,
    )
    return {work_id for work_id, old in before.items() if {*old} - {None} != aliases[work_id]}


def _works_with(db: Database, aliases: Iterable[Alias]) -> set[int]:
    sql = (
        "SELECT work_id FROM wanted CROSS JOIN aliases USING (scheme, value) "
        "UNION SELECT work_id FROM wanted CROSS JOIN disputed USING (scheme, value)"
    )
    return {row["work_id"] for row in lookup.of_aliases(db, sql, aliases)}


def _works_titled(db: Database, titles: Iterable[str]) -> set[int]:
    rows = db.rows(
        "SELECT DISTINCT s.work_id FROM json_each(?) AS given CROSS JOIN sightings AS s "
        "ON s.title_key = given.value AND s.title_key <> ''",
        [codec.dump(list(titles))],
    )
    return {row["work_id"] for row in rows}


def _claims(db: Database, work_ids: Iterable[int]) -> dict[int, list[_Held]]:
    sql = (
        "SELECT work_id, claim, title_key, json_group_array(id) AS ids "
        "FROM wanted CROSS JOIN sightings USING (work_id) "
        "GROUP BY work_id, claim, title_key ORDER BY min(id)"
    )
    rows = lookup.of_works(db, sql, work_ids)
    by_work: dict[int, list[_Held]] = {}
    for work_id, stored, title_key, ids in rows:
        claim, sightings = claims.from_json(stored, title_key), codec.load(ids)
        # Equal claims make one work, unless they claim nothing at all.
        parts = [tuple(sightings)] if claim.aliases else [(number,) for number in sightings]
        held = [_Held(HeldClaim(work_id, claim), part) for part in parts]
        by_work.setdefault(work_id, []).extend(held)
    return by_work


def _unseen(
    fresh: Sequence[Prepared], groups: Sequence[Group], numbers: Sequence[int]
) -> dict[int, list[work_rows.Evidence]]:
    """The works that only fresh sightings show, with all that these say of them."""
    evidence = [work_rows.Evidence(item.sighting, item.claim.aliases, item.about) for item in fresh]
    return {
        number: [evidence[index] for index in group.new]
        for number, group in zip(numbers, groups, strict=True)
        if group.work_id is None and not group.held
    }


def _numbers(db: Database, groups: Sequence[Group]) -> list[int]:
    """The works' numbers, new ones where a group has none; never one that was used before."""
    last = db.value("SELECT seq FROM sqlite_sequence WHERE name = 'works'") or 0
    numbers = []
    for group in groups:
        if group.work_id is None:
            last += 1
        numbers.append(last if group.work_id is None else group.work_id)
    return numbers


def _insert(
    db: Database,
    shown_by: Sequence[tuple[Prepared, int]],
    source_ids: Mapping[str, int],
    now: datetime,
) -> None:
    """Store the sightings, each with its work, and what the store alone knows of it."""
    if not shown_by:
        return
    columns = (*shown_by[0][0].row, "work_id", "source_id", "last_seen_at")
    marks, seen = ", ".join("?" * len(columns)), codec.instant(now)
    db.many(
        f"INSERT INTO sightings ({', '.join(columns)}) VALUES ({marks})",  # noqa: S608
        [
            (*item.row.values(), work_id, source_ids[item.sighting.source], seen)
            for item, work_id in shown_by
        ],
    )


def _absorb(db: Database, old: int, goes_on: int, now: datetime) -> None:
    for table in ("decisions", "entries", "publications", "additions", "merged", "changes"):
        db.execute(f"UPDATE {table} SET work_id = ? WHERE work_id = ?", [goes_on, old])  # noqa: S608
    # Where the work that goes on matched the topic too, its own reasons stay.
    db.execute("UPDATE OR IGNORE matches SET work_id = ? WHERE work_id = ?", [goes_on, old])
    db.execute("INSERT INTO merged VALUES (?, ?, ?)", [old, goes_on, codec.instant(now)])
