"""What a worker claims is believed only where asking the feed could have brought it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from tracker.settings import NetworkSettings
from tracker.sources.feeds.source import Follower
from tracker.sources.http.redirects import Trail
from tracker.values import Alias, Batch, PaperFacts, PollStatus, Sighting, SourceState, Vote
from tracker.values.source_kinds import FEED
from tracker.workflows.intake.scale.checking import check_reply
from tracker.workflows.intake.scale.shards import Errand, HostTime, Order, Outcome, Reply
from tracker.workflows.intake.scale.wire import WireError

NOW = datetime(2025, 5, 2, 18, tzinfo=UTC)
URL = "https://blog.example/feed"
BEFORE = SourceState(key=FEED.key(URL), kind=FEED.name, url=URL, failures=2, etag='"1"')
SIGHTING = Sighting(source=BEFORE.key, url="https://blog.example/a", seen_at=NOW, title="A")
ORDER = Order(
    version="1",
    now=NOW,
    network=NetworkSettings(),
    errands=(
        Errand(url=URL, followers=(Follower(state=BEFORE),)),
        Errand(url=URL, followers=(Follower(state=BEFORE),), trail=Trail(url=URL, requests=3)),
    ),
)
BATCH = Batch(sightings=(), state=BEFORE.answered(NOW), requests=1)
HONEST = Outcome(errand=0, sightings=(SIGHTING,), batches=(BATCH,), brings=(True,))


def state(**changes: object) -> Outcome:
    return batch(state=replace(BATCH.state, **changes))  # type: ignore[arg-type]


def failed(**changes: object) -> Outcome:
    after = replace(BATCH.state, failures=3, **changes)  # type: ignore[arg-type]
    return batch(state=after, status=PollStatus.FAILED)


def batch(**changes: object) -> Outcome:
    return replace(HONEST, batches=(replace(BATCH, **changes),))  # type: ignore[arg-type]


def sighting(**changes: object) -> Outcome:
    return replace(HONEST, sightings=(replace(SIGHTING, **changes),))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "outcome",
    [
        HONEST,
        failed(succeeded_at=None, error="HTTP 500"),
        failed(retired_at=NOW),
        failed(extra={"refused": {"digest": "a", "message": "too deep", "by": "1"}}),
        sighting(published_at=NOW - timedelta(days=9000), updated_at=NOW + timedelta(days=1)),
        state(etag="", moved_to="https://blog.example/new", extra={"too_long": True}),
        Outcome(errand=0, trail=Trail(url="https://other.example/", requests=1)),
        Outcome(errand=1, trail=Trail(url="https://other.example/", requests=4)),
        Outcome(errand=0, broken="KeyError: 'x'"),
    ],
)
def test_what_a_feed_can_bring_is_believed(outcome: Outcome) -> None:
    check_reply(ORDER, Reply(outcomes=(outcome,)))


LIES: dict[str, Callable[[], Outcome]] = {
    "no such errand": lambda: replace(HONEST, errand=2),
    "nothing": lambda: Outcome(errand=0),
    "two things": lambda: replace(HONEST, broken="and"),
    "another source's work": lambda: sighting(source="arxiv"),
    "another moment": lambda: sighting(seen_at=NOW - timedelta(days=1)),
    "an address of no web": lambda: sighting(url="javascript:alert(1)"),
    "what only arXiv tells": lambda: sighting(paper=PaperFacts(version=1)),
    "a day before all feeds": lambda: sighting(published_at=datetime(1, 1, 2, tzinfo=UTC)),
    "a day to come": lambda: sighting(updated_at=datetime(9999, 12, 31, tzinfo=UTC)),
    "too many sightings": lambda: replace(HONEST, sightings=(SIGHTING,) * 2_001),
    "sightings twice": lambda: batch(sightings=(SIGHTING,)),
    "votes": lambda: batch(votes=(Vote(Alias("doi", "10.1/x"), 9),)),
    "many requests": lambda: batch(requests=1_000),
    "a batch too many": lambda: replace(HONEST, batches=(BATCH, BATCH), brings=(True, True)),
    "another key": lambda: state(key="feed:https://other.example/"),
    "another kind": lambda: state(kind="arxiv"),
    "another address": lambda: state(url="https://other.example/"),
    "a poll to come": lambda: state(polled_at=NOW + timedelta(days=1)),
    "a watermark": lambda: state(watermark_at=NOW),
    "failures that were none": lambda: state(failures=7),
    "another success": lambda: state(succeeded_at=NOW - timedelta(days=9)),
    "retired before": lambda: state(retired_at=NOW - timedelta(days=1)),
    "a validator that is none": lambda: state(etag="a\nb"),
    "moved to no address": lambda: state(moved_to="file:///etc/passwd"),
    "a rest of a year": lambda: state(not_before_at=NOW + timedelta(days=365)),
    "a memory of another kind": lambda: state(extra={"pages": "all"}),
    "a memory of another form": lambda: state(extra={"refused": "x"}),
    "a memory of other things": lambda: failed(extra={"refused": {"digest": 1}}),
    "a book for a name": lambda: state(name="x" * 10_001),
    "a book for a notice": lambda: batch(notices=("x" * 10_001,)),
    "a book of notices": lambda: batch(notices=("x",) * 11),
    "a failure that was none": lambda: batch(status=PollStatus.FAILED),
    "a success that was none": lambda: replace(
        failed(), batches=(replace(failed().batches[0], status=PollStatus.OK),)
    ),
    "not asked": lambda: batch(status=PollStatus.SKIPPED),
    "a trail before its time": lambda: Outcome(
        errand=1, trail=Trail(url=URL, requests=4, spent_seconds=-1e9)
    ),
    "a trail that stands still": lambda: Outcome(errand=1, trail=Trail(url=URL, requests=3)),
    "a trail without an end": lambda: Outcome(errand=1, trail=Trail(url=URL, requests=99)),
    "a trail into a file": lambda: Outcome(errand=0, trail=Trail(url="file:///x", requests=1)),
}


@pytest.mark.parametrize("lie", LIES.values(), ids=LIES)
def test_what_it_cannot_is_not(lie: Callable[[], Outcome]) -> None:
    with pytest.raises(WireError):
        check_reply(ORDER, Reply(outcomes=(lie(),)))


def test_an_errand_is_answered_once_and_something_is_answered() -> None:
    for outcomes in ((HONEST, HONEST), ()):
        with pytest.raises(WireError):
            check_reply(ORDER, Reply(outcomes=outcomes))


@pytest.mark.parametrize(
    "cost",
    [
        HostTime(host="other.example", requests=1, seconds=1),
        HostTime(host="blog.example", port=8, requests=1, seconds=1),
        HostTime(host="blog.example", requests=-1, seconds=1),
        HostTime(host="blog.example", requests=1, seconds=-1),
    ],
)
def test_only_what_was_to_be_asked_has_a_cost(cost: HostTime) -> None:
    honest = HostTime(host="blog.example", requests=1, seconds=1)
    check_reply(ORDER, Reply(outcomes=(HONEST,), hosts=(honest,)))
    with pytest.raises(WireError):
        check_reply(ORDER, Reply(outcomes=(HONEST,), hosts=(honest, cost)))
