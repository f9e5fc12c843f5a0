"""Where works stand, with what the open drafts say of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from tracker.store.choice.states import Standing
from tracker.values import (
    State,
    Verdict,
)
from tracker.workflows.open_drafts.verdicts import DraftReading, plan_reading
from tracker.workflows.session import Session


def as_said(
    standing: Standing, number: int, in_drafts: Mapping[tuple[int, str], State]
) -> Standing:
    """The standing with what the open drafts say of it."""
    if standing.state is State.PUBLISHED:
        return standing
    return replace(standing, state=in_drafts.get((number, standing.topic), standing.state))


def said_by_drafts(
    session: Session,
) -> tuple[dict[tuple[int, str], State], DraftReading]:
    """What the open drafts say beyond what is stored; nothing is stored by it."""
    reading = plan_reading(session.drafts, deletions=False, now=session.now)
    as_state = {
        Verdict.APPROVED: State.APPROVED,
        Verdict.REJECTED: State.REJECTED,
        Verdict.UNDECIDED: State.PROPOSED,
    }
    return {(d.work_id, d.topic): as_state[d.verdict] for d in reading.decisions}, reading
