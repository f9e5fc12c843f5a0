"""What a hostile document costs when it is twice as long: whole readings, the best of a few.

    python benchmarks/hostile.py [CHARACTERS]

Prints, for each page, feed, list of feeds and text, the seconds at CHARACTERS (400,000 unless told)
and the factor at twice as many: about 2 is linear, about 4 is quadratic. What is refused before it
is parsed, or above a size, is marked.
"""

from __future__ import annotations

import contextlib
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from itertools import count

from tracker.drafts.entry.tex import plain
from tracker.errors import ParseError
from tracker.sources.feeds import opml
from tracker.sources.feeds.formats.feed import parse_feed
from tracker.sources.pages.discovery import discover
from tracker.sources.pages.facts import read_page
from tracker.values import Document
from tracker.watchlists import FeedRule, add_feeds

ROUNDS = 2
NOW = datetime(2025, 5, 2, 18, tzinfo=UTC)
LONG_BASE = f"<base href='https://site.example/{'a/' * 900}'>"
PAGES = {  # what comes once, and what comes again and again, numbered
    "attributes": ("<p ", "a{}=1 "),
    "attributes, few a tag": ("", "<p" + "".join(f" a{n}=1" for n in range(900)) + ">"),
    "nested tags": ("", "<b><p>"),
    "end tags": ("<div>" * 200, "</p>"),
    "metas": ("", "<meta name=dc.date content=x{}>"),
    "DOIs": ("<meta name=citation_title content=T>", "<meta name=citation_doi content=10.1234/{}>"),
    "entities": ("<meta name=description content='", "&amp;"),
    "comments": ("", "<!-- {} "),
    "scripts": ("<script type='application/ld+json'>", "[{{"),
    "canonical links": ("", "<link rel=icon href=x{}>"),
    "declared feeds": (LONG_BASE, "<link rel=feed href=f{}>"),
    "anchors": (LONG_BASE, "<a href=x{}>"),
    "anchors to feeds": (LONG_BASE, "<a href=//other.example/feed/{}>"),
    "one long address": ("<link rel=feed href='", "../"),
    "escapes": ("<title>", "\x1b]"),
}


RSS = "<rss version='2.0'><channel><title>T</title>"
ITEM = "<item><title>{0}</title><link>https://site.example/{0}</link></item>"
FEEDS = {
    "blank lines before the root": ("", "\n"),
    "comments before the root": ("", "<!-- {} -->\n"),
    "entities": ("<!DOCTYPE rss [", "<!ENTITY e{} 'x'>\n"),
    "a tag's attributes": ("<rss ", "a{}='1' "),
    "attributes in a text": (RSS + "<item><description>&lt;p ", "a{}=1 "),
    "bases within bases": (RSS, "<x xml:base='a/'>"),
    "namespaces of tags": (RSS, "<n{0}:x xmlns:n{0}='urn:{0}'/>"),
    "namespaces": ("<rss ", "xmlns:n{}='urn:{}' "),
    "items": (RSS, ITEM),
    "items on one page": (RSS, ITEM.replace("/{0}<", "/p#{0}<")),
    "items with marks": (RSS, ITEM.replace("/{0}<", "/{0}?ref=x{0}<")),
    "links of an item": (RSS + "<item>", "<link>https://site.example/{}</link>"),
    "authors of an item": (RSS + "<item>", "<author>a{}@b.example (A {})</author>"),
    "open brackets": (RSS + "<item><title>", "&lt;T"),
    "open links": (RSS, "<link a='{}'>"),
    "zeros": ("", "<\0"),
    "Latin letters": (RSS + "<item><title>", "\xe9"),
}
LISTS = {
    "bare ampersands": ("<opml><body>", "&"),
    "outlines": ("<opml><body>", "<outline text='{0}' xmlUrl='https://site.example/{0}'/>"),
    "nested outlines": ("<opml><body>", "<outline text='{}'>"),
    "open quotes": ("<opml><body>", "<outline xmlUrl='"),
    "open comments": ("<opml><body>", "<!-- {}"),
}
TEXTS = {
    "ties": ("", "~"),
    "citations": ("", "\\cite{{"),
    "accents": ("", "\\'{{"),
    "dollars": ("", "$x"),
    "hyphens": ("", "a--"),
}


def written(start: str, repeated: str, size: int) -> str:
    parts, length = [start], 0
    for number in count():
        if length >= size:
            break
        parts.append(repeated.format(number, number))
        length += len(parts[-1])
    return "".join(parts)


def read_as_page(text: str) -> None:
    document = Document(body=f"<title>T</title>{text}".encode(), url="https://site.example/")
    for read in (read_page, discover):
        with contextlib.suppress(ParseError):
            read(document)
    read_page(document)


def read_as_feed(text: str) -> None:
    body = text.encode("latin-1")  # broken UTF-8, where there is more than ASCII
    url = "https://site.example/feed"
    parse_feed(body, url=url, content_type="", source="feed:x", seen_at=NOW)


def read_as_list(text: str) -> None:
    data = text.encode()
    listed = opml.parse(data)
    opml.find_lost(data, listed)
    add_feeds("", [FeedRule(url=feed.url) for feed in listed.feeds])


KINDS: tuple[tuple[str, dict[str, tuple[str, str]], Callable[[str], object]], ...] = (
    ("page", PAGES, read_as_page),
    ("feed", FEEDS, read_as_feed),
    ("list", LISTS, read_as_list),
    ("text", TEXTS, plain),
)


def reading(read: Callable[[str], object], text: str) -> tuple[float, bool]:
    """Seconds, and whether it was refused."""
    begun = time.perf_counter()
    try:
        read(text)
    except ParseError:
        return time.perf_counter() - begun, True
    return time.perf_counter() - begun, False


def main() -> None:
    size = int(sys.argv[1]) if len(sys.argv) > 1 else 400_000
    for kind, documents, read in KINDS:
        for name, (start, repeated) in documents.items():
            once, twice = (
                min(reading(read, written(start, repeated, length)) for _ in range(ROUNDS))
                for length in (size, 2 * size)
            )
            note = "  refused" if twice[1] else ""
            print(f"{kind} {name:30} {once[0]:7.3f} s   x {twice[0] / once[0]:.1f}{note}")


if __name__ == "__main__":
    main()
