"""Watchlists' feeds as OPML, in and out."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain, count
from pathlib import Path

from tracker import files
from tracker.errors import ParseError
from tracker.sources.feeds import opml
from tracker.sources.feeds.opml import OpmlFeed
from tracker.watchlists import (
    FeedRule,
    Watchlist,
    add_feeds,
    render_watchlist,
)
from tracker.workflows.project import Project
from tracker.workflows.watchlists.write import write_watchlist

MOST_BYTES = 10_000_000  # of an OPML list


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an OPML file brought: feeds added by topic, topics made, feeds left out: of no topic,
    under what is no address, or where the file is broken."""

    added: dict[str, int]
    made: tuple[str, ...]
    left: tuple[str, ...]
    unusable: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()


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
    slugs = _Slugs(project)
    for feed in listed.feeds:
        slug = topic or slugs.of(feed.folder)
        if slug:
            groups.setdefault(slug, []).append(feed)
        else:
            left.append(feed.url)
    for slug, feeds in groups.items():
        path = project.home / "watchlists" / f"{slug}.toml"
        if path.exists():
            added[slug] = _add_feeds(path, feeds)
        else:
            added[slug] = _make(path, slug, feeds)
            made.append(slug)
    return ImportReport(
        added, tuple(made), tuple(left), listed.unusable, opml.find_lost(data, listed)
    )


class _Slugs:
    """The topics that folders name: by slug, title or heading; else new ones, one a folder.

    Names of other scripts have no letter that a slug may hold, and several names may have the same:
    these are numbered, and their titles say which is which.
    """

    def __init__(self, project: Project) -> None:
        self._of: dict[str, str] = {}
        for watchlist in project.watchlists:
            for name in (watchlist.slug, watchlist.title, watchlist.heading):
                self._of.setdefault(name.casefold().strip(), watchlist.slug)
        self._taken = {watchlist.slug for watchlist in project.watchlists}

    def of(self, folder: str) -> str:
        """The slug; "" for no folder."""
        wanted = folder.casefold().strip()
        if wanted and wanted not in self._of:
            self._of[wanted] = self._new(wanted)
        return self._of.get(wanted, "")

    def _new(self, wanted: str) -> str:
        named = wanted.replace("+", " plus ").replace("#", " sharp ")
        plain = unicodedata.normalize("NFKD", named).encode("ascii", "ignore").decode()
        stem = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60].strip("-") or "topic"
        numbered = (f"{stem}-{number}" for number in count(2))
        slug = next(slug for slug in chain([stem], numbered) if slug not in self._taken)
        self._taken.add(slug)
        return slug


def _add_feeds(path: Path, feeds: Iterable[OpmlFeed]) -> int:
    stamped = files.read(path)
    before = stamped.data.decode("utf-8")
    rules = [FeedRule(url=feed.url, name=feed.title) for feed in feeds]
    text, count = add_feeds(before, rules)
    if text != before:
        write_watchlist(path, text, expected=stamped.stamp)
    return count


def _make(path: Path, slug: str, feeds: Sequence[OpmlFeed]) -> int:
    title = next((feed.folder for feed in feeds), slug)
    # A new topic has no phrases yet: with "matching" its feeds would bring nothing.
    rules = {
        feed.url: FeedRule(url=feed.url, name=feed.title, take="all") for feed in reversed(feeds)
    }
    distinct = tuple(reversed(rules.values()))
    watchlist = Watchlist(slug=slug, title=title, heading=title, feeds=distinct)
    write_watchlist(path, render_watchlist(watchlist))
    return len(distinct)


def export_opml(project: Project) -> str:
    """All feeds as OPML, a folder a topic."""
    feeds = [
        OpmlFeed(url=feed.url, title=feed.name, folder=watchlist.title)
        for watchlist in project.watchlists
        for feed in watchlist.feeds
    ]
    return opml.render(feeds, title="tracker")
