"""A site of attention as a source: its pages asked with their validators, a batch a page.

What fails costs votes and nothing else. The first page that fails ends the poll, and the site is
told and rests like a failing feed; what the pages before brought is kept. A page's validators are
remembered by its path, for as long as it is asked for.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice
from typing import TYPE_CHECKING

from tracker.errors import FetchError, ParseError, SourceError
from tracker.settings import AttentionSettings
from tracker.sources.attention.site import Page, Site, initial_state, site_of
from tracker.sources.needs import Needs
from tracker.sources.schedule import after_failure, not_before
from tracker.values import Batch, PollStatus, SourceState, Vote, utc
from tracker.values.source_kinds import source_name

if TYPE_CHECKING:
    from tracker.sources.http.client import Http

MAX_VOTES = 2_000  # of a page; the longest that are asked for have 1,000
_MAX_BYTES = 5_000_000  # the longest lists of a day have some 2 MB
_MAX_PARTS = 200_000  # lists and objects: they take up to a hundred times the room of their text
_NOT_THERE = (400, 404)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Read:
    """What a page brought: None for what was brought before."""

    votes: tuple[Vote, ...] | None = ()
    validators: tuple[str, ...] = ()  # ETag, Last-Modified, digest of the body
    fresh_seconds: int | None = None
    requests: int = 1


class AttentionSource:
    """One site, named by its kind for good, wherever it is asked."""

    def __init__(self, settings: AttentionSettings, *, http: Http) -> None:
        self._settings, self._http = settings, http
        self._site, self.initial = site_of(settings.kind), initial_state(settings)

    @classmethod
    def of(cls, initial: SourceState, needs: Needs) -> AttentionSource:
        """The site of votes that ``initial`` names."""
        kind = source_name(initial.key)
        settings = next(site for site in needs.settings.attention if site.kind == kind)
        return cls(settings, http=needs.http)

    @property
    def key(self) -> str:
        """What names it in the store."""
        return self.initial.key

    async def poll(self, state: SourceState, *, now: datetime) -> AsyncIterator[Batch]:
        """A batch a page: votes, unchanged, or the failure that ends it."""
        url = self.initial.url
        pages = self._site.pages(today=utc(now).date(), days=self._settings.days)
        known = _remembered(state, url, pages)
        current = replace(state, polled_at=now)
        for number, page in enumerate(pages, start=1):
            try:
                read = await self._read(url, page, known.get(page.path, ()))
            except SourceError as error:
                yield _failed(current, error, now, is_first=number == 1)
                return
            known[page.path] = read.validators
            pages_read = {path: list(validators) for path, validators in known.items()}
            current = replace(current, extra={"url": url, "pages": pages_read})
            if number == 1:
                wait = not_before(now, fresh_seconds=read.fresh_seconds)
                current = replace(current, not_before_at=wait)
            is_last = number == len(pages)
            if is_last:
                current = current.answered(now, not_before_at=current.not_before_at)
            yield Batch(
                sightings=(),
                state=current,
                status=PollStatus.UNCHANGED if read.votes is None else PollStatus.OK,
                requests=read.requests,
                notices=state.recovery if is_last else (),
                votes=read.votes or (),
            )

    async def _read(self, url: str, page: Page, validators: tuple[str, ...]) -> _Read:
        """What a page brings now. Raises FetchError, ParseError."""
        etag, last_modified, digest = validators or ("", "", "")
        async with self._http.room() as room:
            try:
                answer = await self._http.get(
                    url + page.path,
                    etag=etag,
                    last_modified=last_modified,
                    accept="application/json",
                    room=room,
                )
            except FetchError as error:
                if page.may_lack and error.status in _NOT_THERE:
                    return _Read(requests=error.requests)
                raise
            if answer.is_unchanged:
                kept = answer.etag or etag, answer.last_modified or last_modified, digest
                return _Read(votes=None, validators=kept, requests=answer.requests)
            found = hashlib.sha256(answer.body).hexdigest()
            return _Read(
                votes=None if found == digest else _votes(self._site, answer.body),
                validators=(answer.etag, answer.last_modified, found),
                fresh_seconds=answer.fresh_seconds,
                requests=answer.requests,
            )


def _votes(site: Site, body: bytes) -> tuple[Vote, ...]:
    """The votes in a page. Raises ParseError."""
    if len(body) > _MAX_BYTES or body.count(b"[") + body.count(b"{") > _MAX_PARTS:
        raise ParseError("the answer is larger than any list of votes; check the address")
    try:
        return tuple(islice(site.votes(json.loads(body)), MAX_VOTES))
    except (ValueError, RecursionError) as error:
        raise ParseError(
            f"the answer is not {site.name}'s JSON; check the address, or remove it"
        ) from error


def _remembered(
    state: SourceState, url: str, pages: tuple[Page, ...]
) -> dict[str, tuple[str, ...]]:
    """The validators of the pages that are asked; another address is another answer."""
    if state.extra.get("url") != url:
        return {}
    known = state.extra["pages"]
    return {page.path: tuple(known[page.path]) for page in pages if page.path in known}


def _failed(state: SourceState, error: SourceError, now: datetime, *, is_first: bool) -> Batch:
    return Batch(
        sightings=(),
        state=state.failed(now, error.message, not_before_at=after_failure(error, now)),
        status=PollStatus.FAILED if is_first else PollStatus.PARTIAL,
        error=error.message,
        is_offline=error.is_offline,
        requests=error.requests if isinstance(error, FetchError) else 1,
    )
