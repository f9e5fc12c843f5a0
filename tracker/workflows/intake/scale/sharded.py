"""Feeds are asked by an executor's workers, a shard at a time; the rest is asked from here.

What this decides:

- feeds leave, but for those on arXiv's own hosts: arXiv is asked from one place only, and sites of
  votes are asked several times in a row, so both are asked here, each in its turn at the host;
- at most two shards a worker are under way, and one is under way until all that it brought has been
  stored: memory is bounded, and a kill loses what is under way alone;
- an executor that fails a shard gets it once more. A shard that fails again fails its feeds, whose
  states stay as they were; when several in a row fail, so do all that are left, unasked;
- a worker that refuses (another version of tracker) ends the asking: the others' would go to it,
  too, since it is the first to be free again; so does a time without any worker.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from concurrent.futures import CancelledError, Executor, Future
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial

from tracker import __version__
from tracker.errors import FetchError, ScaleError
from tracker.settings import Settings
from tracker.sources.feeds.source import FeedSource
from tracker.sources.http.hosts import host_of
from tracker.values import Batch
from tracker.values.polling import Host, Spent
from tracker.workflows.intake.scale import wire
from tracker.workflows.intake.scale.checking import check_reply
from tracker.workflows.intake.scale.engine import (
    Answer,
    Ask,
    BrokenThereError,
    LocalEngine,
    feeds_of,
)
from tracker.workflows.intake.scale.figures import Scale, slowest
from tracker.workflows.intake.scale.shards import Errand, Order, Outcome, Reply, Shard, Shards
from tracker.workflows.intake.scale.worker import poll_shard
from tracker.workflows.intake.sources import Asking

SHARDS_A_WORKER = 2
_TRIES = 2
_MOST_FAILURES = 3  # shards in a row
_LOOK_SECONDS = 2.0  # between two looks at whether there are workers
_ALONE_SECONDS = 60.0  # without any, until no more shards are sent


@dataclass(slots=True)
class _Sent:
    """An errand under way: who waits for its batches, and how many have not done with them."""

    errand: Errand
    asks: Sequence[Ask]
    batches: asyncio.Future[tuple[Batch, ...]]
    open: int
    stored: asyncio.Event = field(default_factory=asyncio.Event)

    async def batch(self, at: int) -> AsyncIterator[Batch]:
        """The batch of one who asks."""
        try:
            yield (await asyncio.shield(self.batches))[at]
        finally:
            self.open -= 1
            if not self.open:
                self.stored.set()


class ShardedEngine:
    """An engine over any executor. ``count_workers`` tells how many workers it has now."""

    def __init__(
        self,
        executor: Executor,
        settings: Settings,
        tools: Asking,
        now: datetime,
        *,
        name: str,
        count_workers: Callable[[], Awaitable[int]],
        alone_seconds: float = _ALONE_SECONDS,
    ) -> None:
        self._executor, self._settings, self._tools, self._now = executor, settings, tools, now
        self._name, self._count_workers = name, count_workers
        self._alone_seconds = alone_seconds
        self._local = LocalEngine(tools, now)
        self._sent: dict[str, _Sent] = {}  # by the feed's key
        self._shards = Shards((), size=settings.scale.shard_size)
        self._dispatch: asyncio.Task[None] | None = None
        self._running: set[asyncio.Task[None]] = set()
        self._over: ScaleError | None = None  # why no more shards are sent
        self._workers = self._count = self._failures = 0
        self._spent: dict[Host, Spent] = {}
        self._arxiv = _arxiv_hosts(settings)

    def answers(self, asks: Sequence[Ask]) -> list[Answer]:
        """Those that leave from the workers, in shards; the others from here."""
        groups = {k: same for k, same in feeds_of(asks).items() if self._may_leave(same)}
        loop = asyncio.get_running_loop()
        for key, same in groups.items():
            errand = _errand(same)
            self._sent[key] = _Sent(errand, same, loop.create_future(), len(same))
        self._shards = Shards(
            (sent.errand for sent in self._sent.values()), size=self._settings.scale.shard_size
        )
        self._dispatch = loop.create_task(self._run())
        here = [ask for ask in asks if ask.state.key not in groups]
        found = {
            id(ask): answer for ask, answer in zip(here, self._local.answers(here), strict=True)
        }
        for sent in self._sent.values():
            found |= {id(ask): partial(sent.batch, at) for at, ask in enumerate(sent.asks)}
        return [found[id(ask)] for ask in asks]

    def scale(self) -> Scale:
        """What it took: workers and shards, and the slowest hosts, also of what was asked here."""
        spent = self._tools.spent()
        for host, cost in self._spent.items():
            here = spent.get(host, Spent())
            spent[host] = Spent(here.requests + cost.requests, here.seconds + cost.seconds)
        return Scale(
            engine=self._name, workers=self._workers, shards=self._count, slowest=slowest(spent)
        )

    async def close(self) -> None:
        """Give up what is under way."""
        if self._dispatch is not None:
            self._dispatch.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._dispatch

    # --- what leaves ----------------------------------------------------------------------

    def _may_leave(self, asks: Sequence[Ask]) -> bool:
        """Not what cannot be put on the wire, or into a shard: that is asked, and fails, here."""
        try:
            host = _errand(asks).host
        except FetchError:
            return False
        return not self._is_arxivs(host) and all(_is_plain(ask.state.extra) for ask in asks)

    def _is_arxivs(self, host: Host) -> bool:
        name, _ = host
        return host in self._arxiv or name == "arxiv.org" or name.endswith(".arxiv.org")

    # --- shards ---------------------------------------------------------------------------

    async def _run(self) -> None:
        """Send shards until none is left. Whatever happens, nobody is left waiting."""
        end: Exception = ScaleError("the asking has ended")
        try:
            while self._shards or self._running:
                await self._fill()
                if self._running:
                    done, _ = await asyncio.wait(self._running, return_when=asyncio.FIRST_COMPLETED)
                    self._running -= done  # others may have come
                    for task in done:
                        task.result()
        except Exception as error:
            end = error
        finally:
            for task in self._running:
                task.cancel()
            await asyncio.gather(*self._running, return_exceptions=True)
            for sent in self._sent.values():
                if not sent.batches.done():
                    _fail(sent, end)

    async def _fill(self) -> None:
        """As many shards as may be under way."""
        while self._shards and self._over is not None:
            for errand in self._shards.take().errands:
                _fail(self._sent[errand.key], self._over)
        if not self._shards:
            return
        workers = await self._count_workers()
        self._workers = max(self._workers, workers)
        while self._shards and len(self._running) < SHARDS_A_WORKER * max(workers, 1):
            self._running.add(asyncio.create_task(self._poll(self._shards.take())))

    async def _poll(self, shard: Shard) -> None:
        """One shard, from when its hosts are free until what it brought is stored."""
        order = Order(
            version=__version__,
            now=self._now,
            network=self._settings.network,
            errands=tuple(shard.errands),
        )
        sent = [self._sent[errand.key] for errand in shard.errands]
        try:
            async with contextlib.AsyncExitStack() as turns:
                for host in shard.hosts:
                    await turns.enter_async_context(self._tools.http.hosts.turn(host))
                reply = await self._reply(order)
        except ScaleError as error:
            self._failures += 1
            if isinstance(error, _EndError) or self._failures >= _MOST_FAILURES:
                self._over = error
            for one in sent:
                _fail(one, error)
            return
        self._failures = 0
        self._note(reply)
        outcomes = {outcome.errand: outcome for outcome in reply.outcomes}
        for number, one in enumerate(sent):
            self._deliver(one, outcomes.get(number))
        await asyncio.gather(*(one.stored.wait() for one in sent if one.batches.done()))

    def _deliver(self, sent: _Sent, outcome: Outcome | None) -> None:
        """What came goes to those who wait; what is not done goes into a shard again."""
        if outcome is None:
            self._shards.add(sent.errand)
        elif outcome.trail is not None:
            sent.errand = replace(sent.errand, trail=outcome.trail)
            if self._is_arxivs(sent.errand.host):
                self._running.add(asyncio.create_task(self._go_on_here(sent)))
            else:
                self._shards.add(sent.errand)
        elif outcome.broken:
            _fail(sent, BrokenThereError(outcome.broken))
        else:
            sent.batches.set_result(outcome.whole_batches())

    async def _go_on_here(self, sent: _Sent) -> None:
        """What leads to arXiv's own hosts."""
        errand, source = sent.errand, sent.asks[0].source
        assert isinstance(source, FeedSource)
        assert errand.trail is not None
        self._tools.http.take_over(errand.request_url, errand.trail)
        try:
            sent.batches.set_result(await source.poll_for(errand.followers, now=self._now))
        except Exception as error:
            _fail(sent, error)

    def _note(self, reply: Reply) -> None:
        self._count += 1
        for cost in reply.hosts:
            spent = self._spent.setdefault((cost.host, cost.port), Spent())
            spent.requests += cost.requests
            spent.seconds += cost.seconds

    async def _reply(self, order: Order) -> Reply:
        """A worker's, checked. Raises ScaleError."""
        message = wire.dump(order)
        for left in reversed(range(_TRIES)):
            try:
                future = self._executor.submit(poll_shard, message)
                reply = wire.load(Reply, await self._result(future))
                if reply.refused:
                    raise _EndError(f"a worker refuses to poll: {reply.refused[:300]}")
                check_reply(order, reply)
                return reply
            except wire.WireError as error:
                raise ScaleError(f"a worker's reply cannot be used: {error}") from error
            except ScaleError:
                raise
            except Exception as error:
                if not left:
                    cause = " ".join(str(error).split())[:200] or type(error).__name__
                    message_ = f"no worker could poll this shard ({cause}); see the workers' logs"
                    raise ScaleError(message_) from error
        raise AssertionError

    async def _result(self, future: Future[bytes]) -> bytes:
        """Also where workers go and none comes, for which an executor would wait for good."""
        loop = asyncio.get_running_loop()
        seen_at = loop.time()
        waiting = asyncio.wrap_future(future)
        try:
            while not (await asyncio.wait({waiting}, timeout=_LOOK_SECONDS))[0]:
                if await self._count_workers():
                    seen_at = loop.time()
                elif loop.time() - seen_at >= self._alone_seconds:
                    raise _EndError("no worker is left; start some, and poll again")
        except BaseException:
            future.cancel()
            raise
        if waiting.cancelled():  # by the executor: whoever cancels this task raises above
            raise CancelledError("the executor gave it up")
        return waiting.result()


class _EndError(ScaleError):
    """Of the next shard the same would come: a worker refuses, or there is none."""


def _errand(asks: Sequence[Ask]) -> Errand:
    return Errand(url=asks[0].initial.url, followers=tuple(ask.follower for ask in asks))


def _is_plain(extra: object, depth: int = 2) -> bool:
    """Whether a state's memory is what feeds remember: a few plain values, or tables of such."""
    if not depth or not isinstance(extra, Mapping):
        return False
    return all(
        held is None or isinstance(held, (str, int, float)) or _is_plain(held, depth - 1)
        for held in extra.values()
    )


def _fail(sent: _Sent, error: Exception) -> None:
    sent.batches.set_exception(error)
    sent.batches.exception()  # those who wait get it; if nobody does any more, that is no fault


def _arxiv_hosts(settings: Settings) -> frozenset[Host]:
    return frozenset(map(host_of, (settings.arxiv.api_url, settings.arxiv.listing_base)))
