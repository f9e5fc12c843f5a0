"""Deriving anew what follows from the sightings: identities, then matches."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from tracker.matching.matcher import Matcher
from tracker.store.choice import states
from tracker.store.database import Database
from tracker.store.works.add import reindex as reindex_works
from tracker.workflows.derived.matches import Stamp, rematch
from tracker.workflows.project import Project


@dataclass(frozen=True, slots=True, kw_only=True)
class ReindexReport:
    """How many works there are now, and what has changed."""

    works: int
    new: int
    updated: int
    matched: int


def reindex(project: Project, *, now: datetime) -> ReindexReport:
    """Apply today's rules to everything stored. Raises StoreError."""
    with Database.open(project.database) as db:
        added = reindex_works(db, now=now)
        matched = rematch(db, Matcher(project.watchlists))
        Stamp.of(project.watchlists).store(db)
        return ReindexReport(
            works=states.counts(db)["works"],
            new=len(added.new),
            updated=len(added.updated),
            matched=matched,
        )
