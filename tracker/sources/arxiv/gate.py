"""Waiting for one's turn at arXiv: one request at a time, so many seconds apart, for all processes.

arXiv's terms for its API ask for a single connection and three seconds between requests, for all
machines of one owner together. The gate keeps this for all processes on one machine: an OS file
lock is held from before the pause until the answer is there, and the times of the last request
stand in a file beside it. The system frees the lock when a process dies. Machines that share
nothing but an owner cannot see each other: schedule one of them.

The pause is counted from the end of the last answer, and from the start of a request that never
came to its end. Times are kept by two clocks: the one that counts from the start of the machine
is not moved by hand or by time servers, the wall clock holds across a restart. The longer wait
of the two counts, but none is longer than the pause itself, so a time from the future costs little.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import time
from collections.abc import AsyncIterator
from pathlib import Path

from filelock import FileLock, Timeout

from tracker.errors import SourceError

LOCK_POLL_SECONDS = 0.1
PATIENCE_SECONDS = 900.0  # another process holds the lock for one request at a time: a minute or so


class Gate:
    """The gate in ``folder`` (the user's state folder), shared by all who name the same one."""

    def __init__(
        self, folder: Path, *, gap_seconds: float, patience_seconds: float = PATIENCE_SECONDS
    ) -> None:
        self._folder = folder
        self._gap_seconds = gap_seconds
        self._patience_seconds = patience_seconds
        self._stamp = folder / "arxiv.last"

    @contextlib.asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        """Inside, one request may be made. Raises SourceError when no turn can be had."""
        lock = await self._acquire()
        try:
            await asyncio.sleep(wait_seconds(self._read_stamp(), _clocks(), self._gap_seconds))
            self._write_stamp()
            try:
                yield
            finally:
                self._write_stamp()
        finally:
            lock.release()

    async def _acquire(self) -> FileLock:
        # A lock of its own for each turn: one FileLock would let its owner in twice.
        lock = FileLock(self._folder / "arxiv.lock", thread_local=False)
        deadline = time.monotonic() + self._patience_seconds
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            while True:
                with contextlib.suppress(Timeout):
                    lock.acquire(timeout=0)
                    return lock
                if time.monotonic() > deadline:
                    raise SourceError(
                        "another tracker has been asking arXiv for long; try again later"
                    )
                await asyncio.sleep(LOCK_POLL_SECONDS)
        except (OSError, NotImplementedError) as error:  # no locks on this file system
            raise SourceError(
                f"cannot keep the pause between requests: {self._folder} is not writable "
                f"({getattr(error, 'strerror', None) or error})"
            ) from error

    def _read_stamp(self) -> tuple[float, ...]:
        try:
            return tuple(float(word) for word in self._stamp.read_text("ascii")[:200].split()[:2])
        except (OSError, ValueError):
            return ()

    def _write_stamp(self) -> None:
        text = " ".join(f"{clock:.6f}" for clock in _clocks())
        # A full disk must not keep the lock's promise from us.
        with contextlib.suppress(OSError), open(self._stamp, "wb", opener=_follow_no_link) as file:
            file.write(text.encode("ascii"))


def _follow_no_link(path: str, flags: int) -> int:
    """What a link in the file's place leads to is not ours; Windows has no such flag."""
    return os.open(path, flags | getattr(os, "O_NOFOLLOW", 0), 0o600)


def _clocks() -> tuple[float, float]:
    return time.time(), time.monotonic()


def wait_seconds(stamp: tuple[float, ...], clocks: tuple[float, ...], gap_seconds: float) -> float:
    """How long to wait after the last request: ``stamp`` and ``clocks`` by the same clocks."""
    waits = (then + gap_seconds - now for then, now in zip(stamp, clocks, strict=False))
    return max((min(wait, gap_seconds) for wait in waits if wait > 0), default=0.0)
