"""Strangers' feeds and pages are read in a few worker processes, never in tracker's own.

So the event loop goes on reading answers, and Ctrl-C and deadlines end what a parser does not.

Two workers: they take the load of two cores, and with the poll itself stay under 200 MB. They
start when a body is sure to come, at the latest when one does, so a poll that finds nothing changed
pays for none; each has one document to read and one that waits (``process.py``). A document has a
time limit, against input made to keep a parser busy, and once one has used it up, all that follow
have less; a worker that dies takes no other document with it. (``multiprocessing`` would run the
calling program's main module in each worker.)
"""

from __future__ import annotations

import asyncio
import logging
import os
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import partial
from types import TracebackType
from typing import Any, Self, TypeVar

from tracker.errors import LimitError, ParseError
from tracker.sources.feeds.formats.entry import ParsedFeed
from tracker.sources.parsing.process import EndedError, WorkerProcess
from tracker.sources.parsing.worker import Ahead, Broken, OutOfMemory, Refused, Task, read_feed
from tracker.values import Document

_log = logging.getLogger(__name__)

T = TypeVar("T")

_WORKERS = min(2, os.cpu_count() or 1)
_EACH = 2  # documents: one is read, the next waits in the pipe
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
        self._places = asyncio.Semaphore(_WORKERS * _EACH)
        self._workers: list[WorkerProcess] = []
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
        while self._workers:
            await self._workers.pop().end()

    def prepare(self) -> None:
        """A document will come: the workers start while it is asked for."""
        if not self._is_prepared:
            self._is_prepared = True
            while len(self._workers) < _WORKERS:
                self._start()

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
        deaths = 0
        while deaths < 2:  # a worker may have been ended from outside
            try:
                result = await self._result(task, body)
            except EndedError:
                continue
            except (EOFError, ConnectionError):
                deaths += 1
                continue
            if isinstance(result, OutOfMemory):
                raise LimitError("takes too much memory to read")
            return result
        raise LimitError("makes its parser crash")

    async def _result(self, task: Task, body: bytes) -> Any:
        limit = self._limit_seconds
        try:
            return await self._worker().ask(task, body, limit)
        except TimeoutError as error:
            self._limit_seconds = min(limit, max(limit / 2, self._least_seconds))
            message = f"takes longer than {limit:g} s to read"
            raise LimitError(message, had_less=limit < self._full_seconds) from error

    def _worker(self) -> WorkerProcess:
        """The one that has least to do; another one where all are busy and there may be more."""
        self._is_prepared = True
        self._workers = [worker for worker in self._workers if not worker.is_ended]
        least = min(self._workers, key=lambda worker: worker.waiting, default=None)
        if least is None or (least.waiting and len(self._workers) < _WORKERS):
            return self._start()
        return least

    def _start(self) -> WorkerProcess:
        self._workers.append(WorkerProcess(self._command, self._ahead))
        return self._workers[-1]


def _task(read: Callable[[Document], Any], document: Document, *, is_first: bool = False) -> Task:
    return Task(read, replace(document, body=b""), len(document.body), is_first)


def _broken(document: Document, result: Broken) -> ParseError:
    _log.debug("parsing %s\n%s", document.url, result.trace.rstrip())
    said = result.trace.rstrip().rpartition("\n")[2][:200]
    return ParseError(f"tracker broke on it ({said}); please report it", url=document.url)
