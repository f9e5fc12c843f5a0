"""What a watchlist could do without, by what each phrase and feed has brought so far.

Suggestions only, each with its figures, and only where there is enough to go by:

- a phrase that matched nothing in a month or more and a hundred works;
- a phrase or name of which three or more works were rejected in a month or more, none approved;
- a feed of which five or more works were decided on and none approved;
- a feed that has failed for two weeks, or whose server said that it is gone.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from tracker.values import SourceState, State

QUIET_DAYS = 30  # a good phrase may well find nothing in a week
FEW_WORKS = 100
REJECTIONS = 3
DECISIONS = 5  # a feed brings more at once than a phrase does
FAILING = timedelta(days=14)


@dataclass(slots=True)
class Yield:
    """How many works were seen, and what became of them; each stage counts those behind it."""

    seen: int = 0
    proposed: int = 0
    approved: int = 0
    published: int = 0
    rejected: int = 0

    def add(self, state: State) -> None:
        """One more work that came so far."""
        if state in (State.SEEN, State.MATCHED):
            return
        self.proposed += 1
        self.approved += state in (State.APPROVED, State.PUBLISHED)
        self.published += state is State.PUBLISHED
        self.rejected += state is State.REJECTED

    def as_json(self) -> dict[str, int]:
        return {
            "seen": self.seen,
            "proposed": self.proposed,
            "approved": self.approved,
            "published": self.published,
            "rejected": self.rejected,
        }


def why_prune_phrase(counts: Yield, *, works: int, past: timedelta) -> str:
    """Why the phrase could go, or "". ``past`` is how long the ``works`` were collected: a month
    at least, since a core phrase, too, begins with what is only near."""
    if past < timedelta(days=QUIET_DAYS):
        return ""
    if not counts.seen and not counts.proposed:
        if works < FEW_WORKS:
            return ""
        return f"matched nothing in {past.days} days and {works:,} works"
    if counts.rejected >= REJECTIONS and not counts.approved:
        return f"{counts.rejected} rejected, none approved"
    return ""


def why_prune_feed(counts: Yield, state: SourceState | None, *, now: datetime) -> str:
    """Why the feed could go, or ""."""
    if state is not None and state.retired_at is not None:
        return f"gone since {state.retired_at:%Y-%m-%d}"
    if state is not None and state.failures and _fails_long(state, now):
        last = f"last read {state.succeeded_at:%Y-%m-%d}" if state.succeeded_at else "never read"
        return f"{state.failures} failures in a row, {last}: {state.error}"
    if counts.rejected >= DECISIONS and not counts.approved:
        return f"{counts.rejected} of {counts.proposed} proposals rejected, none approved"
    return ""


def _fails_long(state: SourceState, now: datetime) -> bool:
    if state.succeeded_at is None:  # since when is not known: failures come ever more slowly
        return state.failures >= DECISIONS
    return now - state.succeeded_at >= FAILING
