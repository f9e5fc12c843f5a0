"""An author and the world that their tracker asks."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.support.author import Author
from tests.support.desk import Desk
from tests.support.fake_arxiv import FakeArxiv, FakePaper, fake_arxiv
from tests.support.server import Server
from tests.support.sightings import blog, paper


@pytest.fixture
def author(tmp_path: Path) -> Author:
    return Author(tmp_path)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path / "project")


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as running:
        yield running


@pytest.fixture
def arxiv() -> Iterator[FakeArxiv]:
    """An arXiv with six papers of the last days, four of which a topic of reasoning wants."""
    now = datetime.now(UTC)
    titles = (
        "Chain of thought, revisited",
        "Self-consistency for small models",
        "A tree of thoughts in practice",
        "Protein folding at scale",
        "A chain of thought for tables",
        "Weather from satellites",
    )
    with fake_arxiv() as running:
        running.now = now
        running.papers = [
            FakePaper(
                id=f"2505.{number:05}",
                title=title,
                summary=f"We introduce a method for problem {number}. It helps a lot in practice.",
                updated_at=now - timedelta(hours=5 * number),
            )
            for number, title in enumerate(titles, start=1)
        ]
        yield running


@pytest.fixture
def ready(author: Author, arxiv: FakeArxiv) -> Author:
    """An author with settings, one watchlist on reasoning, and one poll behind them."""
    author.configure(arxiv.base_url)
    author.watch(
        "reasoning",
        heading="Reasoning",
        any_of=["chain of thought", "self-consistency", "tree of thoughts"],
    )
    author.ok("poll")
    return author


@pytest.fixture
def drafted(desk: Desk) -> Desk:
    """Three works of one topic and one of another in an open draft."""
    desk.see(paper(1), paper(2), paper(3), paper(4, "A low-rank adapter"))
    desk.draft()
    return desk


@pytest.fixture
def ranked(desk: Desk) -> Desk:
    """Four papers, the newest first, and room for two."""
    desk.configure(draft="per_topic = 2")
    desk.see(*(paper(n, days_ago=n) for n in range(1, 5)))
    return desk


@pytest.fixture
def stocked(desk: Desk) -> Desk:
    """Five papers in all states but published, and a post that no topic wants."""
    desk.see(*(paper(n, days_ago=n) for n in range(1, 6)))
    desk.see(blog("weather", "Weather from satellites", days_ago=9))
    desk.draft(limit=4)
    desk.mark("[x]", 1)
    desk.mark("[-]", 2)
    return desk
