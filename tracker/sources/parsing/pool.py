"""Strangers' feeds and pages are read in a few worker processes, never in tracker's own.

So the event loop goes on reading answers, and Ctrl-C and deadlines end what a parser does not.

Two workers: they take the load of two cores, and with the poll itself stay under 200 MB. They
start when a body is sure to come, at the latest when one does, so a poll that finds nothing changed
pays for none. A document
has a time limit, against input made to keep a parser busy, and once one has used it up, all that
follow have less; a worker that dies takes no other document with it. (``multiprocessing`` would run
the calling program's main module in each worker.)
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import pickle
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import partial
from types import TracebackType
from typing import Any, Self, TypeVar

from tracker.errors import LimitError, ParseError
from tracker.sources.feeds.formats.entry import ParsedFeed
from tracker.sources.parsing.worker import (
    LENGTH,
    Ahead,
    Broken,
    OutOfMemory,
    Refused,
    Task,
    packed,
    read_feed,
)
from tracker.values import Document

_log = logging.getLogger(__name__)

T = TypeVar("T")

_PIECE = 65_536
_WORKERS = min(2, os.cpu_count() or 1)
# -P: a file of the author's folder that is called like a module must not be imported.
# -c and not -m: what a worker answers with must not be of a module called __main__.
_COMMAND = (sys.executable, "-P", "-c", "from tracker.sources.parsing import worker; worker.main()")


class ParsePool:
    """An async context manager; ``parse`` and ``read`` are safe to call from many tasks.

    ``ahead`` goes to each worker as it starts.
    """

    def __init__(
        self,
        ahead: Ahead | None = None,
        *,
        limit_seconds: float = 15,
        least_seconds: float = 6,
        limit_bytes: int = 200_000_000,
    ) -> None:
        self._command = (*_COMMAND, str(limit_bytes))  # a feed of 15 MB takes half of it
        self._ahead = ahead
        self._full_seconds = limit_seconds
        self._limit_seconds = limit_seconds  # for one document, twenty-five times the longest seen
        self._least_seconds = least_seconds  # after others that took too long
        self._places = asyncio.Semaphore(_WORKERS)
        self._idle: list[Process] = []
        self._coming: list[asyncio.Task[Process]] = []
        self._is_prepared = False

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        exc_type: type[BaseException] | None,
        exc_value: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """End the workers."""
        while self._coming:
            with contextlib.suppress(OSError):
                self._idle.append(await self._coming.pop())
        while self._idle:
            await _end(self._idle.pop())

    def prepare(self) -> None:
        """A document will come: the workers start while it is asked for."""
        if not self._is_prepared:
            self._is_prepared = True
            self._coming = [asyncio.create_task(self._start()) for _ in range(_WORKERS)]

    async def parse(
        self, document: Document, *, source: str, seen_at: datetime, is_first: bool = False
    ) -> ParsedFeed:
        """The sightings of a feed; where none of them is known, with what the pool's ``ahead``
        makes of them. Raises ParseError."""
        read = partial(read_feed, source=source, seen_at=seen_at)
        task = _task(read, document, is_first=is_first)
        parsed: ParsedFeed = await self._read(task, document, what="feed")
        return parsed

    async def read(self, read: Callable[[Document], T], document: Document) -> T:
        """What ``read``, a function of a module, makes of a page in a worker.

        Raises ParseError with the document's address; LimitError where the document takes more
        time or memory than it may, or makes the worker crash.
        """
        known: T = await self._read(_task(read, document), document, what="page")
        return known

    async def _read(self, task: Task, document: Document, *, what: str) -> Any:
        try:
            async with self._places:
                result = await self._answer(task, document.body)
        except LimitError as error:
            message = f"the {what} {error.message}"
            raise LimitError(message, url=document.url, had_less=error.had_less) from error
        # The worker has its next document before this one is used, which takes as long.
        await asyncio.sleep(0)
        if isinstance(result, Broken):
            raise _broken(document, result)
        if isinstance(result, Refused):
            kind = LimitError if result.is_limit else ParseError
            raise kind(result.reason, url=document.url)
        return result

    async def _answer(self, task: Task, body: bytes) -> Any:
        for _attempt in range(2):  # a worker may have been ended from outside
            with contextlib.suppress(asyncio.IncompleteReadError, ConnectionError):
                result = await self._result(task, body)
                if isinstance(result, OutOfMemory):
                    raise LimitError("takes too much memory to read")
                return result
        raise LimitError("makes its parser crash")

    async def _result(self, task: Task, body: bytes) -> Any:
        worker = await self._worker()
        limit = self._limit_seconds
        try:
            async with asyncio.timeout(limit):
                result = await _ask(worker, task, body)
        except TimeoutError as error:
            await _end(worker)
            self._limit_seconds = min(limit, max(limit / 2, self._least_seconds))
            message = f"takes longer than {limit:g} s to read"
            raise LimitError(message, had_less=limit < self._full_seconds) from error
        except BaseException:
            await _end(worker)
            raise
        self._idle.append(worker)
        return result

    async def _worker(self) -> Process:
        self._is_prepared = True
        while self._idle:
            if (worker := self._idle.pop()).returncode is None:
                return worker
            await _end(worker)  # it was ended from outside
        return await (self._coming.pop() if self._coming else self._start())

    async def _start(self) -> Process:
        worker = await asyncio.create_subprocess_exec(
            *self._command, stdin=PIPE, stdout=PIPE, stderr=DEVNULL
        )
        assert worker.stdin is not None
        worker.stdin.write(packed(self._ahead))
        return worker


def _task(read: Callable[[Document], Any], document: Document, *, is_first: bool = False) -> Task:
    return Task(read, replace(document, body=b""), len(document.body), is_first)


def _broken(document: Document, result: Broken) -> ParseError:
    _log.debug("parsing %s\n%s", document.url, result.trace.rstrip())
    said = result.trace.rstrip().rpartition("\n")[2][:200]
    return ParseError(f"tracker broke on it ({said}); please report it", url=document.url)


async def _ask(worker: Process, task: Task, body: bytes) -> Any:
    tasks, results = worker.stdin, worker.stdout
    if tasks is None or results is None:
        raise ConnectionError
    tasks.write(packed(task))
    view = memoryview(body)
    for at in range(0, len(body), _PIECE):  # what is written at once would be copied
        tasks.write(view[at : at + _PIECE])
        await tasks.drain()
    (length,) = LENGTH.unpack(await results.readexactly(LENGTH.size))
    # What a worker writes is this program's own.
    return pickle.loads(await results.readexactly(length))  # noqa: S301


async def _end(worker: Process) -> None:
    with contextlib.suppress(ProcessLookupError):
        worker.kill()
    await worker.communicate()
