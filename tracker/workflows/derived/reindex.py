"""Deriving anew what follows from the sightings: identities, then matches.

Of a large store that takes minutes, so it is told how far it is, and a run that was interrupted
is gone on with: each batch is stored together with the place that it came to. By other watchlists
or rules than those of the interrupted run all is begun again.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from tracker import __version__
from tracker.matching.matcher import Matcher
from tracker.store import codec, memory
from tracker.store.choice import matches, states
from tracker.store.database import Database
from tracker.store.works import search
from tracker.store.works.add import reindex as reindex_works
from tracker.watchlists import Watchlist
from tracker.workflows.derived.matching import Stamp, match_again

_PLACE = "reindex"  # its name in the store's memory
Progress = Callable[[int, int], None]  # sightings and works gone through, and in all


@dataclass(frozen=True, slots=True, kw_only=True)
class ReindexReport:
    """How many works there are now, and what has changed.

    ``is_resumed``: it went on where an earlier run was interrupted, so that ``new`` and
    ``updated`` lack what that one changed.
    """

    works: int
    new: int
    updated: int
    matched: int
    is_resumed: bool = False


@dataclass(frozen=True, slots=True)
class _Place:
    """The last sighting and the last work that were gone through, by which rules."""

    rules: str
    sighting: int = 0
    work: int | None = None  # None while sightings are gone through

    @classmethod
    def stored(cls, db: Database, rules: str) -> _Place:
        """Where to go on: at the beginning, unless a run by these rules was interrupted."""
        text = memory.get(db, _PLACE)
        place = cls(*codec.load(text)) if text else cls(rules)
        return place if place.rules == rules else cls(rules)

    def store(self, db: Database) -> None:
        """Remember it, in the transaction that has come to it. Raises StoreError."""
        memory.put(db, _PLACE, codec.dump([self.rules, self.sighting, self.work]))


def reindex(
    db: Database,
    watchlists: Sequence[Watchlist],
    *,
    now: datetime,
    progress: Progress = lambda done, total: None,
) -> ReindexReport:
    """Apply today's rules to everything stored. Raises StoreError."""
    stamp = Stamp.of(watchlists)
    begun = _Place.stored(db, f"{__version__} {stamp.rules} {stamp.watchlists}")
    counter = _Counter(db, begun, progress)
    works = 0, 0
    if begun.work is None:
        added = reindex_works(db, now=now, after=begun.sighting, reached=counter.at_sighting)
        works = len(added.new), len(added.updated)
    behind = begun.work or 0
    numbers = sorted(number for number in search.numbers(db) if number > behind)
    match_again(db, Matcher(watchlists), numbers, reached=counter.at_work)
    with db.transaction():
        stamp.store(db)
        memory.put(db, _PLACE, "")
    db.pack()
    return ReindexReport(
        works=states.counts(db)["works"],
        new=works[0],
        updated=works[1],
        matched=matches.count_works(db),
        is_resumed=bool(begun.sighting),
    )


class _Counter:
    """Stores the place that each batch comes to, and tells how far that is."""

    def __init__(self, db: Database, place: _Place, progress: Progress) -> None:
        counts = states.counts(db)
        self._db, self._place, self._progress = db, place, progress
        self._total = counts["sightings"] + counts["works"]
        gone = "SELECT (SELECT count(*) FROM sightings WHERE id <= ?) + "
        gone += "(SELECT count(*) FROM works WHERE id <= ?)"
        self._done = int(db.value(gone, [place.sighting, place.work or 0]))

    def at_sighting(self, last: int, count: int) -> None:
        """A batch of so many sightings is done, up to this one."""
        self._reach(replace(self._place, sighting=last), count)

    def at_work(self, last: int, count: int) -> None:
        """A batch of so many works is matched, up to this one."""
        self._reach(replace(self._place, work=last), count)

    def _reach(self, place: _Place, count: int) -> None:
        place.store(self._db)
        self._place, self._done = place, self._done + count
        self._progress(min(self._done, self._total), self._total)
