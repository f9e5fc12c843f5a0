"""What drafting costs as the store grows: 200 matched and undecided works among few and many.

    python benchmarks/draft_scale.py [SMALL LARGE]

Two projects, of 1,000 and of 100,000 stored works unless told otherwise, with the same 200 to
propose. Once the other works match nothing, once they match too and were all rejected. The two
are drafted from in turn, so that a noisy machine disturbs both alike. Filling the stores goes
the way that polls go, a thousand works at a time.
"""

from __future__ import annotations

import random
import re
import statistics
import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tracker.store.author import decisions
from tracker.store.choice import matches
from tracker.store.database import Database
from tracker.store.works.add import add_sightings
from tracker.values import Decision, Kind, Match, PaperFacts, Place, Reason, Sighting, Verdict
from tracker.workflows.drafting.draft import DraftOptions, draft
from tracker.workflows.new_project import init_project
from tracker.workflows.project import Project, load_project
from tracker.workflows.session import open_session

BOUND = 2.0
ROUNDS = 9
MATCHED = 200
NOW = datetime(2025, 5, 2, 18, tzinfo=UTC)
WORDS = re.findall(
    r"\w+",
    "loom weave spindle yarn thread warp weft shuttle mill paper glass steel copper river stone "
    "model tuning vision language sparse rank graph memory attention reasoning sample token data",
)


def paper(number: int) -> Sighting:
    chance = random.Random(number)
    age = timedelta(minutes=number * 3)
    title = " ".join(chance.choices(WORDS, k=8)).capitalize()
    return Sighting(
        source="arxiv",
        url=f"https://arxiv.org/abs/{2001 + number // 90_000:04d}.{number % 90_000:05d}",
        seen_at=NOW,
        title=f"{title} {number}",
        kind=Kind.PAPER,
        summary=" ".join(chance.choices(WORDS, k=160)),
        authors=tuple(f"{chance.choice(WORDS).title()} {number}{letter}" for letter in "abcde"),
        published_at=NOW - age,
        updated_at=NOW - age,
        paper=PaperFacts(version=1, categories=("cs.CL", "cs.CV"), comment="12 pages"),
    )


def fill(project: Project, count: int) -> float:
    """Store the works, those to propose spread over them; give the seconds."""
    begun = time.perf_counter()
    with Database.open(project.database) as db:
        for start in range(0, count, 1_000):
            add_sightings(db, [paper(number) for number in range(start, start + 1_000)], now=NOW)
        chosen = range(1, count + 1, count // MATCHED)[:MATCHED]
        matches.put(db, chosen, _matches(chosen, project.topics))
    return time.perf_counter() - begun


def reject_the_rest(project: Project, count: int) -> None:
    with Database.open(project.database) as db:
        chosen = set(range(1, count + 1, count // MATCHED)[:MATCHED])
        rest = [number for number in range(1, count + 1) if number not in chosen]
        matches.put(db, rest, _matches(rest, project.topics))
        decisions.append(
            db,
            [
                Decision(
                    work_id=number,
                    topic=project.topics[number % len(project.topics)],
                    verdict=Verdict.REJECTED,
                    decided_at=NOW,
                )
                for number in rest
            ],
        )


def _matches(numbers: Iterable[int], topics: Sequence[str]) -> list[Match]:
    reason = (Reason("loom", Place.TITLE, 3.0),)
    return [
        Match(work_id=number, topic=topics[number % len(topics)], reasons=reason)
        for number in numbers
    ]


def seconds(project: Project) -> float:
    begun = time.perf_counter()
    options = DraftOptions(limit=MATCHED, since_at=NOW - timedelta(days=400))
    with open_session(project, now=NOW, is_dry=True) as session:
        report = draft(session, options)
    assert len(report.entries) == MATCHED, len(report.entries)
    return time.perf_counter() - begun


def compare(projects: dict[int, Project]) -> float:
    """Median seconds of drafting from each, told; the ratio of largest to smallest."""
    times: dict[int, list[float]] = {count: [] for count in projects}
    for _ in range(ROUNDS):
        for count, project in projects.items():
            times[count].append(seconds(project))
    medians = {count: statistics.median(found) for count, found in times.items()}
    for count, median in medians.items():
        print(f"  {count:7,} works {median * 1000:8.1f} ms")
    ratio = medians[max(medians)] / medians[min(medians)]
    print(f"  ratio         {ratio:8.2f}    (under {BOUND:g})")
    return ratio


def main() -> None:
    counts = [int(argument) for argument in sys.argv[1:]] or [1_000, 100_000]
    with tempfile.TemporaryDirectory() as folder:
        projects: dict[int, Project] = {}
        for count in counts:
            home = Path(folder, str(count))
            init_project(home)
            projects[count] = load_project(home)
            taken = fill(projects[count], count)
            size = projects[count].database.stat().st_size / 1e6
            print(f"stored {count:,} works in {taken:.1f} s ({size:.0f} MB)", flush=True)
        print("the others match nothing:")
        ratios = [compare(projects)]
        for count, project in projects.items():
            reject_the_rest(project, count)
        print("the others match and were rejected:")
        ratios.append(compare(projects))
    sys.exit(max(ratios) >= BOUND)


if __name__ == "__main__":
    main()
