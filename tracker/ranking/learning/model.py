"""What was learned, as weights, and the score that they give a work.

A score is the sum of named parts in the author's terms. Traits are compared with the average work
of a listing, so that what nearly every work has is no reason. The part of a trait that the work has
is its weight times what goes beyond the average; all traits that it has not are one part together,
"what it lacks".
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache

from tracker.ranking.context.signals import Context, of_feed, of_site, sizes, weight_of
from tracker.ranking.features.packed import Features
from tracker.ranking.features.traits import KEYS, PHRASES, stepped
from tracker.ranking.features.words import HASH_BITS, LOGS
from tracker.ranking.learning.reasons import NO_REASONS, Reasons, Recurring
from tracker.ranking.prior import AGES, Prior
from tracker.values import Score, ScorePart

START = "an average work"
LACKS = "what it lacks"
OTHER_WORDS = "its other words"
WORDS = "words that you like"
AUTHORS = "authors you approved before"
FEEDS = "links in your feeds"
VOTES = "votes elsewhere"
AGE = "being new"
AGAINST = "being unlike what you rejected"
NAMED_WORDS = 6  # words of a work that are parts of their own, the strongest
_AUTHOR_LIMIT = 7  # approvals of a work's authors beyond which more add nothing


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """What was learned. Trait weights are for raw values; words are by hash."""

    prior: Prior
    start: float = 0.0
    traits: tuple[float, ...] = (0.0,) * len(KEYS)
    ages: tuple[float, ...] = (0.0,) * AGES
    words: Mapping[int, tuple[float, float]] = field(default_factory=dict)  # weight, rarity (idf)
    signals: Mapping[str, float] = field(default_factory=dict)  # beyond the prior's
    approvals: Mapping[int, int] = field(default_factory=dict)  # by author
    reasons: Reasons = NO_REASONS  # that the author gave again and again
    decisions: int = 0
    # Of words by hash, to score thousands of works: weight times rarity, and rarity squared, as
    # the two parts of one number, since one sum takes half the time of two.
    _table: list[complex] = field(default_factory=list, init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if self.words:
            self._table.extend([0j] * (1 << HASH_BITS))
            for key, (weight, rarity) in self.words.items():
                self._table[key] = complex(weight * rarity, rarity * rarity)

    def total(self, features: Features, context: Context, topic: str = "") -> float:
        """The score's total alone, for ordering thousands of works. In a topic the reasons count
        that were given there; without one, all."""
        weights = self.traits
        words, length = self._of_all_words(features)
        return (
            self.start
            + sum([weights[place] * value for place, value in features.traits])
            + words
            + (0.0 if context.age_days is None else self.ages[bucket(context.age_days)])
            + self.of_authors(features)[1]
            + math.fsum(self.of_signals(context).values())
            + self.reasons.against(features.once, features.more, length, topic=topic)[1]
        )

    def against(self, features: Features, topic: str = "") -> tuple[Recurring | None, float]:
        """The recurring reason that speaks most against the work, and what it takes away."""
        length = self._of_all_words(features)[1]
        return self.reasons.against(features.once, features.more, length, topic=topic)

    def _of_all_words(self, features: Features) -> tuple[float, float]:
        """What all words add, and how long they are together."""
        if not self.words:
            return 0.0, 0.0
        table = self._table
        both = sum(features.of_once(table), 0j)
        top, square = both.real, both.imag
        for key, count in features.more:
            log, both = LOGS[count], table[key]
            top += both.real * log
            square += both.imag * log * log
        length = math.sqrt(square)
        return (top / length if length else 0.0), length

    def of_words(self, features: Features) -> list[tuple[int, float]]:
        """(hash, contribution) of the words that count."""
        rarity = {key: self.words[key][1] for key, _ in features.words if key in self.words}
        return [(key, self.words[key][0] * value) for key, value in tf_idf(features, rarity)]

    def of_authors(self, features: Features) -> tuple[int, float]:
        """How many of the authors were approved before, and what that adds."""
        counts = [self.approvals.get(author, 0) for author in features.authors]
        return sum(count > 0 for count in counts), self.prior.authors * familiarity(sum(counts))

    def of_signals(self, context: Context) -> dict[str, float]:
        """What the store's knowledge of it adds, by signal."""
        return {
            signal: weight_of(signal, self.prior, self.signals) * size
            for signal, size in sizes(context).items()
        }

    def worths(self) -> list[ScorePart]:
        """What each signal that was learned is worth: a link, some thirty votes."""
        parts = []
        for signal in sorted(self.signals):
            kind, _, name = signal.partition(":")
            worth = weight_of(signal, self.prior, self.signals)
            if kind == "feed":
                worth += weight_of("feeds", self.prior, self.signals)
                parts.append(ScorePart(f"linked by {name[:40]}", worth))
            elif kind == "votes":
                parts.append(ScorePart(f"votes at {name[:40]}", worth * _SOME_VOTES))
            elif signal in SEEN_SINCE:
                parts.append(ScorePart(SEEN_SINCE[signal], worth))
        return parts

    def score(
        self,
        features: Features,
        context: Context,
        spelled: Mapping[int, str] | None = None,
        topic: str = "",
    ) -> Score:
        """The score with its parts; ``spelled`` (``words.spelled``) lets it name words."""
        parts = [
            *self._of_traits(features),
            *self._of_age(context),
            *self._named_words(features, spelled or {}),
            *self._of_others(features, context, topic),
        ]
        return Score(tuple(part for part in parts if part.value))

    def _of_traits(self, features: Features) -> Iterator[ScorePart]:
        values = dict(features.traits)
        yield ScorePart(
            START,
            self.start
            + math.fsum(
                weight * trait.mean
                for weight, trait in zip(self.traits, self.prior.traits, strict=True)
            ),
        )
        lacks = []
        for phrase, places in _groups():
            part = math.fsum(
                self.traits[place] * (values.get(place, 0) - self.prior.traits[place].mean)
                for place in places
            )
            name = stepped(phrase, [KEYS[place] for place in places if place in values])
            if name:
                yield ScorePart(name, part, phrase)
            else:
                lacks.append(part)
        yield ScorePart(LACKS, math.fsum(lacks))

    def _of_age(self, context: Context) -> Iterator[ScorePart]:
        if context.age_days is not None:
            days = max(context.age_days, 0)
            name = f"first seen {days} day{'' if days == 1 else 's'} ago" if days else "seen today"
            yield ScorePart(name, self.ages[bucket(days)], AGE)

    def _named_words(self, features: Features, spelled: Mapping[int, str]) -> Iterator[ScorePart]:
        row = sorted(self.of_words(features), key=lambda pair: (-abs(pair[1]), pair[0]))
        named = [pair for pair in row if pair[0] in spelled][:NAMED_WORDS]
        chosen = {key for key, _ in named}
        yield from (ScorePart(f"“{spelled[key]}”", value, WORDS) for key, value in named)
        yield ScorePart(OTHER_WORDS, math.fsum(v for key, v in row if key not in chosen), WORDS)

    def _of_others(self, features: Features, context: Context, topic: str) -> Iterator[ScorePart]:
        count, value = self.of_authors(features)
        name = f"{count} author{'' if count == 1 else 's'} you approved before"
        yield ScorePart(name, value, AUTHORS)
        yield from self._of_signals(context)
        reason, value = self.against(features, topic)
        if reason:
            yield ScorePart(str(reason), value, AGAINST)

    def _of_signals(self, context: Context) -> Iterator[ScorePart]:
        """All feeds are one part, which names the one that says most."""
        worths = self.of_signals(context)
        feeds = sorted(context.feeds, key=lambda feed: -worths.get(of_feed(feed), 0.0))
        linked = [worths.pop("feeds", 0.0)]
        linked += [worths.pop(of_feed(feed), 0.0) for feed in dict.fromkeys(feeds)]
        name = f"linked by {first_of(tuple(feeds))}"
        yield ScorePart(name, math.fsum(linked), FEEDS)
        for site, votes in context.votes:
            name = f"{votes} vote{'' if votes == 1 else 's'} at {site[:40]}"
            yield ScorePart(name, worths.pop(of_site(site), 0.0), VOTES)
        yield from (ScorePart(SEEN_SINCE[signal], value) for signal, value in worths.items())


def first_of(feeds: tuple[str, ...]) -> str:
    """The first by name, the others by number."""
    more = f" and {len(feeds) - 1} more" if len(feeds) > 1 else ""
    return f"{feeds[0][:40]}{more}" if feeds else ""


_SOME_VOTES = 5  # the size of 16 to 31
SEEN_SINCE = {
    "soon": "linked soon after it came out",
    "own_post": "a post by its authors",
    "code_since": "code has appeared",
    "new_version": "a new version",
}


@cache
def _groups() -> tuple[tuple[str, tuple[int, ...]], ...]:
    """The places of the traits that share a phrase."""
    groups: dict[str, list[int]] = {}
    for place, key in enumerate(KEYS):
        groups.setdefault(PHRASES[key], []).append(place)
    return tuple((phrase, tuple(places)) for phrase, places in groups.items())


def tf_idf(features: Features, rarity: Mapping[int, float]) -> list[tuple[int, float]]:
    """(hash, weight) of a work's words that count, of unit length together."""
    row = [(key, rarity[key] * LOGS[n]) for key, n in features.words if key in rarity]
    length = math.sqrt(sum(weight * weight for _, weight in row)) or 1.0
    return [(key, weight / length) for key, weight in row]


def bucket(age_days: int) -> int:
    """The place of an age in the weights by age; what is older than the last counts as the last."""
    return min(max(age_days, 0), AGES - 1)


def familiarity(approvals: int) -> float:
    """How well the authors are known, 0 to 1."""
    return math.log1p(min(approvals, _AUTHOR_LIMIT)) / math.log1p(_AUTHOR_LIMIT)
