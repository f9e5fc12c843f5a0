"""The benchmark of choice on a listing of our own, small enough to count by hand."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
MONDAY = date(2025, 3, 3)
WEAVING = """
[arxiv]
categories = ["cs.CL"]
any = ["woven", "loom"]
"""


def entry(number: int, day: date, title: str, summary: str) -> dict[str, object]:
    return {
        "id": f"2503.{number:05}",
        "title": title,
        "summary": summary,
        "authors": ["Ada Weaver"],
        "categories": ["cs.CL"],
        "comment": None,
        "first_seen": day.isoformat(),
    }


def week_of(start: date, number: int) -> list[dict[str, object]]:
    """A work in strong reach, one in weak reach, one in none, and three that nobody picks."""
    return [
        entry(number, start, "Woven nets", "A loom that learns."),
        entry(number + 1, start, "Nets", "A loom that learns."),
        entry(number + 2, start, "Knots", "They hold."),
        *(entry(number + n, start, f"Woven {n}", "Nothing else is said.") for n in range(3, 6)),
    ]


def run(folder: Path, *options: str) -> str:
    """What the benchmark prints of four weeks whose first three works are picked each."""
    starts = [MONDAY + timedelta(weeks=n) for n in range(4)]
    works = [work for n, start in enumerate(starts) for work in week_of(start, 10 * n + 1)]
    weeks = [
        {
            "start": start.isoformat(),
            "end": (start + timedelta(days=6)).isoformat(),
            "ids": [f"2503.{10 * n + k:05}" for k in (1, 2, 3)],
        }
        for n, start in enumerate(starts)
    ]
    (folder / "works.jsonl").write_text("\n".join(map(json.dumps, works)))
    (folder / "picks.json").write_text(json.dumps({"weeks": weeks}))
    (folder / "weaving.toml").write_text(WEAVING)
    script = ROOT / "benchmarks" / "choice.py"
    command = [sys.executable, str(script), "--works", "works.jsonl", "--picks", "picks.json"]
    done = subprocess.run(
        [*command, "--from", starts[2].isoformat(), *options],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def row(printed: str, name: str) -> list[str]:
    """The columns of the line that begins so."""
    (line,) = (line for line in printed.splitlines() if line.strip().startswith(name))
    return line.strip().removeprefix(name).split()


def test_picks_are_counted_by_reach_and_the_shown_ones_in_percent(tmp_path: Path) -> None:
    printed = run(tmp_path, "--watchlists", "weaving.toml")
    assert "2 weeks from 2025-03-17, 6 picks" in printed
    assert "2 picks in strong reach, 4 in any, 2 in none" in printed
    assert row(printed, "10 a topic") == ["100.0", "100", "to", "100", "100.0", "100", "to", "100"]


def test_places_are_those_of_a_topic(tmp_path: Path) -> None:
    printed = run(tmp_path, "--watchlists", "weaving.toml", "--per-topic", "1")
    shown = row(printed, "1 a topic")
    assert float(shown[0]) <= 100.0
    assert float(shown[4]) <= 50.0  # one place for two picks a week


def test_the_shipped_watchlists_stand_in_where_none_are_named(tmp_path: Path) -> None:
    assert "0 picks in strong reach, 0 in any, 6 in none" in run(tmp_path, "--watchlists")


def test_orders_are_written_a_line_a_week(tmp_path: Path) -> None:
    printed = run(tmp_path, "--quick", "--rankings", "out.jsonl", "--top", "5")
    assert row(printed, "tracker")[1] == "100.0"  # a pool holds fewer than thirty
    rows = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text().splitlines()]
    assert [each["week"] for each in rows] == ["2025-03-17", "2025-03-24"]
    assert all(len(each["ids"]) == 5 for each in rows)
