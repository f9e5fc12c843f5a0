"""What matches is kept, and is open until the author has said something of it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.store.deeds import REASONS, decide, open_works, state
from tests.store.samples import NOW
from tracker.store.choice import matches, states
from tracker.store.database import Database
from tracker.values import (
    Match,
    State,
    Verdict,
)

pytestmark = pytest.mark.usefixtures("one_match")


def test_a_match_is_kept_with_its_reasons(db: Database) -> None:
    assert matches.of_works(db, [1, 2]) == {1: (Match(work_id=1, topic="mills", reasons=REASONS),)}
    assert matches.candidates(db, ["mills"]) == matches.of_works(db, [1])
    assert matches.candidates(db, ["looms"]) == {}
    assert states.of_works(db, [1])[1][0].score == 4.0


def test_matches_are_replaced(db: Database) -> None:
    matches.put(db, [1], [Match(work_id=1, topic="looms", reasons=())])
    assert [match.topic for match in matches.of_works(db, [1])[1]] == ["looms"]
    matches.put(db, [1], [])
    assert matches.of_works(db, [1]) == {}


def test_a_rejection_in_one_topic_counts_in_all(db: Database) -> None:
    decide(db, Verdict.REJECTED, topic="looms")
    assert (state(db), state(db, "looms")) == (State.MATCHED, State.REJECTED)
    assert open_works(db) == []


def test_matching_again_does_not_bring_a_decided_work_back(db: Database) -> None:
    decide(db, Verdict.REJECTED)
    matches.put(db, [1], [Match(work_id=1, topic="looms", reasons=REASONS)])
    assert open_works(db) == []


def test_a_rejection_taken_back_without_an_entry_can_be_proposed(db: Database) -> None:
    decide(db, Verdict.REJECTED)
    decide(db, Verdict.UNDECIDED, minutes=1)
    assert (state(db), open_works(db)) == (State.MATCHED, [1])


def test_candidates_can_be_bounded_in_time(db: Database) -> None:
    assert matches.candidates(db, ["mills"], since=NOW) == {}
    assert list(matches.candidates(db, ["mills"], since=NOW - timedelta(days=9))) == [1]
