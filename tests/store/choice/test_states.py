"""Where a work stands follows from matches, entries, decisions and publications."""

from __future__ import annotations

import pytest

from tests.store.deeds import decide, open_works, propose, publish, state
from tests.store.samples import NOW
from tracker.store.author import publications
from tracker.store.choice import states
from tracker.store.database import Database
from tracker.store.works import search
from tracker.store.works.search import Conditions
from tracker.values import (
    State,
    Verdict,
)

pytestmark = pytest.mark.usefixtures("one_match")


def test_a_work_passes_through_its_states(db: Database) -> None:
    assert (state(db), open_works(db)) == (State.MATCHED, [1])
    propose(db)
    assert (state(db), open_works(db)) == (State.PROPOSED, [])
    decide(db, Verdict.APPROVED)
    assert (state(db), open_works(db)) == (State.APPROVED, [])
    placed = publish(db)
    assert (state(db), open_works(db)) == (State.PUBLISHED, [])
    publications.withdraw(db, [placed], now=NOW)
    assert (state(db), open_works(db)) == (State.APPROVED, [])
    decide(db, Verdict.REJECTED, minutes=1)
    assert (state(db), open_works(db)) == (State.REJECTED, [])
    decide(db, Verdict.UNDECIDED, minutes=2)
    assert (state(db), open_works(db)) == (State.PROPOSED, [])


def test_lists_know_topics_and_states(db: Database) -> None:
    assert search.numbers(db, Conditions(topic="mills")) == (1,)
    assert search.numbers(db, Conditions(state=State.MATCHED)) == (1,)
    assert search.numbers(db, Conditions(state=State.SEEN)) == (2,)
    decide(db, Verdict.REJECTED, topic="looms")
    assert search.numbers(db, Conditions(topic="looms", state=State.REJECTED)) == (1,)
    assert search.numbers(db, Conditions(topic="mills", state=State.REJECTED)) == ()


def test_counts_tell_works_by_state(db: Database) -> None:
    propose(db)
    found = states.counts(db)
    assert (found["works"], found["sightings"], found["open_drafts"]) == (2, 2, 1)
    assert (found["seen"], found["matched"], found["proposed"]) == (1, 0, 1)
