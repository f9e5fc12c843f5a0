"""A work that no source has brought: what is known of why, without asking anyone.

Of an arXiv paper its number tells about when it was submitted; how far back arXiv was read, and in
which categories, is remembered. Which categories the paper has is not
known. Of anything else the site is known: a feed of it may be in a watchlist.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from tracker.identity.schemes import url_of
from tracker.store import sources as stored_sources
from tracker.store.works import neighbours
from tracker.values import Alias, SourceState
from tracker.workflows.intake.arxiv_memory import asked_before
from tracker.workflows.session import Session

# Sites of many owners: only the first part of the path tells whose page it is.
_SHARED = frozenset({
    "bsky.app", "github.com", "gitlab.com", "huggingface.co", "medium.com", "reddit.com",
    "twitter.com", "x.com", "youtube.com",
})  # fmt: skip


_HELD = timedelta(days=7)  # how long moderation commonly holds a paper: its number comes later


@dataclass(frozen=True, slots=True)
class Unseen:
    """Why nothing brought it, in a line, and what else is known or can be done."""

    line: str
    details: tuple[str, ...] = ()


def why_unseen(session: Session, alias: Alias) -> Unseen:
    """What the store knows of an identity that no work in it has."""
    if alias.scheme == "arxiv":
        return _Paper(session, alias.value).why()
    return _page(session, url_of(alias))


# --- papers -------------------------------------------------------------------------------


class _Paper:
    """A paper that the store lacks, and what is remembered of asking arXiv."""

    def __init__(self, session: Session, number: str) -> None:
        db, now = session.db, session.now
        self._project, self._number, self._now = session.project, number, now
        self._state, self._memory = asked_before(db)
        around_it = neighbours.submitted_around(db, number)
        self._first, self._last = submitted_between(month_of(number), *around_it, now=now)

    def why(self) -> Unseen:
        if not self._project.categories:
            return Unseen("no watchlist names an arXiv category, so arXiv is not asked")
        begins_at = self._memory.begins_at
        if self._state is None or self._state.succeeded_at is None or begins_at is None:
            failed = f" ({self._state.error})" if self._state and self._state.error else ""
            message = f"arXiv was never read to the end of a poll{failed}"
            if self._state is None:
                message = "arXiv was not asked yet"
            return Unseen(message, ("tracker poll asks it",))
        message = self._told(begins_at, self._state.succeeded_at)
        return Unseen(message, tuple(self._details(begins_at)))

    def _told(self, begins_at: datetime, read_at: datetime) -> str:
        dated = f"by its number it was submitted {_between(self._first, self._last)}"
        polled = " ".join(self._memory.categories)
        if self._last < begins_at:
            return f"{dated}, and arXiv was read back to {begins_at:%Y-%m-%d} only"
        if self._first > read_at:
            return f"{dated}, and arXiv was last read {read_at:%Y-%m-%d}"
        read = f"and arXiv was read in {polled}, {_between(begins_at, read_at)}"
        if self._first >= begins_at:
            return f"{dated}, {read}: it is in none of these, or not announced yet"
        return f"{dated}, {read}: it is in none of these, or was submitted before"

    def _details(self, begins_at: datetime) -> Iterator[str]:
        yield "which categories it has is not known without asking arXiv"
        if self._first < begins_at:
            yield f"tracker poll --since {self._first:%Y-%m-%d} reads arXiv back to then"
        yield f"tracker add {self._number} takes it in"
        kept = self._project.settings.database.keep_unmatched_days
        if begins_at <= self._last and self._first < self._now - timedelta(days=kept):
            yield f"or it was let go: what no topic wants is kept for {kept} days"
        if self._state and self._state.error:
            yield f"arXiv's last poll failed: {self._state.error}"


def submitted_between(
    month: tuple[datetime, datetime],
    before: datetime | None,
    after: datetime | None,
    *,
    now: datetime,
) -> tuple[datetime, datetime]:
    """When a paper can have been submitted: its neighbours in number say it, else its month."""
    first, last = month
    first = before or (first if after is None else min(first, after))
    last = after or (last if last >= first else now)
    return first - _HELD, (last + _HELD if after else last)


def month_of(number: str) -> tuple[datetime, datetime]:
    """The first and last moment of the month in which arXiv gave the number.

    ``2505.00703`` is of May 2025, ``cs/0505007`` of May 2005 (arXiv's identifier scheme).
    """
    digits = number.rpartition("/")[2]
    year, month = int(digits[:2]), int(digits[2:4])
    year += 1900 if year > 90 and "/" in number else 2000
    last = calendar.monthrange(year, month)[1]
    return (
        datetime(year, month, 1, tzinfo=UTC),
        datetime(year, month, last, 23, 59, 59, tzinfo=UTC),
    )


def _between(first: datetime, last: datetime) -> str:
    from_day, to_day = f"{first:%Y-%m-%d}", f"{last:%Y-%m-%d}"
    return f"on {from_day}" if from_day == to_day else f"between {from_day} and {to_day}"


# --- pages --------------------------------------------------------------------------------


def _page(session: Session, url: str) -> Unseen:
    project, db = session.project, session.db
    host = _host(url)
    feeds = [
        (watchlist.slug, feed)
        for watchlist in project.watchlists
        for feed in watchlist.feeds
        if is_of_site(url, feed.url)
    ]
    if feeds:
        lines = tuple(
            f"{feed.url} ({slug}) {_fared(stored_sources.get(db, feed.source_key))}"
            for slug, feed in feeds
        )
        return Unseen(f"a feed of {host} is followed, and did not show it", (*lines, _ADD))
    sources = neighbours.sources_of_site(db, host)
    if sources:
        names = ", ".join(f"{source.name or source.key} ({source.works})" for source in sources)
        return Unseen(
            f"no feed of {host} is followed, and those that link it did not show this one",
            (f"other works of {host} came through {names}", _ADD),
        )
    message = f"no feed of {host} is followed, and no other one showed it"
    return Unseen(
        message, (f"tracker watchlists add-feed TOPIC {_root(url)} follows the site", _ADD)
    )


_ADD = "tracker add URL takes it in"


def _fared(state: SourceState | None) -> str:
    if state is None or state.polled_at is None:
        return "was not asked yet"
    if state.retired_at is not None:
        return f"is gone since {state.retired_at:%Y-%m-%d}"
    if state.failures:
        since = f" since {state.succeeded_at:%Y-%m-%d}" if state.succeeded_at else ""
        return f"has failed{since}: {state.error}"
    return f"was last read {state.polled_at:%Y-%m-%d}; a feed shows its newest entries only"


def is_of_site(url: str, feed: str) -> bool:
    """Whether a page and a feed are of one site, or of one owner on a shared one."""
    host, feed_host = _host(url), _host(feed)
    if host == feed_host and host in _SHARED:
        return _owner(url) == _owner(feed) != ""
    if not host or not feed_host:
        return False
    return host == feed_host or host.endswith(f".{feed_host}") or feed_host.endswith(f".{host}")


def _host(url: str) -> str:
    return (urlsplit(url).hostname or "").removeprefix("www.")


def _owner(url: str) -> str:
    return urlsplit(url).path.strip("/").split("/")[0].casefold()


def _root(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}/"
