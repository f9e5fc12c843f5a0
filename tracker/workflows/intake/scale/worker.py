"""A shard is polled: the function that an executor runs, on whatever machine.

It knows no store and no project. It follows the same rules as a poll in one process (limits,
private addresses, one request at a time for a host), since it asks by the same ``Http``. All shards
of a process run in one event loop and share the processes that parse, which take long to start:
these end when no shard has come for a while.
"""

from __future__ import annotations

import asyncio
import logging
import os
import threading

from tracker import __version__
from tracker.sources.feeds.source import FeedSource
from tracker.sources.http.client import Http
from tracker.sources.http.hosts import Hosts
from tracker.sources.http.redirects import ElsewhereError
from tracker.sources.parsing.pool import ParsePool
from tracker.values import Sighting
from tracker.workflows.intake.scale import wire
from tracker.workflows.intake.scale.shards import Errand, HostTime, Order, Outcome, Reply

_log = logging.getLogger(__name__)
_FULL_BYTES = 16_000_000  # of outcomes in one reply: then no more errands are begun
_IDLE_SECONDS = 10.0


def version() -> str:
    """The version of tracker here."""
    return __version__


def poll_shard(order: bytes) -> bytes:
    """An ``Order`` in, a ``Reply`` out, both as JSON."""
    try:
        known = wire.load(Order, order)
    except wire.WireError as error:
        # Another version's orders may have another form; only what they are called is sure.
        return wire.dump(Reply(refused=f"it has tracker {__version__} and cannot read it: {error}"))
    if known.version != __version__:
        return wire.dump(Reply(refused=f"it has tracker {__version__}, not {known.version}"))
    return wire.dump(_bench().run(known))


class _Bench:
    """Where the shards of this process are polled."""

    def __init__(self) -> None:
        self.pid = os.getpid()
        self._loop = asyncio.new_event_loop()
        self._parser = ParsePool()
        self._shards = 0
        self._closing: asyncio.TimerHandle | None = None
        threading.Thread(target=self._loop.run_forever, name="tracker-shards", daemon=True).start()

    def run(self, order: Order) -> Reply:
        """What comes of an order."""
        return asyncio.run_coroutine_threadsafe(self._poll(order), self._loop).result()

    async def _poll(self, order: Order) -> Reply:
        self._shards += 1
        if self._closing is not None:
            self._closing.cancel()
        try:
            return await _Shard(order, self._parser).poll()
        finally:
            self._shards -= 1
            if not self._shards:
                self._closing = self._loop.call_later(_IDLE_SECONDS, self._close)

    def _close(self) -> None:
        old, self._parser = self._parser, ParsePool()
        self._ending = self._loop.create_task(old.close())


_made: list[_Bench] = []
_making = threading.Lock()


def _bench() -> _Bench:
    """This process's own; a fork has none yet."""
    with _making:
        if not _made or _made[-1].pid != os.getpid():
            _made[:] = [_Bench()]
        return _made[-1]


class _Shard:
    def __init__(self, order: Order, parser: ParsePool) -> None:
        self._order, self._parser = order, parser
        self._outcomes: list[Outcome] = []
        self._bytes = 0

    async def poll(self) -> Reply:
        """Ask for all errands side by side."""
        errands = self._order.errands
        hosts = Hosts({errand.host for errand in errands})
        # Several feeds may be asked at one address: each that came from elsewhere has its own.
        trails = [(errand.request_url, errand.trail) for errand in errands if errand.trail]
        places = asyncio.Semaphore(2 * self._order.network.concurrency)
        async with (
            Http(self._order.network, hosts=hosts, trails=trails) as http,
            asyncio.TaskGroup() as group,
        ):
            for number, errand in enumerate(errands):
                source = FeedSource(errand.url, http=http, parser=self._parser)
                group.create_task(self._run(number, errand, source, places))
        return Reply(outcomes=tuple(self._outcomes), hosts=_times(hosts))

    async def _run(
        self, number: int, errand: Errand, source: FeedSource, places: asyncio.Semaphore
    ) -> None:
        async with places:
            if self._bytes > _FULL_BYTES:
                return
            outcome = await self._outcome(number, errand, source)
        self._bytes += sum(_size(sighting) for sighting in outcome.sightings)
        self._outcomes.append(outcome)

    async def _outcome(self, number: int, errand: Errand, source: FeedSource) -> Outcome:
        try:
            batches = await source.poll_for(errand.followers, now=self._order.now)
            return Outcome.of(number, batches)
        except ElsewhereError as error:
            return Outcome(errand=number, trail=error.trail)
        except Exception as error:  # whatever one source breaks, the others are asked
            _log.debug("polling %s", errand.url, exc_info=error)
            cause = " ".join(str(error).split())[:200]
            return Outcome(errand=number, broken=f"{type(error).__name__}: {cause}")


def _size(sighting: Sighting) -> int:
    """About so many bytes of a reply."""
    texts = len(sighting.title) + len(sighting.summary) + 500
    return texts + sum(len(link.url) + len(link.text) + 20 for link in sighting.links)


def _times(hosts: Hosts) -> tuple[HostTime, ...]:
    return tuple(
        HostTime(host=name, port=port, requests=spent.requests, seconds=spent.seconds)
        for (name, port), spent in hosts.spent.items()
    )
