"""The demo's arXiv and blogs: a real HTTP server on loopback, for the real poller.

It answers ``/api/query`` as the arXiv API does (arXiv API User's Manual: Atom with OpenSearch
totals; ``cat:`` terms joined by OR, ``id_list``, ``start``, ``max_results``; newest update first),
``/atom/...`` as the announcement feed does, and ``/blogs/SLUG/feed`` in RSS, Atom or JSON Feed.
"""

from __future__ import annotations

import json
import re
import threading
import tomllib
from contextlib import contextmanager
from datetime import datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.resources import files
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit
from xml.sax.saxutils import escape, quoteattr

from tracker.values import rfc3339

if TYPE_CHECKING:
    from collections.abc import Iterator

ATOM = "application/atom+xml; charset=utf-8"


def read_sample() -> dict[str, Any]:
    """The sample that ships with the package."""
    return tomllib.loads(files("tracker.demo").joinpath("sample.toml").read_text("utf-8"))


class Sample:
    """The documents of the sample, with dates counted back from ``now``."""

    def __init__(self, sample: dict[str, Any], *, now: datetime) -> None:
        self.papers = sorted(sample["papers"], key=lambda paper: (paper["hours"], paper["id"]))
        self.feeds = {feed["slug"]: feed for feed in sample["feeds"]}
        self.now = now

    def moment(self, hours: float) -> datetime:
        """When something of the sample happened, by the clock of the demo."""
        return self.now - timedelta(hours=hours)

    def query(self, query: dict[str, list[str]]) -> bytes:
        """The API's answer to a parsed query string."""
        categories = set(re.findall(r"cat:([\w.-]+)", query.get("search_query", [""])[0]))
        wanted = {re.sub(r"v\d+$", "", i) for i in query.get("id_list", [""])[0].split(",") if i}
        found = [
            paper
            for paper in self.papers
            if (not wanted or paper["id"] in wanted)
            and (not categories or categories & set(paper["categories"]))
        ]
        start = int(query.get("start", ["0"])[0])
        page = found[start : start + int(query.get("max_results", ["10"])[0])]
        head = (
            '<?xml version="1.0" encoding="UTF-8"?>\n'
            '<feed xmlns="http://www.w3.org/2005/Atom" xmlns:arxiv="http://arxiv.org/schemas/atom"'
            ' xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/">\n'
            f"<title>arXiv Query</title><id>http://arxiv.org/api/demo</id>"
            f"<updated>{rfc3339(self.now)}</updated>"
            f"<opensearch:totalResults>{len(found)}</opensearch:totalResults>"
            f"<opensearch:startIndex>{start}</opensearch:startIndex>"
            f"<opensearch:itemsPerPage>{len(page)}</opensearch:itemsPerPage>\n"
        )
        return (head + "".join(map(self.api_entry, page)) + "</feed>\n").encode()

    def api_entry(self, paper: dict[str, Any]) -> str:
        """A paper as arXiv's API shows it."""
        name = f"{paper['id']}v{paper.get('version', 1)}"
        updated = self.moment(paper["hours"])
        published = updated - timedelta(days=2) if paper.get("version", 1) > 1 else updated
        comment = paper.get("comment", "")
        return (
            f"<entry><id>http://arxiv.org/abs/{name}</id><title>{escape(paper['title'])}</title>"
            f"<updated>{rfc3339(updated)}</updated><published>{rfc3339(published)}</published>"
            f'<link href="https://arxiv.org/abs/{name}" rel="alternate" type="text/html"/>'
            f'<link href="https://arxiv.org/pdf/{name}" rel="related" title="pdf"/>'
            f"<summary>{escape(paper['summary'])}</summary>"
            + (f"<arxiv:comment>{escape(comment)}</arxiv:comment>" if comment else "")
            + "".join(
                f"<category term={quoteattr(category)} scheme='http://arxiv.org/schemas/atom'/>"
                for category in paper["categories"]
            )
            + f"<arxiv:primary_category term={quoteattr(paper['categories'][0])}/>"
            + "".join(f"<author><name>{escape(name)}</name></author>" for name in paper["authors"])
            + "</entry>\n"
        )

    def listing(self, categories: list[str]) -> bytes:
        """The announcement feed of the day: what was submitted in the last 36 hours."""
        entries = [
            f"<entry><id>oai:arXiv.org:{paper['id']}v1</id><title>{escape(paper['title'])}</title>"
            f'<link href="https://arxiv.org/abs/{paper["id"]}" rel="alternate" type="text/html"/>'
            f"<summary>arXiv:{paper['id']}v1 Announce Type: new \n"
            f"Abstract: {escape(paper['summary'])}</summary>"
            + "".join(f"<category term={quoteattr(c)}/>" for c in paper["categories"])
            + f"<published>{rfc3339(self.now)}</published>"
            "<arxiv:announce_type>new</arxiv:announce_type>"
            f"<dc:creator>{escape(', '.join(paper['authors']))}</dc:creator></entry>"
            for paper in self.papers
            if paper["hours"] < 36
            and set(categories) & set(paper["categories"])
            and paper.get("version", 1) == 1
        ]
        return (
            '<?xml version="1.0" encoding="UTF-8"?>\n'
            '<feed xmlns="http://www.w3.org/2005/Atom" xmlns:arxiv="http://arxiv.org/schemas/atom"'
            ' xmlns:dc="http://purl.org/dc/elements/1.1/">'
            f"<id>http://rss.arxiv.org/atom/{escape('+'.join(categories))}</id>"
            f"<title>{escape(', '.join(categories))} updates on arXiv.org</title>"
            f"<updated>{rfc3339(self.now)}</updated>{''.join(entries)}</feed>"
        ).encode()

    def feed(self, slug: str, base: str) -> tuple[bytes, str]:
        """A blog's feed and its content type."""
        feed = self.feeds[slug]
        home = f"{base}/blogs/{slug}/"
        write = {"rss": self.rss, "atom": self.atom, "json": self.json}[feed["format"]]
        return write(feed, home)

    def rss(self, feed: dict[str, Any], home: str) -> tuple[bytes, str]:
        """A blog's feed in RSS."""
        items = "".join(
            f"<item><title>{escape(entry['title'])}</title>"
            f"<link>{home}{entry['path']}/</link><guid>{home}{entry['path']}/</guid>"
            f"<pubDate>{format_datetime(self.moment(entry['hours']))}</pubDate>"
            f"<description>{escape(entry['html'])}</description></item>"
            for entry in feed["entries"]
        )
        return (
            f'<?xml version="1.0"?><rss version="2.0"><channel><title>{escape(feed["title"])}'
            f"</title><link>{home}</link><description/>{items}</channel></rss>"
        ).encode(), "application/rss+xml"

    def atom(self, feed: dict[str, Any], home: str) -> tuple[bytes, str]:
        """A blog's feed in Atom."""
        entries = "".join(
            f"<entry><title>{escape(entry['title'])}</title><id>{home}{entry['path']}/</id>"
            f'<link rel="alternate" href="{home}{entry["path"]}/"/>'
            f'<link rel="related" href={quoteattr(entry["link"])}/>'
            f"<updated>{rfc3339(self.moment(entry['hours']))}</updated>"
            f'<content type="html">{escape(entry["html"])}</content></entry>'
            for entry in feed["entries"]
        )
        return (
            '<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom">'
            f"<title>{escape(feed['title'])}</title><id>{home}</id>"
            f"<updated>{rfc3339(self.now)}</updated>{entries}</feed>"
        ).encode(), "application/atom+xml"

    def json(self, feed: dict[str, Any], home: str) -> tuple[bytes, str]:
        """A blog's feed in JSON Feed."""
        items = [
            {
                "id": f"{home}{entry['path']}/",
                "url": f"{home}{entry['path']}/",
                "title": entry["title"],
                "content_html": entry["html"],
                "date_published": rfc3339(self.moment(entry["hours"])),
            }
            for entry in feed["entries"]
        ]
        head = {"version": "https://jsonfeed.org/version/1.1", "title": feed["title"]}
        return json.dumps(head | {"items": items}).encode(), "application/feed+json"


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def do_GET(self) -> None:
        split = urlsplit(self.path)
        sample, parts = self.server.sample, split.path.strip("/").split("/")
        if split.path == "/api/query":
            self.reply(sample.query(parse_qs(split.query)), ATOM)
        elif len(parts) == 2 and parts[0] == "atom":
            self.reply(sample.listing(parts[1].replace("%2B", "+").split("+")), ATOM)
        elif len(parts) == 3 and parts[0] == "blogs" and parts[1] in sample.feeds:
            self.reply(*sample.feed(parts[1], self.server.base))
        else:
            self.reply(b"not found", "text/plain", 404)

    def reply(self, body: bytes, content_type: str, status: int = 200) -> None:
        self.send_response(status)
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Nothing: the demo's own report is what its user reads."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, sample: Sample, port: int) -> None:
        super().__init__(("127.0.0.1", port), _Handler)
        self.sample = sample
        self.base = f"http://127.0.0.1:{self.server_port}"


@contextmanager
def serve(sample: Sample, *, port: int = 0) -> Iterator[str]:
    """Serve the sample on loopback; gives the base URL. A port that is taken gives a free one."""
    try:
        server = _Server(sample, port)
    except OSError:
        server = _Server(sample, 0)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server.base
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
