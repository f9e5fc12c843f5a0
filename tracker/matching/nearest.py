"""Why does a topic not want a work, and what came nearest?

One rule of the topic is left out at a time, and the work is matched again, so that the answer
is the matcher's own:

1. without ``none`` it would match: this exclusion refused it;
2. if one mention were enough it would match: a phrase stands once, in the background only;
3. with any category it would match: arXiv lists it in none of the topic's;
4. without ``all`` it would match: these phrases are missing.

Where no single rule is in the way, no phrase was found. Then the answer is the nearest phrase: the
one with the largest share of its words in the title or the abstract. A word counts less if many of
the topic's phrases have it ("model"), half if the text only has a word that begins alike ("reason"
for "reasoning"), and not at all if it is a small word. Words in the abstract count less than words
in the title.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from tracker.matching.matcher import Matcher, is_shown
from tracker.matching.phrases import PhraseIndex, words
from tracker.values import Place, Reason, Work
from tracker.watchlists import Terms, Watchlist

_SMALL_WORDS = frozenset(words("a an and as at by for from in of on or the to via with without"))
_LEAST_SHARE = 0.3  # below, a phrase is not near but elsewhere
_ALIKE = 4  # letters that two words must begin with to be alike
_COUNTS = {Place.TITLE: 1.0, Place.SUMMARY: 0.6}
_NAMES = {Place.TITLE: "title", Place.SUMMARY: "abstract"}


class Barrier(StrEnum):
    """What stands between a work and a topic; the order is from the nearest to the farthest."""

    REFUSED = "refused"
    ASIDE = "aside"
    CATEGORY = "category"
    LACKS = "lacks"
    PHRASE = "phrase"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True, kw_only=True)
class NearPhrase:
    """A phrase that was almost found: how much of it, where, and which of its words."""

    phrase: str
    place: Place
    share: float  # 0 to 1; 1 where all its words stand there, but apart
    has: tuple[str, ...]
    alike: tuple[str, ...]  # in another form
    misses: tuple[str, ...]

    def __str__(self) -> str:
        parts = [_quoted(self.has)] if self.has else []
        parts += [f"a word like {_quoted(self.alike)}"] if self.alike else []
        rest = f" but not {_quoted(self.misses)}" if self.misses else " but not as one phrase"
        return f"“{self.phrase}”: the {_NAMES[self.place]} has {' and '.join(parts)}{rest}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Near:
    """How near a work came to a topic.

    ``phrases`` are the exclusions that were found, the ones that stand once, or the ones that are
    missing; ``would`` is what matches once the barrier is gone; ``near`` are the nearest phrases,
    the first the best.
    """

    topic: str
    barrier: Barrier
    phrases: tuple[str, ...] = ()
    would: tuple[Reason, ...] = ()
    near: tuple[NearPhrase, ...] = ()
    outside: tuple[str, ...] = ()  # the work's categories, where the topic has none of them

    def __str__(self) -> str:
        would = ", ".join(map(str, self.would[:3]))
        listed = f"arXiv lists it in {' '.join(self.outside[:5])}, none of them the topic's"
        match self.barrier:
            case Barrier.REFUSED:
                return f"refused by {', '.join(self.phrases[:3])}; would match by {would}"
            case Barrier.ASIDE:
                return f"{_quoted(self.phrases)} stands once, in the background only"
            case Barrier.CATEGORY:
                return f"{listed}; would match by {would}"
            case Barrier.LACKS:
                return f"misses {_quoted(self.phrases)}, which must stand in it; has {would}"
            case Barrier.PHRASE:
                return f"nearest is {self.near[0]}" + (f"; {listed}" if self.outside else "")
            case Barrier.NOTHING:
                return "no word of its phrases stands in it" + (
                    f"; {listed}" if self.outside else ""
                )


def nearest(watchlists: Sequence[Watchlist], work: Work) -> tuple[Near, ...]:
    """How near the work, which matches none of them, came to each topic; the nearest first."""
    texts = {place: _Text(text) for place, text in _texts(work).items()}
    nearest_rules = [_near(watchlist, work, texts) for watchlist in watchlists]
    return tuple(sorted(nearest_rules, key=_order))


def _order(near: Near) -> tuple[int, bool, float, str]:
    share = near.near[0].share if near.near else 0.0
    return list(Barrier).index(near.barrier), bool(near.outside), -share, near.topic


def _texts(work: Work) -> dict[Place, str]:
    return {Place.TITLE: work.title, Place.SUMMARY: work.summary}


def _near(watchlist: Watchlist, work: Work, texts: dict[Place, _Text]) -> Near:
    topic, outside = watchlist.slug, _outside(watchlist, work)
    if would := _would(_without(watchlist, "none"), work):
        return Near(
            topic=topic,
            barrier=Barrier.REFUSED,
            phrases=_exclusions(watchlist, texts),
            would=would,
        )
    if would := _would(watchlist, work, asides=True):
        mentioned = tuple(dict.fromkeys(reason.phrase for reason in would))
        return Near(topic=topic, barrier=Barrier.ASIDE, phrases=mentioned, would=would)
    if would := _would(_anywhere(watchlist), work) if outside else ():
        return Near(topic=topic, barrier=Barrier.CATEGORY, would=would, outside=outside)
    if would := _would(_without(watchlist, "all"), work):
        missing = _missing(watchlist, work, texts)
        return Near(topic=topic, barrier=Barrier.LACKS, phrases=missing, would=would)
    near = tuple(_nearest_phrases(_wanted(watchlist, work), texts))
    barrier = Barrier.PHRASE if near else Barrier.NOTHING
    return Near(topic=topic, barrier=barrier, near=near, outside=outside)


def _would(watchlist: Watchlist, work: Work, *, asides: bool = False) -> tuple[Reason, ...]:
    matches = Matcher([watchlist], asides=asides).match(work)
    return next((match.reasons for match in matches), ())


def _without(watchlist: Watchlist, key: str) -> Watchlist:
    arxiv = replace(watchlist.arxiv, terms=replace(watchlist.arxiv.terms, **{key: ()}))
    return replace(watchlist, arxiv=arxiv, match=replace(watchlist.match, **{key: ()}))


def _anywhere(watchlist: Watchlist) -> Watchlist:
    return replace(watchlist, arxiv=replace(watchlist.arxiv, categories=()))


def _outside(watchlist: Watchlist, work: Work) -> tuple[str, ...]:
    """The categories of a work that a listing alone shows, in none of the topic's."""
    if work.paper is None or is_shown(work) or not watchlist.arxiv.categories:
        return ()
    listed = work.paper.categories
    return () if set(listed) & set(watchlist.arxiv.categories) else listed


def _terms(watchlist: Watchlist, work: Work) -> tuple[Terms, ...]:
    """The terms that the work had to meet, one set for each way that it came."""
    listed = work.paper is not None and bool(work.paper.categories)
    return (watchlist.arxiv.terms,) * listed + (watchlist.match,) * is_shown(work)


def _wanted(watchlist: Watchlist, work: Work) -> Iterable[str]:
    terms = _terms(watchlist, work)
    return dict.fromkeys(phrase for rule in terms for phrase in (*rule.any, *rule.all))


def _exclusions(watchlist: Watchlist, texts: dict[Place, _Text]) -> tuple[str, ...]:
    none = tuple(dict.fromkeys((*watchlist.arxiv.terms.none, *watchlist.match.none)))
    index = PhraseIndex(none)
    hits = {
        place: [none[hit.phrase] for hit in index.find(text.words)] for place, text in texts.items()
    }
    if hits[Place.TITLE]:
        return tuple(f"“{phrase}” in title" for phrase in dict.fromkeys(hits[Place.TITLE]))
    counts = Counter(hits[Place.SUMMARY])
    return tuple(
        f"“{phrase}” in abstract" if count == 1 else f"“{phrase}” {_times(count)} in abstract"
        for phrase, count in counts.items()
    )


def _times(count: int) -> str:
    return "twice" if count == 2 else f"{count} times"


def _missing(watchlist: Watchlist, work: Work, texts: dict[Place, _Text]) -> tuple[str, ...]:
    needed = tuple(dict.fromkeys(p for rule in _terms(watchlist, work) for p in rule.all))
    index = PhraseIndex(needed)
    present = {hit.phrase for text in texts.values() for hit in index.find(text.words)}
    return tuple(phrase for number, phrase in enumerate(needed) if number not in present)


class _Text:
    """A text's words, in order and sorted, so that a word like another is quickly found."""

    def __init__(self, text: str) -> None:
        self.words = words(text)
        self._known = frozenset(self.words)
        self._sorted = sorted(self._known)

    def has(self, word: str) -> bool:
        """Whether the word stands in the text."""
        return word in self._known

    def has_alike(self, word: str) -> bool:
        """Whether a word begins as this one does, for two thirds of the longer of the two."""
        at = bisect_left(self._sorted, word)
        return any(_are_alike(word, other) for other in self._sorted[max(at - 1, 0) : at + 1])


def _are_alike(one: str, other: str) -> bool:
    pairs = zip(one, other, strict=False)
    same = next((n for n, (a, b) in enumerate(pairs) if a != b), min(len(one), len(other)))
    return same >= _ALIKE and 3 * same >= 2 * max(len(one), len(other))


def _nearest_phrases(
    phrases: Iterable[str], texts: dict[Place, _Text], limit: int = 3
) -> list[NearPhrase]:
    split = {phrase: _counted(phrase) for phrase in phrases}
    spread = Counter(word for counted in split.values() for word in set(counted))
    weights = {word: count**-0.5 for word, count in spread.items()}
    nearnesses = [
        _nearness(phrase, counted, weights, place, text)
        for phrase, counted in split.items()
        for place, text in texts.items()
    ]
    best: dict[str, NearPhrase] = {}
    for near in sorted(nearnesses, key=lambda near: -near.share * _COUNTS[near.place]):
        if near.share >= _LEAST_SHARE:
            best.setdefault(near.phrase, near)
    return list(best.values())[:limit]


def _counted(phrase: str) -> list[str]:
    """The words that make the phrase: without small ones, if there are others."""
    every = list(dict.fromkeys(words(phrase)))
    return [word for word in every if word not in _SMALL_WORDS] or every


def _nearness(
    phrase: str, counted: Sequence[str], weights: dict[str, float], place: Place, text: _Text
) -> NearPhrase:
    has = [word for word in counted if text.has(word)]
    alike = [word for word in counted if word not in has and text.has_alike(word)]
    weight = sum(weights[word] for word in has) + sum(weights[word] / 2 for word in alike)
    return NearPhrase(
        phrase=phrase,
        place=place,
        share=weight / (sum(weights[word] for word in counted) or 1.0),
        has=tuple(has),
        alike=tuple(alike),
        misses=tuple(word for word in counted if word not in has and word not in alike),
    )


def _quoted(phrases: Iterable[str]) -> str:
    return ", ".join(f"“{phrase}”" for phrase in phrases)
