"""The contract of every source, kept by arXiv."""

from __future__ import annotations

import time
from datetime import timedelta
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit
from xml.sax.saxutils import escape

from tests.sources.contract import NOW, Known, Place, SourceContract
from tests.support.fake_arxiv import FakeArxiv, FakePaper, Request, papers
from tests.support.server import Answer, Seen, Server
from tracker.settings import ArxivSettings
from tracker.sources.arxiv.api import ArxivApi
from tracker.sources.arxiv.gate import Gate
from tracker.sources.arxiv.source import ArxivSource
from tracker.sources.http.client import Http
from tracker.values import Batch, Source, SourceState

ODD = FakePaper(id="2505.09999", title="Odd", updated_at=NOW - timedelta(hours=7, seconds=7))
ODD_DATE, ODD_LINK = b"2025-05-02T10:59:53Z", b"http://arxiv.org/abs/2505.09999v1"


class ArxivPlace(Place):
    """A listing of several pages, and a feed that names papers which the listing lacks."""

    paths = ("/api/query", "/atom/cs.CL")

    def __init__(self, server: Server, folder: Path) -> None:
        super().__init__(server, folder)
        self.arxiv = FakeArxiv()
        self.arxiv.now = NOW
        self.date, self.link = ODD_DATE, ODD_LINK

    @property
    def initial(self) -> SourceState:
        return SourceState(key="arxiv", kind="arxiv")

    def source(self, http: Http, known: Known) -> Source:
        settings = ArxivSettings(base_url=self.server.base_url, page_size=10)
        gate = Gate(self.folder, gap_seconds=0)
        api = ArxivApi(settings, http, gate)
        return ArxivSource(["cs.CL"], settings=settings, api=api, known=known)

    def fill(self) -> set[str]:
        announced = FakePaper(
            id="2505.08888",
            title="Announced",
            updated_at=NOW - timedelta(hours=3),
            announcement="new",
            in_api=False,
        )
        self.arxiv.papers += [*papers(25, newest_at=NOW - timedelta(hours=1)), announced]
        return {paper.id for paper in self.arxiv.papers}

    def add_one(self, *, date: str | None = None, link: str | None = None) -> None:
        self.arxiv.papers.append(ODD)
        self.date = ODD_DATE if date is None else escape(date).encode()
        self.link = ODD_LINK if link is None else escape(link).encode()

    def answer(self, seen: Seen) -> Answer:
        address = urlsplit(seen.path)
        query = {key: values[0] for key, values in parse_qs(address.query).items()}
        request = Request(unquote(address.path), query, time.monotonic(), "")
        made = self.arxiv.answer(request)
        body = made.body.replace(ODD_DATE, self.date).replace(ODD_LINK, self.link)
        return Answer(status=made.status, body=body)

    def names(self, batch: Batch) -> set[str]:
        return {sighting.url.rpartition("/abs/")[2] for sighting in batch.sightings}


class TestArxiv(SourceContract):
    place_type = ArxivPlace
