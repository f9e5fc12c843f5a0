"""A small arXiv on loopback: papers of our own making, real HTTP, and faults on demand.

It renders the API's Atom document (sorted by last update, with totals) and the announcement feed.
``faults`` spoil answers in order: each is asked in turn whether it has something to say about a
request. ``before_answer`` lets a test change the papers between two requests, as the world does.
"""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit
from xml.sax.saxutils import escape

NOW = datetime(2025, 5, 1, 18, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class FakePaper:
    """A paper as the API shows it; with ``announcement`` the day's feed names it too."""

    id: str
    updated_at: datetime
    submitted_at: datetime | None = None
    version: int = 1
    title: str = ""
    summary: str = "We test."
    authors: tuple[str, ...] = ("Ada Byron", "Carl Gauss")
    categories: tuple[str, ...] = ("cs.CL",)
    comment: str = ""
    journal_ref: str = ""
    doi: str = ""
    announcement: str = ""
    listed_version: int = 0  # where the feed is ahead of the API
    in_api: bool = True

    def revised(self, at: datetime, **changes: Any) -> FakePaper:
        """The next version, submitted at ``at``."""
        first_at = self.submitted_at or self.updated_at
        return replace(
            self, version=self.version + 1, updated_at=at, submitted_at=first_at, **changes
        )


def papers(
    count: int,
    *,
    newest_at: datetime = NOW - timedelta(hours=1),
    hours: float = 1.0,
    first: int = 1,
) -> list[FakePaper]:
    """``count`` papers, the first in the list the newest, ``hours`` apart."""
    return [
        FakePaper(
            id=f"2505.{first + count - 1 - row:05}",
            title=f"Paper {first + count - 1 - row}",
            updated_at=newest_at - timedelta(hours=hours * row),
        )
        for row in range(count)
    ]


@dataclass(frozen=True, slots=True)
class Request:
    path: str
    query: dict[str, str]
    begun_at: float  # monotonic
    agent: str

    @property
    def start(self) -> int:
        return int(self.query.get("start", "0"))

    @property
    def is_listing_page(self) -> bool:
        return self.path == "/api/query" and "search_query" in self.query


@dataclass(frozen=True, slots=True)
class Answer:
    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)


Fault = Callable[[Request], Answer | None]


class FakeArxiv:
    """The papers, what goes wrong, and what was asked."""

    def __init__(self) -> None:
        self.papers: list[FakePaper] = []
        self.now = NOW
        self.faults: list[Fault] = []
        self.requests: list[Request] = []
        self.before_answer: Callable[[Request], None] = lambda request: None
        self.largest_page = 2000
        self.deepest_row = 30_000
        self.is_sorted = True
        self.extra_total = 0
        self.seconds = 0.0
        self.most_at_once = self._at_once = 0
        self._lock = threading.Lock()
        self.base_url = ""

    def pages(self) -> list[int]:
        """The rows from which pages of the listing were asked."""
        return [request.start for request in self.requests if request.is_listing_page]

    def id_lists(self) -> list[list[str]]:
        lists = (request.query.get("id_list", "") for request in self.requests)
        return [one.split(",") for one in lists if one]

    def feeds(self) -> int:
        return sum(request.path.startswith("/atom/") for request in self.requests)

    # --- answers --------------------------------------------------------------------------

    def answer(self, request: Request) -> Answer:
        with self._lock:
            self.requests.append(request)
            self._at_once += 1
            self.most_at_once = max(self.most_at_once, self._at_once)
        try:
            time.sleep(self.seconds)
            self.before_answer(request)
            for fault in self.faults:
                if (spoilt := fault(request)) is not None:
                    return spoilt
            if request.path == "/api/query":
                return self.query(request)
            if request.path.startswith("/atom/"):
                return Answer(self.feed(request.path.removeprefix("/atom/").split("+")))
            return Answer(b"not here", 404)
        finally:
            with self._lock:
                self._at_once -= 1

    def query(self, request: Request) -> Answer:
        size = min(int(request.query.get("max_results", "10")), self.largest_page)
        if request.query.get("id_list"):
            found = self.by_ids(request.query["id_list"].split(","))
        else:
            found = self.listing(request.query["search_query"])
        if request.start + size > self.deepest_row:
            return Answer(b"too deep", 500)
        rows = found[request.start : request.start + size]
        return Answer(document(rows, total=len(found) + self.extra_total, now=self.now))

    def listing(self, query: str) -> list[FakePaper]:
        wanted = set(re.findall(r"cat:(\S+?)(?=[\s)]|$)", query))
        found = [p for p in self.papers if p.in_api and wanted & set(p.categories)]
        if match := re.search(r"submittedDate:\[\d+ TO (\d{12})\]", query):
            until = datetime.strptime(match[1] + "+0000", "%Y%m%d%H%M%z")
            found = [p for p in found if (p.submitted_at or p.updated_at) <= until]
        return sorted(found, key=lambda p: p.updated_at, reverse=True) if self.is_sorted else found

    def by_ids(self, ids: list[str]) -> list[FakePaper]:
        return [paper for paper in self.papers if paper.in_api and paper.id in ids]

    def feed(self, categories: list[str]) -> bytes:
        rows = [p for p in self.papers if p.announcement and set(categories) & set(p.categories)]
        return announcement_feed(rows, day=(self.now - timedelta(hours=4)).date())


def document(rows: list[FakePaper], *, total: int, now: datetime, extra: str = "") -> bytes:
    """The API's Atom document."""
    entries = "".join(_entry(paper) for paper in rows)
    return (
        "<?xml version='1.0' encoding='UTF-8'?>\n"
        '<feed xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/" '
        'xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns="http://www.w3.org/2005/Atom">'
        f"<id>x</id><title>arXiv Query</title><updated>{_iso(now)}</updated>"
        f"<opensearch:totalResults>{total}</opensearch:totalResults>{entries}{extra}</feed>\n"
    ).encode()


def error_document(message: str) -> bytes:
    """What the API answers to a query that it refuses."""
    entry = (
        "<entry><id>https://arxiv.org/api/errors#some</id><title>Error</title>"
        f"<updated>{_iso(NOW)}</updated><summary>{escape(message)}</summary></entry>"
    )
    return document([], total=1, now=NOW, extra=entry)


def _entry(paper: FakePaper) -> str:
    optional = "".join(
        f"<arxiv:{tag}>{escape(value)}</arxiv:{tag}>"
        for tag, value in (
            ("comment", paper.comment),
            ("journal_ref", paper.journal_ref),
            ("doi", paper.doi),
        )
        if value
    )
    return (
        f"<entry><id>http://arxiv.org/abs/{paper.id}v{paper.version}</id>"
        f"<title>{escape(paper.title)}</title><updated>{_iso(paper.updated_at)}</updated>"
        f"<summary>{escape(paper.summary)}</summary>"
        + "".join(f'<category term="{term}"/>' for term in paper.categories)
        + f"<published>{_iso(paper.submitted_at or paper.updated_at)}</published>{optional}"
        + f'<arxiv:primary_category term="{paper.categories[0]}"/>'
        + "".join(f"<author><name>{escape(name)}</name></author>" for name in paper.authors)
        + "</entry>"
    )


def announcement_feed(rows: list[FakePaper], *, day: date) -> bytes:
    """The announcement feed of a day, Atom form."""
    midnight = f"{day}T00:00:00-04:00"
    entries = "".join(
        f"<entry><id>oai:arXiv.org:{p.id}v{p.listed_version or p.version}</id>"
        f"<title>{escape(p.title)}</title><updated>{midnight}</updated>"
        f"<summary>arXiv:{p.id}v{p.listed_version or p.version} Announce Type: {p.announcement} \n"
        f"Abstract: {escape(p.summary)}</summary>"
        + "".join(f'<category term="{term}"/>' for term in p.categories)
        + f"<published>{midnight}</published>"
        f"<arxiv:announce_type>{p.announcement}</arxiv:announce_type>"
        f"<dc:creator>{escape(', '.join(p.authors))}</dc:creator></entry>"
        for p in rows
    )
    return (
        "<?xml version='1.0' encoding='UTF-8'?>\n"
        '<feed xmlns:arxiv="http://arxiv.org/schemas/atom" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns="http://www.w3.org/2005/Atom">'
        f"<id>x</id><title>updates</title><updated>{midnight}</updated>{entries}</feed>\n"
    ).encode()


def _iso(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


# --- faults -------------------------------------------------------------------------------


def _some(times: int, when: Callable[[Request], bool], answer: Answer) -> Fault:
    left = [times]

    def fault(request: Request) -> Answer | None:
        if left[0] <= 0 or not when(request):
            return None
        left[0] -= 1
        return answer

    return fault


def any_request(request: Request) -> bool:
    return True


def page_at(start: int) -> Callable[[Request], bool]:
    """Pages of the listing from ``start`` on, the first one alone where it is 0."""
    return lambda r: r.is_listing_page and (r.start >= start if start else r.start == 0)


def empty(when: Callable[[Request], bool], *, times: int = 1, total: int = 5000) -> Fault:
    return _some(times, when, Answer(document([], total=total, now=NOW)))


def status(
    code: int, when: Callable[[Request], bool], *, times: int = 1, retry_after: str = ""
) -> Fault:
    headers = {"Retry-After": retry_after} if retry_after else {}
    return _some(times, when, Answer(b"Rate exceeded.", code, headers))


def body(data: bytes, when: Callable[[Request], bool], *, times: int = 1) -> Fault:
    return _some(times, when, Answer(data))


# --- the server ---------------------------------------------------------------------------


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = 30

    def log_message(self, *_: Any) -> None:
        pass

    def do_GET(self) -> None:
        begun_at, split = time.monotonic(), urlsplit(self.path)
        query = {key: values[0] for key, values in parse_qs(split.query).items()}
        arxiv: FakeArxiv = self.server.arxiv  # type: ignore[attr-defined]
        agent = self.headers.get("User-Agent", "")
        answer = arxiv.answer(Request(unquote(split.path), query, begun_at, agent))
        self.send_response(answer.status)
        self.send_header("Content-Type", "application/atom+xml")
        self.send_header("Content-Length", str(len(answer.body)))
        for name, value in answer.headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(answer.body)


@contextmanager
def fake_arxiv() -> Iterator[FakeArxiv]:
    """A server that listens on 127.0.0.1 until the block ends."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    server.daemon_threads = True
    arxiv = FakeArxiv()
    arxiv.base_url = f"http://127.0.0.1:{server.server_port}"
    server.arxiv = arxiv  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield arxiv
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
