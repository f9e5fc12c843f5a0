"""Listings and picks as works and weeks, for ``choice.py`` and ``make_prior.py``.

A works file has a JSON object a line (``id``, ``title``, ``summary``, ``authors``, ``categories``,
``comment``, ``first_seen``), a picks file the weeks with ``start``, ``end`` and ``ids``. A week's
pool is what was first seen from seven days before its start to its end, less earlier picks.

The files hold no submission times. arXiv numbers papers in the order of submission, so a work's
place among those first seen that day stands for it: who is among the last 2 % of the numbers
submitted in the last minute (``traits.DEADLINE_STEPS``).
"""

from __future__ import annotations

import gzip
import json
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

from tracker.ranking.context.signals import Context
from tracker.ranking.features.packed import Features, extract
from tracker.ranking.features.traits import DEADLINE_STEPS, deadline_hour
from tracker.ranking.learning.rows import Judged
from tracker.values import Kind, PaperFacts, Work

POOL_DAYS = 7  # before a week's start


@dataclass(frozen=True, slots=True)
class Listed:
    """A work of a listing, by its number in the file."""

    number: int
    id: str
    on: date
    features: Features
    work: Work


@dataclass(frozen=True, slots=True, kw_only=True)
class Week:
    """A week of an editor: its pool and what was picked from it."""

    start: date
    end: date
    pool: tuple[Listed, ...]
    picks: tuple[Listed, ...]


def read_works(path: Path) -> tuple[Listed, ...]:
    """The works of a listing with their features, in the file's order."""
    packed = path.read_bytes()
    text = (gzip.decompress(packed) if path.suffix == ".gz" else packed).decode()
    rows = [json.loads(line) for line in text.split("\n") if line.strip()]
    submitted = _submissions(rows)
    return tuple(_listed(number, row, submitted[row["id"]]) for number, row in enumerate(rows))


def read_weeks(path: Path, works: Sequence[Listed]) -> tuple[Week, ...]:
    """The weeks of an editor, in the file's order."""
    by_id = {work.id: work for work in works}
    weeks, before = [], set[str]()
    for row in json.loads(path.read_text(encoding="utf-8"))["weeks"]:
        start, end = date.fromisoformat(row["start"]), date.fromisoformat(row["end"])
        first = start - timedelta(days=POOL_DAYS)
        pool = tuple(w for w in works if first <= w.on <= end and w.id not in before)
        within = {work.id for work in pool}
        picks = tuple(by_id[id_] for id_ in row["ids"] if id_ in within)
        before.update(row["ids"])
        weeks.append(Week(start=start, end=end, pool=pool, picks=picks))
    return tuple(weeks)


def _listed(number: int, row: dict[str, Any], submitted_at: datetime) -> Listed:
    on = date.fromisoformat(row["first_seen"])
    work = Work(
        id=number,
        kind=Kind.PAPER,
        title=row["title"],
        url=f"https://arxiv.org/abs/{row['id']}",
        authors=tuple(row["authors"]),
        summary=row["summary"],
        published_at=submitted_at,
        first_seen_at=datetime.combine(on, time(), UTC),
        paper=PaperFacts(categories=tuple(row["categories"]), comment=row["comment"] or ""),
    )
    return Listed(number, row["id"], on, extract(work), work)


def _submissions(rows: Sequence[dict[str, Any]]) -> dict[str, datetime]:
    """When each work was submitted, as its place among its day's works has it."""
    days = defaultdict(list)
    for row in rows:
        days[row["first_seen"]].append(row["id"])
    found = {}
    for day, ids in days.items():
        on = date.fromisoformat(day)
        deadline = datetime.combine(on, time(deadline_hour(on)), UTC)
        for place, id_ in enumerate(sorted(ids, reverse=True)):
            found[id_] = deadline - timedelta(seconds=_seconds_at((place + 0.5) / len(ids)))
    return found


def _seconds_at(share: float) -> float:
    """Seconds before the deadline when a share of the day's papers was still to come."""
    corners = ((0.0, 0.0), *((share, float(s)) for s, share in DEADLINE_STEPS), (1.0, 86_400.0))
    for (low, below), (high, above) in pairwise(corners):
        if share <= high:
            return below + (above - below) * (share - low) / (high - low)
    return 86_400.0


def judged(
    weeks: Sequence[Week], *, change: Callable[[Features], Features] = lambda features: features
) -> tuple[list[Judged], list[Judged]]:
    """(approved, passed over) of past weeks: picks, and what the pools held besides."""
    picked = {work.id for week in weeks for work in week.picks}
    approved: list[Judged] = []
    passed: list[Judged] = []
    for week in weeks:
        for group, works in ((approved, week.picks), (passed, week.pool)):
            group += [
                Judged(
                    work_id=work.number,
                    on=week.end,
                    features=change(work.features),
                    context=context_of(work, week.end),
                )
                for work in works
                if group is approved or work.id not in picked
            ]
    return approved, passed


def moment_of(day: date) -> datetime:
    """The end of a day."""
    return datetime.combine(day, time(23, 59), UTC)


def context_of(work: Listed, day: date) -> Context:
    """What is known of a work on a day: its age."""
    return Context(age_days=(day - work.on).days)
