"""Many feeds on many hosts of loopback (127.0.0.2, .3, ...), with the faults that the world has.

One thread serves them all, and knows which requests are under way: ``overlaps`` names each host
that was asked while a client that is still there waited for another answer of it.
"""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections import Counter
from types import TracebackType
from typing import Self

_HEAD = "HTTP/1.1 {status}\r\nContent-Length: {length}\r\n{headers}\r\n"
_PLAIN = "Content-Type: application/rss+xml; charset=utf-8\r\n"


class Blogs:
    """A context manager: ``feeds`` feeds on ``hosts`` hosts, ``urls`` in order."""

    def __init__(self, *, hosts: int, feeds: int, latency: float = 0.005) -> None:
        self._hosts, self._feeds, self._latency = hosts, feeds, latency
        self.overlaps: list[str] = []
        self.asked: Counter[str] = Counter()  # by host and path
        self._under_way: dict[str, set[asyncio.StreamReader]] = {}
        self._ports: list[int] = []
        self._servers: list[asyncio.Server] = []
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        asyncio.run_coroutine_threadsafe(self._start(), self._loop).result()
        return self

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc_value: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        asyncio.run_coroutine_threadsafe(self._stop(), self._loop).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    @property
    def urls(self) -> list[str]:
        return [self.url(number) for number in range(self._feeds)]

    def url(self, number: int, path: str = "feed") -> str:
        """The address of a feed; it is on the same host, whatever its path."""
        return f"http://{self._place(number)}/{path}/{number}"

    def _place(self, number: int) -> str:
        host = number % self._hosts
        return f"127.0.0.{host + 2}:{self._ports[host]}"

    # --- the server -----------------------------------------------------------------------

    async def _start(self) -> None:
        for host in range(self._hosts):
            server = await asyncio.start_server(self._serve, f"127.0.0.{host + 2}", 0)
            self._servers.append(server)
            self._ports.append(server.sockets[0].getsockname()[1])

    async def _stop(self) -> None:
        for server in self._servers:
            server.close()
        tasks = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        host = writer.get_extra_info("sockname")[0]
        waiting = self._under_way.setdefault(host, set())
        with contextlib.suppress(
            asyncio.IncompleteReadError, ConnectionError, asyncio.CancelledError
        ):
            while head := await reader.readuntil(b"\r\n\r\n"):
                # A client that was killed waits for nothing any more.
                self.overlaps += [host for other in waiting if not other.at_eof()]
                waiting.add(reader)
                answer, is_whole = await self._answer(host, head.decode())
                waiting.discard(reader)
                writer.write(answer)
                await writer.drain()
                if not is_whole:
                    break
        waiting.discard(reader)
        writer.close()

    async def _answer(self, host: str, head: str) -> tuple[bytes, bool]:
        path = head.split(" ", 2)[1]
        self.asked[host + path] += 1
        _, kind, number = path.split("/")
        await asyncio.sleep(self._latency)
        return await self._of(int(number), kind, head)

    async def _of(self, n: int, kind: str, head: str) -> tuple[bytes, bool]:
        """The answer, and whether it is whole. What a feed's number is divided by 20 decides."""
        if (answer := self._redirect(n, kind)) is not None:
            return answer, True
        if kind == "feed":
            await asyncio.sleep(20 * self._latency * (n % 20 == 7))
            fault = self._fault(n, n % 20)
            if fault is not None:
                return fault, n % 20 != 3
        return self._feed(n, head), True

    def _fault(self, n: int, fault: int) -> bytes | None:
        if fault in _STATUSES:
            return _message(_STATUSES[fault], b"", "Retry-After: 7200\r\n" * (fault == 10))
        if fault == 2:
            return _message("200 OK", b"<!doctype html><p>This is no feed.", "")
        if fault == 3:  # cut
            whole = _message("200 OK", self._body(n), _PLAIN)
            return whole[: len(whole) // 2]
        return None

    def _feed(self, n: int, head: str) -> bytes:
        tag = f'"{n}"'
        if f"if-none-match: {tag}" not in head.lower():
            return _message("200 OK", self._body(n), f"{_PLAIN}ETag: {tag}\r\n")
        if n % 20 == 12:  # some servers answer a condition with nothing
            return _message("200 OK", b"", _PLAIN)
        return _message("304 Not Modified", b"", f"ETag: {tag}\r\n")

    def _redirect(self, n: int, kind: str) -> bytes | None:
        """To another host: for now, for good, over a third one, or in a circle."""
        fault = n % 20 if kind == "feed" else kind
        if fault not in _MOVES:
            return None
        status, away, path = _MOVES[fault]
        return _message(status, b"", f"Location: {self.url(n + away, path)}\r\n")

    def _body(self, n: int) -> bytes:
        """Posts of its own, one that every third feed links, and a paper."""
        links = [f"https://blog{n}.example/posts/{at}" for at in range(3)] + [
            f"https://shared.example/{n % 3}",
            f"https://arxiv.org/abs/2505.{n % 50:05}",
        ]
        items = "".join(
            f"<item><title>Post {at} of {n} on a chain of thought</title><link>{link}</link>"
            f"<description>&lt;p&gt;What blog {n} thinks of it, {at}.</description>"
            f"<guid isPermaLink='false'>{n}-{at}</guid></item>"
            for at, link in enumerate(links)
        )
        return (
            "<?xml version='1.0'?><rss version='2.0'><channel>"
            f"<title>Blog {n}</title><link>https://blog{n}.example/</link>{items}</channel></rss>"
        ).encode()


_MOVES: dict[int | str, tuple[str, int, str]] = {
    4: ("302 Found", 1, "real"),
    5: ("301 Moved", 1, "real"),
    6: ("301 Moved", 1, "chain"),
    8: ("302 Found", 1, "loop"),
    "chain": ("302 Found", 2, "real"),
    "loop": ("302 Found", -1, "feed"),
}
_STATUSES = {0: "404 Not Found", 1: "500 Broken", 9: "410 Gone", 10: "429 Slow Down"}


def _message(status: str, body: bytes, headers: str) -> bytes:
    return _HEAD.format(status=status, length=len(body), headers=headers).encode() + body
