"""arXiv as a source: one query for all categories, newest first, and one witness a day.

What this decides (how far back is read: ``span.py``; what is believed and when it is
enough: ``paging.py``):

- One source for all watchlists: the API's listing of the union of their categories, page by
  page, each a batch. A batch holds the papers that the store lacks, or has in an older version.
- The watermark moves when a span has been read to its end, and not before; what was asked for
  and not reached is remembered and read by the next poll.
- "The day" is arXiv's own: the date in New York of the time that the API's answer tells. A deep
  reading and the witness are due when it has changed, whatever the clock here says.
- The witness: the announcement feed of the day. What it names and the store lacks is fetched by
  identifier; what the API does not show yet is stored in the feed's words and completed when it
  appears. Announcement dates, cross-lists and replacements are learned from it.
- Once a week the papers that the author has published are asked for by identifier: a late version
  of an old paper stands far behind any span.
- On 429 and 503 the time not to come before is stored and the poll leaves. Nothing that failed is
  asked again in the same poll, but for a page that cannot be right.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from tracker.errors import FetchError, SourceError
from tracker.settings import ArxivSettings
from tracker.sources.arxiv.announcements import with_announcement
from tracker.sources.arxiv.answers import Paper, sighting_of
from tracker.sources.arxiv.api import ArxivApi, chunks
from tracker.sources.arxiv.days import arxiv_day
from tracker.sources.arxiv.paging import DEEPEST_ROW, Reading, Step
from tracker.sources.arxiv.span import Memory, Span, Waiting, plan_span
from tracker.sources.needs import Known, Needs, Published, Told, none_published
from tracker.sources.schedule import after_refusal
from tracker.values import Batch, PollStatus, Sighting, SourceState, rfc3339
from tracker.values.source_kinds import ARXIV

_KEY = ARXIV.key()
PATIENCE = timedelta(days=30)  # with the API, for a paper that was announced
PUBLISHED_EVERY = timedelta(days=7)
MAX_ID_REQUESTS = 20
_TOO_MANY = {429, 503}


class ArxivSource:
    """The ``Source`` of all watchlists' categories."""

    key = _KEY

    def __init__(
        self,
        categories: Sequence[str],
        *,
        settings: ArxivSettings,
        api: ArxivApi,
        known: Known,
        told: Told = lambda ids: {},
        published: Published = none_published,
        since_at: datetime | None = None,
        deepest_row: int = DEEPEST_ROW,
    ) -> None:
        self._categories = tuple(dict.fromkeys(categories))
        self._settings, self._api, self._known = settings, api, known
        self._told = told
        self._published = published
        self._since_at, self._deepest_row = since_at, deepest_row

    @classmethod
    def of(cls, initial: SourceState, needs: Needs) -> ArxivSource:
        """arXiv, as the project's files ask for it."""
        return cls(
            needs.categories,
            settings=needs.settings.arxiv,
            api=needs.arxiv,
            known=needs.known,
            told=needs.told,
            published=needs.published,
            since_at=needs.since_at,
        )

    async def poll(self, state: SourceState, *, now: datetime) -> AsyncIterator[Batch]:
        """Batches, each with the state that is true once it is stored; failures are values."""
        if not self._categories:
            yield Batch(sightings=(), state=state, status=PollStatus.UNCHANGED)
            return
        poll = _Poll(self, state, now)
        try:
            async for batch in poll.read():
                yield batch
        except SourceError as error:
            yield poll.failed(error)
            return
        if poll.is_witness_due():
            try:
                async for batch in poll.witness():
                    yield batch
            except SourceError as error:
                yield poll.without_witness(error)
                return
        try:
            async for batch in poll.published():
                yield batch
        except SourceError as error:
            yield poll.without_published(error)


class _Poll:
    """One poll: the state as it grows, and what has been given already."""

    def __init__(self, source: ArxivSource, state: SourceState, now: datetime) -> None:
        self._source, self._now = source, now
        self._api, self._categories = source._api, source._categories
        self._memory = Memory.of(state.extra)
        self._before = state
        self._state = replace(state, polled_at=now)
        self._counted = source._api.requests
        self._given: dict[str, int] = {}  # also in a dry run, where nothing gets stored
        self._day = ""

    # --- the listing ----------------------------------------------------------------------

    async def read(self) -> AsyncIterator[Batch]:
        reading, span, step = Reading(self._source._deepest_row), None, Step.NEXT
        while step in (Step.NEXT, Step.AGAIN):
            page = await self._api.page(
                self._categories, start=reading.start, until_at=reading.until_at
            )
            if span is None:
                self._day = arxiv_day(page.told_at or self._now).isoformat()
                span = self._plan()
            fresh, known = self._fresh(page.papers, span)
            corrected = self._corrected(known)
            step = reading.take(page, span, {paper.id for paper in fresh})
            if step is Step.AGAIN:
                continue
            if step is Step.DONE:
                self._completed(reading, span)
            yield self._batch(
                self._take(fresh) + corrected,
                is_new=bool(fresh),
                error=reading.problem if step is Step.BROKEN else "",
                # Once a day, since such rows stand for as long as the listing reaches back.
                notices=(_left_out(page.skipped) if span.deep else ())
                + (self._before.recovery if step is Step.DONE else ()),
            )

    def _plan(self) -> Span:
        span = plan_span(
            self._memory,
            self._state.watermark_at,
            categories=self._categories,
            now=self._now,
            day=self._day,
            overlap_days=self._source._settings.overlap_days,
            asked_at=self._source._since_at,
        )
        if span.deep:
            self._memory = replace(self._memory, reading_since_at=span.since_at)
        return span

    def _completed(self, reading: Reading, span: Span) -> None:
        if span.deep:
            self._memory = replace(
                self._memory,
                categories=self._categories,
                deep_read_on=self._day,
                begins_at=min(span.since_at, self._memory.begins_at or span.since_at),
                reading_since_at=None,
            )
        newest_at = min(reading.newest_at or self._now, self._now)  # never into the future
        self._state = replace(
            self._state.answered(self._now),
            watermark_at=max(span.watermark_at or newest_at, newest_at),
        )

    def _fresh(self, papers: Sequence[Paper], span: Span) -> tuple[list[Paper], list[Paper]]:
        """The papers that the store lacks in this version, or has in a listing's words alone; and
        those that it has, whose words may have been corrected.

        A page may reach back behind all that was ever asked for: those are left where they are,
        or the next day's pages, cut elsewhere, would bring old papers as new.
        """
        begins_at = min(span.since_at, self._memory.begins_at or span.since_at)
        stored = self._versions(paper.id for paper in papers)
        reached = [paper for paper in papers if paper.shown_at >= begins_at]
        return (
            [paper for paper in reached if stored.get(paper.id, 0) < paper.version],
            [paper for paper in reached if stored.get(paper.id, 0) == paper.version],
        )

    def _corrected(self, papers: Sequence[Paper]) -> tuple[Sighting, ...]:
        """Those that arXiv words otherwise now than when it last told of the same version."""
        told = self._source._told([paper.id for paper in papers])
        return tuple(
            sighting
            for paper in papers
            if paper.id in told
            and _words(sighting := self._sighting(paper)) != _words(told[paper.id])
        )

    def _versions(self, ids: Iterable[str]) -> dict[str, int]:
        """What is in the store, by identifier; a version that waits for the API does not count."""
        stored = {**self._source._known(ids), **self._given}
        for name, waiting in self._memory.waiting.items():
            if name not in self._given:
                stored[name] = min(stored.get(name, 0), waiting.version - 1)
        return stored

    def _take(self, papers: Iterable[Paper]) -> tuple[Sighting, ...]:
        """The papers as sightings of this poll; they wait no longer."""
        taken = list(papers)
        came = {paper.id: paper.version for paper in taken}
        self._given.update(came)
        waiting = self._memory.waiting.items()
        self._memory = replace(
            self._memory, waiting={n: w for n, w in waiting if came.get(n, 0) < w.version}
        )
        return tuple(map(self._sighting, taken))

    def _sighting(self, paper: Paper) -> Sighting:
        return sighting_of(paper, source=_KEY, seen_at=self._now)

    # --- the witness ----------------------------------------------------------------------

    def is_witness_due(self) -> bool:
        return self._memory.witnessed_on != self._day

    async def witness(self) -> AsyncIterator[Batch]:
        """First what the API knows of the papers that are missing, then the feed's own words."""
        named = {paper.id: paper for paper in await self._api.announcement(self._categories)}
        stored = self._versions(named)
        missing = [n for n, a in named.items() if stored.get(n, 0) < a.version]
        missing += [name for name in self._memory.waiting if name not in named]
        listed: set[str] = set()
        for chunk in chunks(missing)[:MAX_ID_REQUESTS]:
            papers = await self._api.papers(chunk)
            listed.update(paper.id for paper in papers)
            taken = [with_announcement(paper, named.get(paper.id)) for paper in papers]
            yield self._batch(self._take(taken))
        late = {n for n in missing if n in named and self._given.get(n, 0) < named[n].version}
        self._memory = replace(
            self._memory, witnessed_on=self._day, waiting=self._still_waiting(named, late)
        )
        rest = [announced for n, announced in named.items() if n not in listed or n in late]
        yield self._batch(tuple(map(self._sighting, rest)))

    def _still_waiting(self, named: Mapping[str, Paper], late: Iterable[str]) -> dict[str, Waiting]:
        """What the API still owes, for a month: some that are announced are never shown."""
        added = {n: Waiting(version=named[n].version, since=self._day) for n in late}
        first_day = (date.fromisoformat(self._day) - PATIENCE).isoformat()
        both = {**added, **self._memory.waiting}
        return {name: waiting for name, waiting in both.items() if waiting.since >= first_day}

    # --- what was published ---------------------------------------------------------------

    async def published(self) -> AsyncIterator[Batch]:
        """New versions of the papers that stand in the post, once a week."""
        last = self._memory.published_on
        day = date.fromisoformat(self._day)
        if last and timedelta() <= day - date.fromisoformat(last) < PUBLISHED_EVERY:
            return
        portions = chunks(self._source._published())[:MAX_ID_REQUESTS]
        for number, chunk in enumerate(portions, 1):
            papers = await self._api.papers(chunk)
            stored = self._versions(paper.id for paper in papers)
            taken = self._take(p for p in papers if stored.get(p.id, 0) < p.version)
            if number == len(portions):
                self._memory = replace(self._memory, published_on=self._day)
            yield self._batch(taken)

    # --- batches --------------------------------------------------------------------------

    def failed(self, error: SourceError) -> Batch:
        """The last batch of a poll that an error ended: partial if anything was read before."""
        message = self._leave(error) or error.message
        self._state = self._state.failed(
            self._now, message, not_before_at=self._state.not_before_at
        )
        status = PollStatus.PARTIAL if self._day else PollStatus.FAILED
        batch = self._batch((), error=message, status=status)
        return replace(batch, is_offline=error.is_offline)

    def without_witness(self, error: SourceError) -> Batch:
        """The last batch where the witness failed: the listing has been read all the same."""
        message = self._leave(error) or error.message
        return self._batch((), error=f"the announcement feed could not be checked: {message}")

    def without_published(self, error: SourceError) -> Batch:
        """The last batch where published papers could not be asked for: the next poll does."""
        message = self._leave(error) or error.message
        return self._batch((), error=f"published papers could not be asked for: {message}")

    def _leave(self, error: SourceError) -> str:
        """Note the time not to come before, if arXiv asked for quiet, and say so."""
        if not isinstance(error, FetchError) or error.status not in _TOO_MANY:
            return ""
        not_before_at = after_refusal(error, self._before.failures, self._now)
        self._state = replace(self._state, not_before_at=not_before_at)
        return f"arXiv asks for a pause (HTTP {error.status}), kept until {rfc3339(not_before_at)}"

    def _batch(
        self,
        sightings: tuple[Sighting, ...],
        *,
        is_new: bool = True,
        error: str = "",
        status: PollStatus | None = None,
        notices: tuple[str, ...] = (),
    ) -> Batch:
        self._state = replace(
            self._state, extra=self._memory.as_json(), error=error or self._state.error
        )
        asked, self._counted = self._api.requests - self._counted, self._api.requests
        usual = PollStatus.OK if sightings and is_new else PollStatus.UNCHANGED
        return Batch(
            sightings=sightings,
            state=self._state,
            status=status or (PollStatus.PARTIAL if error else usual),
            error=error,
            requests=asked,
            notices=notices,
        )


def _words(sighting: Sighting) -> tuple[object, ...]:
    """What arXiv corrects without a new version; no announcement says all of it alike."""
    facts = sighting.paper
    return (
        sighting.title,
        sighting.summary,
        sighting.authors,
        sighting.also,
        (facts.version, facts.comment, facts.journal_ref) if facts else None,
    )


def _left_out(rows: int) -> tuple[str, ...]:
    return (f"left out {rows} of a page's papers: no date can be read",) if rows else ()
