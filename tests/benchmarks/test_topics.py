"""The benchmark of topics on five labels, few enough to weigh by hand."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
LOOMS = """
[arxiv]
categories = ["cs.CL"]
any = ["loom", "weaving"]
"""
KNOTS = """
[arxiv]
categories = ["cs.CL"]
any = ["knot"]
"""
WORKS = {
    # title, stratum and its size, labels of the two topics, home
    "1": ("A loom", "title", 20, 2, 0, "mm"),
    "2": ("Looms and weaving of knots", "title", 20, 1, 2, "mm"),
    "3": ("A loom of its own", "rest", 30, 0, 0, ""),
    "4": ("Cloth", "rest", 30, 2, 0, "mm"),
    "5": ("A knot in a loom", "rest", 30, 0, 1, "re"),
}


def lines(rows: list[dict[str, object]]) -> str:
    return "\n".join(map(json.dumps, rows))


def run(folder: Path) -> list[list[str]]:
    works: list[dict[str, object]] = []
    labels: list[dict[str, object]] = []
    for name, (title, stratum, size, mm, re, home) in WORKS.items():
        facts = {"summary": "", "authors": [], "categories": ["cs.CL"], "first_seen": "2025-03-03"}
        works.append({"id": name, "title": title, **facts})
        label = {"id": name, "week": "2025-03-03", "stratum": stratum, "stratum_size": size}
        labels.append({**label, "mm": mm, "ft": 0, "re": re, "home": home})
    (folder / "works.jsonl").write_text(lines(works))
    (folder / "labels.jsonl").write_text(lines(labels))
    (folder / "multimodal-models.toml").write_text(LOOMS)
    (folder / "reasoning-frameworks.toml").write_text(KNOTS)
    script = ROOT / "benchmarks" / "topics.py"
    options = ["--labels", "labels.jsonl", "--works", "works.jsonl", "--watchlists"]
    files = ["multimodal-models.toml", "reasoning-frameworks.toml"]
    done = subprocess.run(
        [sys.executable, str(script), *options, *files],
        cwd=folder,
        env={"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    return [line.split() for line in done.stdout.splitlines()]


def test_a_label_weighs_as_many_works_as_it_stands_for(tmp_path: Path) -> None:
    said = run(tmp_path)
    # Each label stands for 10 works: 20 by two labels, 30 by three.
    assert said[0] == ["5", "labels"]
    assert said[2] == ["multimodal-models", "50.0", "25.0", "50.0", "4"]
    assert said[3] == ["reasoning-frameworks", "100.0", "50.0", "100.0", "2"]


def test_a_home_counts_among_the_works_that_several_topics_match(tmp_path: Path) -> None:
    # Both are at home under the topic with more phrases, or with equal ones the first by name.
    assert run(tmp_path)[4][:3] == ["home", "right:", "50.0"]
