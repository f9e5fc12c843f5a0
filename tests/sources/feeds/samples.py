"""A feed of some names, and a parser that needs no process of its own."""

from __future__ import annotations

from datetime import datetime

from tracker.sources.feeds.formats.entry import ParsedFeed
from tracker.sources.feeds.formats.feed import parse_feed
from tracker.values import Document


def feed(*names: str) -> bytes:
    items = "".join(
        f"<item><title>{name}</title><link>https://notes.example/{name}</link></item>"
        for name in names
    )
    return (
        "<rss version='2.0'><channel><title>Notes</title><link>https://notes.example/</link>"
        f"{items}</channel></rss>"
    ).encode()


class CountingParser:
    """Parses here and now, and counts."""

    def __init__(self) -> None:
        self.count = self.prepared = 0
        self.first: list[bool] = []  # of each document, whether none of its entries was known

    def prepare(self) -> None:
        self.prepared += 1

    async def parse(
        self, document: Document, *, source: str, seen_at: datetime, is_first: bool = False
    ) -> ParsedFeed:
        self.count += 1
        self.first.append(is_first)
        return parse_feed(
            document.body,
            url=document.url,
            content_type=document.content_type,
            source=source,
            seen_at=seen_at,
        )
