"""Others that are given the same feeds: plain httpx, the network's limit; newsboat and sfeed."""

from __future__ import annotations

import asyncio
import json
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path


def httpx_command(home: Path, urls: Sequence[str], concurrency: int, etag: str = "") -> list[str]:
    """A process that asks for all addresses and drops what comes."""
    listed = home / "urls.json"
    listed.write_text(json.dumps(list(urls)))
    return [sys.executable, __file__, str(listed), str(concurrency), etag]


def newsboat_command(home: Path, urls: Sequence[str], concurrency: int) -> list[str] | None:
    """newsboat's reload into a cache of its own; None where it is not installed."""
    program = shutil.which("newsboat")
    if program is None:
        return None
    (home / "urls").write_text("".join(f"{url}\n" for url in urls))
    (home / "config").write_text(f"reload-threads {concurrency}\n")
    files = (("-u", "urls"), ("-c", "cache.db"), ("-C", "config"))
    options = [word for option, name in files for word in (option, str(home / name))]
    return [program, *options, "-x", "reload"]


def sfeed_command(home: Path, urls: Sequence[str], concurrency: int) -> list[str] | None:
    """sfeed's update into files of its own; None where it is not installed."""
    program = shutil.which("sfeed_update")
    if program is None or shutil.which("curl") is None:
        return None
    feeds = "".join(f'feed "{number}" "{url}"\n' for number, url in enumerate(urls))
    script = f'sfeedpath="{home}/feeds"\nmaxjobs={concurrency}\nfeeds() {{\n{feeds}}}\n'
    (home / "sfeedrc").write_text(script)
    return [program, str(home / "sfeedrc")]


async def fetch(urls: Sequence[str], concurrency: int, etag: str) -> None:
    """Ask for all addresses, some at once."""
    import httpx

    places = asyncio.Semaphore(concurrency)
    headers = {"If-None-Match": etag} if etag else {}
    async with httpx.AsyncClient(trust_env=False) as client:

        async def get(url: str) -> None:
            async with places:
                (await client.get(url, headers=headers)).read()

        async with asyncio.TaskGroup() as group:
            for url in urls:
                group.create_task(get(url))


if __name__ == "__main__":
    asyncio.run(fetch(json.loads(Path(sys.argv[1]).read_text()), int(sys.argv[2]), sys.argv[3]))
