"""A feed polled again and again, over a real server."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from tests.sources.feeds.samples import CountingParser, feed
from tests.support.server import Answer, Seen, Server, feed_answer, redirect
from tracker.settings import NetworkSettings
from tracker.sources.feeds.source import FeedSource
from tracker.sources.http.client import Http
from tracker.values import Batch, PollStatus, SourceState

NOW = datetime(2025, 5, 2, 18, tzinfo=UTC)
TAGGED = {"ETag": '"1"', "Last_Modified": "Thu, 01 May 2025 10:00:00 GMT"}


class Poller:
    """Polls one feed, and keeps its state as the store would."""

    def __init__(self, url: str) -> None:
        self.parser = CountingParser()
        self.url = url
        self.state = SourceState(key=f"feed:{url}", kind="feed", url=url)

    def poll(self, now: datetime = NOW) -> Batch:
        async def ask() -> list[Batch]:
            network = NetworkSettings(allow_private_hosts=True, timeout_seconds=2)
            async with Http(network) as http:
                source = FeedSource(self.url, http=http, parser=self.parser)
                assert source.key == self.state.key
                return [batch async for batch in source.poll(self.state, now=now)]

        (batch,) = asyncio.run(ask())
        self.state = batch.state
        assert self.state.polled_at == now
        return batch


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as running:
        yield running


Route = Callable[..., Poller]


@pytest.fixture
def route(server: Server) -> Route:
    def make(*answers: Answer) -> Poller:
        return Poller(server.route("/feed", *answers))

    return make


def test_a_first_poll_brings_sightings_and_validators_together(route: Route) -> None:
    batch = route(feed_answer(feed("a", "b"), **TAGGED)).poll()
    assert batch.status is PollStatus.OK
    assert [sighting.title for sighting in batch.sightings] == ["a", "b"]
    assert {sighting.source for sighting in batch.sightings} == {batch.state.key}
    state = batch.state
    assert (state.etag, state.last_modified) == ('"1"', "Thu, 01 May 2025 10:00:00 GMT")
    assert (state.name, state.succeeded_at, state.failures, state.error) == ("Notes", NOW, 0, "")
    assert (batch.requests, batch.notices) == (1, ())


def test_validators_are_sent_and_304_is_unchanged(server: Server, route: Route) -> None:
    poller = route(feed_answer(feed("a"), **TAGGED), Answer(status=304))
    poller.poll()
    later = NOW + timedelta(days=1)
    batch = poller.poll(later)
    assert (batch.status, batch.sightings) == (PollStatus.UNCHANGED, ())
    assert batch.state.succeeded_at == later
    assert batch.state.etag == '"1"'
    assert server.seen[1].headers["if-none-match"] == '"1"'
    assert poller.parser.prepared == 1  # a body was sure to come the first time alone
    assert poller.parser.count == 1


def test_the_same_body_is_not_parsed_again(route: Route) -> None:
    poller = route(feed_answer(feed("a")))
    poller.poll()
    assert poller.poll().status is PollStatus.UNCHANGED
    assert poller.parser.count == 1


def test_a_changed_body_is_parsed_again(route: Route) -> None:
    poller = route(feed_answer(feed("a")), feed_answer(feed("b", "a")))
    poller.poll()
    assert len(poller.poll().sightings) == 2


def test_a_feed_is_first_until_it_has_answered_well(route: Route) -> None:
    poller = route(feed_answer(b"<p>no feed"), feed_answer(feed("a")), feed_answer(feed("b", "a")))
    for _ in range(3):
        poller.poll()
    assert poller.parser.first == [True, True, False]


def test_no_validator_is_kept_from_a_cut_answer(route: Route) -> None:
    cut = replace(feed_answer(feed("a", "b"), ETag='"2"'), cut_at=150)
    poller = route(feed_answer(feed("a"), ETag='"1"'), cut, feed_answer(feed("a", "b"), ETag='"2"'))
    poller.poll()
    batch = poller.poll()
    assert (batch.status, batch.sightings) == (PollStatus.FAILED, ())
    assert "cut off" in batch.error
    assert (batch.state.etag, batch.state.failures) == ('"1"', 1)
    assert len(poller.poll().sightings) == 2


def test_no_validator_is_kept_from_a_document_that_ends_too_early(route: Route) -> None:
    # Without a length, a cut is only seen by the document's own end.
    cut = replace(feed_answer(feed("a", "b", "c")[:-60], ETag='"2"'), close=True)
    poller = route(cut, feed_answer(feed("a", "b", "c"), ETag='"2"'))
    first = poller.poll()
    assert first.sightings
    assert (first.state.etag, first.state.body_hash) == ("", "")
    assert len(poller.poll().sightings) == 3


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (Answer(body=b"<!doctype html><title>One moment"), "web page"),
        (Answer(body=b""), "empty"),
        (Answer(status=404), "HTTP 404"),
        (Answer(status=500), "HTTP 500"),
    ],
)
def test_a_failure_is_counted_and_loses_nothing(route: Route, answer: Answer, told: str) -> None:
    twice = [answer, answer] if answer.status == 200 and not answer.body else [answer]
    poller = route(feed_answer(feed("a"), **TAGGED), *twice, *twice, feed_answer(feed("a", "b")))
    before = poller.poll().state
    batch = poller.poll()
    assert batch.status is PollStatus.FAILED
    assert told in batch.error
    assert batch.error == batch.state.error
    assert "\n" not in batch.error
    assert (batch.state.failures, batch.state.succeeded_at) == (1, NOW)
    assert (batch.state.etag, batch.state.body_hash) == (before.etag, before.body_hash)
    assert poller.poll().state.failures == 2
    well = poller.poll()
    assert (well.state.failures, well.state.error) == (0, "")
    assert "works again after 2 failures" in well.notices[0]


def test_a_move_for_good_is_remembered_and_told_once(server: Server) -> None:
    poller = Poller(server.route("/old", redirect("/new", 301)))
    server.route("/new", feed_answer(feed("a")), feed_answer(feed("a", "b")))
    batch = poller.poll()
    assert batch.state.moved_to == server.url("/new")
    assert batch.notices == (
        f"moved for good to {server.url('/new')}; change it in your watchlist",
    )
    assert batch.requests == 2
    again = poller.poll()
    assert (again.notices, again.requests) == ((), 1)
    assert server.asked("/old") == 1
    assert {sighting.source for sighting in again.sightings} == {f"feed:{server.url('/old')}"}


def test_a_move_for_now_is_followed_each_time(server: Server) -> None:
    poller = Poller(server.route("/old", redirect("/new", 302)))
    server.route("/new", feed_answer(feed("a")))
    for _ in range(2):
        assert poller.poll().state.moved_to == ""
    assert server.asked("/old") == 2


def test_when_the_new_address_is_gone_the_old_one_is_asked_again(server: Server) -> None:
    poller = Poller(server.route("/old", redirect("/new", 301), feed_answer(feed("a", "b"))))
    server.route("/new", feed_answer(feed("a")), Answer(status=410))
    poller.poll()
    failed = poller.poll()
    assert (failed.status, failed.state.retired_at) == (PollStatus.FAILED, None)
    assert len(poller.poll().sightings) == 2


def test_gone_for_good_retires_the_feed_and_is_told_once(route: Route) -> None:
    poller = route(Answer(status=410), Answer(status=410), feed_answer(feed("a")))
    batch = poller.poll()
    assert (batch.status, batch.state.retired_at) == (PollStatus.FAILED, NOW)
    assert "gone for good" in batch.notices[0]
    assert poller.poll(NOW + timedelta(days=1)).notices == ()
    assert poller.state.retired_at == NOW
    assert poller.poll().state.retired_at is None


def test_the_server_says_when_to_come_back(route: Route) -> None:
    poller = route(
        feed_answer(feed("a"), Cache_Control="max-age=600"),
        Answer(status=503, headers={"Retry-After": "3600"}),
        feed_answer(feed("b")),
    )
    assert poller.poll().state.not_before_at == NOW + timedelta(minutes=10)
    assert poller.poll().state.not_before_at == NOW + timedelta(hours=1)
    assert poller.poll().state.not_before_at is None


def test_a_name_that_the_author_gave_stays(route: Route) -> None:
    poller = route(feed_answer(feed("a")))
    poller.state = replace(poller.state, name="Ada's")
    assert poller.poll().state.name == "Ada's"


def test_a_feed_longer_than_the_limit_is_told_once(route: Route) -> None:
    long = [str(number) for number in range(2100)]
    poller = route(
        feed_answer(feed(*long)), feed_answer(feed("new", *long)), feed_answer(feed("a"))
    )
    assert "holds 2100 entries" in poller.poll().notices[0]
    assert poller.poll().notices == ()
    assert poller.poll().state.extra == {}


MONSTER = b"<rss version='2.0'><channel>" + b"<a/>" * 400_000 + b"</channel></rss>"


def test_what_took_too_much_to_read_is_not_read_again(route: Route) -> None:
    poller = route(feed_answer(MONSTER, **TAGGED))
    for day in range(3):
        batch = poller.poll(NOW + timedelta(days=day))
        assert batch.status is PollStatus.FAILED
        assert batch.error == "the feed has more elements than any that can be read; remove it"
        assert (poller.parser.count, batch.state.failures) == (1, day + 1)


def test_what_took_too_much_to_read_is_read_when_it_changes(route: Route) -> None:
    poller = route(
        feed_answer(MONSTER, **TAGGED), feed_answer(MONSTER + b" "), feed_answer(feed("a"))
    )
    poller.poll()
    poller.poll(NOW + timedelta(days=1))
    assert poller.parser.count == 2
    batch = poller.poll(NOW + timedelta(days=2))
    assert (batch.status, batch.state.extra) == (PollStatus.OK, {})
    assert (batch.state.failures, batch.state.error) == (0, "")


def test_a_later_tracker_reads_it_again(route: Route) -> None:
    poller = route(feed_answer(MONSTER, **TAGGED))
    state = poller.poll().state
    refused = {**state.extra["refused"], "by": "0.0.1"}
    poller.state = replace(state, extra={"refused": refused})
    poller.poll(NOW + timedelta(days=1))
    assert poller.parser.count == 2


def test_a_feed_is_asked_for_with_an_honest_name(server: Server, route: Route) -> None:
    route(feed_answer(feed("a"))).poll()
    seen: Seen = server.seen[0]
    assert seen.headers["user-agent"].startswith("tracker/")
    assert "application/atom+xml" in seen.headers["accept"]


def test_an_empty_answer_to_a_condition_is_asked_for_once_without(server: Server) -> None:
    def answer(seen: Seen) -> Answer:
        return Answer() if "if-none-match" in seen.headers else feed_answer(feed("a"), ETag='"1"')

    poller = Poller(server.route("/feed", answer))
    poller.poll()
    batch = poller.poll()
    assert (batch.status, batch.requests) == (PollStatus.UNCHANGED, 2)
    assert len(server.seen) == 3


def test_an_empty_answer_to_no_condition_is_asked_for_once(server: Server, route: Route) -> None:
    assert route(Answer()).poll().status is PollStatus.FAILED
    assert len(server.seen) == 1
