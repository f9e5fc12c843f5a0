"""Hacker News: points of stories that link a work, through its public search.

HN Search API (hn.algolia.com/api): ``/api/v1/search_by_date`` answers with ``hits``, each with the
story's ``url`` and ``points``. Two questions: all stories that link arXiv, and the newest
thousand of those with twenty points or more, for posts and code.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from urllib.parse import urlencode

from tracker.identity.schemes import aliases_of_url
from tracker.sources.attention.site import Page, count_of
from tracker.values import Vote

_LEAST_POINTS = 20


class HackerNews:
    """Stories of Hacker News, by its search API."""

    name = "Hacker News"
    home = "https://hn.algolia.com"

    def pages(self, *, today: date, days: int) -> tuple[Page, ...]:
        """The addresses to ask."""
        # From midnight, so that the address and what is remembered of it hold for a day.
        start = datetime.combine(today - timedelta(days=days), time(), UTC)
        since = f"created_at_i>={int(start.timestamp())}"
        on_arxiv = {"query": "arxiv.org", "restrictSearchableAttributes": "url"}
        return (
            _page(**on_arxiv, numericFilters=since),
            _page(numericFilters=f"{since},points>={_LEAST_POINTS}"),
        )

    def votes(self, told: Any) -> Iterator[Vote]:
        """The votes in an answer."""
        hits = told.get("hits") if isinstance(told, dict) else None
        if not isinstance(hits, list):
            raise ValueError
        for hit in hits:
            url = hit.get("url") if isinstance(hit, dict) else None
            count = count_of(hit.get("points")) if url else None
            if isinstance(url, str) and count is not None:
                yield from (Vote(alias, count) for alias in aliases_of_url(url))


def _page(**asked: str) -> Page:
    rest = {"tags": "story", "hitsPerPage": "1000", "attributesToRetrieve": "url,points"}
    return Page(f"/api/v1/search_by_date?{urlencode(asked | rest)}")
