"""What does a topic want, and why? ``Matcher`` holds all watchlists and matches one work.

- Every topic looks at every work, whichever source brought it.
- What arXiv lists is matched by the ``[arxiv]`` terms and authors, where one of its categories
  (cross-lists count) is among the topic's. What a feed or the author's hand brings is matched
  by the ``[match]`` terms; a work that came both ways has both chances.
- A feed with ``take = "all"`` belongs to its topic whatever it says.
- ``none`` wins over all of these: phrases, authors and whole feeds.
- A title weighs more than an abstract; of phrases within one another the widest counts.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from tracker.matching.authors import AuthorIndex
from tracker.matching.phrases import Hit, PhraseIndex, widest, words
from tracker.values import Match, PaperFacts, Place, Reason
from tracker.values.source_kinds import is_listing
from tracker.watchlists import FeedRule, Terms, Watchlist

WEIGHTS = {
    Place.TITLE: 3.0,  # tells the subject; in an abstract a phrase may be an aside
    Place.SUMMARY: 1.0,
    Place.AUTHOR: 3.0,
    Place.FEED: 2.0,
    Place.HAND: 5.0,  # the author wants it
}
_REVISION = 1  # to be raised with each change of the code that changes what matches
RULES = zlib.crc32(repr((_REVISION, sorted(WEIGHTS.items()))).encode())
"""A stamp of the rules: matches that were stored under another one are made anew."""


class Seen(Protocol):
    """A sighting, as far as matching looks at it."""

    @property
    def source(self) -> str: ...


class Matchable(Protocol):
    """A work, as far as matching looks at it."""

    @property
    def id(self) -> int: ...
    @property
    def title(self) -> str: ...
    @property
    def summary(self) -> str: ...
    @property
    def authors(self) -> tuple[str, ...]: ...
    @property
    def paper(self) -> PaperFacts | None: ...
    @property
    def sightings(self) -> Sequence[Seen]: ...


@dataclass(frozen=True, slots=True)
class _Hits:
    """The phrases found in one work, by place."""

    by_place: dict[Place, tuple[Hit, ...]]
    phrases: frozenset[int]


@dataclass(frozen=True, slots=True)
class _TermIndex:
    """A topic's terms as indexes into the matcher's phrases."""

    any: frozenset[int]
    all: frozenset[int]
    none: frozenset[int]

    def wants(self, hits: _Hits) -> bool:
        """Whether the phrases include all of ``all``, one of ``any`` and none of ``none``."""
        if not (self.any or self.all) or self.refuses(hits):
            return False
        return self.all <= hits.phrases and (not self.any or bool(self.any & hits.phrases))

    def refuses(self, hits: _Hits) -> bool:
        """Whether a phrase of ``none`` is among them."""
        return bool(self.none & hits.phrases)


@dataclass(frozen=True, slots=True)
class _Topic:
    slug: str
    categories: frozenset[str]
    arxiv: _TermIndex
    match: _TermIndex
    authors: AuthorIndex
    whole_feeds: dict[str, FeedRule]


class Matcher:
    """All topics, with their phrases in one index."""

    def __init__(self, watchlists: Sequence[Watchlist]) -> None:
        all_terms = [terms for topic in watchlists for terms in (topic.arxiv.terms, topic.match)]
        phrases = (
            phrase for terms in all_terms for phrase in (*terms.any, *terms.all, *terms.none)
        )
        self._phrases = tuple(dict.fromkeys(phrases))
        self._index = PhraseIndex(self._phrases)
        numbers = {phrase: number for number, phrase in enumerate(self._phrases)}
        self._topics = tuple(_topic(watchlist, numbers) for watchlist in watchlists)

    def match(self, work: Matchable) -> tuple[Match, ...]:
        """The topics that want the work, best first, each with its reasons."""
        hits = self._find(work)
        matches = [
            Match(work_id=work.id, topic=topic.slug, reasons=reasons)
            for topic in self._topics
            if (reasons := self._reasons(topic, work, hits))
        ]
        return tuple(sorted(matches, key=lambda match: (-match.score, match.topic)))

    def takes_all(self, source: str) -> bool:
        """Whether a topic wants all that the source shows."""
        return any(source in topic.whole_feeds for topic in self._topics)

    def _find(self, work: Matchable) -> _Hits:
        texts = {Place.TITLE: work.title, Place.SUMMARY: work.summary}
        hits = {place: tuple(self._index.find(words(text))) for place, text in texts.items()}
        return _Hits(hits, frozenset(hit.phrase for group in hits.values() for hit in group))

    def _reasons(self, topic: _Topic, work: Matchable, hits: _Hits) -> tuple[Reason, ...]:
        reasons: list[Reason] = []
        if _is_listed(work, topic):
            if topic.arxiv.wants(hits):
                reasons += self._phrase_reasons(topic.arxiv, hits)
            if not topic.arxiv.refuses(hits):
                reasons += [
                    _reason(name, Place.AUTHOR) for name in topic.authors.find(work.authors)
                ]
        if is_shown(work) and not topic.match.refuses(hits):
            if topic.match.wants(hits):
                reasons += self._phrase_reasons(topic.match, hits)
            reasons += [_reason(feed.shown_name, Place.FEED) for feed in _whole_feeds(work, topic)]
        return tuple(dict.fromkeys(reasons))

    def _phrase_reasons(self, terms: _TermIndex, hits: _Hits) -> Iterable[Reason]:
        """The widest phrases at each place, each once, in the order of the text."""
        wanted = terms.any | terms.all
        for place, group in hits.by_place.items():
            for hit in widest(hit for hit in group if hit.phrase in wanted):
                yield _reason(self._phrases[hit.phrase], place)


def _topic(watchlist: Watchlist, numbers: dict[str, int]) -> _Topic:
    def index(terms: Terms) -> _TermIndex:
        return _TermIndex(
            *(
                frozenset(numbers[phrase] for phrase in group)
                for group in (terms.any, terms.all, terms.none)
            )
        )

    return _Topic(
        slug=watchlist.slug,
        categories=frozenset(watchlist.arxiv.categories),
        arxiv=index(watchlist.arxiv.terms),
        match=index(watchlist.match),
        authors=AuthorIndex(watchlist.arxiv.authors),
        whole_feeds={feed.source_key: feed for feed in watchlist.feeds if feed.take == "all"},
    )


def _is_listed(work: Matchable, topic: _Topic) -> bool:
    """Whether arXiv lists the work in one of the topic's categories."""
    if work.paper is None or not work.paper.categories:
        return False
    return not topic.categories or not topic.categories.isdisjoint(work.paper.categories)


def is_shown(work: Matchable) -> bool:
    """Whether someone chose to show the work: a feed or the author, not a listing alone."""
    if not work.sightings:
        return work.paper is None
    return not all(is_listing(sighting.source) for sighting in work.sightings)


def _whole_feeds(work: Matchable, topic: _Topic) -> Iterable[FeedRule]:
    for sighting in work.sightings:
        if sighting.source in topic.whole_feeds:
            yield topic.whole_feeds[sighting.source]


def _reason(phrase: str, place: Place) -> Reason:
    return Reason(phrase, place, WEIGHTS[place])
