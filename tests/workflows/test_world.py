"""The whole program against real listings and blogs, with the API's oddities on."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from tests.support.author import Author
from tests.support.world import World, needs_world, world
from tests.support.world_listings import GAP, GAP_SECONDS, expected

FLAGS = ("--as-of", "2025-05-01T18:00Z", "--now-at", "2025-05-02T18:00Z", *GAP)
PAGE = 250  # several pages a poll, so that some of them come empty


def ready(author: Author, base_url: str, feeds: dict[str, str]) -> None:
    """The shipped topics on the world's arXiv at the pace that it asks for, each with a blog."""
    author.ok("init")
    author.configure(base_url, arxiv=f"page_size = {PAGE}")
    settings = author.home / "tracker.toml"
    text = settings.read_text("utf-8").replace(
        "delay_seconds = 0", f"delay_seconds = {GAP_SECONDS:g}"
    )
    settings.write_text(text, "utf-8")
    for path in author.home.glob("watchlists/*.toml"):
        head, _, _ = path.read_text("utf-8").partition("[[feeds]]")
        feed = f'\n[[feeds]]\nurl = "{base_url}/blogs/{feeds[path.stem]}"\n'
        path.write_text(head + feed, "utf-8")


def stored(author: Author) -> dict[str, list[dict[str, Any]]]:
    """arXiv identifier -> the works that have it."""
    found: dict[str, list[dict[str, Any]]] = {}
    for work in author.json("list"):
        for alias in work["aliases"]:
            if alias.startswith("arxiv:"):
                found.setdefault(alias.removeprefix("arxiv:"), []).append(work)
    return found


def check_politeness(served: World) -> dict[str, Any]:
    arxiv: dict[str, Any] = served.report()["arxiv"]
    assert arxiv["refused_for_rate"] == 0
    assert arxiv["most_in_parallel"] <= 1
    assert (arxiv["smallest_gap_seconds"] or GAP_SECONDS) >= GAP_SECONDS
    return arxiv


@needs_world
def test_all_that_arxiv_shows_is_stored_once_and_a_week_goes_its_way(tmp_path: Path) -> None:
    author = Author(tmp_path)
    feeds = {
        "multimodal-models": "pixel-and-word/atom.xml",
        "efficient-fine-tuning": "lora-corner/rss",
        "reasoning-frameworks": "chain-of-posts/feed.json",
    }
    with world(*FLAGS) as served:
        ready(author, served.base_url, feeds)
        since_at = datetime.now(UTC) - timedelta(days=8)
        report = author.json("poll", "--since", "8d")
        assert {source["status"] for source in report["sources"]} == {"ok"}
        asked = check_politeness(served)["requests"]
        wanted = expected(served, since_at)
        works = stored(author)
        assert wanted <= works.keys()
        assert all(len(found) == 1 for found in works.values())
        # The span's pages, one to see its end, some asked again, one per 100 identifiers.
        assert asked <= len(wanted) // PAGE + 2 + 3 + 1

        again = author.json("poll")
        assert [(s["new"], s["updated"]) for s in again["sources"]] == [(0, 0)] * 4

        served.report("hours=24&reset=1")
        before = set(stored(author))
        third = author.json("poll")
        after = set(stored(author))
        assert expected(served, since_at) <= after
        assert {source["status"] for source in third["sources"]} <= {"ok", "unchanged"}
        assert len(after - before) > 100

        draft = author.json("draft", "--limit", "5")
        assert [entry["topic"] for entry in draft["entries"]].count("reasoning-frameworks") == 5
        author.use_editor('text = text.replace("- [ ]", "- [x]")')
        author.ok("review")
        author.ok("publish")
        links = re.findall(rb"https://arxiv.org/abs/[\d.]+", author.post)
        assert len(links) >= 10
        published = author.post
        assert author.json("poll")["topics"] == [
            {"topic": topic, "new": 0, "matched": 0} for topic in sorted(feeds)
        ]
        author.ok("publish")
        assert author.post == published
