"""Hugging Face's daily papers: a list a day, curated by its community, with upvotes.

Hub API, "Paper pages": ``/api/daily_papers?date=YYYY-MM-DD`` answers with an array of entries,
whose ``paper`` has its arXiv identifier as ``id`` and its ``upvotes``. Days without a list are
empty; a day that has not begun there is refused with 400.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from tracker.identity import arxiv
from tracker.sources.attention.site import Page, count_of
from tracker.values import Alias, Vote


class HuggingFace:
    """The daily papers of Hugging Face."""

    name = "Hugging Face"
    home = "https://huggingface.co"

    def pages(self, *, today: date, days: int) -> tuple[Page, ...]:
        """The addresses to ask."""
        dates = [today - timedelta(days=ago) for ago in range(days + 1)]
        return tuple(
            Page(f"/api/daily_papers?date={day}&limit=100", may_lack=day == today) for day in dates
        )

    def votes(self, told: Any) -> Iterator[Vote]:
        """The votes in an answer."""
        if not isinstance(told, list):
            raise ValueError
        for entry in told:
            paper = entry.get("paper") if isinstance(entry, dict) else None
            if not isinstance(paper, dict) or not isinstance(paper.get("id"), str):
                continue
            known, count = arxiv.parse(paper["id"][:100]), count_of(paper.get("upvotes"))
            if known is not None and count is not None:
                yield Vote(Alias("arxiv", known), count)
