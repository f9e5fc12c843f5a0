"""Feeds as large and as various as real ones, and a server on loopback that serves them."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from html import escape
from typing import Any

from made_text import TOPIC, Writer

_LAST = datetime(2025, 5, 1, 18, tzinfo=UTC)
_SOME = 10  # one entry in so many
_ABOUT = f"{TOPIC.capitalize()} again. Why {TOPIC}?"  # a phrase named twice is no aside
ENTRIES = 38


@dataclass(frozen=True)
class Shape:
    """What the feeds are like."""

    feeds: int = 200
    size: int = 123_000  # bytes of each, about
    entries: int = ENTRIES
    match: str = "all"  # "some", "none": which entries hold the topic's phrase


@dataclass(frozen=True)
class _Made:
    """What one entry says, before it is written in a format."""

    title: str
    url: str
    body: str
    summary: str
    at: datetime


def feed_body(number: int, shape: Shape) -> bytes:
    """The document of one feed: RSS of two kinds, or Atom of two kinds."""
    writer = Writer(number)
    entries = list(_entries(number, writer, shape))
    return _FORMATS[number % len(_FORMATS)](number, entries).encode()


def _entries(number: int, writer: Writer, shape: Shape) -> Iterator[_Made]:
    """Entries of differing lengths, which together have about the size that is asked for."""
    lengths = [writer.length(100) for _ in range(shape.entries)]
    # What escapes and an entry's other elements add was measured.
    each = (shape.size - shape.entries * 600) * 0.82 / sum(lengths)
    for at, length in enumerate(lengths):
        title, body = writer.title(), writer.html(round(length * each))
        if shape.match == "all" or (shape.match == "some" and writer.chance.randrange(_SOME) == 0):
            if writer.chance.random() < 0.5:
                title = f"{title} with {TOPIC}"
            else:
                body = f"<p>{_ABOUT} {writer.sentence()}</p>\n{body}"
        summary = writer.text(writer.length(150))
        if TOPIC in body:  # of a long summary and a body, the summary is taken
            summary = f"{_ABOUT} {summary}"
        yield _Made(
            title=title,
            url=f"https://blog{number}.example.org/2025/{'-'.join(title.lower().split())}-{at}",
            body=body,
            summary=summary,
            at=_LAST - timedelta(hours=at * writer.length(20)),
        )


def _rss(number: int, items: str) -> str:
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0" '
        'xmlns:content="http://purl.org/rss/1.0/modules/content/" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:atom="http://www.w3.org/2005/Atom">\n'
        f"<channel><title>Blog {number}</title><link>https://blog{number}.example.org/</link>"
        f'<atom:link href="https://blog{number}.example.org/feed" rel="self" '
        f'type="application/rss+xml"/><description>Notes</description>\n{items}</channel></rss>\n'
    )


def _item(number: int, entry: _Made, body: str) -> str:
    return (
        f"<item>\n<title>{escape(entry.title)}</title>\n<link>{entry.url}</link>\n"
        f'<guid isPermaLink="true">{entry.url}</guid>\n'
        f"<pubDate>{format_datetime(entry.at)}</pubDate>\n"
        f"<dc:creator><![CDATA[Author {number}]]></dc:creator>\n"
        f"<category>notes</category>\n<category><![CDATA[topic {number}]]></category>\n"
        f"{body}</item>\n"
    )


def _rss_escaped(number: int, entries: list[_Made]) -> str:
    bodies = (f"<description>{escape(entry.body)}</description>\n" for entry in entries)
    return _rss(number, "".join(_item(number, *pair) for pair in zip(entries, bodies, strict=True)))


def _rss_content(number: int, entries: list[_Made]) -> str:
    bodies = (
        f"<description><![CDATA[<p>{escape(entry.summary)}</p>]]></description>\n"
        f"<content:encoded><![CDATA[{entry.body}]]></content:encoded>\n"
        for entry in entries
    )
    return _rss(number, "".join(_item(number, *pair) for pair in zip(entries, bodies, strict=True)))


def _atom(number: int, entries: list[_Made], *, is_xhtml: bool) -> str:
    def content(entry: _Made) -> str:
        if not is_xhtml:
            return f'<content type="html">{escape(entry.body)}</content>'
        body = entry.body.replace("&nbsp;", "&#160;")
        return (
            '<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">'
            f"{body}</div></content>"
        )

    written = "".join(
        f"<entry>\n<title>{escape(entry.title)}</title>\n"
        f'<link rel="alternate" type="text/html" href="{entry.url}"/>\n'
        f"<id>tag:blog{number}.example.org,2025:{at}</id>\n"
        f"<published>{entry.at.isoformat()}</published>\n<updated>{entry.at.isoformat()}</updated>\n"
        f"<author><name>Author {number}</name></author>\n{content(entry)}\n</entry>\n"
        for at, entry in enumerate(entries)
    )
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom">\n'
        f"<title>Blog {number}</title>\n<id>https://blog{number}.example.org/</id>\n"
        f'<link href="https://blog{number}.example.org/"/>\n'
        f'<link rel="self" href="https://blog{number}.example.org/feed"/>\n'
        f"<updated>{_LAST.isoformat()}</updated>\n{written}</feed>\n"
    )


_FORMATS = (
    _rss_content,
    _rss_escaped,
    _rss_content,
    lambda number, entries: _atom(number, entries, is_xhtml=False),
    _rss_escaped,
    lambda number, entries: _atom(number, entries, is_xhtml=False),
    _rss_content,
    lambda number, entries: _atom(number, entries, is_xhtml=True),
)


async def serve(shape: Shape, latency: float) -> None:
    """One port a feed; /plain has no validators, /tagged an ETag. Prints the ports as JSON."""
    ports = []
    for number in range(shape.feeds):
        answering = _answering(feed_body(number, shape), latency)
        server = await asyncio.start_server(answering, "127.0.0.1", 0)
        ports.append(server.sockets[0].getsockname()[1])
    print(json.dumps(ports), flush=True)
    await asyncio.Event().wait()


def _answering(body: bytes, latency: float) -> Any:
    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while head := await reader.readuntil(b"\r\n\r\n"):
                await asyncio.sleep(latency)
                if b'if-none-match: "1"' in head.lower():
                    writer.write(b'HTTP/1.1 304 Not Modified\r\nETag: "1"\r\n\r\n')
                    continue
                tag = b'ETag: "1"\r\n' if head.startswith(b"GET /tagged") else b""
                writer.write(
                    b"HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml; charset=utf-8\r\n"
                    + tag
                    + b"Content-Length: %d\r\n\r\n" % len(body)
                    + body
                )
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    return answer
