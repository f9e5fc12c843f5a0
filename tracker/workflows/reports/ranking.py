"""What has been learned, how it would have served the author so far, and one work's whole sum.

The check walks forward through the author's own past: each draft's day is ranked with what was
known before it, and the works that were then approved are looked for among the first shown.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from tracker.ranking.features.packed import Features
from tracker.ranking.features.traits import KEYS, PHRASES
from tracker.ranking.features.words import spelled
from tracker.ranking.learning.model import Model
from tracker.ranking.learning.reasons import Recurring
from tracker.ranking.learning.rows import Judged
from tracker.ranking.selection import best_match, fit, most_fit, score
from tracker.store.author import entries
from tracker.store.choice import matches
from tracker.store.database import Database
from tracker.store.works import read
from tracker.values import Match, Score, ScorePart
from tracker.workflows.learning.lessons import Lessons
from tracker.workflows.proposing.candidates import drafted_candidates
from tracker.workflows.reports.reader_check import ReaderCheck, check_readers
from tracker.workflows.session import Session

SHOWN = 12  # strongest on either side
_CHECKED = 12  # the newest days of drafting that are gone through: each is learned for anew
_ONE_OF_MANY = 0.1  # a word among a hundred beside the same word alone, as lengths go
_SPELLED = 600  # works whose text names the words


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """Of so many approvals in so many drafts, those that stood among the first shown."""

    drafts: int = 0
    approvals: int = 0
    found: int = 0
    shown: int = 0  # places a topic


@dataclass(frozen=True, slots=True, kw_only=True)
class RankingReport:
    """What has been learned, from how many decisions; ``topics`` counts approved, rejected."""

    approved: int
    rejected: int
    passed: int
    topics: Mapping[str, tuple[int, int]]
    speaks_for: tuple[ScorePart, ...]
    speaks_against: tuple[ScorePart, ...]
    check: Check
    reasons: tuple[Recurring, ...] = ()
    readers: tuple[ReaderCheck, ...] = ()

    def as_json(self) -> dict[str, Any]:
        return {
            "approved": self.approved,
            "rejected": self.rejected,
            "passed": self.passed,
            "topics": [
                {"topic": topic, "approved": yes, "rejected": no}
                for topic, (yes, no) in self.topics.items()
            ],
            "for": _as_json(self.speaks_for),
            "against": _as_json(self.speaks_against),
            "check": {
                "drafts": self.check.drafts,
                "approvals": self.check.approvals,
                "found": self.check.found,
                "shown": self.check.shown,
            },
            "reasons": [
                {"reason": recurring.text, "count": recurring.count} for recurring in self.reasons
            ],
            "readers": [reader.as_json() for reader in self.readers],
        }


def ranking(session: Session) -> RankingReport:
    """What the ranking has learned so far. Raises PostError, ConfigError."""
    db, project = session.db, session.project
    judged = session.lessons()
    numbers = [work.work_id for work in (*judged.approved, *judged.rejected, *judged.passed)]
    wanted = matches.of_works(db, numbers)
    model = judged.learn()
    learned = _learned(db, judged, model) if judged != Lessons() else []
    return RankingReport(
        approved=len(judged.approved),
        rejected=len(judged.rejected),
        passed=len(judged.passed),
        topics=_by_topic(project.topics, judged, wanted),
        speaks_for=tuple(part for part in learned if part.value > 0)[:SHOWN],
        speaks_against=tuple(part for part in reversed(learned) if part.value < 0)[:SHOWN],
        check=_check(judged, wanted, project.settings.draft.per_topic),
        reasons=model.reasons.recurring,
        readers=check_readers(db, shown=project.settings.draft.per_topic),
    )


def sums(session: Session, number: int) -> tuple[tuple[str, Score], ...]:
    """The work's score in parts, in each topic that it matches, the best fit first."""
    db, now = session.db, session.now
    matched = matches.of_works(db, [number]).get(number, ())
    if not matched:
        return ()
    works = read.get(db, [number])
    drafted = entries.of_works(db, [number])
    (candidate,) = drafted_candidates(
        db, works, {number: matched}, drafted=drafted, standing=session.standing
    )
    return tuple(
        (match.topic, score(candidate, match, model=session.model, now=now)) for match in matched
    )


def _as_json(parts: Iterable[ScorePart]) -> list[dict[str, object]]:
    return [{"name": part.name, "weight": round(part.value, 4)} for part in parts]


def _by_topic(
    topics: Sequence[str], judged: Lessons, wanted: Mapping[int, tuple[Match, ...]]
) -> dict[str, tuple[int, int]]:
    yes, no = (
        Counter(match.topic for work in group for match in wanted.get(work.work_id, ()))
        for group in (judged.approved, judged.rejected)
    )
    return {topic: (yes[topic], no[topic]) for topic in topics}


def _learned(db: Database, judged: Lessons, model: Model) -> list[ScorePart]:
    """What speaks for a work and against it, the strongest for it first: traits by their usual
    spread, words by what one in an abstract adds, signals by what one adds."""
    traits: defaultdict[str, float] = defaultdict(float)
    for key, weight, prior in zip(KEYS, model.traits, model.prior.traits, strict=True):
        traits[PHRASES[key]] += weight * prior.spread
    taught = [*judged.approved, *judged.rejected, *judged.passed][:_SPELLED]
    names: dict[int, str] = {}
    for work in read.get(db, [one.work_id for one in taught]):
        names |= spelled(work.title, work.summary)
    words = {
        f"“{name}”": math.fsum(value for _, value in model.of_words(Features(once=(key,))))
        * _ONE_OF_MANY
        for key, name in names.items()
    }
    parts = [ScorePart(name, value) for name, value in {**traits, **words}.items()]
    parts += model.worths()
    return sorted(parts, key=lambda part: (-part.value, part.name))


def _check(judged: Lessons, wanted: Mapping[int, tuple[Match, ...]], shown: int) -> Check:
    days = sorted({work.on for work in judged.approved if work.context.age_days is not None})
    covered = min((work.on for work in judged.passed), default=date.max)
    days = [day for day in days if day >= covered][-_CHECKED:]
    approvals = right = 0
    for day in days:
        model = _until(judged, day).learn()
        order = _ordered(judged, day, model, wanted)
        chosen = {work.work_id for work in judged.approved if work.on == day}
        for same in order.values():
            approvals += sum(number in chosen for number in same)
            right += sum(number in chosen for number in same[:shown])
    return Check(drafts=len(days), approvals=approvals, found=right, shown=shown)


def _until(judged: Lessons, day: date) -> Lessons:
    def before(group: Iterable[Judged]) -> tuple[Judged, ...]:
        return tuple(work for work in group if work.on < day)

    return Lessons(
        approved=before(judged.approved),
        rejected=before(judged.rejected),
        passed=before(judged.passed),
    )


def _ordered(
    judged: Lessons, day: date, model: Model, wanted: Mapping[int, tuple[Match, ...]]
) -> dict[str, list[int]]:
    """The works that were judged on that day as they would have been ranked, by topic."""
    scored: defaultdict[str, list[tuple[float, int]]] = defaultdict(list)
    most = most_fit(model.decisions)
    for work in (*judged.approved, *judged.rejected, *judged.passed):
        if work.on == day and (of := wanted.get(work.work_id)):
            best = best_match(of, {match.topic for match in of})
            total = model.total(work.features, work.context)
            total += math.fsum(part.value for part in fit(best, most))
            scored[best.topic].append((-total, work.work_id))
    return {topic: [number for _, number in sorted(same)] for topic, same in scored.items()}
