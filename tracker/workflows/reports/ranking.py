"""What has been learned, how it has served the author so far, and one work's whole sum."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tracker.ranking.features.packed import Features
from tracker.ranking.features.traits import KEYS, PHRASES
from tracker.ranking.features.words import spelled
from tracker.ranking.learning.model import Model
from tracker.ranking.learning.reasons import Recurring
from tracker.ranking.selection import score
from tracker.store.author import entries
from tracker.store.choice import matches
from tracker.store.database import Database
from tracker.store.works import read
from tracker.values import Match, Score, ScorePart
from tracker.workflows.learning.kept_model import model_of
from tracker.workflows.learning.lessons import Lessons
from tracker.workflows.proposing.candidates import drafted_candidates
from tracker.workflows.reports.approvals import Check, check_approvals
from tracker.workflows.reports.reader_check import SHOWN as SHOWN_OF_TOPIC
from tracker.workflows.reports.reader_check import ReaderCheck, check_readers
from tracker.workflows.session import Session

SHOWN = 12  # strongest on either side
_ONE_OF_MANY = 0.1  # a word among a hundred beside the same word alone, as lengths go
_SPELLED = 600  # works whose text names the words


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
            "check": self.check.as_json(),
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
    model = model_of(db, judged)
    learned = _learned(db, judged, model) if judged != Lessons() else []
    return RankingReport(
        approved=len(judged.approved),
        rejected=len(judged.rejected),
        passed=len(judged.passed),
        topics=_by_topic(project.topics, judged, wanted),
        speaks_for=tuple(part for part in learned if part.value > 0)[:SHOWN],
        speaks_against=tuple(part for part in reversed(learned) if part.value < 0)[:SHOWN],
        check=check_approvals(db, list(session.rounds)),
        reasons=model.reasons.recurring,
        readers=check_readers(db, shown=project.settings.draft.per_topic or SHOWN_OF_TOPIC),
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
