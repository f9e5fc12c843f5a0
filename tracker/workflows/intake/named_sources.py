"""The sources that a project's files name, each once: what a poll asks and ``status`` tells."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from tracker.sources.attention.site import initial_state
from tracker.values import SourceState
from tracker.values.source_kinds import ARXIV, FEED
from tracker.workflows.project import Project


@dataclass(frozen=True, slots=True)
class NamedSource:
    """The state of a source that was never asked, and the topics that it serves."""

    initial: SourceState
    topics: tuple[str, ...] = ()


def named_sources(project: Project) -> tuple[NamedSource, ...]:
    """arXiv, if any category is named, the feeds of all watchlists, and the sites of votes."""
    votes = (NamedSource(initial_state(site)) for site in project.settings.attention)
    return (*_arxiv(project), *_feeds(project), *votes)


def _arxiv(project: Project) -> Iterator[NamedSource]:
    if project.categories:
        url = project.settings.arxiv.api_url
        initial = SourceState(key=ARXIV.key(), kind=ARXIV.name, url=url, name="arXiv")
        yield NamedSource(initial, project.topics)


def _feeds(project: Project) -> Iterator[NamedSource]:
    """Each feed under the first name that a watchlist gives it, with all topics that have it."""
    topics: defaultdict[str, list[str]] = defaultdict(list)
    names: dict[str, str] = {}
    for watchlist in project.watchlists:
        for feed in watchlist.feeds:
            topics[feed.url].append(watchlist.slug)
            names[feed.url] = names.get(feed.url) or feed.name
    for url, slugs in topics.items():
        initial = SourceState(key=FEED.key(url), kind=FEED.name, url=url, name=names[url])
        yield NamedSource(initial, tuple(slugs))
