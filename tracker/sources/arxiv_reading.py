"""How far to read arXiv's listing, and when a page may be believed: decisions without I/O.

The listing is read newest first, by row numbers, while it changes. The rules:

- The span goes back from now to the watermark (how far a listing was wholly read) less the
  overlap, since ``updated`` is the time of submission and a paper held by moderation appears
  behind papers that are known. A first poll, and one for a category that is new, goes back seven
  days or as far as asked. A span that was not read to its end is read again.
- The first poll of arXiv's day reads the span to its end. A later one stops at the first page
  that is in order, holds nothing new and lies behind the watermark.
- A page is in order if no row is newer than the one before it, on this page and across to the
  page before. Only then does its last row speak for all that follow. Once a listing was out of
  order, a page ends the reading only if all its rows lie well before the span.
- Pages overlap by some rows. If a page has none of the rows that it should share with the one
  before, rows were taken out in between, and it is asked again from further up.
- A page without rows, or with none but rows that were read before, is asked again; then the
  reading is broken off. So is one of too many pages: it never ends well, only partly.
"""

from __future__ import annotations

import itertools
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import Enum, auto
from typing import Any

from tracker.sources.arxiv_client import Page, Paper
from tracker.values import rfc3339, utc

FIRST_DAYS = 7
OVERLAP_ROWS = 3
TRIES = 3  # of a page that cannot be right
MAX_PAGES = 200  # ten minutes at three seconds a page
_CLEARLY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Memory:
    """What the arXiv source remembers besides its watermark, in ``SourceState.extra``.

    ``waiting`` are papers stored in a listing's words until the API shows them: identifier ->
    version.
    """

    categories: tuple[str, ...] = ()  # the ones that the watermark holds for
    deep_read_on: str = ""  # arXiv's day of the last reading to the span's end
    reading_since_at: datetime | None = None  # a span begun and not read to its end
    witnessed_on: str = ""  # arXiv's day of the last announcement feed
    waiting: Mapping[str, int] = field(default_factory=dict)

    @classmethod
    def of(cls, extra: Mapping[str, Any]) -> Memory:
        """The memory in stored JSON; what is not of the right type is forgotten."""
        categories, waiting = extra.get("categories"), extra.get("waiting")
        return cls(
            categories=tuple(map(str, categories)) if isinstance(categories, list) else (),
            deep_read_on=str(extra.get("deep_read_on", "")),
            reading_since_at=_instant(extra.get("reading_since_at")),
            witnessed_on=str(extra.get("witnessed_on", "")),
            waiting={str(k): v for k, v in waiting.items() if isinstance(v, int)}
            if isinstance(waiting, dict)
            else {},
        )

    def as_json(self) -> dict[str, Any]:
        return {
            "categories": list(self.categories),
            "deep_read_on": self.deep_read_on,
            "reading_since_at": rfc3339(self.reading_since_at),
            "witnessed_on": self.witnessed_on,
            "waiting": dict(self.waiting),
        }


def _instant(value: Any) -> datetime | None:
    try:
        return utc(datetime.fromisoformat(value)) if isinstance(value, str) else None
    except (ValueError, OverflowError):
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """What a poll reads: back to ``since_at``, wholly (``deep``) or until nothing is new."""

    since_at: datetime
    watermark_at: datetime | None
    deep: bool


def plan_span(
    memory: Memory,
    watermark_at: datetime | None,
    *,
    categories: Sequence[str],
    now: datetime,
    day: str,
    overlap_days: int,
    since_at: datetime | None,
) -> Span:
    """The span of a poll on arXiv's ``day``; ``since_at`` is what the author asked for."""
    ends = [memory.reading_since_at, since_at]
    grown = not set(categories) <= set(memory.categories)
    if watermark_at is None or grown:
        ends.append(None if since_at else now - timedelta(days=FIRST_DAYS))
    if watermark_at is not None:
        ends.append(watermark_at - timedelta(days=overlap_days))
    deep = grown or memory.deep_read_on != day or any(ends[:2]) or watermark_at is None
    return Span(
        since_at=min(end for end in ends if end is not None), watermark_at=watermark_at, deep=deep
    )


class Step(Enum):
    """What to do after a page."""

    NEXT = auto()
    AGAIN = auto()  # nothing on it can be used
    DONE = auto()
    BROKEN = auto()


class Reading:
    """One reading of a span, page by page: ``start`` is the row to ask for next."""

    def __init__(self) -> None:
        self.start = 0
        self.pages = 0
        self.newest_at: datetime | None = None
        self.problem = ""  # why the reading broke off
        self._tries = 0
        self._seen: set[str] = set()
        self._tail: set[str] = set()  # the rows that the next page should share
        self._last_at: datetime | None = None
        self._disordered = False

    def take(self, page: Page, span: Span, fresh: Collection[str]) -> Step:
        """Judge the page at ``start``; ``fresh`` are its identifiers that the store lacks."""
        self.pages += 1
        rows = page.papers
        if not rows:
            return self._again("an empty page where there must be papers")
        if self._tail and self._tail.isdisjoint(paper.id for paper in rows):
            self.start = max(0, self.start - page.requested // 2)
            return self._again("pages that do not follow one another")
        unread = [paper for paper in rows if paper.id not in self._seen]
        if not unread and not _at_end(page):
            return self._again("the same papers on page after page")
        self._tries = 0
        orderly = self._in_order(rows, unread)
        self._note(page, unread)
        if self._is_enough(page, span, orderly=orderly, fresh=fresh):
            return Step.DONE
        if self.pages >= MAX_PAGES:
            self.problem = f"more than {MAX_PAGES} pages; a shorter --since reads less at once"
            return Step.BROKEN
        return Step.NEXT

    def _again(self, problem: str) -> Step:
        self._tries += 1
        self.problem = problem
        return Step.AGAIN if self._tries < TRIES and self.pages < MAX_PAGES else Step.BROKEN

    def _in_order(self, rows: Sequence[Paper], unread: Sequence[Paper]) -> bool:
        times = [paper.updated_at for paper in rows]
        orderly = all(a >= b for a, b in itertools.pairwise(times))
        if unread and self._last_at is not None and unread[0].updated_at > self._last_at:
            orderly = False
        self._disordered = self._disordered or not orderly
        return not self._disordered

    def _note(self, page: Page, unread: Sequence[Paper]) -> None:
        rows = page.papers
        self._seen.update(paper.id for paper in unread)
        newest_at = max(paper.updated_at for paper in rows)
        self.newest_at = max(self.newest_at or newest_at, newest_at)
        self._last_at = rows[-1].updated_at
        shared = min(OVERLAP_ROWS, len(rows) - 1)
        self._tail = {paper.id for paper in rows[len(rows) - shared :]}
        self.start = page.start + len(rows) - shared

    def _is_enough(self, page: Page, span: Span, *, orderly: bool, fresh: Collection[str]) -> bool:
        rows = page.papers
        if _at_end(page):
            return True
        if not orderly:
            return all(paper.updated_at < span.since_at - _CLEARLY for paper in rows)
        if rows[-1].updated_at < span.since_at:
            return True
        behind = span.watermark_at is not None and rows[0].updated_at <= span.watermark_at
        return not span.deep and behind and not fresh


def _at_end(page: Page) -> bool:
    """The listing's last page. A total smaller than what was received is not believed."""
    reached = page.start + len(page.papers)
    return reached == page.total or (reached > page.total and len(page.papers) < page.requested)
