"""The benchmark of sentences on a few ratings."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
GOOD = "A lamp of whale oil that burns for a whole winter night without smoke."
WEAK = "Shows that whale oil burns for longer than any other oil of the harbour."
ABSTRACT = f"We present a lamp {GOOD[7:]} We show {WEAK[6:]}"
RATINGS: dict[str, dict[str, float]] = {
    "1": {GOOD: 2, WEAK: 1},
    "2": {GOOD: 1.5, WEAK: 2},
    "3": {GOOD: 0},
    "4": {WEAK: 1},
}


def test_the_chosen_sentence_is_counted_by_what_readers_said(tmp_path: Path) -> None:
    works, labels = tmp_path / "works.jsonl", tmp_path / "labels.jsonl"
    facts: dict[str, object] = {
        "title": "A lamp",
        "summary": ABSTRACT,
        "authors": [],
        "categories": ["cs.CL"],
    }
    facts["first_seen"] = "2025-03-03"
    works.write_text("".join(json.dumps({"id": i, **facts}) + "\n" for i in "12345"))
    rated = {i: {_key(said): n for said, n in ratings.items()} for i, ratings in RATINGS.items()}
    labels.write_text(
        "".join(json.dumps({"id": i, "ratings": ratings}) + "\n" for i, ratings in rated.items())
    )
    command = [sys.executable, str(ROOT / "benchmarks" / "sentences.py"), "--works", str(works)]
    ran = subprocess.run(
        [*command, "--labels", str(labels), "--show"], capture_output=True, text=True, check=True
    )
    shown, *counts = ran.stdout.splitlines()
    assert shown.startswith("[4] ")
    assert shown.endswith(GOOD)
    assert [line.rsplit(maxsplit=3)[:2] for line in counts] == [
        ["not rated", "1"],
        ["good", "1"],
        ["weak", "1"],
        ["wrong", "1"],
        ["one is good", "2"],
    ]


def _key(sentence: str) -> str:
    return hashlib.sha256(sentence.encode()).hexdigest()[:10]
