"""What sources show, in a line: papers as arXiv lists them, posts as feeds bring them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from tracker.values import Kind, PaperFacts, Sighting, Via

START = datetime(2025, 5, 2, 18, tzinfo=UTC)


def _made(number: int) -> str:
    deed = f"We introduce a method for problem {number} that halves the cost of training."
    return f"{deed} It helps in practice."


def paper(
    number: int,
    title: str = "",
    *,
    version: int = 1,
    days_ago: float = 1.0,
    first_days_ago: float | None = None,
    comment: str = "",
    summary: str = "",
) -> Sighting:
    """A paper as arXiv shows it. ``days_ago`` dates its version, before the desk's start. A later
    version without a comment has one that tells of a change in substance."""
    first = days_ago if first_days_ago is None else first_days_ago
    return Sighting(
        source="arxiv",
        url=f"https://arxiv.org/abs/2505.{number:05d}",
        seen_at=START,
        title=title or f"A chain of thought for problem {number}",
        kind=Kind.PAPER,
        summary=summary or _made(number),
        authors=("Ada Byron", "Carl Gauss"),
        published_at=START - timedelta(days=first),
        updated_at=START - timedelta(days=days_ago),
        paper=PaperFacts(version=version, categories=("cs.CL",), comment=comment or _news(version)),
    )


def _news(version: int) -> str:
    return f"Version {version} has new experiments" if version > 1 else ""


def blog(
    slug: str,
    title: str,
    *,
    feed: str = "feed:https://blog.example/feed",
    url: str = "",
    via: str = "",
    days_ago: float = 1.0,
) -> Sighting:
    """A post as a feed brings it; with ``via``, what a link-blog shows."""
    return Sighting(
        source=feed,
        url=url or f"https://blog.example/{slug}",
        seen_at=START,
        title=title,
        kind=Kind.POST,
        summary=f"What I think of {slug}.",
        published_at=START - timedelta(days=days_ago),
        via=Via(via, "A link-blog") if via else None,
    )
