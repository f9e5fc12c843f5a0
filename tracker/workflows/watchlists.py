"""Watchlists as a whole: checked, given feeds, exchanged with feed readers."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from tracker import files
from tracker.errors import ConfigError, LimitError, ParseError, SourceError
from tracker.sources.feeds import opml
from tracker.sources.feeds.opml import OpmlFeed
from tracker.sources.http.client import Http
from tracker.sources.pages.discovery import discover
from tracker.sources.parsing.pool import ParsePool
from tracker.values import Document
from tracker.values.sources import FEED
from tracker.watchlists import (
    FeedRule,
    Watchlist,
    add_feed,
    check_watchlists,
    parse_watchlist,
    render_watchlist,
)
from tracker.workflows.project import Project, read_text, watchlist_paths

MAX_TRIES = 12  # addresses asked for one site
_ANY = "*/*"
MOST_BYTES = 10_000_000  # of an OPML list


@dataclass(frozen=True, slots=True)
class CheckReport:
    """The watchlists that can be read, and a line for each that cannot."""

    watchlists: tuple[Watchlist, ...]
    problems: tuple[str, ...]

    def as_json(self) -> dict[str, object]:
        return {
            "watchlists": [
                {
                    "topic": each.slug,
                    "title": each.title,
                    "heading": each.heading,
                    "path": each.path,
                    "categories": list(each.arxiv.categories),
                    "phrases": each.phrases,
                    "authors": len(each.arxiv.authors),
                    "feeds": [feed.url for feed in each.feeds],
                }
                for each in self.watchlists
            ],
            "problems": list(self.problems),
        }


def check(home: Path) -> CheckReport:
    """Read every watchlist of the folder; one that is wrong hides none of the others."""
    good: list[Watchlist] = []
    problems: list[str] = []
    for path in watchlist_paths(home):
        try:
            read = parse_watchlist(read_text(path), path=f"watchlists/{path.name}")
            check_watchlists([*good, read])
            good.append(read)
        except ConfigError as error:
            problems.append(str(error))
    return CheckReport(tuple(good), tuple(problems))


@dataclass(frozen=True, slots=True)
class FeedFound:
    """A feed that was written into a watchlist; not ``is_new`` if it stood there."""

    url: str
    name: str
    entries: int
    is_new: bool


def add_site(project: Project, topic: str, url: str, *, now: datetime) -> FeedFound:
    """Find the feed of the site or page at ``url`` and add it to the topic's watchlist.

    Raises ConfigError for an unknown topic, SourceError where no feed is found.
    """
    watchlist = project.watchlist(topic)
    address = url if "://" in url else f"https://{url}"
    rule, entries = asyncio.run(_find(project, address, now))
    path = project.home / watchlist.path
    stamped = files.read(path)
    text = stamped.data.decode("utf-8")
    changed = add_feed(text, rule)
    if changed != text:
        _write(path, changed, expected=stamped.stamp)
    return FeedFound(rule.url, rule.name, entries, changed != text)


async def _find(project: Project, url: str, now: datetime) -> tuple[FeedRule, int]:
    async with Http(project.settings.network) as http, ParsePool() as parser:
        page = await http.fetch(url, accept=_ANY)
        try:
            return await _as_rule(parser, page, page.moved_to or url, now)
        except LimitError:
            raise
        except ParseError:
            found = await parser.read(discover, page)
        tried = [link.url for link in found.declared] or list(found.likely)
        for candidate in tried[:MAX_TRIES]:
            try:
                answer = await http.fetch(candidate, accept=_ANY)
                return await _as_rule(parser, answer, answer.moved_to or candidate, now)
            except SourceError:
                continue
    told = "the feeds that it names do not work" if found.declared else "it names no feed"
    raise SourceError(f"no feed found: {told}; look for its address on the site", url=url)


async def _as_rule(
    parser: ParsePool, answer: Document, url: str, now: datetime
) -> tuple[FeedRule, int]:
    parsed = await parser.parse(answer, source=FEED.key(url), seen_at=now)
    return FeedRule(url=url, name=parsed.title), len(parsed.sightings)


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an OPML file brought: feeds added by topic, topics made, feeds left out: of no topic,
    or under what is no address."""

    added: dict[str, int]
    made: tuple[str, ...]
    left: tuple[str, ...]
    unusable: tuple[str, ...] = ()


def import_opml(project: Project, data: bytes, *, topic: str = "") -> ImportReport:
    """Add the feeds of an OPML list to the topics that its folders name; new ones are made.

    ``topic`` takes all feeds instead. Raises ConfigError, ParseError.
    """
    if len(data) > MOST_BYTES:
        raise ParseError(f"the list is larger than {MOST_BYTES // 1_000_000} MB")
    if topic:
        project.watchlist(topic)
    added: dict[str, int] = {}
    made: list[str] = []
    left: list[str] = []
    groups: dict[str, list[OpmlFeed]] = {}
    told = opml.parse(data)
    for feed in told.feeds:
        slug = topic or _slug(project, feed.folder)
        if slug:
            groups.setdefault(slug, []).append(feed)
        else:
            left.append(feed.url)
    for slug, feeds in groups.items():
        path = project.home / "watchlists" / f"{slug}.toml"
        if path.exists():
            added[slug] = _add_feeds(path, feeds)
        else:
            _make(path, slug, feeds)
            made.append(slug)
            added[slug] = len(feeds)
    return ImportReport(added, tuple(made), tuple(left), told.unusable)


def _slug(project: Project, folder: str) -> str:
    """The topic that a folder names: by slug, title or heading; else a new one's slug."""
    wanted = folder.casefold().strip()
    for each in project.watchlists:
        if wanted in (each.slug, each.title.casefold(), each.heading.casefold()):
            return each.slug
    return re.sub(r"[^a-z0-9]+", "-", wanted).strip("-")[:64].strip("-")


def _add_feeds(path: Path, feeds: Iterable[OpmlFeed]) -> int:
    stamped = files.read(path)
    text = before = stamped.data.decode("utf-8")
    count = 0
    for feed in feeds:
        changed = add_feed(text, FeedRule(url=feed.url, name=feed.title))
        count += changed != text
        text = changed
    if text != before:
        _write(path, text, expected=stamped.stamp)
    return count


def _make(path: Path, slug: str, feeds: Iterable[OpmlFeed]) -> None:
    title = next((feed.folder for feed in feeds), slug)
    # A new topic has no phrases yet: with "matching" its feeds would bring nothing.
    rules = tuple(FeedRule(url=feed.url, name=feed.title, take="all") for feed in feeds)
    watchlist = Watchlist(slug=slug, title=title, heading=title, feeds=rules)
    _write(path, render_watchlist(watchlist))


def _write(path: Path, text: str, *, expected: str | None = None) -> None:
    """Raises ConfigError in a line that says what is in the way."""
    try:
        path.parent.mkdir(exist_ok=True)
        files.replace(path, text.encode("utf-8"), expected=expected)
    except files.FileChangedError as error:
        message = "was changed meanwhile; nothing was written; try again"
        raise ConfigError(message, path=str(path)) from error
    except OSError as error:
        told = f"cannot be written: {error.strerror or error}"
        raise ConfigError(told, path=str(path)) from error


def export_opml(project: Project) -> str:
    """All feeds as OPML, a folder a topic."""
    feeds = [
        OpmlFeed(url=feed.url, title=feed.name, folder=each.title)
        for each in project.watchlists
        for feed in each.feeds
    ]
    return opml.render(feeds, title="tracker")
