"""Watchlists' feeds as OPML, in and out."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from tracker import files
from tracker.errors import ParseError
from tracker.sources.feeds import opml
from tracker.sources.feeds.opml import OpmlFeed
from tracker.watchlists import (
    FeedRule,
    Watchlist,
    add_feed,
    render_watchlist,
)
from tracker.workflows.project import Project
from tracker.workflows.watchlists.write import write_watchlist

MOST_BYTES = 10_000_000  # of an OPML list


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
    listed = opml.parse(data)
    for feed in listed.feeds:
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
    return ImportReport(added, tuple(made), tuple(left), listed.unusable)


def _slug(project: Project, folder: str) -> str:
    """The topic that a folder names: by slug, title or heading; else a new one's slug."""
    wanted = folder.casefold().strip()
    for watchlist in project.watchlists:
        if wanted in (watchlist.slug, watchlist.title.casefold(), watchlist.heading.casefold()):
            return watchlist.slug
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
        write_watchlist(path, text, expected=stamped.stamp)
    return count


def _make(path: Path, slug: str, feeds: Iterable[OpmlFeed]) -> None:
    title = next((feed.folder for feed in feeds), slug)
    # A new topic has no phrases yet: with "matching" its feeds would bring nothing.
    rules = tuple(FeedRule(url=feed.url, name=feed.title, take="all") for feed in feeds)
    watchlist = Watchlist(slug=slug, title=title, heading=title, feeds=rules)
    write_watchlist(path, render_watchlist(watchlist))


def export_opml(project: Project) -> str:
    """All feeds as OPML, a folder a topic."""
    feeds = [
        OpmlFeed(url=feed.url, title=feed.name, folder=watchlist.title)
        for watchlist in project.watchlists
        for feed in watchlist.feeds
    ]
    return opml.render(feeds, title="tracker")
