"""How the field moves: works week by week, what became of them, their sources, words that rise.

The weeks are whole ones but the last, which is still under way. Words are those of the last four
weeks beside the twelve before, in titles whose number does not grow with the store.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import partial

from tracker.matching.rising import Rising, rising
from tracker.store import field as stored
from tracker.store import sources
from tracker.watchlists import Watchlist
from tracker.workflows.session import Session

WEEKS = 16
LATE_WEEKS = 4  # of these the last, for sources and words
WORDS = 20
_MOST_LATE = 4_000  # titles whose words are counted
_MOST_BEFORE = 8_000
_WEEK = timedelta(weeks=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Week:
    """A week by its Monday: how many works are dated in it, how many of each topic, and how many
    were proposed, approved, rejected and published then."""

    monday: date
    works: int
    topics: Mapping[str, int]
    proposed: int
    approved: int
    rejected: int
    published: int

    def as_json(self) -> dict[str, object]:
        return {
            "week": self.monday.isoformat(),
            "works": self.works,
            "topics": dict(self.topics),
            "proposed": self.proposed,
            "approved": self.approved,
            "rejected": self.rejected,
            "published": self.published,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceShare:
    """How many of the works of the last weeks a source has shown."""

    key: str
    name: str
    works: int

    def as_json(self) -> dict[str, object]:
        return {"source": self.key, "name": self.name, "works": self.works}


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldReport:
    """The weeks in their order, the last one under way; the sources by how much they showed."""

    weeks: tuple[Week, ...]
    sources: tuple[SourceShare, ...]
    sources_since: date
    words: tuple[Rising, ...]

    def as_json(self) -> dict[str, object]:
        return {
            "weeks": [week.as_json() for week in self.weeks],
            "sources_since": self.sources_since.isoformat(),
            "sources": [source.as_json() for source in self.sources],
            "rising": [word.as_json() for word in self.words],
        }


def field(session: Session) -> FieldReport:
    """How the field moved up to now. Raises StoreError."""
    since, late = _since(session, WEEKS), _since(session, LATE_WEEKS)
    return FieldReport(
        weeks=weeks(session),
        sources=shares(session),
        sources_since=late.date(),
        words=_words(session, since, late),
    )


def weeks(session: Session) -> tuple[Week, ...]:
    """The weeks in their order, the last one under way."""
    db, since, until = session.db, _since(session, WEEKS), _end(session)
    works = stored.works(db, since=since, until=until)
    by_topic = stored.works_by_topic(db, since=since, until=until)
    deeds = stored.deeds(db, since=since, until=until)
    mondays = [(since + n * _WEEK).date() for n in range(WEEKS)]
    return tuple(
        Week(
            monday=monday,
            works=works.get(monday, 0),
            topics={
                topic: by_topic.get(topic, {}).get(monday, 0) for topic in session.project.topics
            },
            **{name: count.get(monday, 0) for name, count in deeds.items()},
        )
        for monday in mondays
    )


def shares(session: Session) -> tuple[SourceShare, ...]:
    """The sources of the last weeks' works, by how much they showed."""
    names = sources.names(session.db)
    since, until = _since(session, LATE_WEEKS), _end(session)
    shown = stored.works_by_source(session.db, since=since, until=until)
    return tuple(
        SourceShare(key=key, name=names.get(key) or key, works=works)
        for key, works in shown.items()
    )


def _words(session: Session, since: datetime, late: datetime) -> tuple[Rising, ...]:
    """Papers are compared with papers, and all else with all else."""
    watchlists = session.project.watchlists
    known = [phrase for watchlist in watchlists for phrase in _phrases(watchlist)]
    surest: dict[str, Rising] = {}
    for papers in (True, False):
        titles = partial(stored.titles, session.db, papers=papers)
        for word in rising(
            titles(since=late, until=_end(session), most=_MOST_LATE),
            titles(since=since, until=late, most=_MOST_BEFORE),
            known=known,
            limit=WORDS,
        ):
            surest[word.phrase] = max(word, surest.get(word.phrase, word), key=_sureness)
    return tuple(sorted(surest.values(), key=_sureness, reverse=True)[:WORDS])


def _sureness(word: Rising) -> float:
    return word.sureness


def _phrases(watchlist: Watchlist) -> tuple[str, ...]:
    terms = (watchlist.arxiv.terms, watchlist.match)
    return tuple(phrase for each in terms for phrase in (*each.any, *each.all, *each.none))


def _since(session: Session, count: int) -> datetime:
    """The beginning of so many weeks, the one under way among them."""
    return _monday(session.now) - (count - 1) * _WEEK


def _end(session: Session) -> datetime:
    """Of the week under way."""
    return _monday(session.now) + _WEEK


def _monday(now: datetime) -> datetime:
    day = now.date() - timedelta(days=now.weekday())
    return datetime.combine(day, time.min, UTC)
