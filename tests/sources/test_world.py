"""All captured feeds of the loopback world, where it lies beside the repository."""

from __future__ import annotations

import gzip
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tracker.sources.feeds.formats.feed import parse_feed

FEEDS = Path(__file__).resolve().parents[3] / "shared" / "world" / "data" / "feeds"
NOW = datetime(2027, 1, 1, tzinfo=UTC)

pytestmark = pytest.mark.skipif(
    not (FEEDS / "feeds.json").exists(), reason="the world with its captured feeds is not here"
)


def captured() -> list[dict[str, Any]]:
    told = FEEDS / "feeds.json"
    return json.loads(told.read_text(encoding="utf-8")) if told.exists() else []


@pytest.mark.parametrize("feed", captured(), ids=lambda feed: str(feed["name"]))
def test_a_captured_feed_is_read_whole(feed: dict[str, Any]) -> None:
    body = (FEEDS / feed["file"]).read_bytes()
    if feed["file"].endswith(".gz"):
        body = gzip.decompress(body)
    parsed = parse_feed(
        body, url=feed["url"], content_type=feed["content_type"], source="s", seen_at=NOW
    )
    assert parsed.whole
    assert parsed.title
    assert parsed.total == feed["entries"]
    assert len(parsed.sightings) >= 0.95 * feed["entries"] - 1
    for sighting in parsed.sightings:
        assert sighting.title
        assert sighting.url.startswith(("http://", "https://"))
        assert sighting.via is None or sighting.via.url != sighting.url
        assert not any("<p>" in text for text in (sighting.title, sighting.summary[:200]))
