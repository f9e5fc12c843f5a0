"""A feed as a source: asked with its validators, parsed only when its body is another.

One poll gives one batch, or one for each of several projects that follow the feed. Validators, body
hash and sightings go together, so a cut or unreadable answer leaves the old validators, and the
next poll asks for everything again. A move for good is remembered and told once; 410 retires the
feed; other notices are told when its state changes.

A document that takes more time or memory to read than it may is not read again: its digest is kept
until other bytes come, or a later tracker, which may read it otherwise.
"""

from __future__ import annotations

import hashlib
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from tracker import __version__
from tracker.errors import FetchError, LimitError, ParseError, SourceError
from tracker.sources.feeds.formats.entry import MAX_ENTRIES, ParsedFeed
from tracker.sources.needs import Needs
from tracker.sources.schedule import after_failure, not_before
from tracker.values import Batch, Document, PollStatus, SourceState
from tracker.values.source_kinds import FEED

if TYPE_CHECKING:
    from tracker.sources.http.client import Http


class Parser(Protocol):
    """What reads feeds' documents."""

    def prepare(self) -> None:
        """A document is sure to come."""
        ...

    async def parse(
        self, document: Document, *, source: str, seen_at: datetime, is_first: bool = False
    ) -> ParsedFeed:
        """The feed in a document; ``is_first`` where none of its entries is known. Raises
        ParseError."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Follower:
    """One who follows the feed: what it remembers of it, and the name that its author gave it: ""
    for none; None where nobody knows."""

    state: SourceState
    name: str | None = None


class FeedSource:
    """A feed at ``url``, which names it for good, wherever it moves."""

    def __init__(self, url: str, *, http: Http, parser: Parser, name: str | None = None) -> None:
        self._url, self._http, self._parser = url, http, parser
        self._name = name

    @classmethod
    def of(cls, initial: SourceState, needs: Needs) -> FeedSource:
        """The feed that ``initial`` names."""
        return cls(initial.url, http=needs.http, parser=needs.parser, name=initial.name)

    @property
    def key(self) -> str:
        """What names it in the store."""
        return FEED.key(self._url)

    async def poll(self, state: SourceState, *, now: datetime) -> AsyncIterator[Batch]:
        """One batch: sightings, unchanged, or a failure."""
        (batch,) = await self.poll_for([Follower(state=state, name=self._name)], now=now)
        yield batch

    async def poll_for(self, followers: Sequence[Follower], *, now: datetime) -> tuple[Batch, ...]:
        """A batch for each of several who follow the feed, out of one answer."""
        request = agreed_request(self._url, [follower.state for follower in followers])
        if any(follower.state.polled_at is None for follower in followers):
            self._parser.prepare()
        async with self._http.room() as room:
            try:
                answer = await self._http.get(
                    request.url,
                    etag=request.etag,
                    last_modified=request.last_modified,
                    room=room,
                )
            except FetchError as error:
                return tuple(
                    _failed(f.state, error, now, requests=error.requests) for f in followers
                )
            return await self._batches(followers, answer, now)

    async def _batches(
        self, followers: Sequence[Follower], answer: Document, now: datetime
    ) -> tuple[Batch, ...]:
        digest = "" if answer.is_unchanged else hashlib.sha256(answer.body).hexdigest()
        needs = [f for f in followers if not _is_settled(f.state, answer, digest)]
        is_first = any(follower.state.succeeded_at is None for follower in followers)
        parsed = await self._parsed(answer, now, is_first=is_first) if needs else None
        return tuple(_batch(follower, answer, parsed, digest, now) for follower in followers)

    async def _parsed(
        self, answer: Document, now: datetime, *, is_first: bool
    ) -> ParsedFeed | ParseError:
        try:
            return await self._parser.parse(answer, source=self.key, seen_at=now, is_first=is_first)
        except LimitError as error:
            return LimitError(f"{error.message}; remove it", url=error.url, had_less=error.had_less)
        except ParseError as error:
            return error


@dataclass(frozen=True, slots=True)
class Request:
    """What a feed is asked: where, and with which validators."""

    url: str
    etag: str = ""
    last_modified: str = ""


def agreed_request(url: str, states: Sequence[SourceState]) -> Request:
    """What may be asked once for all: with a condition only where all that is known is the same,
    and where the feed has moved to only if all know that."""
    wanted = {Request(s.moved_to or url, s.etag, s.last_modified) for s in states}
    if len(wanted) == 1:
        return wanted.pop()
    places = {request.url for request in wanted}
    return Request(places.pop() if len(places) == 1 else url)


def _is_settled(state: SourceState, answer: Document, digest: str) -> bool:
    """Whether it is known without reading the document what it is for this one."""
    return _knows(state, answer, digest) or bool(_refused_before(state, digest))


def _knows(state: SourceState, answer: Document, digest: str) -> bool:
    """Whether the answer is what was read before."""
    return answer.is_unchanged or bool(answer.body and digest == state.body_hash)


def _batch(
    follower: Follower,
    answer: Document,
    parsed: ParsedFeed | ParseError | None,
    digest: str,
    now: datetime,
) -> Batch:
    """What the answer is for one who follows the feed."""
    state = follower.state
    if _knows(state, answer, digest):
        return _unchanged(state, answer, now)
    if message := _refused_before(state, digest):
        return _failed(state, LimitError(message), now, requests=answer.requests)
    assert parsed is not None
    if isinstance(parsed, LimitError) and not parsed.had_less:  # the next poll would fare no better
        state = _refusing(state, digest, parsed.message)
    if isinstance(parsed, ParseError):
        return _failed(state, parsed, now, requests=answer.requests)
    batch = _changed(state, answer, parsed, digest, now)
    return replace(batch, state=replace(batch.state, name=_name(follower, parsed.title)))


def _name(follower: Follower, title: str) -> str:
    """The name that the author gave, else the feed's title as it is now."""
    if follower.name is None:
        return follower.state.name or title
    return follower.name or title or follower.state.name


def _changed(
    state: SourceState, answer: Document, parsed: ParsedFeed, digest: str, now: datetime
) -> Batch:
    well, notices = _well(state, answer, now)
    losses = _losses(parsed)
    notices += tuple(told for name, told in losses.items() if not state.extra.get(name))
    return Batch(
        sightings=parsed.sightings,
        state=replace(
            well,
            extra=dict.fromkeys(losses, True),
            # A document that ends too early may have been cut: it is asked for again in full.
            etag=answer.etag if parsed.whole else "",
            last_modified=answer.last_modified if parsed.whole else "",
            body_hash=digest if parsed.whole else "",
        ),
        status=PollStatus.OK,
        requests=answer.requests,
        notices=notices,
        ahead=parsed.ahead,
    )


def _losses(parsed: ParsedFeed) -> dict[str, str]:
    """What of a feed's entries is left out, told when it begins."""
    losses = {}
    if parsed.total > MAX_ENTRIES:
        read = f"of which the first {MAX_ENTRIES} are read"
        losses["too_long"] = f"holds {parsed.total} entries, {read}"
    if count := parsed.without_address:
        these = "1 entry has" if count == 1 else f"{count} entries have"
        losses["without_address"] = f"{these} no address on the Web and cannot be taken in"
    return losses


def _unchanged(state: SourceState, answer: Document, now: datetime) -> Batch:
    well, notices = _well(state, answer, now)
    return Batch(
        sightings=(),
        state=replace(
            well,
            etag=answer.etag or state.etag,
            last_modified=answer.last_modified or state.last_modified,
        ),
        status=PollStatus.UNCHANGED,
        requests=answer.requests,
        notices=notices,
    )


def _well(
    state: SourceState, answer: Document, now: datetime
) -> tuple[SourceState, tuple[str, ...]]:
    """The state after any good answer, and what there is to tell."""
    moved: tuple[str, ...] = ()
    if answer.moved_to and answer.moved_to != state.moved_to:
        moved = (f"moved for good to {answer.moved_to}; change it in your watchlist",)
    wait = not_before(now, fresh_seconds=answer.fresh_seconds)
    well = state.answered(now, not_before_at=wait)
    return replace(well, moved_to=answer.moved_to or state.moved_to), moved + state.recovery


_REFUSED = "refused"  # in a source's memory: which document was not read, why, by which tracker


def _refusing(state: SourceState, digest: str, message: str) -> SourceState:
    memory = {"digest": digest, "message": message, "by": __version__}
    return replace(state, extra={**state.extra, _REFUSED: memory})


def _refused_before(state: SourceState, digest: str) -> str:
    """Why the same bytes were not read, "" where others were or may be read now."""
    memory = state.extra.get(_REFUSED, {})
    is_same = (memory.get("digest"), memory.get("by")) == (digest, __version__)
    return str(memory["message"]) if is_same else ""


def _failed(state: SourceState, error: SourceError, now: datetime, *, requests: int) -> Batch:
    status = error.status if isinstance(error, FetchError) else None
    if state.moved_to and status in (404, 410):
        # What it moved to is gone, which says nothing of its own address: that is asked again.
        state = replace(state, moved_to="", etag="", last_modified="", body_hash="")
        status = None
    gone = status == 410
    notices: tuple[str, ...] = ()
    if gone and state.retired_at is None:
        notices = ("gone for good (HTTP 410), so it is not asked any more; remove it",)
    failed = state.failed(now, error.message, not_before_at=after_failure(error, now))
    return Batch(
        sightings=(),
        state=replace(failed, retired_at=state.retired_at or now) if gone else failed,
        status=PollStatus.FAILED,
        error=error.message,
        is_offline=error.is_offline,
        requests=requests,
        notices=notices,
    )
