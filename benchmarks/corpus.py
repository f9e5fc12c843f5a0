"""How a folder of feed documents is read: polled over loopback, and compared with feedparser.

    python benchmarks/corpus.py DIR [--all] [--seconds 30] [--readers]

Each file in DIR and below is served as it is (JSON as a JSON feed, else as XML without a charset)
and polled as any feed is. Told, a line each, with the file:

- broke: tracker failed on it, or it took more time or memory than it may;
- nothing: no entry came out, though feedparser finds some;
- differs: the first entry and field in which tracker says other than feedparser does (the feed's
  title, how many entries; of an entry its address, title, authors, day and text). Of the address
  either will do, the work's or that of the page which shows it. ``--all`` tells all fields.

What differs is not wrong by itself: entries that are passed over for want of an address, or dates
that no feed can mean. Exit status 1 when something broke.

With ``--readers`` nothing is polled: each XML document is read by the plain reader and by
feedparser through tracker, and every field of every entry in which the two differ is told. None
may: exit status 1 where one does.
"""

from __future__ import annotations

import argparse
import asyncio
import dataclasses
import gzip
import html
import multiprocessing
import re
import sys
import threading
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from tracker.errors import ParseError
from tracker.settings import NetworkSettings
from tracker.sources.feeds.formats import xmlfeed
from tracker.sources.feeds.formats.entry import MAX_ENTRIES, RawFeed
from tracker.sources.feeds.formats.feed import as_utf8
from tracker.sources.feeds.formats.plain import document
from tracker.sources.feeds.source import FeedSource
from tracker.sources.http.client import Http
from tracker.sources.parsing.pool import ParsePool
from tracker.values import Batch, Sighting, SourceState

NOW = datetime.now(UTC)
BROKEN = ("tracker broke", "takes longer", "takes too much memory", "parser crash")
SHOWN = 60  # characters of a text that are compared


@dataclass(frozen=True)
class Told:
    """What an entry says, folded for the comparison; "" for what it does not say."""

    link: str = ""
    shown_by: str = ""
    title: str = ""
    authors: str = ""
    day: str = ""
    text: str = ""


@dataclass(frozen=True)
class Feed:
    """What a document says."""

    title: str = ""
    entries: list[Told] = field(default_factory=list)


# --- feedparser, in a process of its own ----------------------------------------------------


def judged(body: bytes, url: str, content_type: str) -> Feed:
    """The document as feedparser reads it."""
    import feedparser

    headers = {"content-location": url, "content-type": content_type}
    parsed = feedparser.parse(body, response_headers=headers)
    return Feed(folded(parsed.feed.get("title", "")), [_judged(dict(e)) for e in parsed.entries])


def _judged(entry: dict[str, Any]) -> Told:
    moment = entry.get("published_parsed") or entry.get("updated_parsed")
    names = [author.get("name", "") for author in entry.get("authors", ())]
    contents = [str(content.get("value", "")) for content in entry.get("content", ())]
    return Told(
        link=folded_link(str(entry.get("link", ""))),
        title=folded(entry.get("title", "")),
        authors=folded(" ".join(sorted(filter(None, names)))),
        day=f"{moment[0]:04}-{moment[1]:02}-{moment[2]:02}" if moment else "",
        text=folded(max([*contents, str(entry.get("summary", ""))], key=len)),
    )


# --- tracker --------------------------------------------------------------------------------


def told(batch: Batch) -> Feed:
    """The document as tracker reads it."""
    return Feed(folded(batch.state.name), [_told(sighting) for sighting in batch.sightings])


def _told(sighting: Sighting) -> Told:
    return Told(
        link=folded_link(sighting.url),
        shown_by=folded_link(sighting.via.url) if sighting.via else "",
        title=folded(html.escape(sighting.title)),
        authors=folded(" ".join(sorted(sighting.authors))),
        day=f"{sighting.published_at:%Y-%m-%d}" if sighting.published_at else "",
        text=folded(html.escape(sighting.summary)),
    )


def folded(text: object) -> str:
    """Letters and digits alone, without markup."""
    plain = html.unescape(re.sub(r"</?[a-zA-Z!][^<>]*>", " ", str(text or "")))
    plain = unicodedata.normalize("NFKC", re.sub(r"</?[a-zA-Z!][^<>]*>", " ", plain))
    return "".join(letter for letter in plain.casefold() if letter.isalnum())


def folded_link(url: str) -> str:
    """An address without its scheme and final slash."""
    return html.unescape(url).strip().partition("://")[2].rstrip("/").casefold()


# --- the comparison -------------------------------------------------------------------------


def differences(ours: Feed, theirs: Feed) -> Iterator[str]:
    """In what tracker says other than feedparser, a line each."""
    if theirs.title and ours.title != theirs.title:
        yield f"title: {ours.title[:SHOWN]!r}, feedparser {theirs.title[:SHOWN]!r}"
    linked = [entry for entry in theirs.entries if entry.link]
    if len(ours.entries) != len(linked):
        yield f"entries: {len(ours.entries)}, feedparser {len(linked)} with a link"
    for number, (own, other) in enumerate(zip(ours.entries, linked, strict=False), start=1):
        for name in ("link", "title", "authors", "day", "text"):
            mine, meant = getattr(own, name)[:SHOWN], getattr(other, name)[:SHOWN]
            if meant and mine != meant and not (name == "link" and other.link == own.shown_by):
                yield f"entry {number}: {name}: {mine!r}, feedparser {meant!r}"


class Judge:
    """feedparser under a limit of time: a document that takes longer ends its process."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._pool = multiprocessing.Pool(1)

    def read(self, body: bytes, url: str, content_type: str) -> Feed | None:
        try:
            return self._pool.apply_async(judged, (body, url, content_type)).get(self._seconds)
        except multiprocessing.TimeoutError:
            self._pool.terminate()
            self._pool = multiprocessing.Pool(1)
        except Exception as error:
            print(f"  feedparser: {type(error).__name__}: {error}"[:100], file=sys.stderr)
        return None

    def close(self) -> None:
        self._pool.terminate()


# --- the two readers ------------------------------------------------------------------------


def compare_readers(files: Sequence[Path]) -> int:
    """How many documents the plain reader reads otherwise than feedparser; a line a field."""
    plainly = otherwise = 0
    for path in files:
        body = as_utf8(opened(path), content_type_of(path))
        if not body or body[:1] in b"{[":
            continue
        fields = document.read(body, set(xmlfeed.NAMESPACE.findall(body)))
        plainly += fields is not None
        try:
            read = [
                xmlfeed.parse(body, "http://here.example/feed", limit=MAX_ENTRIES, by_judge=judge)
                for judge in (False, True)
            ]
        except ParseError as error:
            print(f"refused  {path}: {error.message}")
            continue
        lines = list(unlike(*read))
        otherwise += bool(lines)
        for line in lines:
            print(f"otherwise {path}: {line}")
    print(f"{plainly} of {len(files)} read plainly, {otherwise} otherwise than by feedparser")
    return otherwise


def opened(path: Path) -> bytes:
    """A file's bytes, those of a packed one unpacked."""
    data = path.read_bytes()
    return gzip.decompress(data) if path.suffix == ".gz" else data


def unlike(plain: RawFeed, judged: RawFeed) -> Iterator[str]:
    """The fields in which two readings of a document differ."""
    for name in ("title", "home", "authors", "total", "whole"):
        yield from _unlike(name, getattr(plain, name), getattr(judged, name))
    for number, (own, other) in enumerate(
        zip(plain.entries, judged.entries, strict=False), start=1
    ):
        for each in dataclasses.fields(own):
            name = each.name
            yield from _unlike(f"entry {number}: {name}", getattr(own, name), getattr(other, name))


def _unlike(name: str, own: object, other: object) -> Iterator[str]:
    if own != other:
        yield f"{name}: {str(own)[:SHOWN]!r}, feedparser {str(other)[:SHOWN]!r}"


# --- the poll -------------------------------------------------------------------------------


def serve(files: Sequence[Path]) -> ThreadingHTTPServer:
    """A server on loopback that answers /NUMBER/... with the file of that number."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path = files[int(self.path.split("/")[1])]
            body = path.read_bytes()
            self.send_response(200)
            self.send_header("Content-Type", content_type_of(path))
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


def content_type_of(path: Path) -> str:
    return "application/feed+json" if path.suffix == ".json" else "application/xml"


async def poll(files: Sequence[Path], base: str, seconds: float) -> list[tuple[str, Batch]]:
    """Each file's address and what its poll brought."""
    polled: list[tuple[str, Batch]] = []
    network = NetworkSettings(allow_private_hosts=True)
    async with Http(network) as http, ParsePool(limit_seconds=seconds) as parser:
        for number in range(len(files)):
            url = f"{base}/{number}/feed"
            state = SourceState(key=f"feed:{url}", kind="feed", url=url)
            source = FeedSource(url, http=http, parser=parser)
            polled += [(url, batch) async for batch in source.poll(state, now=NOW)]
    return polled


def main() -> int:
    options = argparse.ArgumentParser(description="How a folder of feed documents is read.")
    options.add_argument("folder", type=Path)
    options.add_argument("--all", action="store_true", help="tell all fields that differ")
    options.add_argument("--readers", action="store_true", help="compare the two readers alone")
    options.add_argument("--seconds", type=float, default=30, help="for one document")
    given = options.parse_args()
    files = sorted(path for path in given.folder.rglob("*") if path.is_file())
    if given.readers:
        return 1 if compare_readers(files) else 0
    server = serve(files)
    base = f"http://127.0.0.1:{server.server_address[1]}"
    polled = asyncio.run(poll(files, base, given.seconds))
    server.shutdown()
    counts: Counter[str] = Counter()
    judge = Judge(given.seconds)
    for path, (url, batch) in zip(files, polled, strict=True):
        theirs = judge.read(path.read_bytes(), url, content_type_of(path))
        for line in verdict(path, batch, theirs, counts, every=given.all):
            print(line)
    judge.close()
    print(", ".join(f"{name}: {counts[name]}" for name in NAMES), f"of {len(files)} documents")
    return 1 if counts["broke"] else 0


NAMES = ("broke", "nothing", "differs", "refused", "alike")


def verdict(
    path: Path, batch: Batch, theirs: Feed | None, counts: Counter[str], *, every: bool
) -> Iterator[str]:
    """The lines on one document; counts it under one of ``NAMES``."""
    name, lines = "alike", []
    found = len(theirs.entries) if theirs else 0
    if any(sign in batch.error for sign in BROKEN):
        name, lines = "broke", [batch.error]
    elif not batch.sightings and found:
        reason = batch.error or " ".join(batch.notices) or "no entry"
        name, lines = "nothing", [f"{reason} (feedparser finds {found})"]
    elif batch.error:
        name = "refused"
    elif theirs and found:
        lines = list(differences(told(batch), theirs))
        name = "differs" if lines else "alike"
    counts[name] += 1
    for line in lines if every else lines[:1]:
        yield f"{name:8} {path}: {line}"


if __name__ == "__main__":
    sys.exit(main())
