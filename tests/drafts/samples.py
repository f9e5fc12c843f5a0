"""Proposals and topics for the tests of drafts."""

from __future__ import annotations

from datetime import UTC, datetime

from tracker.values import (
    Kind,
    PaperFacts,
    Place,
    Proposal,
    Reason,
    Score,
    ScorePart,
    Via,
    Work,
)
from tracker.watchlists import Watchlist

NOW = datetime(2025, 5, 2, 18, tzinfo=UTC)
TOPICS = (
    Watchlist(slug="vision", title="Vision", heading="Seeing models", tags=("vision",)),
    Watchlist(slug="tuning", title="Tuning", heading="Efficient tuning", tags=("llm", "x: y")),
)
SUMMARY = (
    "Large models are slow to adapt. In this paper we propose Quickfit, a method that adapts them "
    "in one pass. Quickfit needs 3.5x less memory than its predecessors, e.g. slowfit. "
    "Code is available at https://github.com/example/quickfit."
)


def work(
    number: int = 17,
    *,
    title: str = "Quickfit: Adapting Large Models in One Pass",
    summary: str = SUMMARY,
    kind: Kind = Kind.PAPER,
    url: str = "",
    authors: tuple[str, ...] = ("Ada Byron", "Emil Post"),
    comment: str = "",
    version: int | None = 1,
    withdrawn: bool = False,
) -> Work:
    return Work(
        id=number,
        kind=kind,
        title=title,
        url=url or f"https://arxiv.org/abs/2505.{number:05}",
        authors=authors,
        summary=summary,
        published_at=datetime(2025, 5, 1, 9, tzinfo=UTC),
        updated_at=datetime(2025, 5, 2, 9, tzinfo=UTC),
        first_seen_at=NOW,
        withdrawn=withdrawn,
        paper=PaperFacts(version=version, comment=comment) if kind is Kind.PAPER else None,
    )


def proposal(
    held: Work | None = None,
    topic: str = "tuning",
    *,
    via: Via | None = None,
    posts: tuple[Work, ...] = (),
    is_update: bool = False,
) -> Proposal:
    return Proposal(
        work=held or work(),
        topic=topic,
        score=Score(
            (ScorePart("2 authors you approved before", 1.5), ScorePart("a short title", 0.5))
        ),
        reasons=(Reason("large models", Place.TITLE, 3.0), Reason("memory", Place.SUMMARY, 1.0)),
        via=via,
        posts=posts,
        is_update=is_update,
    )
