"""Feeds parsed in worker processes, which may be stuck or die."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime
from functools import partial
from operator import contains, itemgetter
from pathlib import Path
from typing import Any

import pytest

from tests.sources.feeds.samples import feed
from tracker.errors import LimitError, ParseError
from tracker.sources.pages.discovery import discover
from tracker.sources.pages.facts import read_page
from tracker.sources.parsing.pool import ParsePool
from tracker.values import Document

NOW = datetime(2025, 5, 2, 18, tzinfo=UTC)


def document(body: bytes) -> Document:
    return Document(body=body, url="https://notes.example/feed")


def children(of: int) -> set[int]:
    command = ["ps", "-o", "pid=,comm=", "--ppid", str(of)]
    found = subprocess.run(command, capture_output=True, text=True, check=False)
    lines = (line.split() for line in found.stdout.splitlines())
    return {int(line[0]) for line in lines if line[1] != "ps"}


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


async def title_of(pool: ParsePool, body: bytes) -> str:
    parsed = await pool.parse(document(body), source="s", seen_at=NOW)
    return parsed.sightings[0].title


def test_many_feeds_are_parsed_and_errors_come_back() -> None:
    async def parse() -> list[object]:
        async with ParsePool() as pool:
            bodies = [feed(f"a{number}") for number in range(20)] + [b"", b"<html><p>no"]
            tasks = (title_of(pool, body) for body in bodies)
            return list(await asyncio.gather(*tasks, return_exceptions=True))

    results = asyncio.run(parse())
    assert results[:20] == [f"a{number}" for number in range(20)]
    assert all(isinstance(result, ParseError) for result in results[20:])


def test_a_long_document_goes_both_ways() -> None:
    names = [f"entry-{number}" for number in range(1500)]

    async def parse() -> int:
        async with ParsePool() as pool:
            return len(
                (await pool.parse(document(feed(*names)), source="s", seen_at=NOW)).sightings
            )

    assert asyncio.run(parse()) == 1500


def test_a_document_that_takes_too_much_memory_is_refused() -> None:
    bomb = feed("x").replace(b"x", b"x" * 12_000_000, 1)

    async def parse() -> list[object]:
        async with ParsePool(limit_bytes=60_000_000) as pool:
            tasks = (title_of(pool, body) for body in (bomb, feed("a"), feed("b")))
            return list(await asyncio.gather(*tasks, return_exceptions=True))

    first, *others = asyncio.run(parse())
    assert isinstance(first, ParseError)
    assert "memory" in first.message
    assert others == ["a", "b"]


def test_documents_behind_those_that_take_too_much_memory_are_not_blamed() -> None:
    bomb = feed("x").replace(b"x", b"x" * 12_000_000, 1)
    bodies = [body for number in range(8) for body in (bomb, feed(f"a{number}"))]

    async def parse() -> list[object]:
        async with ParsePool(limit_bytes=60_000_000) as pool:
            tasks = (title_of(pool, body) for body in bodies)
            return list(await asyncio.gather(*tasks, return_exceptions=True))

    results = asyncio.run(parse())
    assert all(isinstance(result, LimitError) for result in results[::2])
    assert results[1::2] == [f"a{number}" for number in range(8)]


def test_who_gives_a_document_up_takes_no_other_with_it() -> None:
    zeros: Any = iter(int, 1)
    without_end = partial(contains, zeros)

    async def parse() -> list[object]:
        async with ParsePool() as pool:
            stuck = [asyncio.create_task(pool.read(without_end, document(b"a"))) for _ in range(2)]
            await asyncio.sleep(0.5)
            good = [asyncio.create_task(title_of(pool, feed(f"b{number}"))) for number in range(4)]
            await asyncio.sleep(0.5)
            for task in stuck:
                task.cancel()
            return list(await asyncio.gather(*good))

    assert asyncio.run(parse()) == [f"b{number}" for number in range(4)]


@pytest.mark.parametrize("page", [b"<b><p>" * 800_000, b"<a b=c>" * 600_000])
def test_a_page_that_takes_too_much_memory_is_refused_by_what_is_at_fault(page: bytes) -> None:
    async def parse() -> str:
        async with ParsePool(limit_bytes=100_000_000) as pool:
            for read in (read_page, discover):
                with pytest.raises(LimitError, match="the page takes too much memory") as refused:
                    await pool.read(read, document(b"<title>t</title>" + page))
                assert "https://notes.example/feed: " in str(refused.value)
            return (await pool.read(read_page, document(b"<title>plain"))).title

    assert asyncio.run(parse()) == "plain"


def test_a_page_that_takes_too_long_is_given_up_and_its_worker_ended() -> None:
    async def parse() -> set[int]:
        before = children(os.getpid())
        async with ParsePool(limit_seconds=0.001) as pool:
            for read in (read_page, discover):
                with pytest.raises(
                    LimitError, match=r"the page takes longer than 0\.\d+ s to read$"
                ):
                    await pool.read(read, document(b"<title>t</title>"))
            return children(os.getpid()) - before

    assert asyncio.run(parse()) == set()


def test_a_page_is_read_in_the_encoding_that_its_server_names() -> None:
    page = Document(
        body="<title>Ткань</title>".encode("windows-1251"),
        url="https://notes.example/",
        content_type="text/html; charset=windows-1251",
    )

    async def parse() -> str:
        async with ParsePool() as pool:
            return (await pool.read(read_page, page)).title

    assert asyncio.run(parse()) == "Ткань"


def test_a_worker_that_dies_takes_no_feed_with_it() -> None:
    async def parse() -> str:
        async with ParsePool() as pool:
            before = children(os.getpid())
            await title_of(pool, feed("a"))
            for worker in children(os.getpid()) - before:
                os.kill(worker, signal.SIGKILL)
            return await title_of(pool, feed("b"))

    assert asyncio.run(parse()) == "b"


def test_no_feed_is_blamed_for_workers_that_died_idle() -> None:
    async def parse() -> str:
        async with ParsePool() as pool:
            before = children(os.getpid())
            await asyncio.gather(*(title_of(pool, feed("a")) for _ in range(8)))
            for worker in children(os.getpid()) - before:
                os.kill(worker, signal.SIGKILL)
            await asyncio.sleep(0.2)
            return await title_of(pool, feed("b"))

    assert asyncio.run(parse()) == "b"


def test_where_the_parser_broke_is_kept_for_those_who_mend_it(
    caplog: pytest.LogCaptureFixture,
) -> None:
    breaks: Any = itemgetter(0)

    async def parse() -> str:
        async with ParsePool() as pool:
            with pytest.raises(ParseError) as broken:
                await pool.read(breaks, document(b"odd"))
            assert await title_of(pool, feed("even")) == "even"
            return broken.value.message

    with caplog.at_level("DEBUG", logger="tracker"):
        message = asyncio.run(parse())
    error = "TypeError: 'Document' object is not subscriptable"
    assert message == f"tracker broke on it ({error}); please report it"
    assert "parsing https://notes.example/feed\nTraceback (most recent" in caplog.text
    assert error in caplog.text


def test_a_document_that_takes_too_long_is_given_up_and_the_next_is_read() -> None:
    zeros: Any = iter(int, 1)
    without_end = partial(contains, zeros)  # looks for the document among them

    async def parse() -> str:
        async with ParsePool(limit_seconds=5) as pool:
            with pytest.raises(LimitError, match="longer than 5 s"):
                await pool.read(without_end, document(b"a"))
            return await title_of(pool, feed("b"))

    assert asyncio.run(parse()) == "b"


def test_documents_that_wait_behind_those_that_take_too_long_are_read_all_the_same() -> None:
    zeros: Any = iter(int, 1)
    without_end = partial(contains, zeros)

    async def parse() -> list[object]:
        async with ParsePool(limit_seconds=2, least_seconds=1) as pool:
            stuck = (pool.read(without_end, document(b"a")) for _ in range(2))
            good = (title_of(pool, feed(f"b{number}", "x" * 200_000)) for number in range(6))
            return list(await asyncio.gather(*stuck, *good, return_exceptions=True))

    results = asyncio.run(parse())
    assert all(isinstance(result, LimitError) for result in results[:2])
    assert results[2:] == [f"b{number}" for number in range(6)]


def test_after_one_that_took_too_long_the_next_have_less_time_down_to_a_least() -> None:
    async def parse() -> list[str]:
        async with ParsePool(limit_seconds=0.003, least_seconds=0.001) as pool:
            told = []
            for _ in range(4):
                with pytest.raises(ParseError) as refused:
                    await title_of(pool, feed("a"))
                told.append(refused.value.message)
            return told

    limits = [message.split()[5] for message in asyncio.run(parse())]
    assert limits == ["0.003", "0.0015", "0.001", "0.001"]


def test_workers_start_with_the_first_document_and_end_with_the_pool() -> None:
    async def parse() -> tuple[set[int], set[int]]:
        before = children(os.getpid())
        async with ParsePool() as pool:
            idle = children(os.getpid()) - before
            await title_of(pool, feed("a"))
            busy = children(os.getpid()) - before
        return idle, busy

    idle, busy = asyncio.run(parse())
    assert (len(idle), len(busy)) == (0, 1)
    assert not any(is_alive(worker) for worker in busy)


def test_workers_that_were_prepared_are_used_and_end_with_the_pool() -> None:
    async def parse() -> tuple[set[int], set[int], set[int]]:
        before = children(os.getpid())
        async with ParsePool() as pool:
            pool.prepare()
            await title_of(pool, feed("a"))
            busy = children(os.getpid()) - before
            pool.prepare()
            await asyncio.gather(*(title_of(pool, feed("a")) for _ in range(8)))
            later = children(os.getpid()) - before
        async with ParsePool() as pool:
            pool.prepare()
        return busy, later, children(os.getpid()) - before

    busy, later, left = asyncio.run(parse())
    assert len(busy) == min(2, os.cpu_count() or 1)
    assert (later, left) == (busy, set())


def test_a_poll_that_is_killed_leaves_no_worker_behind(tmp_path: Path) -> None:
    script = tmp_path / "poll.py"  # without a guard around its main part, as scripts are
    script.write_text(
        "import asyncio\n"
        "from datetime import UTC, datetime\n"
        "from tracker.sources.parsing.pool import ParsePool\n"
        "from tracker.values import Document\n"
        "async def main():\n"
        "    async with ParsePool() as pool:\n"
        "        document = Document(body=b'<rss><channel/></rss>', url='https://a.example/')\n"
        "        await pool.parse(document, source='s', seen_at=datetime.now(UTC))\n"
        "        print('ready', flush=True)\n"
        "        await asyncio.sleep(60)\n"
        "asyncio.run(main())\n"
    )
    with subprocess.Popen([sys.executable, script], stdout=subprocess.PIPE, text=True) as poll:
        assert poll.stdout is not None
        assert poll.stdout.readline() == "ready\n"
        workers = children(poll.pid)
        assert workers
        poll.kill()
    deadline = time.monotonic() + 10
    while any(is_alive(worker) for worker in workers) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not any(is_alive(worker) for worker in workers)
