"""Feeds parsed in worker processes, which may be stuck or die."""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import signal
import time
from datetime import UTC, datetime

import pytest

from tests.sources.test_feeds import feed
from tracker.errors import ParseError
from tracker.sources import parsing
from tracker.sources.parsing import ParsePool
from tracker.values import Document

NOW = datetime(2025, 5, 2, 18, tzinfo=UTC)


def document(body: bytes) -> Document:
    return Document(body=body, url="https://notes.example/feed")


def test_many_feeds_are_parsed_and_errors_come_back() -> None:
    async def parse() -> list[object]:
        async with ParsePool() as pool:
            bodies = [feed(f"a{number}") for number in range(20)] + [b"", b"<html><p>no"]
            tasks = (pool.parse(document(body), source="s", seen_at=NOW) for body in bodies)
            return list(await asyncio.gather(*tasks, return_exceptions=True))

    results = asyncio.run(parse())
    titles = [result.sightings[0].title for result in results[:20]]  # type: ignore[attr-defined]
    assert titles == [f"a{number}" for number in range(20)]
    assert all(isinstance(result, ParseError) for result in results[20:])


def test_a_worker_that_dies_takes_no_feed_with_it() -> None:
    async def parse() -> str:
        async with ParsePool() as pool:
            await pool.parse(document(feed("a")), source="s", seen_at=NOW)
            for child in multiprocessing.active_children():
                os.kill(child.pid or 0, signal.SIGKILL)
            parsed = await pool.parse(document(feed("b")), source="s", seen_at=NOW)
            return parsed.sightings[0].title

    assert asyncio.run(parse()) == "b"


def test_no_worker_starts_before_there_is_something_to_parse() -> None:
    async def wait() -> int:
        async with ParsePool():
            return len(multiprocessing.active_children())

    assert asyncio.run(wait()) == 0


def test_workers_end_with_the_pool() -> None:
    async def parse() -> None:
        async with ParsePool() as pool:
            await pool.parse(document(feed("a")), source="s", seen_at=NOW)

    asyncio.run(parse())
    deadline = time.monotonic() + 10
    while multiprocessing.active_children() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert multiprocessing.active_children() == []


def test_a_document_that_takes_too_long_is_given_up() -> None:
    previous = signal.signal(signal.SIGALRM, parsing._too_long)
    try:
        signal.setitimer(signal.ITIMER_REAL, 0.05)
        with pytest.raises(ParseError, match="longer than"):
            time.sleep(5)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, previous)
