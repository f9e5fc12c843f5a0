"""How long a poll of 200 feeds takes, and how much memory, against what is possible at best.

    python benchmarks/feeds.py [--feeds 200] [--size 30000] [--latency 0.1] [--concurrency 20]

Each feed lies on a port of its own (a host is name and port), and answers after the latency. The
bounds, printed with the ratios to them:

- A: latency x feeds / concurrency, what the waiting alone costs;
- B: the time to parse the same bodies in one process, over the number of cores;
- cold (nothing known): within 2 x the slower of A and B;
- unchanged (same body, no validators) and 304: within 1.5 x A;
- resident memory of the poll and its workers together: under 200 MB.

Server, polls and this report are processes of their own. Exit status 1 when a bound is broken.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

NOW = datetime(2025, 5, 2, 18, tzinfo=UTC)
MB = 1024 * 1024
WORDS = [
    *(
        "adapters",
        "rank",
        "matrices",
        "attention",
        "frozen",
        "weights",
        "tokens",
        "images",
        "sparse",
    ),
    *("gradient", "update", "memory", "budget", "batch", "reward", "verifier", "chain", "steps"),
    *("answer", "sample", "prompt", "layer", "cache", "quantised", "caption"),
]


def feed_body(number: int, size: int) -> bytes:
    """An RSS feed of about ``size`` bytes: twenty entries of HTML with links."""
    entries = []
    for entry in range(20):
        words = [WORDS[(number * 7 + entry * 3 + at * at) % len(WORDS)] for at in range(40)]
        paragraph = (
            f"<p>{' '.join(words)} <a href='https://example.org/{number}/{entry}'>a note</a> "
            f"<em>{' '.join(words[:5])}</em>.</p>"
        )
        repeated = paragraph * max(1, round((size / 20 - 330) / (len(paragraph) * 1.12)))
        escaped = repeated.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        entries.append(
            f"<item><title>Entry {entry} on {' '.join(words[:4])}</title>"
            f"<link>https://blog{number}.example.org/posts/{entry}</link>"
            f"<guid>https://blog{number}.example.org/posts/{entry}</guid>"
            f"<pubDate>Thu, 01 May 2025 {entry:02}:00:00 GMT</pubDate>"
            f"<dc:creator>Author {number}</dc:creator><category>notes</category>"
            f"<description>{escaped}</description></item>"
        )
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<rss version="2.0" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>'
        f"<title>Blog {number}</title><link>https://blog{number}.example.org/</link>"
        f"<description>Notes</description>{''.join(entries)}</channel></rss>"
    ).encode()


# --- the server ---------------------------------------------------------------------------


async def serve(feeds: int, size: int, latency: float) -> None:
    """One port a feed; /plain has no validators, /tagged an ETag. Prints the ports as JSON."""
    ports = []
    for number in range(feeds):
        body = feed_body(number, size)
        server = await asyncio.start_server(_answering(body, latency), "127.0.0.1", 0)
        ports.append(server.sockets[0].getsockname()[1])
    print(json.dumps(ports), flush=True)
    await asyncio.Event().wait()


def _answering(body: bytes, latency: float) -> Any:
    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while head := await reader.readuntil(b"\r\n\r\n"):
                await asyncio.sleep(latency)
                if b'If-None-Match: "1"' in head:
                    writer.write(b'HTTP/1.1 304 Not Modified\r\nETag: "1"\r\n\r\n')
                    continue
                tag = b'ETag: "1"\r\n' if head.startswith(b"GET /tagged") else b""
                writer.write(
                    b"HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml; charset=utf-8\r\n"
                    + tag
                    + b"Content-Length: %d\r\n\r\n" % len(body)
                    + body
                )
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    return answer


# --- the poll -----------------------------------------------------------------------------


def make_project(home: Path, urls: list[str], concurrency: int) -> None:
    """A project folder whose one watchlist has all the feeds, and no arXiv category."""
    (home / "watchlists").mkdir(parents=True)
    (home / "tracker.toml").write_text(
        f"[network]\nallow_private_hosts = true\nconcurrency = {concurrency}\n"
    )
    feeds = "".join(f'[[feeds]]\nurl = "{url}"\n' for url in urls)
    (home / "watchlists" / "notes.toml").write_text(
        f'title = "Notes"\nheading = "Notes"\n[match]\nany = ["sparse gradient"]\n{feeds}'
    )


def poll(home: Path) -> None:
    """The product's own poll, once. Prints figures as JSON."""
    started = time.perf_counter()  # the imports are part of a poll
    from tracker.workflows.intake.poll import PollOptions, poll
    from tracker.workflows.project import load_project

    imported = time.perf_counter()
    report = poll(load_project(home), PollOptions(), now=NOW, state_folder=home)
    done = time.perf_counter()
    used = os.times()
    statuses = [str(source.status) for source in report.sources]
    print(
        json.dumps(
            {
                "imports": imported - started,
                "seconds": done - imported,
                "cpu": used.user + used.system + used.children_user + used.children_system,
                "statuses": {status: statuses.count(status) for status in sorted(set(statuses))},
                "new": sum(source.new for source in report.sources),
            }
        )
    )


# --- the report ---------------------------------------------------------------------------


def parse_all(feeds: int, size: int) -> tuple[float, float]:
    """Seconds to parse all bodies in this one process: with tracker's parser, and with feedparser
    as it comes, which cleans the HTML too."""
    import feedparser

    from tracker.sources.feeds.formats.feed import parse_feed

    bodies = [feed_body(number, size) for number in range(feeds)]

    def parse(body: bytes) -> None:
        parse_feed(body, url="http://x/", content_type="text/xml", source="x", seen_at=NOW)

    return _seconds(parse, bodies), _seconds(feedparser.parse, bodies)


def _seconds(parse: Callable[[bytes], object], bodies: list[bytes]) -> float:
    parse(bodies[0])
    started = time.perf_counter()
    for body in bodies:
        parse(body)
    return time.perf_counter() - started


def peaks(pid: int) -> dict[int, int]:
    """Bytes resident at most so far, of a process and of all that it started (Linux)."""
    found = {}
    try:
        told = Path(f"/proc/{pid}/status").read_text().partition("VmHWM:")[2].split()
        found[pid] = int(told[0]) * 1024
        for task in Path(f"/proc/{pid}/task").iterdir():
            for child in (task / "children").read_text().split():
                found |= peaks(int(child))
    except (OSError, IndexError):
        pass
    return found


def run_poll(home: Path) -> dict[str, Any]:
    """A poll in a process of its own: what it printed, its whole time, and the peaks of memory of
    its processes together."""
    started = time.perf_counter()
    command = [sys.executable, __file__, "--poll", str(home)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        resident: dict[int, int] = {}
        while process.poll() is None:
            resident |= peaks(process.pid)
            time.sleep(0.1)  # to look takes time from what is looked at
        whole = time.perf_counter() - started
        assert process.stdout is not None
        figures: dict[str, Any] = json.loads(process.stdout.read())
    return {**figures, "whole": whole, "peak": sum(resident.values())}


def report(options: argparse.Namespace) -> bool:
    """Prints all figures; True when every bound holds."""
    shape = ["--feeds", str(options.feeds), "--size", str(options.size)]
    server = subprocess.Popen(
        [sys.executable, __file__, "--serve", *shape, "--latency", str(options.latency)],
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert server.stdout is not None
        ports = json.loads(server.stdout.readline())
        a = options.latency * options.feeds / options.concurrency
        one_process, by_feedparser = parse_all(options.feeds, options.size)
        b = one_process / (os.cpu_count() or 1)
        print(
            f"A {a:.2f} s   B {b:.2f} s ({one_process:.2f} s in one process; "
            f"feedparser as it comes: {by_feedparser:.2f} s)"
        )
        held = True
        with tempfile.TemporaryDirectory() as folder:
            for path, again in (("plain", "unchanged"), ("tagged", "304")):
                home = Path(folder, path)
                urls = [f"http://127.0.0.1:{port}/{path}" for port in ports]
                make_project(home, urls, options.concurrency)
                for kind, bound in (("cold", 2 * max(a, b)), (again, 1.5 * a)):
                    held = _print_line(f"{kind} ({path})", run_poll(home), bound) and held
        return held
    finally:
        server.terminate()
        server.wait()


def _print_line(name: str, figures: dict[str, Any], bound: float) -> bool:
    seconds, peak = figures["seconds"], figures["peak"] / MB
    held: bool = seconds <= bound and peak < 200
    print(
        f"{name:18} {seconds:.2f} s of {bound:.2f} s ({seconds / bound:4.0%})   "
        f"with imports {figures['imports'] + seconds:.2f} s, whole process {figures['whole']:.2f} s"
        f"   cpu {figures['cpu']:.2f} s   peak {peak:.0f} MB   {figures['statuses']}"
        f", {figures['new']} new"
        f"   {'' if held else 'BROKEN'}"
    )
    return held


def main() -> None:
    if sys.argv[1:2] == ["--poll"]:
        poll(Path(sys.argv[2]))
        return
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else "")
    parser.add_argument("--serve", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--feeds", type=int, default=200)
    parser.add_argument("--size", type=int, default=30_000)
    parser.add_argument("--latency", type=float, default=0.1)
    parser.add_argument("--concurrency", type=int, default=20)
    options = parser.parse_args()
    if options.serve:
        asyncio.run(serve(options.feeds, options.size, options.latency))
        return
    sys.exit(0 if report(options) else 1)


if __name__ == "__main__":
    main()
