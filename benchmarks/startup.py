"""What ``tracker --help`` costs beside a bare ``import click``: whole processes, medians, one run.

    python benchmarks/startup.py [ROUNDS]

The two are measured in turn, so that a noisy machine disturbs both alike.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from pathlib import Path

BOUND = 1.5


def seconds(command: list[str]) -> float:
    begun = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - begun


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 41
    program = Path(sys.executable).with_name("tracker")
    commands = {
        "import click": [sys.executable, "-c", "import click"],
        "tracker --help": [str(program), "--help"],
    }
    times: dict[str, list[float]] = {name: [] for name in commands}
    for _ in range(rounds):
        for name, command in commands.items():
            times[name].append(seconds(command))
    medians = {name: statistics.median(values) for name, values in times.items()}
    for name, median in medians.items():
        print(f"{name:16} {median * 1000:7.1f} ms")
    ratio = medians["tracker --help"] / medians["import click"]
    print(f"ratio            {ratio:7.2f}    (at most {BOUND})")


if __name__ == "__main__":
    main()
