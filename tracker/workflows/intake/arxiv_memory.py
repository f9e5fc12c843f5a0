"""What is remembered of asking arXiv, for those who tell of the past and ask nothing."""

from __future__ import annotations

from tracker.sources.arxiv.span import Memory
from tracker.store import sources
from tracker.store.database import Database
from tracker.values import SourceState
from tracker.values.source_kinds import ARXIV


def asked_before(db: Database) -> tuple[SourceState | None, Memory]:
    """arXiv's state, and the memory in it; None and an empty one before the first poll."""
    state = sources.get(db, ARXIV.key())
    return state, Memory.of(state.extra if state else {})
