"""Feeds that the tests are written around."""

from __future__ import annotations

from datetime import UTC, datetime

from tracker.sources.feeds.formats.entry import ParsedFeed
from tracker.sources.feeds.formats.feed import parse_feed
from tracker.values import Sighting

NOW = datetime(2025, 5, 2, 18, tzinfo=UTC)
URL = "https://notes.example/feed.xml"


def parsed(body: bytes | str, *, url: str = URL, content_type: str = "") -> ParsedFeed:
    data = body.encode() if isinstance(body, str) else body
    return parse_feed(data, url=url, content_type=content_type, source=f"feed:{url}", seen_at=NOW)


def rss(items: str, *, home: str = "https://notes.example/", head: str = "") -> str:
    return (
        '<?xml version="1.0" encoding="utf-8"?><rss version="2.0" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:feedburner="http://rssnamespace.org/feedburner/ext/1.0" '
        'xmlns:content="http://purl.org/rss/1.0/modules/content/">'
        f"<channel><title>Notes</title><link>{home}</link>{head}{items}</channel></rss>"
    )


def atom(entries: str, *, head: str = '<link href="https://notes.example/"/>') -> str:
    return (
        '<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom">'
        f"<title>Notes</title>{head}{entries}</feed>"
    )


def only(feed: ParsedFeed) -> Sighting:
    (sighting,) = feed.sightings
    return sighting
