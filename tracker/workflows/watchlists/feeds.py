"""Watchlists as a whole: checked, given feeds, exchanged with feed readers."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import datetime

from tracker import files
from tracker.errors import LimitError, ParseError, SourceError
from tracker.sources.feeds.opml import web_address
from tracker.sources.http.client import Http
from tracker.sources.pages.discovery import discover
from tracker.sources.parsing.pool import ParsePool
from tracker.values import Document
from tracker.values.source_kinds import FEED
from tracker.watchlists import (
    FeedRule,
    add_feed,
)
from tracker.workflows.project import Project
from tracker.workflows.watchlists.write import write_watchlist

MAX_TRIES = 12  # addresses asked for one site
_ANY = "*/*"


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
    address = web_address(url.strip())
    address = address if "://" in address else f"https://{address}"
    rule, entries = asyncio.run(_find(project, address, now))
    path = project.home / watchlist.path
    stamped = files.read(path)
    text = stamped.data.decode("utf-8")
    changed = add_feed(text, rule)
    if changed != text:
        write_watchlist(path, changed, expected=stamped.stamp)
    return FeedFound(rule.url, rule.name, entries, changed != text)


async def _find(project: Project, url: str, now: datetime) -> tuple[FeedRule, int]:
    async with Http(project.settings.network) as http, ParsePool() as parser:
        page = await http.fetch(url, accept=_ANY)
        try:
            return await _as_rule(parser, page, page.moved_to or url, now)
        except LimitError:
            raise
        except ParseError:
            links = await parser.read(discover, page)
        tried = [link.url for link in links.declared] or list(links.likely)
        for candidate in tried[:MAX_TRIES]:
            try:
                answer = await http.fetch(candidate, accept=_ANY)
                return await _as_rule(parser, answer, answer.moved_to or candidate, now)
            except SourceError:
                continue
    message = "the feeds that it names do not work" if links.declared else "it names no feed"
    raise SourceError(f"no feed found: {message}; look for its address on the site", url=url)


async def _as_rule(
    parser: ParsePool, answer: Document, url: str, now: datetime
) -> tuple[FeedRule, int]:
    parsed = await parser.parse(answer, source=FEED.key(url), seen_at=now)
    return FeedRule(url=url, name=parsed.title), len(parsed.sightings)
