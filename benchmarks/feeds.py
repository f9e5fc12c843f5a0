"""How long a poll of feeds as large as real ones takes, beside others that are given the same.

    python benchmarks/feeds.py [--feeds 200] [--match all|some|none] [--latency 0.1]
        [--concurrency 20] [--size 123000] [--only cold,unchanged,304] [--without-others]

Each feed lies on a port of its own (a host is name and port), and answers after the latency. All
are asked with the same concurrency, in turn: tracker, plain httpx that drops what comes (the
network's limit), newsboat and sfeed where they are installed. Bounds, of one run:

- cold (nothing known): within 1.2 x newsboat, and 1 ms of CPU an entry over all processes;
- unchanged (same body, no validators) and 304: within 1.3 x plain httpx, start included;
- resident memory of all processes of a poll together: under 200 MB.

Seconds are of whole processes, CPU is that of a process and all that it started, and memory the sum
of each one's peak. On a busy machine only the ratios of CPU mean something. Exit status 1 when a
bound is broken.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from feeds_made import ENTRIES, Shape, serve
from feeds_others import httpx_command, newsboat_command, sfeed_command
from made_text import PHRASES, TOPIC

NOW = datetime(2025, 5, 2, 18, tzinfo=UTC)
MB = 1024 * 1024
KINDS = ("cold", "unchanged", "304")


# --- the poll -----------------------------------------------------------------------------


def make_project(home: Path, urls: Sequence[str], concurrency: int) -> None:
    """A project folder whose one watchlist has all the feeds, and no arXiv category."""
    (home / "watchlists").mkdir(parents=True)
    (home / "tracker.toml").write_text(
        f"[network]\nallow_private_hosts = true\nconcurrency = {concurrency}\n"
    )
    feeds = "".join(f'[[feeds]]\nurl = "{url}"\n' for url in urls)
    phrases = json.dumps([TOPIC, *PHRASES])
    (home / "watchlists" / "notes.toml").write_text(
        f'title = "Notes"\nheading = "Notes"\n[match]\nany = {phrases}\n{feeds}'
    )


def poll(home: Path) -> None:
    """The product's own poll, once. Prints figures as JSON."""
    from tracker.workflows.intake.poll import PollOptions, poll
    from tracker.workflows.project import load_project

    gc.set_threshold(50_000, 20, 20)  # as the command line does
    report = poll(load_project(home), PollOptions(), now=NOW, state_folder=home)
    statuses = [str(source.status) for source in report.sources]
    counted = {status: statuses.count(status) for status in sorted(set(statuses))}
    new = sum(source.new for source in report.sources)
    matched = sum(topic.matched for topic in report.topics)
    print(json.dumps(f"{counted}, {new} new, {matched} matched"))


# --- what a process costs -----------------------------------------------------------------


@dataclass(frozen=True)
class Cost:
    """Seconds, CPU seconds and peak memory in bytes of a process and all that it started."""

    seconds: float
    cpu: float
    peak: int
    said: str


def cost_of(command: Sequence[str]) -> Cost:
    """Run the command to its end."""
    started = time.perf_counter()
    with tempfile.TemporaryFile("w+") as output:
        process = subprocess.Popen(command, stdout=output, stderr=subprocess.DEVNULL)
        resident: dict[int, int] = {}
        while True:
            ended, status, used = os.wait4(process.pid, os.WNOHANG)
            if ended:
                break
            resident |= peaks(process.pid)
            time.sleep(0.1)  # to look takes time from what is looked at
        seconds = time.perf_counter() - started
        process.returncode = os.waitstatus_to_exitcode(status)
        output.seek(0)
        said = output.read().strip() if process.returncode == 0 else "FAILED"
    return Cost(seconds, used.ru_utime + used.ru_stime, sum(resident.values()), said)


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


# --- the report ---------------------------------------------------------------------------


class Run:
    """All that are measured, against one server's feeds; ``is_held`` until a bound is broken."""

    def __init__(self, folder: Path, ports: Sequence[int], options: argparse.Namespace) -> None:
        self._folder, self._ports, self._options = folder, ports, options
        self._entries = len(ports) * ENTRIES
        self.is_held = True

    def measure(self, kinds: Sequence[str]) -> None:
        """A line for each kind of poll and each program."""
        if "cold" in kinds:
            self._cold()
        for again in ("unchanged", "304"):
            if again in kinds:
                self._again(again, "tagged" if again == "304" else "plain")

    def _cold(self) -> None:
        own = cost_of(self._poll_of("plain"))
        self._tell("cold", own, f"{own.cpu / self._entries * 1000:.2f} ms of CPU an entry")
        self._bound("CPU an entry, in ms", own.cpu / self._entries * 1000, 1)
        self._bound("memory, in MB", own.peak / MB, 200)
        others = {} if self._options.without_others else self._others()
        for name, command in others.items():
            cost = cost_of(command)
            ratios = f"tracker {own.seconds / cost.seconds:.2f} x, CPU {own.cpu / cost.cpu:.2f} x"
            self._tell(f"  {name}", cost, ratios)
            if name == "newsboat":
                self._bound("cold to newsboat", own.seconds / cost.seconds, 1.2)

    def _again(self, kind: str, path: str) -> None:
        command = self._poll_of(path)
        if kind == "304" or not (self._folder / path / "tracker.db").exists():
            cost_of(command)  # what is known before
        own = cost_of(command)
        self._tell(kind, own, "")
        etag = '"1"' if kind == "304" else ""
        cost = cost_of(self._httpx(path, etag))
        ratios = f"tracker {own.seconds / cost.seconds:.2f} x, CPU {own.cpu / cost.cpu:.2f} x"
        self._tell("  httpx", cost, ratios)
        self._bound(f"{kind} to httpx", own.seconds / cost.seconds, 1.3)
        self._bound("memory, in MB", own.peak / MB, 200)

    def _others(self) -> dict[str, list[str]]:
        urls, most = self._urls("plain"), self._options.concurrency
        commands = {
            "httpx": self._httpx("plain", ""),
            "newsboat": newsboat_command(self._own_folder("newsboat"), urls, most),
            "sfeed": sfeed_command(self._own_folder("sfeed"), urls, most),
        }
        return {name: command for name, command in commands.items() if command}

    def _poll_of(self, path: str) -> list[str]:
        home = self._folder / path
        if not home.exists():
            make_project(home, self._urls(path), self._options.concurrency)
        return [sys.executable, __file__, "--poll", str(home)]

    def _httpx(self, path: str, etag: str) -> list[str]:
        home = self._own_folder("httpx")
        return httpx_command(home, self._urls(path), self._options.concurrency, etag)

    def _urls(self, path: str) -> list[str]:
        return [f"http://127.0.0.1:{port}/{path}" for port in self._ports]

    def _own_folder(self, name: str) -> Path:
        (self._folder / name).mkdir(exist_ok=True)
        return self._folder / name

    def _tell(self, name: str, cost: Cost, more: str) -> None:
        print(
            f"{name:12} {cost.seconds:6.2f} s   cpu {cost.cpu:6.2f} s   "
            f"peak {cost.peak / MB:4.0f} MB   {more}   {cost.said[-120:]}",
            flush=True,
        )

    def _bound(self, name: str, value: float, most: float) -> None:
        if value > most:
            self.is_held = False
            print(f"  BROKEN: {name} is {value:.2f} of {most:g}", flush=True)


def report(options: argparse.Namespace) -> bool:
    """Prints all figures; True when every bound holds."""
    words = [f"--{name}={getattr(options, name)}" for name in ("feeds", "size", "match", "latency")]
    command = [sys.executable, __file__, "--serve", *words]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        try:
            assert server.stdout is not None
            ports = json.loads(server.stdout.readline())
            with tempfile.TemporaryDirectory() as folder:
                run = Run(Path(folder), ports, options)
                run.measure(options.only.split(","))
                return run.is_held
        finally:
            server.terminate()


def main() -> None:
    if sys.argv[1:2] == ["--poll"]:
        poll(Path(sys.argv[2]))
        return
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else "")
    parser.add_argument("--serve", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--feeds", type=int, default=200)
    parser.add_argument("--size", type=int, default=123_000)
    parser.add_argument("--match", choices=("all", "some", "none"), default="all")
    parser.add_argument("--latency", type=float, default=0.1)
    parser.add_argument("--concurrency", type=int, default=20)
    parser.add_argument("--only", default=",".join(KINDS))
    parser.add_argument("--without-others", action="store_true")
    options = parser.parse_args()
    if options.serve:
        shape = Shape(feeds=options.feeds, size=options.size, match=options.match)
        asyncio.run(serve(shape, options.latency))
        return
    sys.exit(0 if report(options) else 1)


if __name__ == "__main__":
    main()
