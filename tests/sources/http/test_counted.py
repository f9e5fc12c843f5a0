"""Servers that keep a reader busy before there is a body, and beside it."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable

import pytest

from tracker.errors import FetchError
from tracker.settings import NetworkSettings
from tracker.sources.http.client import Http
from tracker.sources.http.counted import MOST_HEAD_BYTES
from tracker.sources.http.pace import CRUMB_BYTES, MOST_CRUMBS

HEAD = b"HTTP/1.1 200 OK\r\n"
Send = Callable[[bytes], Awaitable[None]]
Say = Callable[[Send], Awaitable[None]]


async def endless_header(send: Send) -> None:
    await send(HEAD + b"X: ")
    while True:
        await send(b"a")


async def endless_headers(send: Send) -> None:
    await send(HEAD)
    while True:
        await send(b"X: a\r\n" * 100)


async def interim_answers(send: Send) -> None:
    while True:
        await send(b"HTTP/1.1 102 Processing\r\n\r\n" * 100)


async def chunk_head(send: Send) -> None:
    await send(HEAD + b"Transfer-Encoding: chunked\r\n\r\n1;x=")
    while True:
        await send(b"a")


async def trailers(send: Send) -> None:
    await send(HEAD + b"Transfer-Encoding: chunked\r\n\r\n0\r\n")
    while True:
        await send(b"a")


async def nothing(send: Send) -> None:
    while True:
        await asyncio.sleep(1)


async def well(send: Send) -> None:
    await send(HEAD + b"X: " + b"a" * 30_000 + b"\r\nContent-Length: 300000\r\n\r\n")
    for _ in range(300):
        await send(b"x" * 1_000)


async def ask_all(*answers: Say, timeout_seconds: int = 600) -> dict[str, str]:
    """What is said of each server, in the order in which they come to an end."""
    told: dict[str, str] = {}
    accepted: list[asyncio.StreamWriter] = []

    async def serve(answer: Say) -> asyncio.Server:
        async def accept(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            async def send(data: bytes) -> None:
                writer.write(data)
                await writer.drain()
                await asyncio.sleep(0)

            accepted.append(writer)
            with contextlib.suppress(ConnectionError):
                await reader.readuntil(b"\r\n\r\n")
                await answer(send)

        return await asyncio.start_server(accept, "127.0.0.1", 0)

    async def ask(http: Http, name: str, url: str) -> None:
        try:
            told[name] = f"{len((await http.get(url)).body)} bytes"
        except FetchError as error:
            told[name] = error.message

    network = NetworkSettings(allow_private_hosts=True, timeout_seconds=timeout_seconds)
    servers = [await serve(answer) for answer in answers]
    async with Http(network) as http, asyncio.TaskGroup() as group:
        for number, (server, answer) in enumerate(zip(servers, answers, strict=True)):
            port = server.sockets[0].getsockname()[1]
            url = f"http://127.0.0.1:{port}/"
            group.create_task(ask(http, f"{answer.__name__} {number}", url))
    for server in servers:
        server.close()
    for writer in accepted:
        writer.transport.abort()
    await asyncio.sleep(0.01)  # for what was accepted to see it
    return told


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (endless_header, "crumbs"),
        (endless_headers, "headers without end"),
        (interim_answers, "headers without end"),
        (chunk_head, "crumbs"),
        (trailers, "crumbs"),
    ],
)
def test_what_never_comes_to_a_body_is_left(answer: Say, why: str) -> None:
    (message,) = asyncio.run(ask_all(answer)).values()
    assert why in message


@pytest.mark.parametrize("answer", [endless_header, chunk_head])
def test_twelve_such_servers_keep_nobody_else_waiting(answer: Say) -> None:
    told = asyncio.run(ask_all(*[answer] * 12, well))
    assert next(iter(told.items())) == ("well 12", "300000 bytes")
    assert len(told) == 13


def test_a_server_that_says_nothing_is_left_at_the_deadline() -> None:
    told = asyncio.run(ask_all(*[nothing] * 12, well, timeout_seconds=2))
    assert next(iter(told.items())) == ("well 12", "300000 bytes")
    assert sum("no whole answer within 2 s" in message for message in told.values()) == 12


def test_how_much_is_read_of_them_is_bounded() -> None:
    sent = 0

    async def counting(send: Send) -> None:
        async def count(data: bytes) -> None:
            nonlocal sent
            await send(data)
            sent += len(data)

        await endless_header(count)

    asyncio.run(ask_all(counting))
    assert sent < MOST_CRUMBS * CRUMB_BYTES + MOST_HEAD_BYTES
