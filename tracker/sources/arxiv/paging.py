"""Reading a listing that changes while it is read: which pages are believed, and when to stop.

The listing is read newest first, by row numbers; papers come in at its top (and, late, within
it), move up to its top, and are taken out. Decisions without I/O, by these rules:

- A page is in order if no row is newer than the one before it, on this page and across to the
  page before. Only then does its last row speak for all that follow: the reading ends where it
  lies before the span, and, if the span need not be read to its end, at a page that holds nothing
  new and lies behind the watermark. Once a listing was out of order, a page ends the reading only
  if all its rows lie well before the span.
- The next page starts some rows before the end of those received. If it has no row that was read
  before, rows were taken out in between, and it is asked again from further up.
- A page without rows, or with none but rows that were read before, cannot be right: it is asked
  again, and then the reading is broken off. So is one of too many pages.
- The server may serve no deeper than some row. The rest is then asked for as a listing of its
  own: the papers first submitted no later than the last row was updated. It holds all that are
  left (a paper is not updated before it is submitted), below some that were read before.
"""

from __future__ import annotations

import itertools
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from enum import Enum, auto

from tracker.sources.arxiv.answers import Page, Paper
from tracker.sources.arxiv.span import Span

OVERLAP_ROWS = 3
TRIES = 3  # of a page that cannot be right
MAX_PAGES = 200  # ten minutes at three seconds a page
# The user manual promises 30,000 rows; the code that arXiv has published fails beyond these.
DEEPEST_ROW = 10_000
_CLEARLY = timedelta(days=1)


class Step(Enum):
    """What to do after a page."""

    NEXT = auto()
    AGAIN = auto()  # nothing on it can be used
    DONE = auto()
    BROKEN = auto()


class Reading:
    """One reading of a span: ask for row ``start``, of the papers submitted ``until_at``."""

    def __init__(self, deepest_row: int = DEEPEST_ROW) -> None:
        self.start = 0
        self.until_at: datetime | None = None
        self.newest_at: datetime | None = None
        self.problem = ""  # why the reading broke off
        self._deepest_row = deepest_row
        self._pages = self._tries = self._stale = 0
        self._seen: set[str] = set()
        self._last_at: datetime | None = None
        self._ordered = True
        self._shared = 0  # rows that the next page should have in common with those before

    def take(self, page: Page, span: Span, fresh: Collection[str]) -> Step:
        """Judge the page that was asked for; ``fresh`` are its papers that the store lacks."""
        self._pages += 1
        rows = page.papers
        unread = [paper for paper in rows if paper.id not in self._seen]
        if not rows:
            doubt = "" if page.total else " (are the categories spelt as arXiv does?)"
            return self._again(f"an empty page where there must be papers{doubt}")
        if self._shared and len(unread) == len(rows):
            self.start = max(0, page.start - page.requested // 2)
            return self._again("pages that do not follow one another")
        if not unread and not _at_end(page) and self.until_at is None:
            if len(rows) <= OVERLAP_ROWS and self._stale < OVERLAP_ROWS:
                self._stale += 1  # cut so short that only the shared rows are on it
                return self._advance(page)
            return self._again("the same papers on page after page")
        self._tries = self._stale = 0
        self._note(rows, unread)
        if self._is_enough(page, span, nothing_new=not fresh):
            return Step.DONE
        return self._advance(page)

    def _again(self, problem: str) -> Step:
        self._tries += 1
        if self._tries < TRIES and self._pages < MAX_PAGES:
            return Step.AGAIN
        return self._broken(f"{problem}, asked {self._tries} times; the next poll reads on")

    def _broken(self, problem: str) -> Step:
        self.problem = f"arXiv's listing could not be read to its end: {problem}"
        return Step.BROKEN

    def _note(self, rows: Sequence[Paper], unread: Sequence[Paper]) -> None:
        times = [paper.shown_at for paper in rows]
        if any(later > earlier for earlier, later in itertools.pairwise(times)):
            self._ordered = False
        if unread and self._last_at is not None and unread[0].shown_at > self._last_at:
            self._ordered = False
        self._seen.update(paper.id for paper in unread)
        self._last_at = times[-1]
        self.newest_at = max([*times, self.newest_at or times[0]])

    def _is_enough(self, page: Page, span: Span, *, nothing_new: bool) -> bool:
        first, last = page.papers[0], page.papers[-1]
        if _at_end(page):
            return True
        if not self._ordered:
            end_at = span.since_at - _CLEARLY
            return all(paper.shown_at < end_at for paper in page.papers)
        if last.shown_at < span.since_at:
            return True
        behind = span.watermark_at is not None and first.shown_at <= span.watermark_at
        return not span.deep and behind and nothing_new

    def _advance(self, page: Page) -> Step:
        if self._pages >= MAX_PAGES:
            return self._broken(f"more than {MAX_PAGES} pages; a larger page_size helps")
        self._shared = min(OVERLAP_ROWS, len(page.papers) - 1)
        self.start = page.start + page.received - self._shared
        if self.start + page.requested <= self._deepest_row:
            return Step.NEXT
        last_at = page.papers[-1].shown_at
        if self.until_at is not None and last_at >= self.until_at:
            return self._broken("it is too long; --since with a later day reads less")
        self.until_at, self._last_at = last_at, None
        self.start = self._shared = 0
        return Step.NEXT


def _at_end(page: Page) -> bool:
    """The listing's last page. A total smaller than what was received is not believed."""
    reached = page.start + page.received
    return reached == page.total or (reached > page.total and page.received < page.requested)
