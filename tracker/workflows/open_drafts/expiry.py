"""When entries that stay undecided expire, and which of a draft's still wait."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from tracker.store.author.entries import Entry
from tracker.values import Verdict
from tracker.workflows.open_drafts.read import OpenDraft

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Expiry:
    """When an entry that stays undecided expires: after so many later days of drafting."""

    rounds: tuple[date, ...]  # before today
    count: int

    @classmethod
    def of(cls, days: Iterable[date], *, count: int, now: datetime) -> Expiry:
        """As of ``now``, by the days of drafting, the oldest first."""
        return cls(tuple(day for day in days if day < now.date()), count)

    @property
    def before(self) -> datetime:
        """Entries that were last proposed before then and are undecided have expired."""
        enough = len(self.rounds) >= self.count
        return midnight(self.rounds[-self.count]) if enough else datetime.min.replace(tzinfo=UTC)

    def of_entry(self, proposed_at: datetime) -> datetime | None:
        """When an entry that was proposed then expired; None where it has not."""
        if proposed_at >= self.before:
            return None
        first = bisect_right(self.rounds, proposed_at.date())
        return midnight(self.rounds[first + self.count - 1] + DAY)


def midnight(day: date) -> datetime:
    """The first moment of the day, UTC."""
    return datetime.combine(day, time(), UTC)


def undecided(open_draft: OpenDraft | None, *, expired_before: datetime) -> Counter[str]:
    """How many entries of the draft wait for a decision, by topic; expired ones do not."""
    gone = {entry.key for entry in expired(open_draft, expired_before)}
    return Counter(
        entry.key.topic
        for entry in (open_draft.draft.entries if open_draft else ())
        if entry.verdict is Verdict.UNDECIDED and entry.key not in gone
    )


def expired(open_draft: OpenDraft | None, expired_before: datetime) -> tuple[Entry, ...]:
    """The undecided entries that were proposed so long ago that they make room."""
    if open_draft is None:
        return ()
    waiting = {
        entry.key for entry in open_draft.draft.entries if entry.verdict is Verdict.UNDECIDED
    }
    return tuple(
        entry
        for entry in open_draft.written
        if entry.key in waiting and entry.proposed_at < expired_before
    )
