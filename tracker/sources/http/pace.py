"""How fast a body comes: who holds a large room must send, and nobody may send crumbs.

There are few rooms for large bodies, so servers that send much and then a byte now and then would
hold them one after the other, each for its whole deadline. And each piece costs the reader time,
however small it is: bytes that come one by one keep it from all other answers.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable

from tracker.errors import FetchError

SLOW_SECONDS = 3.0
SLOW_BYTES = 50_000  # in that time; a modem sent 20 KB
_LOOK_SECONDS = 0.25
MOST_CRUMBS = 1_000  # pieces
CRUMB_BYTES = 32  # on average; real chunks have some hundreds at least


class Crumbs:
    """The pieces of an answer. Raises FetchError once there are very many small ones."""

    def __init__(self) -> None:
        self._count = self._bytes = 0

    def take(self, size: int) -> None:
        """A piece of so many bytes came."""
        self._count += 1
        self._bytes += size
        if self._count > MOST_CRUMBS and self._bytes < CRUMB_BYTES * self._count:
            raise FetchError("the server sends its answer in crumbs; try again later")


class Pace:
    """The pieces of a body as they come. Raises FetchError for a server that is too slow while
    ``is_large`` says that a large room is held, or sends very many small pieces."""

    def __init__(self, pieces: AsyncIterator[bytes], is_large: Callable[[], bool]) -> None:
        self._pieces, self._is_large = pieces, is_large
        self._crumbs, self._bytes = Crumbs(), 0
        self._spent_seconds, self._mark_bytes = 0.0, 0

    def __aiter__(self) -> AsyncIterator[bytes]:
        return self._read()

    async def _read(self) -> AsyncIterator[bytes]:
        while (piece := await self._next()) is not None:
            self._bytes += len(piece)
            self._crumbs.take(len(piece))
            yield piece

    async def _next(self) -> bytes | None:
        """The next piece; None at the end."""
        if not self._is_large():
            return await anext(self._pieces, None)
        coming = asyncio.ensure_future(self._end_or_piece())
        try:
            while not coming.done():
                await self._wait(coming)
        finally:
            coming.cancel()
        return coming.result()

    async def _end_or_piece(self) -> bytes | None:
        return await anext(self._pieces, None)

    async def _wait(self, coming: asyncio.Future[bytes | None]) -> None:
        """Some time; what the program itself was busy with counts as little of it."""
        if self._bytes - self._mark_bytes >= SLOW_BYTES:
            self._spent_seconds, self._mark_bytes = 0.0, self._bytes
        if self._spent_seconds >= SLOW_SECONDS:
            message = "the server hardly sends any more of a long answer; try again later"
            raise FetchError(message)
        loop = asyncio.get_running_loop()
        begun = loop.time()
        await asyncio.wait({coming}, timeout=_LOOK_SECONDS)
        self._spent_seconds += min(loop.time() - begun, _LOOK_SECONDS)
