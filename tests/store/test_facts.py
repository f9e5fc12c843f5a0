"""Matches, decisions, entries, publications: each changes where a work stands, and only that."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.store.samples import NOW, paper
from tracker.errors import StoreError
from tracker.store.author import decisions, entries, publications
from tracker.store.author.entries import NewEntry
from tracker.store.choice import matches, states
from tracker.store.database import Database
from tracker.store.works import read
from tracker.store.works.add import add_sightings
from tracker.values import (
    Decision,
    EntryKey,
    Match,
    Place,
    PublishedEntry,
    Reason,
    State,
    Verdict,
)

REASONS = (Reason("paper mill", Place.TITLE, 3.0), Reason("loom", Place.SUMMARY, 1.0))
KEY = EntryKey(1, "mills")
DRAFT = "drafts/2025-05-02-mills.md"


@pytest.fixture(autouse=True)
def one_match(db: Database) -> None:
    add_sightings(db, [paper(1), paper(2)], now=NOW)
    matches.put(db, [1, 2], [Match(work_id=1, topic="mills", reasons=REASONS)])


def state(db: Database, topic: str = "mills") -> State:
    found = [s.state for s in states.of_works(db, [1]).get(1, ()) if s.topic == topic]
    return found[0] if found else State.SEEN


def decide(db: Database, verdict: Verdict, *, topic: str = "mills", minutes: int = 0) -> None:
    when = NOW + timedelta(minutes=minutes)
    decisions.append(
        db, [Decision(work_id=1, topic=topic, verdict=verdict, decided_at=when, reason="so")]
    )


def propose(db: Database, *, version: int = 1, is_update: bool = False, draft: str = DRAFT) -> None:
    entry = NewEntry(key=KEY, text="- [ ] x", version=version, is_update=is_update)
    entries.add(db, draft, [entry], now=NOW)


def publish(db: Database, minutes: int = 5) -> PublishedEntry:
    when = NOW + timedelta(minutes=minutes)
    placed = PublishedEntry(key=KEY, post="post.md", text="1. x", published_at=when)
    publications.append(db, [placed])
    return placed


def open_works(db: Database) -> list[int]:
    return list(matches.candidates(db, ["mills", "looms"]))


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


def test_candidates_can_be_bounded_in_time(db: Database) -> None:
    assert matches.candidates(db, ["mills"], since=NOW) == {}
    assert list(matches.candidates(db, ["mills"], since=NOW - timedelta(days=9))) == [1]


def test_an_entry_is_kept_as_it_was_written(db: Database) -> None:
    propose(db)
    (entry,) = entries.of_draft(db, DRAFT)
    assert (entry.key, entry.work_id, entry.text, entry.version) == (KEY, 1, "- [ ] x", 1)
    assert (entry.draft, entry.proposed_at, entry.is_published) == (DRAFT, NOW, False)
    assert entries.of_works(db, [1, 2]) == (entry,)
    publish(db)
    assert entries.of_draft(db, DRAFT)[0].is_published


def test_drafts_are_open_until_they_are_closed(db: Database) -> None:
    propose(db)
    propose(db, draft="drafts/other.md")
    assert {draft.path for draft in entries.drafts(db, open_only=True)} == {
        DRAFT,
        "drafts/other.md",
    }
    entries.close(db, DRAFT, moved_to="drafts/done/a.md", now=NOW)
    assert [draft.path for draft in entries.drafts(db, open_only=True)] == ["drafts/other.md"]
    assert len(entries.drafts(db)) == 2
    assert len(entries.of_draft(db, "drafts/done/a.md")) == 1
    propose(db)  # the name is free again
    entries.reopen(db, "drafts/done/a.md", moved_to="drafts/b.md")
    assert len(entries.drafts(db, open_only=True)) == 3


def test_a_draft_whose_file_is_gone_gives_its_works_back(db: Database) -> None:
    propose(db)
    entries.forget_draft(db, DRAFT)
    assert (state(db), open_works(db)) == (State.MATCHED, [1])
    assert entries.drafts(db) == ()


def test_the_last_publication_is_one_post_at_one_moment(db: Database) -> None:
    assert publications.last(db) == ()
    first = publish(db, 1)
    second = publish(db, 2)
    assert publications.last(db) == (second,)
    assert publications.of_post(db, "post.md") == (first, second)
    publications.withdraw(db, [second], now=NOW)
    assert publications.last(db) == (first,)
    assert publications.of_works(db, [1]) == {1: (first,)}


def test_a_new_version_of_a_published_work_can_be_proposed_once(db: Database) -> None:
    propose(db)
    publish(db)
    assert publications.outdated(db) == {}
    add_sightings(db, [paper(1, 2), paper(2, 2)], now=NOW)
    assert publications.outdated(db) == {1: ("mills",)}
    propose(db, version=2, is_update=True, draft="drafts/next.md")
    assert publications.outdated(db) == {}
    (_, update) = entries.of_works(db, [1])
    assert update.is_update
    assert state(db) is State.PUBLISHED


def test_lists_know_topics_and_states(db: Database) -> None:
    assert read.listed(db, topic="mills") == (1,)
    assert read.listed(db, state=State.MATCHED) == (1,)
    assert read.listed(db, state=State.SEEN) == (2,)
    decide(db, Verdict.REJECTED, topic="looms")
    assert read.listed(db, topic="looms", state=State.REJECTED) == (1,)
    assert read.listed(db, topic="mills", state=State.REJECTED) == ()


def test_counts_tell_works_by_state(db: Database) -> None:
    propose(db)
    found = states.counts(db)
    assert (found["works"], found["sightings"], found["open_drafts"]) == (2, 2, 1)
    assert (found["seen"], found["matched"], found["proposed"]) == (1, 0, 1)
