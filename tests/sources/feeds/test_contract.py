"""The contract of every source, kept by a feed."""

from __future__ import annotations

import hashlib
from pathlib import Path
from xml.sax.saxutils import escape

from tests.sources.contract import Known, Place, SourceContract
from tests.sources.feeds.samples import CountingParser
from tests.support.server import Answer, Seen, Server, feed_answer
from tracker.sources.feeds.source import FeedSource
from tracker.sources.http.client import Http
from tracker.values import Batch, Source, SourceState

DATE = "Thu, 01 May 2025 10:00:00 GMT"


class FeedPlace(Place):
    """A feed in one document, which brings one batch."""

    paths = ("/feed",)

    def __init__(self, server: Server, folder: Path) -> None:
        super().__init__(server, folder)
        self.items: list[tuple[str, str, str]] = []

    @property
    def initial(self) -> SourceState:
        url = self.server.url("/feed")
        return SourceState(key=f"feed:{url}", kind="feed", url=url)

    def source(self, http: Http, known: Known) -> Source:
        return FeedSource(self.server.url("/feed"), http=http, parser=CountingParser())

    def fill(self) -> set[str]:
        names = {f"Part {number}" for number in range(12)}
        self.items += [(name, f"https://notes.example/{name[5:]}", DATE) for name in sorted(names)]
        return names

    def add_one(self, *, date: str | None = None, link: str | None = None) -> None:
        odd_link = "https://notes.example/odd" if link is None else link
        self.items.insert(3, ("Odd", odd_link, DATE if date is None else date))

    def answer(self, seen: Seen) -> Answer:
        items = "".join(
            f"<item><title>{title}</title><link>{escape(link)}</link>"
            f"<pubDate>{escape(date)}</pubDate></item>"
            for title, link, date in self.items
        )
        body = (
            "<rss version='2.0'><channel><title>Notes</title>"
            f"<link>https://notes.example/</link>{items}</channel></rss>"
        ).encode()
        tag = f'"{hashlib.sha256(body).hexdigest()}"'
        is_known = seen.headers.get("if-none-match") == tag
        return Answer(status=304) if is_known else feed_answer(body, ETag=tag)

    def names(self, batch: Batch) -> set[str]:
        return {sighting.title for sighting in batch.sightings}


class TestFeed(SourceContract):
    place_type = FeedPlace
