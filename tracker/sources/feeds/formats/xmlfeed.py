"""RSS 0.9x to 2.0, RDF and Atom, by feedparser.

feedparser also repairs encodings and markup. It is given bytes, so it fetches nothing, and it
neither cleans HTML nor resolves links in it: that costs two thirds of its time, and ``text.py``
keeps no HTML at all.
"""

from __future__ import annotations

import calendar
import re
import time
from collections.abc import Iterable
from datetime import UTC, datetime
from itertools import islice
from typing import Any

import feedparser
import feedparser.api

from tracker.errors import LimitError, ParseError
from tracker.sources.feeds.formats.entry import Entry, RawFeed
from tracker.sources.pages.tags import MAX_ATTRIBUTES, has_swollen_tag
from tracker.sources.pages.text import absolute, cut
from tracker.text.invisible import clean

# A list that feedparser offers for change.
feedparser.api.PREFERRED_XML_PARSERS[:] = ["tracker.sources.feeds.formats.sax"]

# Of tags that each cost the parser up to 30 µs: 50 elements in each of 2,000 entries, or 8 MB of
# XHTML. Made of nothing else, 15 MB would keep it busy for minutes.
MAX_MARKS = 200_000
MAX_ENTITIES = 1_000  # HTML has 252, which some documents declare all
_ODD_REFERENCE = re.compile(rb"&(?!(?:amp|lt|gt|quot|apos|#\w{1,8});)")
_ENTRY = re.compile(rb"<(?:\w+:)?(?:item|entry)[\s>]")
_ROOT = re.compile(rb"<([\w:.-]+)")
_BASE = re.compile(rb"base\s*=")  # led by its letters: that is a hundred times as fast
# What expat says of a document that ends before its root element does.
_CUT = ("no element found", "unclosed token", "unclosed CDATA section")


def parse(body: bytes, url: str, *, limit: int) -> RawFeed:
    """The feed of a body in UTF-8, with at most ``limit`` entries. Raises ParseError."""
    body, total = _shortened(body, limit)
    if _marks(body) > MAX_MARKS:
        raise LimitError("the feed has more elements than any that can be read")
    if has_swollen_tag(body, is_xml=True):
        raise LimitError(f"a tag of the feed has more than {MAX_ATTRIBUTES:,} attributes")
    if body.count(b"<!ENTITY") > MAX_ENTITIES:
        raise LimitError(f"the feed declares more than {MAX_ENTITIES:,} entities")
    headers = {"content-type": "application/xml; charset=utf-8"}
    if _BASE.search(body):
        # At every tag feedparser joins the document's address with the base that holds there:
        # without either, links are left as they are, and ``absolute`` does the same once.
        headers["content-location"] = url
    try:
        parsed = feedparser.parse(
            body, response_headers=headers, sanitize_html=False, resolve_relative_uris=False
        )
    except MemoryError:
        raise
    except Exception as error:  # feedparser lets errors of any kind through on hostile bytes
        raise ParseError("the feed cannot be read; tell its owner, or remove it") from error
    if not parsed.get("version") and not parsed.entries:
        raise ParseError("the address answers with something that is no feed; check it")
    feed, broken = parsed.feed, str(parsed.get("bozo_exception", ""))
    return RawFeed(
        title=str(feed.get("title", "")),
        home=absolute(home, url) if (home := _home(feed)) else "",
        authors=_authors(dict(feed)),
        entries=tuple(_entry(dict(entry), url) for entry in parsed.entries[:limit]),
        total=max(total, len(parsed.entries)),
        whole=not any(sign in broken for sign in _CUT),
    )


def _shortened(body: bytes, limit: int) -> tuple[bytes, int]:
    """A document of no more entries than are kept, closed again, and how many it had.

    feedparser takes half a minute for 100,000 entries.
    """
    starts = [found.start() for found in _ENTRY.finditer(body)]
    root = _ROOT.search(body)
    if len(starts) <= limit or root is None:
        return body, len(starts)
    end = b"</channel>" if root[1] == b"rss" else b""
    return body[: starts[limit]] + end + b"</" + root[1] + b">", len(starts)


def _marks(body: bytes) -> int:
    """How much there is that makes work: tags and odd references outside of CDATA, up to somewhat
    more than is read."""
    marks = at = 0
    while marks <= MAX_MARKS:
        start = body.find(b"<![CDATA[", at)
        until = len(body) if start < 0 else start
        marks += body.count(b"<", at, until)
        marks += sum(1 for _ in islice(_ODD_REFERENCE.finditer(body, at, until), MAX_MARKS))
        end = body.find(b"]]>", start) if start >= 0 else -1
        if end < 0:
            break
        at = end
    return marks


def _home(feed: Any) -> str:
    for link in feed.get("links", ()):
        if link.get("rel") == "alternate" and link.get("href"):
            return str(link["href"])
    return str(feed.get("link", ""))


def _entry(entry: dict[str, Any], url: str) -> Entry:
    # A plain dict: feedparser's own is slow to ask, and answers with other keys' values.
    links = [link for link in entry.get("links", ()) if link.get("href")]
    link = _first(links, "alternate") or str(entry.get("link", "")) or _identifier(entry)
    body, base = _body(entry, url)
    return Entry(
        title=str(entry.get("title", "")),
        link=absolute(link, url) if link else "",
        stated=tuple(
            address
            for rel in ("related", "via")
            for stated in links
            if stated.get("rel") == rel and (address := absolute(str(stated["href"]), url))
        ),
        original=absolute(str(entry.get("feedburner_origlink", "")), ""),
        comments=absolute(str(entry.get("comments", "")), url) if entry.get("comments") else "",
        body=body,
        summary=str(entry.get("summary", "")),
        base=base,
        authors=_authors(entry),
        published_at=_moment(entry.get("published_parsed") or entry.get("created_parsed")),
        updated_at=_moment(entry.get("updated_parsed")),
        tags=_texts((tag.get("term") for tag in entry.get("tags", ())), 100),
        origin=cut(clean(str((entry.get("source") or {}).get("title", ""))), 200),
    )


def _first(links: Iterable[Any], rel: str) -> str:
    return next((str(link["href"]) for link in links if link.get("rel") == rel), "")


def _identifier(entry: dict[str, Any]) -> str:
    identifier = str(entry.get("id", ""))
    return identifier if identifier.startswith(("http://", "https://")) else ""


def _body(entry: dict[str, Any], url: str) -> tuple[str, str]:
    """The fullest content and the address that its relative links start from."""
    contents = entry.get("content") or ()
    best = max(contents, key=lambda content: len(content.get("value", "")), default=None)
    if best is None:
        detail = entry.get("summary_detail") or {}
        return "", absolute(str(detail.get("base") or ""), url) or url
    return str(best.get("value", "")), absolute(str(best.get("base") or ""), url) or url


def _authors(entry: dict[str, Any]) -> tuple[str, ...]:
    named = _texts((author.get("name") for author in entry.get("authors", ())), 200)
    return named or _texts((entry.get("author"),), 200)


def _texts(values: Iterable[Any], limit: int) -> tuple[str, ...]:
    cleaned = (cut(clean(str(value)), limit) for value in values if value)
    return tuple(dict.fromkeys(text for text in cleaned if text))[:50]


def _moment(told: time.struct_time | None) -> datetime | None:
    if not told:
        return None
    try:
        return datetime.fromtimestamp(calendar.timegm(told), UTC)
    except (ValueError, OverflowError, OSError, TypeError):
        return None
