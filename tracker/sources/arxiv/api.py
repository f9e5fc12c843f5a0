"""Asking arXiv: each request through the gate, each answer checked.

Used by the poll and by all who need papers by identifier (``tracker add``). Give it an ``Http``
whose deadline is ``[arxiv] timeout_seconds``.
"""

from __future__ import annotations

import asyncio
from collections import Counter, OrderedDict
from collections.abc import Awaitable, Callable, Iterable, Sequence
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from tracker.errors import FetchError
from tracker.settings import ArxivSettings
from tracker.sources.arxiv.announcements import feed_url, parse_listing
from tracker.sources.arxiv.answers import (
    Page,
    Paper,
    identifier,
    ids_url,
    listing_url,
    parse_page,
    sighting_of,
)
from tracker.sources.arxiv.gate import Gate
from tracker.values import Sighting
from tracker.values.source_kinds import ARXIV

if TYPE_CHECKING:
    from tracker.sources.http.client import Http

IDS_PER_REQUEST = 100
_KEPT_ANSWERS = 4  # of some megabytes: who comes later than that asks again
_ATOM_TYPES = "application/atom+xml, application/xml;q=0.9, */*;q=0.1"


class SharedAnswers:
    """The last answers of a run, for several projects that ask the same side by side."""

    def __init__(self) -> None:
        self._last: OrderedDict[tuple[str, int], asyncio.Future[bytes]] = OrderedDict()

    async def of(self, name: tuple[str, int], ask: Callable[[], Awaitable[bytes]]) -> bytes:
        """The answer that goes by this name: asked for by whoever comes first. Raises what that
        raises."""
        if name not in self._last:
            self._last[name] = asyncio.ensure_future(ask())
            while len(self._last) > _KEPT_ANSWERS:
                self._last.popitem(last=False)
        return await asyncio.shield(self._last[name])


class ArxivApi:
    """arXiv's API and its announcement feed; ``requests`` counts what was asked."""

    def __init__(
        self,
        settings: ArxivSettings,
        http: Http,
        gate: Gate,
        *,
        shared: SharedAnswers | None = None,
    ) -> None:
        self._settings, self._http, self._gate = settings, http, gate
        self._shared = shared
        self._asked: Counter[str] = Counter()
        self.requests = 0

    def of(self, settings: ArxivSettings, shared: SharedAnswers) -> ArxivApi:
        """For one of several projects, through the same gate: what they ask alike is asked once."""
        return ArxivApi(settings, self._http, self._gate, shared=shared)

    async def page(
        self, categories: Sequence[str], *, start: int, until_at: datetime | None = None
    ) -> Page:
        """A page of the listing from row ``start``. Raises SourceError."""
        size = self._settings.page_size
        api_url = self._settings.api_url
        url = listing_url(api_url, categories, start=start, size=size, until_at=until_at)
        return await self._page(url, start=start, size=size)

    async def papers(self, ids: Sequence[str]) -> tuple[Paper, ...]:
        """The papers that the API knows, of up to 100 identifiers. Raises SourceError."""
        url = ids_url(self._settings.api_url, ids)
        page = await self._page(url, start=0, size=len(ids))
        if len(page.papers) < min(page.total, len(ids)):  # it knows more than it gave
            page = await self._page(url, start=0, size=len(ids))
        return page.papers

    async def fetch_ids(
        self, ids: Iterable[str], *, seen_at: datetime, source: str = ARXIV.key()
    ) -> tuple[Sighting, ...]:
        """Sightings of the papers that the API knows, of any number of identifiers.

        What is no identifier is left out, since one would spoil the whole request. Raises
        SourceError.
        """
        named = (identifier(text) for text in ids)
        wanted = list(dict.fromkeys(found[0] for found in named if found))
        papers: list[Paper] = []
        for chunk in chunks(wanted):
            papers.extend(await self.papers(chunk))
        return tuple(sighting_of(paper, source=source, seen_at=seen_at) for paper in papers)

    async def announcement(self, categories: Sequence[str]) -> tuple[Paper, ...]:
        """What the day's listing names. Raises SourceError."""
        body = await self._body(feed_url(self._settings.listing_base, categories))
        return await asyncio.to_thread(parse_listing, body)

    async def _page(self, url: str, *, start: int, size: int) -> Page:
        body = await self._body(url)
        return await asyncio.to_thread(parse_page, body, start=start, size=size)

    async def _body(self, url: str) -> bytes:
        if self._shared is None:
            return await self._ask(url)
        self._asked[url] += 1  # what is asked again is to be answered again
        return await self._shared.of((url, self._asked[url]), partial(self._ask, url))

    async def _ask(self, url: str) -> bytes:
        async with self._gate.turn():
            try:
                answer = await self._http.fetch(url, accept=_ATOM_TYPES)
            except FetchError as error:
                self.requests += error.requests
                raise
        self.requests += answer.requests
        return answer.body


def chunks(ids: Sequence[str]) -> list[Sequence[str]]:
    """The identifiers in portions of one request each."""
    return [ids[at : at + IDS_PER_REQUEST] for at in range(0, len(ids), IDS_PER_REQUEST)]
