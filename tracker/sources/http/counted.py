"""Streams that count what an answer costs to read: its head, and each read from the network.

A body is bounded and paced where it is read (client.py). But a server can keep a poll busy before
there is one, by a header or by interim answers (RFC 9110 §15.2) without end, and beside it, by a
chunk's head. So a head may have so many bytes, which come in small reads that leave others their
turn, and no answer may come byte by byte.
"""

from __future__ import annotations

import ssl
from collections.abc import Iterable
from typing import Any

import httpcore

from tracker.errors import FetchError
from tracker.sources.http.pace import Crumbs

MOST_HEAD_BYTES = 64_000  # servers take 8 to 16 KB of a head themselves
_READ_BYTES = 4_096  # at a time, of a head


class Tally:
    """What the answer that is read now has cost so far; a host is asked for one at a time."""

    def __init__(self) -> None:
        self.begin()

    def begin(self) -> None:
        """An answer is asked for."""
        self.crumbs, self.head_bytes, self.is_head = Crumbs(), 0, True

    def end_head(self) -> None:
        """What follows is the body."""
        self.is_head = False

    def take(self, size: int) -> None:
        """So much was read. Raises FetchError where it is too much, or too little at a time."""
        if self.is_head:
            self.head_bytes += size
            if self.head_bytes > MOST_HEAD_BYTES:
                raise FetchError("the server sends headers without end; try again later")
        self.crumbs.take(size)


class CountedBackend(httpcore.AsyncNetworkBackend):
    """The backend beneath, with streams that are counted."""

    def __init__(self, inner: httpcore.AsyncNetworkBackend, tally: Tally) -> None:
        self._inner, self._tally = inner, tally

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Connect as the backend beneath does."""
        inner = await self._inner.connect_tcp(host, port, timeout, local_address, socket_options)
        return _Counted(inner, self._tally)

    async def connect_unix_socket(
        self,
        path: str,
        timeout: float | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """As the backend beneath does."""
        return await self._inner.connect_unix_socket(path, timeout, socket_options)

    async def sleep(self, seconds: float) -> None:
        """As the backend beneath does."""
        await self._inner.sleep(seconds)


class _Counted(httpcore.AsyncNetworkStream):
    def __init__(self, inner: httpcore.AsyncNetworkStream, tally: Tally) -> None:
        self._inner, self._tally = inner, tally

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        most = min(max_bytes, _READ_BYTES) if self._tally.is_head else max_bytes
        data = await self._inner.read(most, timeout)
        self._tally.take(len(data))
        return data

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:
        await self._inner.write(buffer, timeout)

    async def aclose(self) -> None:
        await self._inner.aclose()

    async def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.AsyncNetworkStream:
        inner = await self._inner.start_tls(ssl_context, server_hostname, timeout)
        return _Counted(inner, self._tally)

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)
