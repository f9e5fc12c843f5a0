#!/usr/bin/env python3
"""What ranking costs: learning, scoring 5,000 works, a draft from 5,000 matched ones, and its room.

    python benchmarks/ranking_cost.py [MATCHED APPROVED]

The store holds 5,000 matched works and 300 approvals unless told otherwise, of words drawn like
those of a language (the n-th word 1/n as often as the first). Bounds: 1 s to learn, 0.5 s to
score, 100 MB for the draft, 1.5 KB a work in the store. ``score`` is all of the ordering: reading
the features, the model, what links and votes say, near-duplicates; how much of it is the features
and the model is told beside it.
"""

from __future__ import annotations

import random
import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tracker.matching.matcher import Matcher
from tracker.ranking.context.signals import NO_CONTEXT
from tracker.ranking.features.packed import Features
from tracker.ranking.selection import rank
from tracker.store.author import decisions
from tracker.store.database import Database
from tracker.store.works.add import add_sightings
from tracker.values import (
    Decision,
    Kind,
    PaperFacts,
    Sighting,
    Verdict,
)
from tracker.workflows.derived.matching import put_matches
from tracker.workflows.drafting.draft import DraftOptions, draft
from tracker.workflows.learning.lessons import Lessons
from tracker.workflows.project import Project, load_project
from tracker.workflows.proposing.candidates import candidates_of
from tracker.workflows.session import open_session

NOW = datetime(2025, 5, 2, 18, tzinfo=UTC)
SINCE = NOW - timedelta(days=30)
VOCABULARY = [f"word{number}" for number in range(20_000)]
WEIGHTS = [1 / (number + 10) for number in range(20_000)]
TOPICS = 3
BOUNDS = {"learn": 1.0, "score": 0.5, "draft": 100.0, "store": 1.5}


def paper(number: int) -> Sighting:
    chance = random.Random(number)
    submitted = NOW - timedelta(minutes=5 * number)
    words = chance.choices(VOCABULARY, WEIGHTS, k=170)
    return Sighting(
        source="arxiv",
        url=f"https://arxiv.org/abs/{2001 + number // 90_000:04d}.{number % 90_000:05d}",
        seen_at=NOW,
        title=f"Loom of kind {number % TOPICS}: {' '.join(words[:8])}, {number}",
        kind=Kind.PAPER,
        summary=" ".join(words[9:]),
        authors=tuple(f"Author {chance.randrange(20_000)}" for _ in range(5)),
        published_at=submitted,
        updated_at=submitted,
        paper=PaperFacts(version=1, categories=("cs.CL", "cs.CV"), comment="12 pages"),
    )


def found_project(home: Path) -> Project:
    """Three topics, each of which wants a third of the works."""
    for number in range(TOPICS):
        path = home / "watchlists" / f"topic-{number}.toml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(
            f'title = "Topic {number}"\n[arxiv]\ncategories = ["cs.CL"]\n'
            f'any = ["loom of kind {number}"]\n'
        )
    return load_project(home)


def fill(project: Project, matched: int, approved: int) -> None:
    """Store the works, those that were approved with them, a week before now."""
    count, topics, matcher = matched + approved, project.topics, Matcher(project.watchlists)
    with Database.open(project.database) as db:
        for start in range(0, count, 1_000):
            numbers = range(start, min(start + 1_000, count))
            added = add_sightings(db, [paper(n) for n in numbers], now=NOW)
            put_matches(db, matcher, added.new)
        decisions.append(
            db,
            [
                Decision(
                    work_id=n * (count // approved) + 1,
                    topic=topics[n % len(topics)],
                    verdict=Verdict.APPROVED,
                    decided_at=NOW - timedelta(days=7),
                )
                for n in range(approved)
            ],
        )


def measure(project: Project) -> dict[str, float]:
    """Seconds to learn and to score, of processor time; kilobytes a work."""
    found = {}
    with open_session(project, now=NOW) as session:
        db, taught = session.db, session.lessons()
        begun = time.process_time()
        model = taught.learn()
        found["learn"] = time.process_time() - begun
        candidates = candidates_of(db, project.topics, standing=(), since=SINCE)
        begun = time.process_time()
        ranked = rank(candidates, topics=project.topics, model=model, now=NOW, since=SINCE)
        found["score"] = time.process_time() - begun
        begun = time.process_time()
        for each in candidates:
            model.total(Features.from_bytes(each.features) or Features(), NO_CONTEXT)
        print(f"  features and model alone: {time.process_time() - begun:.2f} s")
        rejecting = _with_reasons(taught, 10).learn()
        begun = time.process_time()
        rank(candidates, topics=project.topics, model=rejecting, now=NOW, since=SINCE)
        print(f"  scoring with 10 recurring reasons: {time.process_time() - begun:.2f} s")
        print(
            f"  {len(taught.approved):,} approved, {len(taught.passed):,} passed over, "
            f"{len(ranked):,} ranked"
        )
        pages = "SELECT sum(pgsize) FROM dbstat WHERE name LIKE 'features%'"
        size = "SELECT sum(length(data) + 50) FROM features"
        try:
            found["store"] = db.value(pages) / 1024
        except Exception:  # a SQLite without dbstat
            found["store"] = db.value(size) / 1024
        found["store"] /= db.value("SELECT count(*) FROM features")
    return found


def _with_reasons(taught: Lessons, count: int) -> Lessons:
    """The same, with three works rejected for each of so many reasons."""
    rejected, passed = taught.passed[: 3 * count], taught.passed[3 * count :]
    given = [replace(one, reason=f"reason {n % count}") for n, one in enumerate(rejected)]
    return replace(taught, rejected=(*taught.rejected, *given), passed=passed)


def draft_alone(home: str) -> None:
    """Draft in a process of its own; print seconds and megabytes at most."""
    begun = time.perf_counter()
    with open_session(load_project(Path(home)), now=NOW) as session:
        report = draft(session, DraftOptions())
    taken = time.perf_counter() - begun
    assert report.entries
    print(taken, _peak_megabytes())


def _peak_megabytes() -> float:
    """Of this process alone: what getrusage tells begins with its parent's peak."""
    status = Path("/proc/self/status")
    if status.exists():
        return int(status.read_text().partition("VmHWM:")[2].split()[0]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    if sys.argv[1:2] == ["--draft"]:
        draft_alone(sys.argv[2])
        return
    matched, approved = [int(argument) for argument in sys.argv[1:]] or [5_000, 300]
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder, "home")
        project = found_project(home)
        fill(project, matched, approved)
        found = measure(project)
        done = subprocess.run(
            [sys.executable, __file__, "--draft", str(home)],
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        )
        seconds, found["draft"] = map(float, done.stdout.split())
    units = {"learn": "s", "score": "s", "draft": "MB", "store": "KB a work"}
    for name, value in found.items():
        print(f"  {name:6}{value:8.2f} {units[name]:10} (at most {BOUNDS[name]:g})")
    print(f"  the draft took {seconds:.2f} s")
    sys.exit(any(value > BOUNDS[name] for name, value in found.items()))


if __name__ == "__main__":
    main()
