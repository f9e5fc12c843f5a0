"""Works for the tests of ranking, all invented."""

from __future__ import annotations

from datetime import UTC, datetime

from tracker.values import Kind, Work

NOW = datetime(2025, 5, 2, tzinfo=UTC)
TITLE = "Looms: weaving long patterns from short threads"


def work(number: int, title: str = TITLE, authors: tuple[str, ...] = ("Ada", "Carl")) -> Work:
    return Work(id=number, kind=Kind.PAPER, title=title, url="", authors=authors, first_seen_at=NOW)
