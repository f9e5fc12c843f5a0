"""Deriving anew what follows from the sightings: identities, then matches."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from tracker.matching.matcher import Matcher
from tracker.store.choice import states
from tracker.store.database import Database
from tracker.store.works.add import reindex as reindex_works
from tracker.watchlists import Watchlist
from tracker.workflows.derived.matching import Stamp, rematch


@dataclass(frozen=True, slots=True, kw_only=True)
class ReindexReport:
    """How many works there are now, and what has changed."""

    works: int
    new: int
    updated: int
    matched: int


def reindex(db: Database, watchlists: Sequence[Watchlist], *, now: datetime) -> ReindexReport:
    """Apply today's rules to everything stored. Raises StoreError."""
    added = reindex_works(db, now=now)
    matched = rematch(db, Matcher(watchlists))
    Stamp.of(watchlists).store(db)
    return ReindexReport(
        works=states.counts(db)["works"],
        new=len(added.new),
        updated=len(added.updated),
        matched=matched,
    )
