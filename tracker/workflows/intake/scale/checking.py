"""What a worker made of an order is checked like any input before anything of it is stored.

A worker that is broken, or another's, may claim what it likes: a reply must answer the errands of
its order, for the feeds and followers of these, at the order's moment; and what it says of a feed
must be such as asking that feed can bring. One reply that does not is refused whole.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from itertools import starmap

from tracker.errors import FetchError
from tracker.sources.feeds.formats.entry import MAX_ENTRIES, sane
from tracker.sources.feeds.source import Follower
from tracker.sources.http.answer_headers import validator
from tracker.sources.http.redirects import Trail, parse_address
from tracker.sources.schedule import MAX_RETRY_AFTER
from tracker.values import Batch, PollStatus, Sighting, SourceState
from tracker.workflows.intake.scale.shards import Errand, Order, Outcome, Reply
from tracker.workflows.intake.scale.wire import WireError

_MOST_REQUESTS = 30  # of an errand: eleven hops, twice
_FEED_STATUSES = {PollStatus.OK, PollStatus.UNCHANGED, PollStatus.FAILED}
_LOSSES = {"too_long", "without_address"}
_REFUSED = {"digest", "message", "by"}
_LONGEST = 10_000  # characters of a name or a line: no feed's, nor tracker's own, has so many
_MOST_NOTICES = 10


def check_reply(order: Order, reply: Reply) -> None:
    """Raises WireError for a reply that cannot be one to this order."""
    numbers = [outcome.errand for outcome in reply.outcomes]
    if len(set(numbers)) < len(numbers) or not set(numbers) <= set(range(len(order.errands))):
        raise WireError("it answers what was not asked")
    if not numbers:
        raise WireError("it answers nothing")
    hosts = {errand.host for errand in order.errands}
    if not all((cost.host, cost.port) in hosts for cost in reply.hosts):
        raise WireError("it tells of a host that was not to be asked")
    if any(cost.requests < 0 or cost.seconds < 0 for cost in reply.hosts):
        raise WireError("a host cost less than nothing")
    for outcome in reply.outcomes:
        errand = order.errands[outcome.errand]
        for problem in _problems(errand, outcome, order.now):
            raise WireError(f"{problem}, of {errand.url}")


def _problems(errand: Errand, outcome: Outcome, now: datetime) -> Iterator[str]:
    if bool(outcome.batches) + bool(outcome.trail) + bool(outcome.broken) != 1:
        yield "it tells none or several of batches, a trail and a fault"
    if outcome.trail is not None:
        yield from _trail_problems(errand.trail, outcome.trail)
    if outcome.batches:
        if not len(outcome.batches) == len(outcome.brings) == len(errand.followers):
            yield "it has not a batch for each follower"
        if len(outcome.sightings) > MAX_ENTRIES:
            yield f"it holds more than {MAX_ENTRIES} sightings"
        if not all(_is_of(sighting, errand.key, now) for sighting in outcome.sightings):
            yield "a sighting is of another source or moment, or has no address"
        for follower, batch in zip(errand.followers, outcome.batches, strict=False):
            yield from _batch_problems(follower, batch, now)


def _trail_problems(before: Trail | None, after: Trail) -> Iterator[str]:
    if not (before.requests if before else 0) < after.requests <= _MOST_REQUESTS:
        yield "a trail does not go on"
    if after.spent_seconds < 0:
        yield "a trail took less than no time"
    if not _is_address(after.url) or not _is_address(after.moved_to or "http://x"):
        yield "a trail leads to no address"


def _is_of(sighting: Sighting, key: str, now: datetime) -> bool:
    is_web = sighting.url[:8].lower().startswith(("http://", "https://"))
    told = sighting.source == key and sighting.seen_at == now
    is_sane = all(sane(at, now=now) == at for at in (sighting.published_at, sighting.updated_at))
    return told and is_web and is_sane and sighting.paper is None


def _batch_problems(follower: Follower, batch: Batch, now: datetime) -> Iterator[str]:
    before, after = follower.state, batch.state
    if batch.sightings or batch.votes or not 0 <= batch.requests <= _MOST_REQUESTS:
        yield "a batch holds what no feed brings"
    lines = (after.name, after.error, after.body_hash, batch.error, *batch.notices)
    if len(batch.notices) > _MOST_NOTICES or any(len(line) > _LONGEST for line in lines):
        yield "a batch says more than a feed can bring about"
    if batch.status not in _FEED_STATUSES or (batch.status is PollStatus.FAILED) != bool(
        after.failures
    ):
        yield "a status is not its state's"
    if (after.key, after.kind, after.url) != (before.key, before.kind, before.url):
        yield "a state is of another source"
    if after.polled_at != now or after.watermark_at != before.watermark_at:
        yield "a state is of another moment"
    if after.failures not in (0, before.failures + 1):
        yield "a state counts failures that were none"
    if after.succeeded_at not in (now, before.succeeded_at):
        yield "a state tells of another success"
    if after.retired_at not in (None, now, before.retired_at):
        yield "a state retires at another moment"
    yield from _memory_problems(before, after, now)


def _memory_problems(before: SourceState, after: SourceState, now: datetime) -> Iterator[str]:
    validators = after.etag, after.last_modified
    if any(validator(told) != told for told in validators) and validators != (
        before.etag, before.last_modified,
    ):  # fmt: skip
        yield "a validator cannot be sent"
    if after.moved_to not in ("", before.moved_to) and not _is_address(after.moved_to):
        yield "a feed moved to no address"
    if after.not_before_at is not None and after.not_before_at - now > MAX_RETRY_AFTER:
        yield "a feed would rest too long"
    if dict(after.extra) != dict(before.extra) and not all(
        starmap(_is_memory, after.extra.items())
    ):
        yield "a state remembers what no feed's does"


def _is_memory(name: str, held: object) -> bool:
    """Whether a feed's state remembers such a thing by this name."""
    if name == "refused":
        return (
            isinstance(held, Mapping)
            and held.keys() == _REFUSED
            and all(isinstance(text, str) and len(text) <= _LONGEST for text in held.values())
        )
    return name in _LOSSES and held is True


def _is_address(url: str) -> bool:
    try:
        parse_address(url)
    except FetchError:
        return False
    return True
