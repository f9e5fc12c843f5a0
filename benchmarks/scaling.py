"""What a poll by a Dask cluster costs beside one in this process, with one and with two workers.

    python benchmarks/scaling.py [--feeds 200] [--size 123000] [--shard-size 25] [--latency 0.02]

The feeds are those of ``feeds.py``, each on a host of its own (name and port), and all are new: the
load is to parse them. Scheduler and workers are processes on this machine, so they share its cores
with the server: seconds say little where there are few cores, CPU seconds say what the seam costs.

For each engine: seconds of the whole poll, and CPU seconds by who spent them. The same must be
stored by all. Exit status 1 when it is not.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from feeds import make_project

HERE = Path(__file__).parent
_TICKS = os.sysconf("SC_CLK_TCK")


def cpu_of(pid: int) -> float:
    """CPU seconds of a process and of all that it started and still runs, or has waited for."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        spent = sum(map(int, fields[11:15])) / _TICKS
        tasks = list(Path(f"/proc/{pid}/task").iterdir())
        children = [c for task in tasks for c in (task / "children").read_text().split()]
    except OSError:
        return 0.0
    return spent + sum(cpu_of(int(child)) for child in children)


@contextlib.contextmanager
def running(command: list[str], folder: Path) -> Iterator[tuple[subprocess.Popen[bytes], Path]]:
    """A process, and the file that it writes to."""
    log = folder / f"log-{time.monotonic_ns()}"
    with log.open("wb") as output:
        process = subprocess.Popen(command, stdout=output, stderr=output, cwd=folder)
    try:
        yield process, log
    finally:
        process.kill()
        process.wait()


def told(log: Path, pattern: str) -> str:
    """What a process says of itself once it is ready."""
    for _ in range(1_200):
        if found := re.search(pattern, log.read_text()):
            return found[1]
        time.sleep(0.05)
    raise SystemExit(log.read_text())


def poll(home: Path) -> tuple[float, float, str]:
    """Seconds, CPU seconds of the coordinator, and what it said."""
    before, started = os.times(), time.perf_counter()
    command = [sys.executable, str(HERE / "feeds.py"), "--poll", str(home)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    after = os.times()
    cpu = after.children_user + after.children_system
    cpu -= before.children_user + before.children_system
    return time.perf_counter() - started, cpu, done.stdout.strip()


def measure(home: Path, others: dict[str, int]) -> str:
    """A poll, told in a line; gives what it stored. ``others`` are processes by their names."""
    before = {name: cpu_of(pid) for name, pid in others.items()}
    seconds, cpu, said = poll(home)
    spent = {"coordinator": cpu}
    spent |= {name: cpu_of(pid) - before[name] for name, pid in others.items()}
    whole = sum(used for name, used in spent.items() if name != "server")
    shares = ", ".join(f"{name} {used:.1f}" for name, used in spent.items())
    print(f"{home.name:14} {seconds:6.1f} s   CPU {whole:6.1f} s ({shares})   {said}", flush=True)
    return said


@contextlib.contextmanager
def cluster(workers: int, folder: Path) -> Iterator[tuple[str, dict[str, int]]]:
    """A scheduler's address, and the processes of the cluster."""
    with contextlib.ExitStack() as stack:

        def start(*words: str) -> tuple[subprocess.Popen[bytes], Path]:
            command = [sys.executable, "-m", "dask", *words, "--dashboard-address", "127.0.0.1:0"]
            return stack.enter_context(running(command, folder))

        scheduler, log = start("scheduler", "--host", "127.0.0.1", "--port", "0")
        address = told(log, r"Scheduler at: +(tcp://\S+)")
        processes = {"scheduler": scheduler.pid}
        options = ("--nthreads", "1", "--no-nanny", "--memory-limit", "0")
        started = [start("worker", address, *options) for _ in range(workers)]
        for number, (worker, own) in enumerate(started, 1):
            told(own, r"Registered to: +(tcp://\S+)")
            processes[f"worker {number}"] = worker.pid
        yield address, processes


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else "")
    parser.add_argument("--feeds", type=int, default=200)
    parser.add_argument("--size", type=int, default=123_000)
    parser.add_argument("--shard-size", type=int, default=25)
    parser.add_argument("--latency", type=float, default=0.02)
    options = parser.parse_args()
    serve = [sys.executable, str(HERE / "feeds.py"), "--serve", "--feeds", str(options.feeds)]
    serve += ["--size", str(options.size), "--latency", str(options.latency)]
    with tempfile.TemporaryDirectory() as name, contextlib.ExitStack() as stack:
        folder = Path(name)
        server, log = stack.enter_context(running(serve, folder))
        ports = json.loads(told(log, r"(\[.*\])"))
        urls = [f"http://127.0.0.1:{port}/plain" for port in ports]

        def project(title: str, scale: str = "") -> Path:
            make_project(folder / title, urls, 20)
            with (folder / title / "tracker.toml").open("a") as settings:
                settings.write(scale)
            return folder / title

        said = [measure(project("local"), {"server": server.pid})]
        for workers in (1, 2):
            with cluster(workers, folder) as (address, processes):
                scale = f'[scale]\nengine = "dask"\naddress = "{address}"\n'
                scale += f"shard_size = {options.shard_size}\n"
                home = project(f"dask, {workers}", scale)
                said.append(measure(home, {**processes, "server": server.pid}))
    if len(set(said)) > 1:
        raise SystemExit("BROKEN: not the same was stored")


if __name__ == "__main__":
    main()
