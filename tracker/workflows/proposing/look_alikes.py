"""Works that are nearly the same as one that the author rejected with a reason (``alike.py``)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from tracker.ranking.features.alike import Alikes
from tracker.store.database import Database
from tracker.store.works import read
from tracker.values import Decision, Proposal, Work

_READ = 1_000  # of the newest rejections


@dataclass(frozen=True, slots=True)
class LookAlike:
    """The work that was rejected, and what the author wrote then."""

    work: Work
    reason: str

    def __str__(self) -> str:
        return f"you rejected a look-alike, {self.work.id}: {self.reason}"

    def as_json(self) -> dict[str, str]:
        return {"id": str(self.work.id), "title": self.work.title, "reason": self.reason}


def look_alikes(
    db: Database, works: Sequence[Work], rejected: Sequence[Decision]
) -> dict[int, LookAlike]:
    """Those of the works that have one, by number; ``rejected`` are the rejections, the newest
    first."""
    if not works:
        return {}
    reasons = {
        decision.work_id: decision.reason
        for decision in reversed(rejected[:_READ])
        if decision.reason
    }
    if not reasons:
        return {}
    works_rejected = {work.id: work for work in read.get(db, reasons)}
    alikes = Alikes(works_rejected.values())
    return {
        work.id: LookAlike(works_rejected[other], reasons[other])
        for work in works
        if (other := alikes.find(work)) is not None
    }


def with_look_alikes(
    db: Database, proposals: Iterable[Proposal], rejected: Sequence[Decision]
) -> tuple[Proposal, ...]:
    """The proposals, each with what the author said of a look-alike where it has one.

    What was said of the work itself goes before.
    """
    proposed = tuple(proposals)
    alike = look_alikes(db, [proposal.work for proposal in proposed], rejected)
    return tuple(
        replace(proposal, said_before=str(alike[proposal.work.id]))
        if proposal.work.id in alike and not proposal.said_before
        else proposal
        for proposal in proposed
    )
