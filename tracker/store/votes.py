"""Votes for works elsewhere, and since when they were known to be so many.

Only the size of a number counts (``vote_size``: how often it doubles from one), so a row stands
for a run of numbers of one size: it keeps when the first of them was seen, and what the last one
was. So it is known what was known at any moment, without a row for each poll. Votes are kept by
identity: a work that comes later, or turns out to be another, has those of its aliases.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from tracker.store import codec, lookup, sources
from tracker.store.database import Database
from tracker.store.works import read
from tracker.values import Alias, SeenVotes, Vote, vote_size

MAX_VOTES = 1_000_000  # more is noise, and beyond what counts
_MOST = 20_000  # of one batch


def add(db: Database, source: str, votes: Iterable[Vote], *, now: datetime) -> frozenset[int]:
    """Note the votes as they are now; return the stored works that they are for.

    Belongs in the transaction that stores the source's state. Raises StoreError.
    """
    highest = _highest(votes)
    if not highest:
        return frozenset()
    source_id = sources.numbers(db, [source])[source]
    # Even where the poll as a whole fails: the source has answered with these votes.
    db.execute("INSERT OR IGNORE INTO followed VALUES (?, ?)", [source_id, codec.instant(now)])
    last = _last(db, source_id, highest)
    fresh, again = [], []
    for alias, count in highest.items():
        seen_at, before = last.get(alias, ("", 0))
        row = {"scheme": alias.scheme, "value": alias.value, "source": source_id, "votes": count}
        if vote_size(count) != vote_size(before):
            fresh.append(row | {"seen_at": codec.instant(now)})
        elif seen_at and count != before:
            again.append(row | {"seen_at": seen_at})
    db.many(
        "INSERT OR REPLACE INTO votes (scheme, value, source_id, seen_at, votes) "
        "VALUES (:scheme, :value, :source, :seen_at, :votes)",
        [*fresh, *again],
    )
    return frozenset(read.known(db, highest).values())


def of_works(db: Database, work_ids: Iterable[int]) -> dict[int, tuple[SeenVotes, ...]]:
    """The votes for any alias of each work that has some, the oldest first."""
    return lookup.by_work(
        db,
        "SELECT a.work_id, src.key, src.name, v.seen_at, v.votes FROM wanted "
        "CROSS JOIN aliases AS a USING (work_id) CROSS JOIN votes AS v USING (scheme, value) "
        "JOIN sources AS src ON src.id = v.source_id ORDER BY v.seen_at, src.key, v.votes",
        work_ids,
        lambda row: SeenVotes(
            source=row["key"],
            source_name=row["name"],
            seen_at=codec.known_moment(row["seen_at"]),
            votes=row["votes"],
        ),
    )


def prune(db: Database, *, before: datetime) -> None:
    """Delete votes seen before then whose identity no stored work has. Raises StoreError."""
    db.execute(
        "DELETE FROM votes WHERE seen_at < ? AND NOT EXISTS (SELECT 1 FROM aliases AS a "
        "WHERE a.scheme = votes.scheme AND a.value = votes.value)",
        [codec.instant(before)],
    )


def _highest(votes: Iterable[Vote]) -> Mapping[Alias, int]:
    """The most votes of each alias; without numbers that cannot be votes."""
    highest: dict[Alias, int] = {}
    for vote in votes:
        alias = Alias(vote.alias.scheme, codec.line(vote.alias.value))
        if vote.votes >= 0 and (alias in highest or len(highest) < _MOST):
            highest[alias] = max(highest.get(alias, 0), min(vote.votes, MAX_VOTES))
    return highest


def _last(db: Database, source_id: int, aliases: Iterable[Alias]) -> dict[Alias, tuple[str, int]]:
    """When the source's newest row of each alias began, and its votes."""
    rows = lookup.of_aliases(
        db,
        "SELECT scheme, value, max(seen_at) AS seen_at, votes FROM wanted CROSS JOIN votes "
        "USING (scheme, value) WHERE source_id = ?2 GROUP BY scheme, value",
        aliases,
        source_id,
    )
    return {Alias(r["scheme"], r["value"]): (r["seen_at"], r["votes"]) for r in rows}


_NOTED = """
SELECT w.id FROM wanted CROSS JOIN works AS w ON w.id = wanted.work_id
WHERE EXISTS (
  SELECT 1 FROM sightings AS s
  WHERE s.work_id = w.id AND (w.kind = 'paper' OR s.via_url IS NOT NULL)
  AND s.source_id IN (SELECT id FROM sources WHERE is_feed(key))
) OR EXISTS (
  SELECT 1 FROM aliases AS a JOIN about AS b ON b.scheme = a.scheme AND b.value = a.value
  WHERE a.work_id = w.id AND b.work_id <> w.id
) OR EXISTS (
  SELECT 1 FROM aliases AS a JOIN votes AS v ON v.scheme = a.scheme AND v.value = a.value
  WHERE a.work_id = w.id
)
"""


def noted(db: Database, work_ids: Iterable[int]) -> frozenset[int]:
    """The works that may have drawn attention; the others certainly have not."""
    return frozenset(row["id"] for row in lookup.of_works(db, _NOTED, work_ids))
