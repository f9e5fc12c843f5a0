"""The sources of a project, and what they are asked through: built here, used by several deeds."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from pkgutil import resolve_name
from typing import TYPE_CHECKING

from tracker.sources.arxiv.api import ArxivApi, SharedAnswers
from tracker.sources.arxiv.gate import Gate
from tracker.sources.needs import Known, Needs, Opened, Published, Told, none_published
from tracker.sources.parsing.pool import ParsePool
from tracker.sources.schedule import due
from tracker.store import sources as stored_sources
from tracker.store.database import Database
from tracker.values import Source, SourceState
from tracker.values.polling import Host, Spent
from tracker.values.source_kinds import ARXIV, ATTENTION, FEED, source_kind
from tracker.workflows.intake.ahead import Working
from tracker.workflows.intake.named_sources import named_sources
from tracker.workflows.project import Project

if TYPE_CHECKING:
    from tracker.sources.http.client import Http

# What each kind of source that is asked is read by, imported once a project names one.
_CLASSES = {
    ARXIV: "tracker.sources.arxiv.source:ArxivSource",
    FEED: "tracker.sources.feeds.source:FeedSource",
    ATTENTION: "tracker.sources.attention.source:AttentionSource",
}


@dataclass(frozen=True, slots=True)
class Asking:
    """The open connections of one run."""

    http: Http
    arxiv: ArxivApi
    parser: ParsePool
    slow: Http  # arXiv's own, which is given more time

    def spent(self) -> dict[Host, Spent]:
        """What each host has cost so far."""
        return {**self.http.hosts.spent, **self.slow.hosts.spent}


def shared_by(projects: Sequence[Project], tools: Asking) -> list[Asking]:
    """The same connections for each of several projects, which have settings of arXiv their own."""
    if len(projects) == 1:
        return [tools]
    shared = SharedAnswers()
    apis = (tools.arxiv.of(project.settings.arxiv, shared) for project in projects)
    return [replace(tools, arxiv=api) for api in apis]


@contextlib.asynccontextmanager
async def asking(
    project: Project,
    *,
    state_folder: Path | None = None,
    ahead: Working | None = None,
    is_first: bool = False,
) -> AsyncIterator[Asking]:
    """Open what sources are asked through; ``ahead`` is worked out of sightings that are new, and
    ``is_first`` where feeds will be read that were never asked.

    The gate to arXiv stands in the user's state folder, so that all of an owner's projects wait
    for one another.
    """
    settings = project.settings
    patient = replace(settings.network, timeout_seconds=settings.arxiv.timeout_seconds)
    gate = Gate(
        state_folder or project.state_folder,
        gap_seconds=settings.arxiv.gap_seconds,
    )
    async with ParsePool(ahead) as parser:
        if is_first:
            parser.prepare()
            await asyncio.sleep(0)  # the parsers start while this process imports its HTTP client
        from tracker.sources.http.client import Http  # noqa: PLC0415

        async with Http(settings.network) as http, Http(patient) as slow:
            yield Asking(http, ArxivApi(settings.arxiv, slow, gate), parser, slow)


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
    known: Known,
    told: Told,
    published: Published = none_published,
    since_at: datetime | None = None,
) -> tuple[Asked, ...]:
    """All sources that the project's files name, ready to be asked."""
    needs = Needs(
        settings=project.settings,
        categories=project.categories,
        http=tools.http,
        arxiv=tools.arxiv,
        parser=tools.parser,
        known=known,
        told=told,
        published=published,
        since_at=since_at,
    )
    return tuple(
        Asked(_class_of(named.initial).of(named.initial, needs), named.initial, named.topics)
        for named in named_sources(project)
    )


def _class_of(initial: SourceState) -> type[Opened]:
    kind: type[Opened] = resolve_name(_CLASSES[source_kind(initial.key)])
    return kind


def may_ask_arxiv(db: Database, *, now: datetime) -> bool:
    """Whether arXiv is at leave to be asked: it may have told us, just now, to stay away."""
    state = stored_sources.get(db, ARXIV.key())
    return state is None or due(state, now).ask
