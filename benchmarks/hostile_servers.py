"""What twelve hostile servers of one kind cost a poll: how soon an honest feed comes, and all ends.

    python benchmarks/hostile_servers.py [KIND ...]

Each kind's servers stand in a process of their own on loopback, beside one that sends an honest
feed. Prints the seconds until the honest feed was sent, those of the whole poll, the processor
seconds of it, and what became of the sources.
"""

from __future__ import annotations

import asyncio
import contextlib
import gzip
import resource
import subprocess
import sys
import tempfile
import time
import zlib
from collections import Counter
from collections.abc import Awaitable, Callable
from pathlib import Path

from tests.support.desk import Desk

COUNT = 12
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/xml\r\n"
FEED = (
    b"<rss version='2.0'><channel><title>T</title><item><title>A chain of thought</title>"
    b"<link>https://site.example/a</link></item></channel></rss>"
)
Answering = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


async def _send(writer: asyncio.StreamWriter, data: bytes) -> None:
    writer.write(data)
    await writer.drain()


async def _bytewise(writer: asyncio.StreamWriter, data: bytes, seconds: float = 0) -> None:
    for number in range(len(data)):
        await _send(writer, data[number : number + 1])
        await asyncio.sleep(seconds)  # 0: each byte is sent before the next is written


async def headers(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """A header that never ends, byte by byte."""
    await _send(writer, HEAD + b"X-Long: ")
    await _bytewise(writer, b"a" * 90_000)


async def many_headers(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Short headers without end."""
    await _send(writer, HEAD)
    for number in range(100_000):
        await _send(writer, b"X-%d: a\r\n" % number)


async def slow_headers(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """A byte of a header now and then."""
    await _send(writer, HEAD + b"X-Long: ")
    await _bytewise(writer, b"a" * 90_000, 0.5)


async def informational(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Interim answers (1xx) without end."""
    while True:
        await _send(writer, b"HTTP/1.1 102 Processing\r\n\r\n")


async def drip(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """600 KB, and then a byte each half second."""
    await _send(writer, HEAD + b"Content-Length: 700000\r\n\r\n" + FEED + b" " * 600_000)
    await _bytewise(writer, b" " * 90_000, 0.5)


async def chunks(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Chunks of one byte."""
    await _send(writer, HEAD + b"Transfer-Encoding: chunked\r\n\r\n")
    while True:
        await _send(writer, b"1\r\nx\r\n")


async def chunk_extensions(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """A chunk's head that never ends, byte by byte."""
    await _send(writer, HEAD + b"Transfer-Encoding: chunked\r\n\r\n1;x=")
    await _bytewise(writer, b"a" * 90_000)


async def packed_nothing(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Packed blocks that hold nothing."""
    await _send(writer, HEAD + b"Content-Encoding: gzip\r\n\r\n" + gzip.compress(b"")[:10])
    packer = zlib.compressobj(wbits=-15)
    block = packer.flush(zlib.Z_FULL_FLUSH) * 2_000
    while True:
        await _send(writer, block)


async def silent(reader: asyncio.StreamReader, _: asyncio.StreamWriter) -> None:
    """Nothing: over TLS, a handshake that stalls."""
    await reader.read(100_000)
    await asyncio.sleep(1_000)


async def handshake(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """A TLS record of a handshake, byte by byte."""
    await _bytewise(writer, b"\x16\x03\x03\x3f\xff" + b"\x02" * 90_000)


async def redirects(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """A hundred redirects, each from one address of the server to the next."""
    line = await reader.readline()
    number = int(line.split()[1].rpartition(b"/")[2] or 0) + 1
    await asyncio.sleep(0.2)
    place = b"/%d" % number if number < 100 else b"/0"
    await _send(writer, b"HTTP/1.1 302 Found\r\nLocation: %s\r\nContent-Length: 0\r\n\r\n" % place)


KINDS: dict[str, Answering] = {
    answering.__name__: answering
    for answering in (
        *(headers, many_headers, slow_headers, informational, drip, chunks, chunk_extensions),
        *(packed_nothing, silent, handshake, redirects),
    )
}
OVER_TLS = ("silent", "handshake")


async def serve(kind: str) -> None:
    """Start the servers, tell their ports, and when the honest feed was sent."""

    async def honest(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await _send(writer, HEAD + b"Content-Length: %d\r\n\r\n" % len(FEED) + FEED)
        print(time.monotonic(), flush=True)

    def answering(answer: Answering) -> Answering:
        async def accept(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            with contextlib.suppress(ConnectionError, ValueError):
                if kind not in OVER_TLS and answer is not redirects:
                    await reader.readuntil(b"\r\n\r\n")
                await answer(reader, writer)
                await reader.read(100_000)
            writer.close()

        return accept

    kinds = [*[KINDS[kind]] * COUNT, honest]
    servers = [await asyncio.start_server(answering(each), "127.0.0.1", 0) for each in kinds]
    print(*(server.sockets[0].getsockname()[1] for server in servers), flush=True)
    await asyncio.sleep(1_000)


def polled(kind: str) -> None:
    with subprocess.Popen(
        [sys.executable, __file__, "--serve", kind], stdout=subprocess.PIPE, text=True
    ) as serving:
        assert serving.stdout is not None
        *hostile, honest = serving.stdout.readline().split()
        scheme = "https" if kind in OVER_TLS else "http"
        urls = [f"{scheme}://127.0.0.1:{port}/" for port in hostile]
        urls.append(f"http://127.0.0.1:{honest}/")
        feeds = "".join(f'[[feeds]]\nurl = "{url}"\n' for url in urls)
        with tempfile.TemporaryDirectory() as folder:
            desk = Desk(Path(folder) / "project")
            desk.configure(network="allow_private_hosts = true")
            desk.watch("reasoning", any_of=["chain of thought"], more=feeds)
            begun, spent = time.monotonic(), resource.getrusage(resource.RUSAGE_SELF)
            report = desk.poll()
            ended, after = time.monotonic(), resource.getrusage(resource.RUSAGE_SELF)
        serving.terminate()
        sent = float(serving.stdout.readline() or "nan") - begun
    worked = after.ru_utime + after.ru_stime - spent.ru_utime - spent.ru_stime
    told = Counter(source.error[:70] or "well" for source in report.sources)
    became = "; ".join(f"{count} {what}" for what, count in told.most_common())
    print(f"{kind:17} honest {sent:5.1f} s, all {ended - begun:5.1f} s ({worked:4.1f} s): {became}")


def main() -> None:
    if sys.argv[1:2] == ["--serve"]:
        asyncio.run(serve(sys.argv[2]))
        return
    for kind in sys.argv[1:] or KINDS:
        polled(kind)


if __name__ == "__main__":
    main()
