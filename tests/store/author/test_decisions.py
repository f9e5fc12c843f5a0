"""Decisions are kept for good, and the last one counts."""

from __future__ import annotations

import pytest

from tests.store.deeds import decide
from tests.store.samples import NOW
from tracker.errors import StoreError
from tracker.store.author import decisions
from tracker.store.database import Database
from tracker.values import (
    Decision,
    Verdict,
)

pytestmark = pytest.mark.usefixtures("one_match")


def test_the_last_word_counts_and_all_are_kept(db: Database) -> None:
    decide(db, Verdict.APPROVED)
    decide(db, Verdict.REJECTED)
    decide(db, Verdict.APPROVED, minutes=-1)  # told late
    assert decisions.current(db, [1])[1, "mills"].verdict is Verdict.REJECTED
    assert [said.verdict for said in decisions.history(db, 1)] == [
        Verdict.APPROVED,
        Verdict.APPROVED,
        Verdict.REJECTED,
    ]


def test_a_decision_on_an_unknown_work_is_refused_and_nothing_kept(db: Database) -> None:
    known = Decision(work_id=1, topic="mills", verdict=Verdict.APPROVED, decided_at=NOW)
    unknown = Decision(work_id=99, topic="mills", verdict=Verdict.APPROVED, decided_at=NOW)
    with pytest.raises(StoreError):
        decisions.append(db, [known, unknown])
    assert decisions.history(db, 1) == ()
