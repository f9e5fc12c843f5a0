from __future__ import annotations

from datetime import UTC, datetime, timedelta

from tests.store.samples import NOW, post
from tracker.store import polls, sources
from tracker.store.author import additions
from tracker.store.author.additions import Addition
from tracker.store.database import Database
from tracker.store.works.add import add_sightings
from tracker.values import SourceState

FEED = SourceState(
    key="https://mill.example/feed",
    kind="feed",
    url="https://mill.example/feed",
    name="The mill",
    etag='"a"',
    last_modified="Fri, 02 May 2025 18:00:00 GMT",
    body_hash="00ff",
    watermark_at=NOW,
    polled_at=NOW + timedelta(microseconds=1),
    succeeded_at=NOW,
    not_before_at=datetime.max.replace(tzinfo=UTC),
    failures=2,
    error="timed out; will be asked again",
    moved_to="https://mill.example/feed.xml",
    retired_at=NOW,
    extra={"deep": ["2025-05-02", 1, None]},
)


def test_a_source_was_asked_once_a_poll_has_come_to_it(db: Database) -> None:
    add_sightings(db, [post()], now=NOW)
    sources.put(db, SourceState(key="https://mill.example/other", kind="feed"))
    assert sources.asked(db) == frozenset()
    sources.put(db, FEED)
    assert sources.asked(db) == {FEED.key}


def test_a_state_is_read_as_it_was_put(db: Database) -> None:
    assert sources.get(db, FEED.key) is None
    sources.put(db, FEED)
    assert sources.get(db, FEED.key) == FEED
    fresh = SourceState(key=FEED.key, kind="feed")
    sources.put(db, fresh)
    assert sources.states(db) == (fresh,)


def test_a_source_that_only_brought_sightings_was_never_polled(db: Database) -> None:
    add_sightings(db, [post()], now=NOW)
    assert sources.get(db, FEED.key) is None
    assert sources.states(db) == ()
    sources.put(db, FEED)
    assert db.value("SELECT count(*) FROM sources") == 1


def test_a_poll_that_was_killed_is_not_the_last(db: Database) -> None:
    assert polls.last(db) is None
    first = polls.begin(db, now=NOW)
    polls.end(db, first, {"sources": [], "odd": "\ud800"}, now=NOW + timedelta(minutes=1))
    polls.begin(db, now=NOW + timedelta(days=1))
    last = polls.last(db)
    assert last is not None
    assert (last.id, last.started_at, last.ended_at) == (first, NOW, NOW + timedelta(minutes=1))
    assert last.report["sources"] == []


def test_an_addition_is_incomplete_until_it_is_known(db: Database) -> None:
    add_sightings(db, [post()], now=NOW)
    given = Addition(work_id=1, topic="mills", note="for Sunday", added_at=NOW)
    additions.append(db, given)
    assert additions.incomplete(db) == (given,)
    additions.complete(db, [1], now=NOW)
    assert additions.incomplete(db) == ()
    assert additions.of_works(db, [1])[1][0].completed_at == NOW


def test_the_names_of_those_that_have_shown_a_work(db: Database) -> None:
    sources.put(db, FEED)
    assert sources.names(db) == {}
    add_sightings(db, [post(source=FEED.key), post(source="feed:b")], now=NOW)
    assert sources.names(db) == {FEED.key: "The mill", "feed:b": ""}
