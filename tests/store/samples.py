"""Sightings for the store's tests, all invented."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from tracker.values import Announcement, Kind, Link, PaperFacts, Sighting, Via

NOW = datetime(2025, 5, 2, 18, tzinfo=UTC)
EMPTY = PaperFacts()


def paper(
    number: int = 1,
    version: int = 1,
    *,
    title: str = "",
    summary: str = "",
    comment: str = "",
    at: datetime = NOW,
    source: str = "arxiv",
) -> Sighting:
    """A paper as the API shows it."""
    return Sighting(
        source=source,
        url=f"https://arxiv.org/abs/2505.{number:05d}",
        seen_at=at,
        title=title or f"Weaving looms of paper mills, part {number} revision {version}",
        kind=Kind.PAPER,
        summary=summary or f"We weave mill {number} for the time {version}.",
        authors=("Ada Weaver", "Ben Miller"),
        published_at=NOW - timedelta(days=3),
        updated_at=NOW - timedelta(days=4 - version),
        paper=PaperFacts(version=version, categories=("cs.CL",), comment=comment),
    )


def announced(
    number: int = 1,
    version: int = 1,
    *,
    kind: Announcement = Announcement.NEW,
    day: date = date(2025, 5, 1),
    at: datetime = NOW,
) -> Sighting:
    """The same paper as the day's listing names it."""
    return Sighting(
        source="listing",
        url=f"https://arxiv.org/abs/2505.{number:05d}",
        seen_at=at,
        title=f"Weaving looms of paper mills, part {number} revision {version}",
        kind=Kind.PAPER,
        summary="We weave.",
        authors=("Ada Weaver", "Ben Miller"),
        paper=PaperFacts(
            version=version,
            categories=("cs.CL", "cs.CV"),
            announced_on=day,
            announcement=kind,
        ),
    )


def post(
    slug: str = "looms",
    *,
    title: str = "Looms that I have known and mended",
    source: str = "https://mill.example/feed",
    site: str = "mill.example",
    links: tuple[str, ...] = (),
    also: tuple[str, ...] = (),
    via: str = "",
    at: datetime = NOW,
) -> Sighting:
    """A post as a feed brings it; with ``via``, as a link-blog does."""
    return Sighting(
        source=source,
        url=f"https://{site}/{slug}",
        seen_at=at,
        title=title,
        kind=Kind.POST,
        summary="A teaser on looms.",
        authors=("Cleo Spinner",),
        published_at=at - timedelta(days=1),
        via=Via(via, "Spindle") if via else None,
        links=tuple(Link(link, "a link") for link in links),
        also=also,
    )
