"""Feeds are parsed in a few worker processes, so that the event loop goes on reading answers.

Two workers: they take the load of two cores, and with the poll itself stay under 200 MB. They
start when the first body comes, so a poll that finds nothing changed pays for none. A worker has
a time limit for one document, against input made to keep a parser busy; one that dies takes no
poll with it.
"""

from __future__ import annotations

import asyncio
import gc
import multiprocessing
import os
import signal
import threading
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from datetime import datetime
from types import FrameType, TracebackType
from typing import Self

from tracker.errors import ParseError
from tracker.sources.formats.entry import ParsedFeed
from tracker.sources.formats.feed import parse_feed
from tracker.values import Document

_WORKERS = min(2, os.cpu_count() or 1)
_LIMIT_SECONDS = 30


class ParsePool:
    """An async context manager; ``parse`` is safe to call from many tasks."""

    def __init__(self) -> None:
        self._pool: ProcessPoolExecutor | None = None

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        exc_type: type[BaseException] | None,
        exc_value: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)

    async def parse(self, document: Document, *, source: str, seen_at: datetime) -> ParsedFeed:
        """The sightings of a feed. Raises ParseError."""
        for _attempt in range(2):  # a worker may have died of another feed
            pool = self._started()
            try:
                return await asyncio.get_running_loop().run_in_executor(
                    pool, parse_within_limit, document, source, seen_at
                )
            except BrokenProcessPool:
                if self._pool is pool:
                    pool.shutdown(wait=False, cancel_futures=True)
                    self._pool = None
        raise ParseError("the feed makes its parser crash; remove it")

    def _started(self) -> ProcessPoolExecutor:
        if self._pool is None:
            context = multiprocessing.get_context("spawn")
            self._pool = ProcessPoolExecutor(_WORKERS, context, initializer=_prepare)
        return self._pool


def parse_within_limit(document: Document, source: str, seen_at: datetime) -> ParsedFeed:
    """Parses in a worker's main thread, which alone can be interrupted."""
    signal.setitimer(signal.ITIMER_REAL, _LIMIT_SECONDS)
    try:
        return parse_feed(
            document.body,
            url=document.url,
            content_type=document.content_type,
            source=source,
            seen_at=seen_at,
        )
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def _prepare() -> None:
    # feedparser makes many small objects that soon go: looking for cycles costs a tenth.
    gc.freeze()
    gc.set_threshold(100_000, 20, 20)
    threading.Thread(target=_end_with_the_poll, daemon=True).start()
    signal.signal(signal.SIGALRM, _too_long)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the poll itself ends its workers


def _end_with_the_poll() -> None:
    """A poll that is killed cannot tell its workers, which would wait for work for ever."""
    if (poll := multiprocessing.parent_process()) is not None:
        poll.join()
        os._exit(1)


def _too_long(_number: int, _frame: FrameType | None) -> None:
    raise ParseError(f"the feed takes longer than {_LIMIT_SECONDS} s to read; remove it")
