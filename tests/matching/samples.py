"""Topics and works for the tests of matching, all invented."""

from __future__ import annotations

from datetime import UTC, datetime

from tracker.values import Kind, PaperFacts, SightingRef, Work
from tracker.watchlists import ArxivRules, FeedRule, Terms, Watchlist

NOW = datetime(2025, 5, 2, tzinfo=UTC)


def topic(
    slug: str = "topic",
    *,
    categories: tuple[str, ...] = ("cs.CL",),
    arxiv: Terms | None = None,
    match: Terms | None = None,
    authors: tuple[str, ...] = (),
    feeds: tuple[FeedRule, ...] = (),
) -> Watchlist:
    arxiv = arxiv or Terms(any=("fine-tuning",))
    rules = ArxivRules(categories=categories, terms=arxiv, authors=authors)
    return Watchlist(
        slug=slug, title=slug, heading=slug, arxiv=rules, match=match or arxiv, feeds=feeds
    )


def work(
    title: str = "",
    summary: str = "",
    *,
    sources: tuple[str, ...] = ("arxiv",),
    categories: tuple[str, ...] = ("cs.LG", "cs.CL"),
    authors: tuple[str, ...] = (),
) -> Work:
    return Work(
        id=7,
        kind=Kind.PAPER if categories else Kind.POST,
        title=title,
        url="https://example.org/",
        summary=summary,
        authors=authors,
        first_seen_at=NOW,
        sightings=tuple(
            SightingRef(source=source, source_name="", url="", seen_at=NOW) for source in sources
        ),
        paper=PaperFacts(categories=categories) if categories else None,
    )


def text_of(background: str = "", *, main: str = "We propose a new loom for weavers.") -> str:
    """An abstract of more than a few sentences, one of which states the contribution."""
    rest = "Weaving is an old craft. Much was written on it. Few have measured it so far."
    return f"{rest} {background} {main} It weaves well in all tests."
