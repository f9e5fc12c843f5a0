"""How many answers are in memory at a time: from before one is read until it has been used.

Bodies come faster than they are parsed, so without a bound all of a poll's would wait in memory at
once. A room is held for one answer. There are some for as many as are asked side by side, and
for as many more that wait, so that the parsers never lack work. A body that turns out large needs
one of the few large rooms besides: nobody who holds one waits for another, so all come to an end.
"""

from __future__ import annotations

import asyncio
from types import TracebackType
from typing import Self

SMALL_BYTES = 500_000  # the longest of usual feeds; a thousand times these are no danger
_LARGE_ROOMS = 2  # as many as there are parsers


class Rooms:
    """The rooms of one run; ``concurrency`` answers are read at a time."""

    def __init__(self, concurrency: int) -> None:
        self._usual = asyncio.Semaphore(2 * concurrency + 10)
        self._large = asyncio.Semaphore(_LARGE_ROOMS)

    def room(self) -> Room:
        """A room for one large body, waited for in turn."""
        return Room(self._usual, self._large)


class Room:
    """An async context manager: the room of one answer."""

    def __init__(self, usual: asyncio.Semaphore, large: asyncio.Semaphore) -> None:
        self._usual, self._large = usual, large
        self.is_large = False

    async def __aenter__(self) -> Self:
        await self._usual.acquire()
        return self

    async def __aexit__(
        self,
        exc_type: type[BaseException] | None,
        exc_value: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if self.is_large:
            self._large.release()
        self._usual.release()

    def holds(self, size: int) -> bool:
        """Whether a body of this size may be read on."""
        return self.is_large or size <= SMALL_BYTES

    async def enlarge(self) -> None:
        """Wait until it holds bodies of any size."""
        await self._large.acquire()
        self.is_large = True
