"""What a changed watchlist would have done with the stored past; nothing here writes.

Every stored work is matched again, in batches, and compared with what its topic wants by the
store: the watchlist of the same slug as it was when the works were last matched. The past holds
what was polled: a category or feed that is new in the file could not bring anything yet.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from tracker.matching.matcher import Matcher
from tracker.matching.nearest import nearest
from tracker.store import sources
from tracker.store.choice import matches, states
from tracker.store.database import Database
from tracker.store.works import read, search
from tracker.store.works.search import Conditions
from tracker.values import Match, State, Work, rfc3339
from tracker.watchlists import Watchlist
from tracker.workflows.derived.matching import find_matches
from tracker.workflows.intake.arxiv_memory import asked_before
from tracker.workflows.reports.standings import as_said, said_by_drafts
from tracker.workflows.session import Session

_BATCH = 1_000
DEFAULT_SAMPLES = 10
_TOLD = (State.PUBLISHED, State.APPROVED, State.REJECTED, State.PROPOSED)  # the weightiest first


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """A work that was gained or lost, why it matches or did, and what the author said of it."""

    work: Work
    match: Match
    state: State
    cause: str = ""  # of a loss

    def as_json(self) -> dict[str, object]:
        return {
            "id": str(self.work.id),
            "title": self.work.title,
            "url": self.work.url,
            "state": self.state.value,
            "reasons": [str(reason) for reason in self.match.reasons],
            "cause": self.cause or None,
        }


@dataclass(slots=True)
class Change:
    """Works gained or lost: how many, how many in each state, and the foremost of them."""

    limit: int
    count: int = 0
    states: Counter[State] = field(default_factory=Counter)
    samples: list[Sample] = field(default_factory=list)

    def add(self, samples_: Iterable[Sample]) -> None:
        """Count these, and keep the foremost of them."""
        added = list(samples_)
        self.count += len(added)
        self.states.update(sample.state for sample in added)
        # What was decided on weighs most, then the best match, then the newest.
        self.samples = sorted([*self.samples, *added], key=_weight)[: self.limit]

    def as_json(self) -> dict[str, object]:
        counts = {state.value: self.states[state] for state in reversed(_TOLD)}
        return {
            "count": self.count,
            **counts,
            "samples": [sample.as_json() for sample in self.samples],
        }


def _weight(sample: Sample) -> tuple[int, float, int]:
    weight = _TOLD.index(sample.state) if sample.state in _TOLD else len(_TOLD)
    return weight, -sample.match.score, -sample.work.id


@dataclass(frozen=True, slots=True, kw_only=True)
class TryReport:
    """What the watchlist wants of the stored past, beside what its topic wanted before."""

    topic: str
    is_new: bool  # nothing was ever matched for this topic
    since_at: datetime | None
    works: int  # looked at
    before: int
    after: int
    gained: Change
    lost: Change
    unpolled: tuple[str, ...]  # categories and feeds that could not bring anything yet

    def as_json(self) -> dict[str, object]:
        return {
            "topic": self.topic,
            "new": self.is_new,
            "since": rfc3339(self.since_at),
            "works": self.works,
            "before": self.before,
            "after": self.after,
            "gained": self.gained.as_json(),
            "lost": self.lost.as_json(),
            "unpolled": list(self.unpolled),
        }


def try_watchlist(
    session: Session,
    watchlist: Watchlist,
    *,
    since: datetime | None = None,
    limit: int = DEFAULT_SAMPLES,
) -> TryReport:
    """Replay the watchlist over the works dated since then, or all. Raises DraftError."""
    db, (in_drafts, _) = session.db, said_by_drafts(session)
    matcher, slug = Matcher([watchlist]), watchlist.slug
    gained, lost = Change(limit), Change(limit)
    before = after = 0
    every = search.numbers(db, Conditions(since=since))
    for start in range(0, len(every), _BATCH):
        works = {work.id: work for work in read.get(db, every[start : start + _BATCH])}
        old = _in_topic(slug, matches.of_works(db, works).values())
        new = _in_topic(slug, [find_matches(db, matcher, tuple(works.values()))])
        before, after = before + len(old), after + len(new)
        standing = _standing(db, old.keys() ^ new.keys(), in_drafts)
        gained.add(
            Sample(work=works[number], match=new[number], state=_best(standing[number]))
            for number in new.keys() - old.keys()
        )
        lost.add(
            Sample(work=works[number], match=old[number], state=_best(standing[number], slug))
            for number in old.keys() - new.keys()
        )
    lost.samples = [_explained(watchlist, sample) for sample in lost.samples]
    return TryReport(
        topic=slug,
        is_new=slug not in session.project.topics and not before,
        since_at=since,
        works=len(every),
        before=before,
        after=after,
        gained=gained,
        lost=lost,
        unpolled=_unpolled(db, watchlist),
    )


def _in_topic(slug: str, matched: Iterable[Iterable[Match]]) -> dict[int, Match]:
    return {match.work_id: match for own in matched for match in own if match.topic == slug}


def _standing(
    db: Database, numbers: Iterable[int], in_drafts: Mapping[tuple[int, str], State]
) -> dict[int, dict[str, State]]:
    """Where each work stands, by topic, with what the open drafts say."""
    wanted = list(numbers)
    stored = states.of_works(db, wanted)
    return {
        number: {
            standing.topic: as_said(standing, number, in_drafts).state
            for standing in stored.get(number, ())
        }
        for number in wanted
    }


def _best(standing: Mapping[str, State], topic: str = "") -> State:
    """The weightiest word on a work in any topic, or in the one given."""
    held = {state for slug, state in standing.items() if topic in ("", slug)}
    return next((state for state in _TOLD if state in held), State.MATCHED if held else State.SEEN)


def _explained(watchlist: Watchlist, sample: Sample) -> Sample:
    (near,) = nearest([watchlist], sample.work)
    return Sample(work=sample.work, match=sample.match, state=sample.state, cause=str(near))


def _unpolled(db: Database, watchlist: Watchlist) -> tuple[str, ...]:
    _, memory = asked_before(db)
    categories = [
        category for category in watchlist.arxiv.categories if category not in memory.categories
    ]
    feeds = [feed.url for feed in watchlist.feeds if sources.get(db, feed.source_key) is None]
    return (*categories, *feeds)
