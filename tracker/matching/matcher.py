"""What does a topic want, and why? ``Matcher`` holds all watchlists and matches one work.

- Every topic looks at every work, whichever source brought it.
- What arXiv lists is matched by the ``[arxiv]`` terms and authors, where one of its categories
  (cross-lists count) is among the topic's. What a feed or the author's hand brings is matched
  by the ``[match]`` terms; a work that came both ways has both chances.
- A feed with ``take = "all"`` belongs to its topic whatever it says.
- Where a phrase stands weighs: most in the title, then in a main sentence of the text, which states
  what the work does (``standing.py``). Elsewhere one mention alone is an aside and no match;
  a ``narrow`` topic wants more than two, or one besides that in the main sentence.
- ``none`` refuses what has one of its phrases in the title, or two mentions in the text; it wins
  over phrases, authors and whole feeds. One aside refuses nothing.
- Of phrases within one another the widest counts; an abbreviation beside its own expansion is one
  mention with it. In a title that holds for phrases of different topics too, and a phrase of a
  ``narrow`` topic counts more if the text takes it up: the title decides where a work is at home.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from tracker.matching.authors import AuthorIndex
from tracker.matching.phrases import Hit, PhraseIndex, sentence_words, widest, words
from tracker.matching.standing import main_sentences, without_abbreviations
from tracker.values import Match, PaperFacts, Place, Reason
from tracker.values.source_kinds import is_listing
from tracker.watchlists import FeedRule, Terms, Watchlist

WEIGHTS = {
    Place.TITLE: 3.0,  # tells the subject; in an abstract a phrase may be an aside
    Place.CLAIM: 2.0,
    Place.SUMMARY: 1.0,
    Place.AUTHOR: 3.0,
    Place.FEED: 2.0,
    Place.HAND: 5.0,  # the author wants it
}
# More for a narrow topic's phrase in a title ("prompt tuning for vision-language models") that the
# text takes up.
NARROW = 1.0
WITHIN = -1.0  # for a phrase in a title within another topic's: "visual instruction tuning"
ENOUGH = 2.0  # what the mentions weigh together; one aside has less
ENOUGH_IF_NARROW = 3.0  # its methods are tools of works on other things
REFUSING = 2  # mentions in the text of what a topic excludes
_REVISION = 3  # to be raised with each change of the code that changes what matches
_NUMBERS = (sorted(WEIGHTS.items()), NARROW, WITHIN, ENOUGH, ENOUGH_IF_NARROW, REFUSING)
RULES = zlib.crc32(repr((_REVISION, *_NUMBERS)).encode())
"""A stamp of the rules: matches that were stored under another one are made anew."""


_NONE_AHEAD: Mapping[object, tuple[Match, ...]] = {}


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


def look_of(work: Matchable) -> object:
    """All of a work that matching looks at but its number, to compare: works of one look have the
    same matches."""
    sources = tuple([sighting.source for sighting in work.sightings])
    return work.title, work.summary, work.authors, work.paper, sources


@dataclass(frozen=True, slots=True)
class _Hits:
    """The phrases found in one work, by place."""

    by_place: dict[Place, Sequence[Hit]]
    phrases: frozenset[int]
    titled: frozenset[int]

    def mentions(self, phrases: frozenset[int]) -> int:
        """How often the text, apart from the title, mentions one of the phrases."""
        text = (*self.by_place[Place.CLAIM], *self.by_place[Place.SUMMARY])
        return len(widest(hit for hit in text if hit.phrase in phrases))

    def weight(self, phrases: frozenset[int]) -> float:
        """What all mentions of the phrases weigh, each by its place."""
        return sum(
            WEIGHTS[place] * len(widest(hit for hit in group if hit.phrase in phrases))
            for place, group in self.by_place.items()
        )


_NOTHING = _Hits({Place.TITLE: (), Place.CLAIM: (), Place.SUMMARY: ()}, frozenset(), frozenset())


@dataclass(frozen=True, slots=True)
class _TermIndex:
    """A topic's terms as indexes into the matcher's phrases."""

    any: frozenset[int]
    all: frozenset[int]
    none: frozenset[int]

    def wants(self, hits: _Hits, *, enough: float) -> bool:
        """Whether the phrases include all of ``all``, one of ``any`` and none of ``none``, and
        weigh enough where they stand to tell of the work."""
        if not (self.any or self.all) or not self.all <= hits.phrases:
            return False
        telling = self.any or self.all
        if telling.isdisjoint(hits.phrases) or self.refuses(hits):
            return False
        return hits.weight(telling) >= enough

    def refuses(self, hits: _Hits) -> bool:
        """Whether the work is about a phrase of ``none``."""
        if self.none.isdisjoint(hits.phrases):
            return False
        in_title = not self.none.isdisjoint(hits.titled)
        return in_title or hits.mentions(self.none) >= REFUSING


@dataclass(frozen=True, slots=True)
class _Topic:
    slug: str
    narrow: bool
    enough: float
    categories: frozenset[str]
    arxiv: _TermIndex
    match: _TermIndex
    authors: AuthorIndex
    follows_authors: bool
    whole_feeds: dict[str, FeedRule]


class Matcher:
    """All topics, with their phrases in one index; ``asides`` asks what they would want if one
    mention anywhere were enough."""

    def __init__(self, watchlists: Sequence[Watchlist], *, asides: bool = False) -> None:
        all_terms = [terms for topic in watchlists for terms in (topic.arxiv.terms, topic.match)]
        phrases = (
            phrase for terms in all_terms for phrase in (*terms.any, *terms.all, *terms.none)
        )
        self._phrases = tuple(dict.fromkeys(phrases))
        self._index = PhraseIndex(self._phrases)
        numbers = {phrase: number for number, phrase in enumerate(self._phrases)}
        self._wanted = frozenset(
            numbers[phrase] for terms in all_terms for phrase in (*terms.any, *terms.all)
        )
        self._topics = tuple(_topic(each, numbers, asides=asides) for each in watchlists)
        self._without_phrases = tuple(
            topic for topic in self._topics if topic.follows_authors or topic.whole_feeds
        )

    def match(
        self, work: Matchable, ahead: Mapping[object, tuple[Match, ...]] = _NONE_AHEAD
    ) -> tuple[Match, ...]:
        """The topics that want the work, best first, each with its reasons.

        ``ahead`` has matches by looks (``look_of``) that were found before, by the same watchlists.
        """
        if ahead and (known := ahead.get(look_of(work))) is not None:
            return tuple([replace(match, work_id=work.id) for match in known])
        hits = self._find(work)
        # Most works hold nothing of any topic, and few topics follow authors or whole feeds.
        is_told = not self._wanted.isdisjoint(hits.phrases)
        topics = self._topics if is_told else self._without_phrases
        matches = [
            Match(work_id=work.id, topic=topic.slug, reasons=reasons)
            for topic in topics
            if (reasons := self._reasons(topic, work, hits))
        ]
        return tuple(sorted(matches, key=lambda match: match.home_order))

    def takes_all(self, source: str) -> bool:
        """Whether a topic wants all that the source shows."""
        return any(source in topic.whole_feeds for topic in self._topics)

    def _find(self, work: Matchable) -> _Hits:
        text = sentence_words(work.summary)
        titled, every = self._hits(words(work.title)), self._hits(text)
        if not (titled or every):
            return _NOTHING
        claim, rest = _divided(every, self._main(every, text))
        return _Hits(
            by_place={
                Place.TITLE: titled,
                Place.CLAIM: claim,
                Place.SUMMARY: rest,
            },
            phrases=frozenset([hit.phrase for hit in (*titled, *every)]),
            titled=frozenset([hit.phrase for hit in titled]),
        )

    def _main(self, hits: Sequence[Hit], text: Sequence[str]) -> tuple[int, int]:
        """The main sentences' span, where a phrase that a topic wants may stand in it."""
        if self._wanted.isdisjoint([hit.phrase for hit in hits]):
            return 0, 0
        return main_sentences(text)

    def _hits(self, text: Sequence[str]) -> Sequence[Hit]:
        hits = self._index.find(text)
        return without_abbreviations(hits, text) if len(hits) > 1 else hits

    def _reasons(self, topic: _Topic, work: Matchable, hits: _Hits) -> tuple[Reason, ...]:
        reasons: list[Reason] = []
        if _is_listed(work, topic):
            if topic.arxiv.wants(hits, enough=topic.enough):
                reasons += self._phrase_reasons(topic, topic.arxiv, hits)
            if not topic.arxiv.refuses(hits):
                reasons += [
                    _reason(name, Place.AUTHOR) for name in topic.authors.find(work.authors)
                ]
        if is_shown(work) and not topic.match.refuses(hits):
            if topic.match.wants(hits, enough=topic.enough):
                reasons += self._phrase_reasons(topic, topic.match, hits)
            reasons += [_reason(feed.shown_name, Place.FEED) for feed in _whole_feeds(work, topic)]
        return tuple(dict.fromkeys(reasons))

    def _phrase_reasons(self, topic: _Topic, terms: _TermIndex, hits: _Hits) -> Iterable[Reason]:
        """The widest phrases at each place, each once, in the order of the text; of the text's
        own places the better one."""
        wanted, claimed = terms.any | terms.all, set[int]()
        narrow = NARROW if topic.narrow and hits.mentions(wanted) else 0.0
        for place, group in hits.by_place.items():
            for hit in widest([hit for hit in group if hit.phrase in wanted]):
                if place is Place.CLAIM:
                    claimed.add(hit.phrase)
                if place is Place.SUMMARY and hit.phrase in claimed:
                    continue
                weight = WEIGHTS[place]
                if place is Place.TITLE:
                    weight += narrow + _lies_within(hit, group) * WITHIN
                yield Reason(self._phrases[hit.phrase], place, weight)


def _divided(hits: Iterable[Hit], span: tuple[int, int]) -> tuple[list[Hit], list[Hit]]:
    """The hits that begin within the span of words, and the others."""
    within, without = list[Hit](), list[Hit]()
    for hit in hits:
        (within if span[0] <= hit.start < span[1] else without).append(hit)
    return within, without


def _lies_within(hit: Hit, others: Iterable[Hit]) -> bool:
    """Whether another hit is wider and covers this one."""
    return any(
        other.start <= hit.start
        and hit.end <= other.end
        and (other.start, other.end) != (hit.start, hit.end)
        for other in others
    )


def _topic(watchlist: Watchlist, numbers: dict[str, int], *, asides: bool) -> _Topic:
    def index(terms: Terms) -> _TermIndex:
        return _TermIndex(
            *(
                frozenset(numbers[phrase] for phrase in group)
                for group in (terms.any, terms.all, terms.none)
            )
        )

    return _Topic(
        slug=watchlist.slug,
        narrow=watchlist.narrow,
        enough=_enough(watchlist, asides=asides),
        categories=frozenset(watchlist.arxiv.categories),
        arxiv=index(watchlist.arxiv.terms),
        match=index(watchlist.match),
        authors=AuthorIndex(watchlist.arxiv.authors),
        follows_authors=bool(watchlist.arxiv.authors),
        whole_feeds={feed.source_key: feed for feed in watchlist.feeds if feed.take == "all"},
    )


def _enough(watchlist: Watchlist, *, asides: bool) -> float:
    if asides:
        return WEIGHTS[Place.SUMMARY]
    return ENOUGH_IF_NARROW if watchlist.narrow else ENOUGH


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
