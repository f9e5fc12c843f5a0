"""Of what the author approved lately: how much a draft had put before them, and how much they found
themselves.

What a draft did not show could not be approved in it, so an order judged on what was decided in
drafts always does well. What the author had to add by hand is what it failed to show.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tracker.store.author import additions, decisions, entries
from tracker.store.database import Database
from tracker.values import Verdict
from tracker.workflows.learning.lessons import approved_works

_DRAFTS = 12  # the newest days of drafting


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """Of so many approvals since so many drafts, those ``found`` in a draft; the others came
    ``by_hand``."""

    drafts: int = 0
    approvals: int = 0
    found: int = 0
    by_hand: int = 0

    def as_json(self) -> dict[str, int]:
        return {
            "drafts": self.drafts,
            "approvals": self.approvals,
            "found": self.found,
            "by_hand": self.by_hand,
        }


def check_approvals(db: Database, rounds: Sequence[date]) -> Check:
    """What was approved since the newest of these days of drafting, the oldest first."""
    days = rounds[-_DRAFTS:]
    if not days:
        return Check()
    approved = {n: at for n, at in approved_works(db).items() if at.date() >= days[0]}
    for (number, _), said in decisions.current(db, approved).items():
        if said.verdict is Verdict.APPROVED:  # which comes before the publication
            approved[number] = min(approved[number], said.decided_at)
    # An entry of the same moment was written because the author approved the work.
    shown_at = {
        entry.work_id: entry.proposed_at
        for entry in reversed(entries.of_works(db, approved))
        if entry.proposed_at < approved[entry.work_id]
    }
    added = additions.of_works(db, shown_at)
    by_hand = {
        number
        for number, own in added.items()
        if any(addition.added_at <= shown_at[number] for addition in own)
    }
    found = len(shown_at.keys() - by_hand)
    return Check(
        drafts=len(days), approvals=len(approved), found=found, by_hand=len(approved) - found
    )
