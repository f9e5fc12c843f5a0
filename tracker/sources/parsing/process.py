"""A worker process as its pool sees it: documents in, what they hold out, in their order.

The next document lies in the pipe while one is read, so that a worker need not wait until the poll,
which has other things to do, comes back to it. Each has the time limit to itself: it begins when
the one before is done.
"""

from __future__ import annotations

import asyncio
import contextlib
import pickle
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import Sequence
from typing import Any

from tracker.sources.parsing.worker import LENGTH, Ahead, OutOfMemory, Task, packed

_PIECE = 65_536


class EndedError(Exception):
    """The worker was ended by what another document did, before it came to this one."""


class WorkerProcess:
    """A worker that starts at once; one that is ended is ended for good."""

    def __init__(self, command: Sequence[str], ahead: Ahead | None) -> None:
        self._starting = asyncio.create_task(_start(command, ahead))
        self._writing, self._reading = asyncio.Lock(), asyncio.Lock()  # both are first come
        self._is_ended = False
        self.waiting = 0  # documents, the one that is read among them

    @property
    def is_ended(self) -> bool:
        """Whether it takes no document any more."""
        if not self._starting.done() or self._is_ended:
            return self._is_ended
        return bool(self._starting.exception()) or self._starting.result().returncode is not None

    async def ask(self, task: Task, body: bytes, limit_seconds: float) -> Any:
        """What the worker makes of a document. Where that takes longer or is given up, it ends.

        Raises EndedError, TimeoutError, and EOFError or ConnectionError where the worker dies.
        """
        self.waiting += 1
        try:
            worker = await asyncio.shield(self._starting)
            async with self._writing:
                await self._write(worker, task, body)
            async with self._reading:
                if self._is_ended:
                    raise EndedError
                async with asyncio.timeout(limit_seconds):
                    result = await _answer(worker)
                self._is_ended |= isinstance(result, OutOfMemory)  # after which it ends by itself
                return result
        except BaseException as error:
            is_bystander = self._is_ended
            await self.end()
            if is_bystander and isinstance(error, (EOFError, ConnectionError)):
                raise EndedError from error
            raise
        finally:
            self.waiting -= 1

    async def end(self) -> None:
        """End the process; the documents that wait for it are not read."""
        self._is_ended = True
        with contextlib.suppress(OSError):  # it may not have started
            worker = await asyncio.shield(self._starting)
            with contextlib.suppress(ProcessLookupError):
                worker.kill()
            await worker.wait()

    async def _write(self, worker: Process, task: Task, body: bytes) -> None:
        if self._is_ended:
            raise EndedError
        assert worker.stdin is not None
        worker.stdin.write(packed(task))
        view = memoryview(body)
        try:
            for at in range(0, len(body), _PIECE):  # what is written at once would be copied
                worker.stdin.write(view[at : at + _PIECE])
                await worker.stdin.drain()
        except ConnectionError as error:
            if self._reading.locked():  # it has died of the one before
                raise EndedError from error
            raise


async def _start(command: Sequence[str], ahead: Ahead | None) -> Process:
    worker = await asyncio.create_subprocess_exec(*command, stdin=PIPE, stdout=PIPE, stderr=DEVNULL)
    assert worker.stdin is not None
    worker.stdin.write(packed(ahead))
    return worker


async def _answer(worker: Process) -> Any:
    assert worker.stdout is not None
    (length,) = LENGTH.unpack(await worker.stdout.readexactly(LENGTH.size))
    # What a worker writes is this program's own.
    return pickle.loads(await worker.stdout.readexactly(length))  # noqa: S301
