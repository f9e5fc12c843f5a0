"""Who asks a poll's sources: this process, unless the settings name an engine.

An engine gives an ``Answer`` for each source that is to be asked. Called, it iterates over the
batches; the poll does not know where these come from, and stores each before it asks for the next.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Protocol

from tracker.settings import Settings
from tracker.sources.feeds.source import FeedSource, Follower
from tracker.values import Batch, Source, SourceState
from tracker.values.source_kinds import FEED, source_kind
from tracker.workflows.intake.scale.figures import Scale, slowest
from tracker.workflows.intake.sources import Asking


class BrokenThereError(Exception):
    """What no part of the program foresaw, at a worker."""


@dataclass(frozen=True, slots=True)
class Ask:
    """A source to ask now: what asks it from here, how the project's files name it, and what is
    remembered of it."""

    source: Source
    initial: SourceState
    state: SourceState

    @property
    def follower(self) -> Follower:
        """The project as one who follows this feed."""
        return Follower(state=self.state, name=self.initial.name)


Answer = Callable[[], AsyncIterator[Batch]]


class Engine(Protocol):
    """What asks sources."""

    def answers(self, asks: Sequence[Ask]) -> list[Answer]:
        """What gives the batches of each, in the same order; all are to be called, and iterated
        over side by side. A feed that several ask is asked once. An iterator raises ScaleError
        where its source could not be asked, which says nothing of the source."""
        ...

    def scale(self) -> Scale:
        """What it took."""
        ...


OpenEngine = Callable[[Settings, Asking, datetime], AbstractAsyncContextManager[Engine]]


class LocalEngine:
    """Asks everything from here."""

    def __init__(self, tools: Asking, now: datetime) -> None:
        self._tools, self._now = tools, now

    def answers(self, asks: Sequence[Ask]) -> list[Answer]:
        """The sources' own; of a feed that several ask, out of one answer."""
        groups = feeds_of(asks)
        shared = {key: _Shared(same, self._now) for key, same in groups.items() if len(same) > 1}
        return [
            partial(shared[key].batch, ask)
            if (key := ask.state.key) in shared
            else partial(ask.source.poll, ask.state, now=self._now)
            for ask in asks
        ]

    def scale(self) -> Scale:
        """The hosts that took longest."""
        return Scale(slowest=slowest(self._tools.spent()))


class _Shared:
    """A feed that is asked once, by the first one's source, for all who ask."""

    def __init__(self, asks: Sequence[Ask], now: datetime) -> None:
        self._asks, self._now = asks, now
        self._answer: asyncio.Task[tuple[Batch, ...]] | None = None

    async def batch(self, ask: Ask) -> AsyncIterator[Batch]:
        """What it is for one of them."""
        if self._answer is None:
            source = self._asks[0].source
            assert isinstance(source, FeedSource)
            followers = [one.follower for one in self._asks]
            self._answer = asyncio.ensure_future(source.poll_for(followers, now=self._now))
        batches = await asyncio.shield(self._answer)
        yield next(b for one, b in zip(self._asks, batches, strict=True) if one is ask)


def feeds_of(asks: Sequence[Ask]) -> dict[str, list[Ask]]:
    """The feeds among what is asked, by their keys, with all who ask each."""
    groups: dict[str, list[Ask]] = {}
    for ask in asks:
        if source_kind(ask.state.key) == FEED:
            groups.setdefault(ask.state.key, []).append(ask)
    return groups


@contextlib.asynccontextmanager
async def open_engine(settings: Settings, tools: Asking, now: datetime) -> AsyncIterator[Engine]:
    """The engine that the settings name. Raises ConfigError where it cannot be reached."""
    if settings.scale.engine == "local":
        yield LocalEngine(tools, now)
        return
    from tracker.workflows.intake.scale.cluster import dask_engine  # noqa: PLC0415

    async with dask_engine(settings, tools, now) as engine:
        yield engine
