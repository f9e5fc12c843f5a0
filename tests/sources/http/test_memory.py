"""How many answers are held in memory at once."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest

from tests.support.server import Answer, Server
from tracker.errors import FetchError
from tracker.settings import NetworkSettings
from tracker.sources.http.client import Http
from tracker.sources.http.memory import SMALL_BYTES

LARGE = b"x" * (2 * SMALL_BYTES)


@pytest.fixture
def servers() -> Iterator[list[Server]]:
    running = [Server().__enter__() for _ in range(5)]
    yield running
    for server in running:
        server.__exit__(None, None, None)


def test_few_large_bodies_are_held_at_once_and_waiting_is_no_failure(
    servers: list[Server],
) -> None:
    held = most = 0

    async def use(http: Http, url: str) -> None:
        nonlocal held, most
        async with http.room() as room:
            await http.get(url, room=room)
            held += 1
            most = max(most, held)
            await asyncio.sleep(0.5)
            held -= 1

    async def ask() -> None:
        network = NetworkSettings(allow_private_hosts=True, timeout_seconds=1)
        async with Http(network) as http:
            urls = [server.route("/a", Answer(body=LARGE)) for server in servers]
            await asyncio.gather(*(use(http, url) for url in urls))

    asyncio.run(ask())
    assert most == 2


def test_small_bodies_wait_for_no_large_one(servers: list[Server]) -> None:
    async def ask() -> None:
        network = NetworkSettings(allow_private_hosts=True, timeout_seconds=1)
        async with (
            Http(network) as http,
            http.room() as first,
            http.room() as second,
            http.room() as third,
        ):
            for room, server in zip((first, second), servers, strict=False):
                await http.get(server.route("/a", Answer(body=LARGE)), room=room)
            async with asyncio.timeout(5):
                await http.get(servers[2].route("/a", Answer(body=b"small")), room=third)

    asyncio.run(ask())


def test_who_hardly_sends_loses_the_room_long_before_the_deadline(servers: list[Server]) -> None:
    dripping = Answer(
        body=b"x" * (SMALL_BYTES + 100_000), at_once=SMALL_BYTES + 1, piece=1, drip_seconds=0.2
    )

    async def ask(http: Http, url: str) -> str:
        async with http.room() as room:
            try:
                await http.get(url, room=room)
            except FetchError as error:
                return error.message
        return ""

    async def ask_all() -> list[str]:
        network = NetworkSettings(allow_private_hosts=True, timeout_seconds=600)
        async with Http(network) as http:
            urls = [server.route("/a", dripping) for server in servers[:3]]
            urls += [server.route("/b", Answer(body=LARGE)) for server in servers[3:]]
            return await asyncio.gather(*(ask(http, url) for url in urls))

    told = asyncio.run(ask_all())
    assert ["hardly sends" in message for message in told] == [True] * 3 + [False] * 2
    assert told[3:] == ["", ""]


def test_crumbs_are_not_read_on(servers: list[Server]) -> None:
    crumbs = Answer(body=b"x" * 20_000, piece=1, chunked=True)
    chunks = Answer(body=b"x" * 200_000, piece=100, chunked=True)

    async def ask() -> int:
        network = NetworkSettings(allow_private_hosts=True)
        async with Http(network) as http:
            with pytest.raises(FetchError, match="crumbs"):
                await http.get(servers[0].route("/a", crumbs))
            return len((await http.get(servers[1].route("/a", chunks))).body)

    assert asyncio.run(ask()) == 200_000
