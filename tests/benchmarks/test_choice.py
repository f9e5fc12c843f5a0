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


FILLER = 100  # the number of the first


def id_of(number: int) -> str:
    return f"2503.{number:05}"


def entry(number: int, day: date, title: str, summary: str) -> dict[str, object]:
    return {
        "id": id_of(number),
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


def run(folder: Path, *options: str, fillers: int = 0) -> str:
    """What the benchmark prints of four weeks whose first three works are picked each.

    With ``fillers`` the third week has so many works more, of which the fourth week picks one.
    """
    starts = [MONDAY + timedelta(weeks=n) for n in range(4)]
    works = [work for n, start in enumerate(starts) for work in week_of(start, 10 * n + 1)]
    works += [entry(FILLER + n, starts[2], f"Felt {n}", "It is warm.") for n in range(fillers)]
    weeks = [
        {
            "start": start.isoformat(),
            "end": (start + timedelta(days=6)).isoformat(),
            "ids": [id_of(10 * n + k) for k in (1, 2, 3)],
        }
        for n, start in enumerate(starts)
    ]
    if fillers:
        weeks[3]["ids"] = [id_of(FILLER)]
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
    told = row(printed, "10 a topic")
    assert told[:8] == ["100.0", "100", "to", "100", "100.0", "100", "to", "100"]
    assert told[8] == "66.7"  # of all six


def test_a_replay_shows_what_the_watchlists_reach(tmp_path: Path) -> None:
    printed = run(tmp_path, "--watchlists", "weaving.toml", "--replay")
    assert row(printed, "30 places")[4] == "100.0"
    assert row(printed, "30 places")[8] == "66.7"
    assert "  10 a topic" in printed


def test_places_are_those_of_a_topic(tmp_path: Path) -> None:
    printed = run(tmp_path, "--watchlists", "weaving.toml", "--per-topic", "1")
    shown = row(printed, "1 a topic")
    assert float(shown[0]) <= 100.0
    assert float(shown[4]) <= 50.0  # one place for two picks a week


def test_the_shipped_watchlists_stand_in_where_none_are_named(tmp_path: Path) -> None:
    assert "0 picks in strong reach, 0 in any, 6 in none" in run(tmp_path, "--watchlists")


def test_living_lists_are_looked_for_in_their_topic_s_week(tmp_path: Path) -> None:
    # Of the third week, which is judged, two works match; the fourth is the listing's last day.
    lists = {"weaving": {"A list": [id_of(21), id_of(22), id_of(23)]}, "felt": {"B": [id_of(1)]}}
    (tmp_path / "lists.json").write_text(json.dumps(lists))
    printed = run(tmp_path, "--watchlists", "weaving.toml", "--lists", "lists.json")
    assert row(printed, "nothing decided") == ["2", "papers", "100.0", "100.0"]
    assert row(printed, "by match alone") == ["2", "papers", "100.0", "100.0"]
    assert "A list" not in printed  # of fewer than 25 later papers
    assert "felt" not in printed


def test_orders_are_written_a_line_a_week(tmp_path: Path) -> None:
    printed = run(tmp_path, "--quick", "--rankings", "out.jsonl", "--top", "5")
    shares, *_ = printed.split("\n\n")
    assert row(shares, "tracker")[1] == "100.0"  # a pool holds fewer than thirty
    rows = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text().splitlines()]
    assert [each["week"] for each in rows] == ["2025-03-17", "2025-03-24"]
    assert all(len(each["ids"]) == 5 for each in rows)


def write_orders(folder: Path, third: list[int], fourth: list[int]) -> None:
    """What another run would have written of the third and the fourth week."""
    weeks = (("2025-03-17", third), ("2025-03-24", fourth))
    rows = [json.dumps({"week": week, "ids": list(map(id_of, ids))}) for week, ids in weeks]
    (folder / "other.jsonl").write_text("\n".join(rows))


def test_orders_of_another_run_stand_beside_and_differences_are_told(tmp_path: Path) -> None:
    write_orders(tmp_path, [21, 22, 23], [31, 32, 33])
    printed = run(tmp_path, "--quick", "--against", "other.jsonl")
    _, places, *_ = printed.split("\n\n")
    # The mean of log2 of 2, 3 and 4: the first place counts as 1, and 1 is added to each.
    assert row(places, "other.jsonl")[:4] == ["1.53", "1.53", "to", "1.53"]
    mean, low, to, high, difference, *_ = row(places, "tracker")
    assert to == "to"
    assert float(low) <= float(mean) <= float(high)
    assert float(difference) == round(float(mean) - 1.53, 2)


def test_a_pick_that_stood_in_an_earlier_thirty_counts_as_found(tmp_path: Path) -> None:
    fillers = list(range(FILLER, FILLER + 40))
    write_orders(tmp_path, [21, 22, 23, *fillers], [*fillers[1:], *range(31, 37), FILLER])
    printed = run(tmp_path, "--quick", "--against", "other.jsonl", fillers=40)
    shares, places, *_ = printed.split("\n\n")
    assert row(shares, "other.jsonl")[1] == "75.0"  # three of four
    assert row(places, "other.jsonl")[4] == "100.0"


def test_spans_of_weeks_are_told_apart(tmp_path: Path) -> None:
    write_orders(tmp_path, [21, 22, 23], [24, 25, 26, 34, 35, 36, 31, 32, 33])
    printed = run(tmp_path, "--quick", "--against", "other.jsonl", "--span", "1")
    _, _, _, other = printed.split("\n\n")
    third, fourth = row(other, "2025-03-17"), row(other, "2025-03-24")
    assert third[:4] == ["3", "100.0", "100.0", "100.0"]
    assert float(third[7]) == 1.53 < float(fourth[7])
