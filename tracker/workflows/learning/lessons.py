"""What the ranking learns from: read anew from the store, the post and the seeds each time.

- Approvals are approved and published works, and what the living post links or the seeds name.
- Rejections are rejected works, unless they were approved in another topic or stand in the post.
- Passed over is what matched, was there when a draft was written, and was never proposed, or
  expired undecided. Before the first draft the works at hand stand in for it. As many are taken
  from the draft of each approval (``sample.py``).

Each is judged at the moment of its draft, with the age that it had and what was known of it then:
who had linked it, which votes had been seen (``known_then.py``). Of a work that the post or the
seeds teach none of this is known. So the same facts always give the same lessons, in whatever
order they came in.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from functools import lru_cache
from hashlib import sha256
from operator import attrgetter
from typing import Any

from tracker.ranking.context.signals import BLIND, Context
from tracker.ranking.features.packed import Features
from tracker.ranking.learning.learner import APPROVED_LIMIT, PASSED_LIMIT, train
from tracker.ranking.learning.model import Model
from tracker.ranking.learning.reasons import normal
from tracker.ranking.learning.rows import Judged
from tracker.ranking.learning.sample import around
from tracker.ranking.prior import shipped_prior
from tracker.store.author import decisions, entries, publications
from tracker.store.choice.features import Kept, never_chosen
from tracker.store.database import Database
from tracker.values import Decision, Verdict
from tracker.workflows.derived.features import features_of
from tracker.workflows.learning.known_then import Moment, signals_at
from tracker.workflows.open_drafts.expiry import DAY, Expiry, midnight

_READ = 2 * APPROVED_LIMIT  # decisions of each verdict: a work may be decided in several topics


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    """A work as it was judged (``Judged``), its features still ``packed``."""

    work_id: int
    on: date
    packed: bytes
    context: Context
    reason: str = ""
    topic: str = ""
    is_off_topic: bool = False

    def judged(self, pool: dict[Any, Any]) -> Judged:
        """The same unpacked. Hashes and pairs are held once for all works of a ``pool``, which
        takes a quarter of the room."""
        unpacked = Features.from_bytes(self.packed) or Features()
        traits, once, more = (
            tuple([pool.setdefault(value, value) for value in column])
            for column in (unpacked.traits, unpacked.once, unpacked.more)
        )
        return Judged(
            work_id=self.work_id,
            on=self.on,
            features=Features(traits, once, more, unpacked.authors),
            context=self.context,
            reason=self.reason,
            topic=self.topic,
            is_off_topic=self.is_off_topic,
        )

    def __bytes__(self) -> bytes:
        """All that is learned from it, the same in each process."""
        seen = [
            sorted(value) if isinstance(value, frozenset) else value  # whose order is by chance
            for value in _SEEN(self.context)
        ]
        return f"{_OWN(self)} {seen} {len(self.packed)} ".encode() + self.packed


# Every field, also those that are still to come: one that is left out would hide a change.
_OWN = attrgetter(
    *(field.name for field in fields(Lesson) if field.name not in ("packed", "context"))
)
_SEEN = attrgetter(*(field.name for field in fields(Context)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Lessons:
    """Works as they were judged, each in one of the three."""

    approved: tuple[Lesson, ...] = ()
    rejected: tuple[Lesson, ...] = ()
    passed: tuple[Lesson, ...] = ()

    def learn(self) -> Model:
        """The model that they give."""
        pool: dict[Any, Any] = {}
        approved, rejected, passed = (
            [lesson.judged(pool) for lesson in group]
            for group in (self.approved, self.rejected, self.passed)
        )
        return train(approved, passed, prior=shipped_prior(), rejected=rejected)

    def digest(self) -> str:
        """The same for the same lessons in any order, another for others."""
        whole = sha256()
        for group in (self.approved, self.rejected, self.passed):
            whole.update(b"%d:" % len(group))
            whole.update(b"".join(sorted(map(bytes, group))))
        return whole.hexdigest()


def lessons(
    db: Database,
    taught: Iterable[int],
    rejections: Sequence[Decision],
    expiry: Expiry,
    *,
    headings: Mapping[str, str],
    now: datetime,
    keep: bool = False,
) -> Lessons:
    """The works to learn from; ``taught`` are those that the post links or the seeds name,
    ``rejections`` the newest, the last first, ``headings`` what the topics are called.

    With ``keep``, features that had to be made anew are stored.
    """
    approved = approved_works(db)
    refusals = _rejected(rejections[:_READ])
    outside = set(taught) - set(approved)
    for number in (*approved, *outside):
        refusals.pop(number, None)
    if not approved and not refusals and not outside:
        return Lessons()
    known = features_of(db, [*approved, *refusals, *outside], keep=keep)
    rejected = {number: decision.decided_at for number, decision in refusals.items()}
    moments = _moments(db, approved | rejected)
    days = [moments[number].at.date() for number in approved]
    days += [known[number].seen_at.date() for number in outside if number in known]
    passed = _passed_over(
        db,
        expiry,
        without={*approved, *refusals, *outside},
        days=sorted(days)[-APPROVED_LIMIT:],
        now=now,
    )
    known |= features_of(db, passed, keep=keep)
    moments |= _moments_passed(db, passed, known, now=now)
    moments = {number: moment for number, moment in moments.items() if number in known}
    judged = _judged(db, known, moments)
    for number, said in refusals.items():
        if number in judged:
            judged[number] = _with_reason(judged[number], said, headings)
    return Lessons(
        approved=_of(judged, approved) + _by_others(known, outside),
        rejected=_of(judged, refusals),
        passed=_of(judged, passed),
    )


def _moments_passed(
    db: Database, passed: Mapping[int, date], known: Mapping[int, Kept], *, now: datetime
) -> dict[int, Moment]:
    """When each was passed over: in the first draft of its day that could have held it."""
    drafted = entries.drafted(db)
    return {
        number: Moment(_passed_at(known[number].seen_at, drafted.get(day, (now,))))
        for number, day in passed.items()
        if number in known
    }


def _judged(
    db: Database,
    known: Mapping[int, Kept],
    moments: Mapping[int, Moment],
) -> dict[int, Lesson]:
    """Each work as it stood at its moment."""
    signals = signals_at(db, moments)
    return {
        number: Lesson(
            work_id=number,
            on=moment.at.date(),
            packed=known[number].data,
            context=_aged(signals[number], moment, known[number].seen_at),
        )
        for number, moment in moments.items()
    }


def _with_reason(judged: Lesson, said: Decision, headings: Mapping[str, str]) -> Lesson:
    """With what the author said, and whether that is only that it is none of the topic's."""
    names = (said.topic, said.topic.replace("-", " "), headings.get(said.topic, ""))
    none_of_it = {normal("off topic"), *(normal(f"not {name}") for name in names if name)}
    return replace(
        judged,
        reason=said.reason,
        topic=said.topic,
        is_off_topic=normal(said.reason) in none_of_it,
    )


def _of(judged: Mapping[int, Lesson], numbers: Iterable[int]) -> tuple[Lesson, ...]:
    return tuple(judged[number] for number in numbers if number in judged)


def _by_others(known: Mapping[int, Kept], outside: Iterable[int]) -> tuple[Lesson, ...]:
    """What the post links or the seeds name: of the author's moment nothing is known."""
    return tuple(
        Lesson(
            work_id=number,
            on=known[number].seen_at.date(),
            packed=known[number].data,
            context=Context(blind=BLIND),
        )
        for number in outside
        if number in known
    )


def _rejected(rejections: Iterable[Decision]) -> dict[int, Decision]:
    """What was last said of each rejected work; of several topics at once, of the last by name."""
    ordered = sorted(rejections, key=lambda said: (said.decided_at, said.topic))
    return {said.work_id: said for said in ordered}


def _passed_at(seen_at: datetime, drafted: Sequence[datetime]) -> datetime:
    """The first draft of the day that could have held the work, else the last."""
    return drafted[min(bisect_left(drafted, seen_at), len(drafted) - 1)]


def _moments(db: Database, decided: Mapping[int, datetime]) -> dict[int, Moment]:
    """When each was put before the author for the decision: in a draft, else as it was decided."""
    proposed = entries.last_proposed(db, decided)
    return {number: Moment(*proposed.get(number, (at, False))) for number, at in decided.items()}


def approved_works(db: Database) -> dict[int, datetime]:
    """Approved and published works, and when that was."""
    found = dict(publications.newest(db, limit=_READ))
    for said in decisions.newest(db, Verdict.APPROVED, limit=_READ):
        found[said.work_id] = max(said.decided_at, found.get(said.work_id, said.decided_at))
    return found


def _passed_over(
    db: Database, expiry: Expiry, *, without: set[int], days: Iterable[date], now: datetime
) -> dict[int, date]:
    """What was passed over, and on the day of which draft: as many as are learned from, drawn
    around the days of the approvals."""
    rounds = expiry.rounds or (now.date(),)
    seen = never_chosen(
        db,
        before=midnight(rounds[-1] + DAY),
        shown_since=expiry.before,
    )
    by_round: dict[date, list[int]] = {}
    for number, seen_at in seen:
        if number not in without:
            by_round.setdefault(rounds[bisect_left(rounds, seen_at.date())], []).append(number)
    scattered = {day: sorted(numbers, key=_scattered) for day, numbers in by_round.items()}
    drawn = around(scattered, days, PASSED_LIMIT)
    return {number: day for day, numbers in drawn.items() for number in numbers}


def _scattered(number: int) -> tuple[int, int]:
    """A sample by this order is of any place in a listing (Knuth's multiplicative hash)."""
    return (number * 2_654_435_761) & 0xFFFFFFFF, number


def _aged(context: Context, moment: Moment, seen_at: datetime) -> Context:
    """With the age at that moment; of a new version it is not known."""
    age = (moment.at.date() - seen_at.date()).days
    return context if age < 0 or moment.is_update else _of_age(context, age)


@lru_cache(maxsize=1_024)  # of most works nothing else is known
def _of_age(context: Context, days: int) -> Context:
    return replace(context, age_days=days)
