"""What publishing into a large post costs: processor seconds and memory of whole commands.

    python benchmarks/large_post.py [MEGABYTES ...]

Each post is a living list: headings, and items of one line with two links each. Twenty entries are
published into it and taken out again. At most 3 s and 300 MB are wanted for 10 MB.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.support.author import PROGRAM
from tests.support.desk import Desk
from tests.support.sightings import paper
from tracker.values import Verdict

BOUND_SECONDS, BOUND_MEGABYTES = 3.0, 300


def make_post(megabytes: float) -> str:
    parts = ["---\ntitle: A list\nlast_modified_at: 2025-01-01\n---\n\n# A list\n"]
    size = number = 0
    while size < megabytes * 1_000_000 - 50_000:
        section = "".join(_section(number))
        parts.append(section)
        number, size = number + 200, size + len(section.encode())
    return "".join((*parts, "\n## Reasoning\n\n- The last.\n"))


def _section(first: int) -> Iterator[str]:
    yield f"\n## Section {first // 200}\n\n"
    for number in range(first, first + 200):
        link = f"https://arxiv.org/abs/{1000 + number % 900}.{number:05d}"
        yield (
            f"- [Paper number {number}]({link}) - What it does and *why* it matters, "
            f"[code](https://code.example/{number}).\n"
        )


def measured(arguments: list[str], home: Path) -> tuple[float, float]:
    """Processor seconds and megabytes of one command."""
    environ = {**os.environ, "TRACKER_HOME": str(home)}
    null = os.open(os.devnull, os.O_WRONLY)
    quiet = [(os.POSIX_SPAWN_DUP2, null, descriptor) for descriptor in (1, 2)]
    process = os.posix_spawn(PROGRAM, ["tracker", *arguments], environ, file_actions=quiet)
    _, status, usage = os.wait4(process, 0)
    os.close(null)
    if os.waitstatus_to_exitcode(status):
        raise SystemExit(f"tracker {' '.join(arguments)} failed")
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def main() -> None:
    for megabytes in map(float, sys.argv[1:] or ["1.7", "9.9"]):
        folder = Path(tempfile.mkdtemp(prefix="large-"))
        try:
            desk = Desk(folder / "project")
            desk.see(*(paper(number) for number in range(1, 21)))
            desk.draft(limit=20)
            desk.decide(Verdict.APPROVED, *range(1, 21))
            desk.post_path.write_text(make_post(megabytes))
            print(f"{desk.post_path.stat().st_size:,} bytes")
            for command in ("publish --dry-run", "publish", "undo", "draft --stdout"):
                seconds, used = measured(command.split(), desk.home)
                print(f"  {command:18} {seconds:6.2f} s {used:6.0f} MB")
        finally:
            shutil.rmtree(folder)
    print(f"(at most {BOUND_SECONDS:g} s and {BOUND_MEGABYTES} MB for 10 MB)")


if __name__ == "__main__":
    main()
