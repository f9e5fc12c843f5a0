"""The sources of a project, and what they are asked through: built here, used by several deeds."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from platformdirs import user_state_path

from tracker.sources.arxiv import ArxivSource
from tracker.sources.arxiv_api import ArxivApi
from tracker.sources.arxiv_span import SOURCE_KEY
from tracker.sources.attention.source import AttentionSource
from tracker.sources.feeds import FeedSource
from tracker.sources.gate import Gate
from tracker.sources.http import Http
from tracker.sources.parsing import ParsePool
from tracker.sources.schedule import due
from tracker.store import sources as stored_sources
from tracker.store.database import Database
from tracker.values import Source, SourceState
from tracker.workflows.project import Project


@dataclass(frozen=True, slots=True)
class Asking:
    """The open connections of one run."""

    http: Http
    arxiv: ArxivApi
    parser: ParsePool


@contextlib.asynccontextmanager
async def asking(project: Project, *, state_folder: Path | None = None) -> AsyncIterator[Asking]:
    """Open what sources are asked through.

    The gate to arXiv stands in the user's state folder, so that all of an owner's projects wait
    for one another.
    """
    settings = project.settings
    patient = replace(settings.network, timeout_seconds=settings.arxiv.timeout_seconds)
    gate = Gate(
        state_folder or user_state_path("tracker", appauthor=False),
        gap_seconds=settings.arxiv.gap_seconds,
    )
    async with Http(settings.network) as http, Http(patient) as slow, ParsePool() as parser:
        yield Asking(http, ArxivApi(settings.arxiv, slow, gate), parser)


@dataclass(frozen=True, slots=True)
class Asked:
    """A source to ask, with the state of one that was never asked, and the topics it serves."""

    source: Source
    initial: SourceState
    topics: tuple[str, ...] = ()


def sources_of(
    project: Project,
    tools: Asking,
    *,
    known: Callable[[Iterable[str]], Mapping[str, int]],
    since_at: datetime | None = None,
) -> tuple[Asked, ...]:
    """arXiv, if any category is named, every feed of the watchlists once, and what is asked for
    votes."""
    asked: list[Asked] = []
    categories = project.categories
    if categories:
        source = ArxivSource(
            categories,
            settings=project.settings.arxiv,
            api=tools.arxiv,
            known=known,
            since_at=since_at,
        )
        initial = SourceState(
            key=SOURCE_KEY, kind="arxiv", url=project.settings.arxiv.api_url, name="arXiv"
        )
        asked.append(Asked(source, initial, project.topics))
    topics: dict[str, list[str]] = {}
    names: dict[str, str] = {}
    for watchlist in project.watchlists:
        for feed in watchlist.feeds:
            topics.setdefault(feed.url, []).append(watchlist.slug)
            names[feed.url] = names.get(feed.url) or feed.name
    for url, slugs in topics.items():
        source_of_feed = FeedSource(url, http=tools.http, parser=tools.parser)
        initial = SourceState(key=source_of_feed.key, kind="feed", url=url, name=names[url])
        asked.append(Asked(source_of_feed, initial, tuple(slugs)))
    for site in project.settings.attention:
        votes = AttentionSource(site, http=tools.http)
        asked.append(Asked(votes, votes.initial))
    return tuple(asked)


def may_ask_arxiv(db: Database, *, now: datetime) -> bool:
    """Whether arXiv is at leave to be asked: it may have told us, just now, to stay away."""
    state = stored_sources.get(db, SOURCE_KEY)
    return state is None or due(state, now).ask
