"""Counts of what sources and phrases have brought."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.store.samples import NOW, paper, post
from tracker.store.author import decisions, entries
from tracker.store.author.entries import NewEntry
from tracker.store.choice import matches, yields
from tracker.store.database import Database
from tracker.store.works.add import add_sightings
from tracker.values import Decision, EntryKey, Match, Place, Reason, Verdict

TITLE = Reason("paper mill", Place.TITLE, 3.0)
SUMMARY = Reason("paper mill", Place.SUMMARY, 1.0)
AUTHOR = Reason("Ada Weaver", Place.AUTHOR, 3.0)
FEED = Reason("Spindle", Place.FEED, 2.0)


@pytest.fixture
def stocked(db: Database) -> Database:
    """Papers 1 to 3 and a post 4, which also stands in another feed."""
    add_sightings(db, [paper(n) for n in range(1, 4)], now=NOW)
    add_sightings(db, [post(source="feed:a"), post(source="feed:b")], now=NOW)
    found = [
        Match(work_id=1, topic="mills", reasons=(TITLE, SUMMARY, AUTHOR)),
        Match(work_id=2, topic="mills", reasons=(SUMMARY, FEED)),
        Match(work_id=2, topic="looms", reasons=(TITLE,)),
    ]
    matches.put(db, [1, 2], found)
    return db


def test_a_work_counts_once_for_each_feed_that_showed_it(stocked: Database) -> None:
    assert yields.seen_by_feed(stocked) == {"feed:a": 1, "feed:b": 1}


def test_sources_and_intermediaries_of_works_are_told_apart(stocked: Database) -> None:
    assert yields.sources_of(stocked, [1]) == {1: ("arxiv",)}
    assert sorted(yields.sources_of(stocked, [4])[4]) == ["feed:a", "feed:b"]
    assert yields.found_on(stocked, [1, 4]) == {}


def test_a_work_counts_once_for_a_phrase_of_a_topic(stocked: Database) -> None:
    assert yields.matched_by_phrase(stocked) == {
        ("mills", "paper mill", False): 2,
        ("mills", "Ada Weaver", True): 1,
        ("looms", "paper mill", False): 1,
    }


def test_what_was_ever_put_before_the_author(stocked: Database) -> None:
    entries.add(stocked, "a.md", [NewEntry(key=EntryKey(2, "mills"), text="x")], now=NOW)
    said = Decision(work_id=4, topic="x", verdict=Verdict.UNDECIDED, decided_at=NOW)
    decisions.append(stocked, [said])
    assert yields.ever_proposed(stocked) == (2, 4)


def test_only_works_dated_since_then_count(stocked: Database) -> None:
    since = NOW + timedelta(days=1)
    assert yields.count_works(stocked) == 4
    assert yields.count_works(stocked, since=since) == 0
    assert yields.seen_by_feed(stocked, since=since) == {}
    assert yields.matched_by_phrase(stocked, since=since) == {}


def test_an_empty_store_has_no_past(db: Database) -> None:
    assert yields.first_seen_at(db) is None
    assert yields.count_works(db) == 0
    assert yields.ever_proposed(db) == ()
