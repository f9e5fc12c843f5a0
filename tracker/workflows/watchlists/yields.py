"""What each feed and each phrase has brought, from seen to published, and which could go.

A feed's figures are over all topics, since each of its entries is looked at by every topic, and it
is credited with what its posts are about, and with what others found there (``via``); a
phrase's are its topic's. They are of what is stored: works that no topic wanted are let go after
a time, and of phrases within one another the widest counts. Nothing here writes, and nothing is
pruned but by the author.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import chain

from tracker.identity.schemes import aliases_of_url
from tracker.matching.pruning import Yield, why_prune_feed, why_prune_phrase
from tracker.store import sources
from tracker.store.choice import states, yields
from tracker.store.database import Database
from tracker.store.works import read
from tracker.values import State, rfc3339
from tracker.watchlists import Watchlist
from tracker.workflows.derived.matching import is_changed
from tracker.workflows.intake.arxiv_memory import asked_before
from tracker.workflows.reports.standings import as_said, said_by_drafts
from tracker.workflows.session import Session

_BATCH = 1_000
_WEIGHTS = (
    State.SEEN,
    State.MATCHED,
    State.PROPOSED,
    State.REJECTED,
    State.APPROVED,
    State.PUBLISHED,
)
Phrase = tuple[str, str, bool]  # topic, phrase, whether it is an author's name


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedYield:
    """A feed's figures over all topics; ``topics`` are those whose watchlists have it."""

    url: str
    name: str
    topics: tuple[str, ...]
    found: Yield
    prune: str = ""

    def as_json(self) -> dict[str, object]:
        return {
            "source": self.url,
            "name": self.name,
            "topics": list(self.topics),
            **self.found.as_json(),
            "prune": self.prune or None,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class PhraseYield:
    """The figures of a phrase, or of an author's name, in its topic."""

    topic: str
    phrase: str
    is_author: bool
    found: Yield
    prune: str = ""

    def as_json(self) -> dict[str, object]:
        return {
            "topic": self.topic,
            "phrase": self.phrase,
            "kind": "author" if self.is_author else "phrase",
            **self.found.as_json(),
            "prune": self.prune or None,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class YieldReport:
    """All feeds and phrases in the order of the watchlists."""

    since_at: datetime | None
    works: int
    feeds: tuple[FeedYield, ...]
    phrases: tuple[PhraseYield, ...]
    is_outdated: bool  # the watchlists were changed since the works were matched

    def as_json(self) -> dict[str, object]:
        return {
            "since": rfc3339(self.since_at),
            "works": self.works,
            "outdated": self.is_outdated,
            "feeds": [feed.as_json() for feed in self.feeds],
            "phrases": [phrase.as_json() for phrase in self.phrases],
        }


def count_yields(session: Session, *, since: datetime | None = None) -> YieldReport:
    """The figures over all works, or those dated since then. Raises DraftError."""
    project, db, now = session.project, session.db, session.now
    by_feed = {key: Yield(n) for key, n in yields.seen_by_feed(db, since=since).items()}
    by_phrase = {key: Yield(n) for key, n in yields.matched_by_phrase(db, since=since).items()}
    in_drafts, _ = said_by_drafts(session)
    _count_shown(db, yields.ever_proposed(db, since=since), in_drafts, by_feed, by_phrase)
    works, shown = yields.count_works(db, since=since), yields.count_shown(db, since=since)
    is_outdated = is_changed(db, project.watchlists)
    if is_outdated:  # stored matches of other watchlists say nothing of a phrase that they had not
        works_matched = shown_matched = 0
    else:
        works_matched, shown_matched = works, shown
    past = _past(db, since, now)
    return YieldReport(
        since_at=since,
        works=works,
        feeds=tuple(_feeds(session, by_feed)),
        phrases=tuple(
            PhraseYield(
                topic=key[0],
                phrase=key[1],
                is_author=key[2],
                found=found,
                prune=why_prune_phrase(
                    found, works=works_matched if in_arxiv else shown_matched, past=past
                ),
            )
            for key, found, in_arxiv in _phrases(project.watchlists, by_phrase)
        ),
        is_outdated=is_outdated,
    )


def _count_shown(
    db: Database,
    numbers: tuple[int, ...],
    in_drafts: Mapping[tuple[int, str], State],
    by_feed: dict[str, Yield],
    by_phrase: dict[Phrase, Yield],
) -> None:
    """Count what was put before the author, for its feeds and its phrases."""
    for start in range(0, len(numbers), _BATCH):
        batch = numbers[start : start + _BATCH]
        standings, shown_by = states.of_works(db, batch), _shown_by(db, batch)
        for number in batch:
            said = [as_said(standing, number, in_drafts) for standing in standings.get(number, ())]
            state = _weightiest(standing.state for standing in said)
            for source in shown_by[number]:
                by_feed.setdefault(source, Yield()).add(state)
            for standing in said:
                for phrase, is_author in yields.phrases_in(standing.reasons):
                    key = standing.topic, phrase, is_author
                    by_phrase.setdefault(key, Yield()).add(standing.state)


def _shown_by(db: Database, numbers: Sequence[int]) -> dict[int, set[str]]:
    """The sources of each work: those that showed it, of the posts about it, of what it was found
    in."""
    posts, found_on = read.posts_about(db, numbers), yields.found_on(db, numbers)
    aliases = {url: aliases_of_url(url) for urls in found_on.values() for url in urls}
    known = read.known(db, chain.from_iterable(aliases.values()))
    every = {number: {number, *posts.get(number, ())} for number in numbers}
    for number, urls in found_on.items():
        stated = chain.from_iterable(aliases[url] for url in urls)
        every[number].update(known[alias] for alias in stated if alias in known)
    sources_of = yields.sources_of(db, set[int]().union(*every.values()))
    return {
        number: {source for each in works for source in sources_of.get(each, ())}
        for number, works in every.items()
    }


def _weightiest(held: Iterable[State]) -> State:
    """A work's state over all topics: one approval outweighs rejections elsewhere."""
    return max(held, key=_WEIGHTS.index, default=State.SEEN)


def _past(db: Database, since: datetime | None, now: datetime) -> timedelta:
    """How long the works were collected."""
    _, memory = asked_before(db)
    began = [yields.first_seen_at(db), memory.begins_at]
    first = min((moment for moment in began if moment is not None), default=now)
    return now - max(first, since or first)


def _feeds(session: Session, by_feed: Mapping[str, Yield]) -> Iterator[FeedYield]:
    project, db, now = session.project, session.db, session.now
    rules = {feed.url: feed for watchlist in project.watchlists for feed in watchlist.feeds}
    for url, rule in rules.items():
        feed_yield = by_feed.get(rule.source_key, Yield())
        state = sources.get(db, rule.source_key)
        yield FeedYield(
            url=url,
            name=rule.shown_name,
            topics=tuple(
                watchlist.slug
                for watchlist in project.watchlists
                if url in {f.url for f in watchlist.feeds}
            ),
            found=feed_yield,
            prune=why_prune_feed(feed_yield, state, now=now),
        )


def _phrases(
    watchlists: Iterable[Watchlist], by_phrase: Mapping[Phrase, Yield]
) -> Iterator[tuple[Phrase, Yield, bool]]:
    """Each with its figures, and whether it is looked for in what arXiv lists."""
    for watchlist in watchlists:
        in_arxiv = (*watchlist.arxiv.terms.any, *watchlist.arxiv.terms.all)
        keys = [(watchlist.slug, phrase, False) for phrase in in_arxiv]
        keys += [
            (watchlist.slug, phrase, False)
            for phrase in (*watchlist.match.any, *watchlist.match.all)
        ]
        keys += [(watchlist.slug, name, True) for name in watchlist.arxiv.authors]
        for key in dict.fromkeys(keys):
            yield key, by_phrase.get(key, Yield()), key[2] or key[1] in in_arxiv
