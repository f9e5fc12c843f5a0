"""Reasons that the author gives again and again, and the works that are like those so rejected.

Of the works that were rejected for one reason the mean of their words (tf-idf) is kept, without
what the works usually passed over have in common: else a reason that fits works of many kinds
("not for me") would speak against the whole topic. What a work's words have in common with that
speaks against the work, and never for it. The strongest reason alone counts. Rejecting a work moves
the mean towards its own words, so that it cannot rise by it.

A reason counts in the topic where it was given. One that says only that the work is none of the
topic's ("not TOPIC") says nothing of what the author likes, and counts from the first: it is all
that is learned of such a rejection.

The bounds are of the works of three topics in one captured listing: to four to 25 papers on one
matter, half of the others on that matter had a likeness above 0.05 to 0.17, by the matter; of the
rest, and of all where the papers had no matter in common, one in a hundred had 0.06 to 0.11.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import repeat
from math import sqrt

from tracker.ranking.features.words import LOGS
from tracker.text.words import remark_words

FEWEST = 3  # rejections that make a reason a recurring one
MOST = 50  # recurring reasons, the most frequent; each is held against every work
MOST_AGAINST = 1.5  # beside scores that spread over some 6
_BEGINS, _WHOLE = 0.08, 0.2  # the likeness at which it begins to count, and that counts whole
_ALL_ALONG = 1 - 1e-9  # what is left of unit length is rounding
_SHOWN = 30  # characters of a reason
_LONGEST = 500

Row = Sequence[tuple[int, float]]  # a work's words: (hash, weight), of unit length


@dataclass(frozen=True, slots=True)
class Recurring:
    """A reason as it was most often written, and how many works were rejected for it."""

    text: str
    count: int
    topic: str = ""  # where it counts; "" for everywhere

    def __str__(self) -> str:
        shown = self.text if len(self.text) <= _SHOWN else f"{self.text[: _SHOWN - 1].rstrip()}…"
        return f"like {self.count} you rejected as “{shown}”"


@dataclass(frozen=True, slots=True)
class Refused:
    """A work that was rejected with a reason, as the row of its words."""

    reason: str
    row: Row
    topic: str = ""
    is_off_topic: bool = False


@dataclass(frozen=True, slots=True)
class Reasons:
    """The recurring reasons, the most frequent first."""

    recurring: tuple[Recurring, ...] = ()
    # By word, with the place of each reason that has it: so what is asked of thousands of works
    # costs by their words, and hardly by the number of reasons.
    shares: Mapping[int, Sequence[tuple[int, float]]] = field(default_factory=dict)
    usual: Mapping[int, float] = field(default_factory=dict)  # what is common, by word
    along: tuple[float, ...] = ()  # how much of it is taken from each reason's shares

    def against(
        self,
        once: Sequence[int],
        more: Sequence[tuple[int, int]],
        length: float,
        *,
        topic: str = "",
    ) -> tuple[Recurring | None, float]:
        """The reason that speaks most against a work in a topic (in any, without one), and what it
        takes away.

        ``once`` are the hashes of the words that stand in it once, ``more`` the others with their
        counts; ``length`` is that of all, each as often as it counts and as rare as it is.
        """
        if not self.recurring or not length:
            return None, 0.0
        likeness = [0.0] * len(self.recurring)
        for shares in filter(None, map(self.shares.get, once)):
            for place, share in shares:
                likeness[place] += share
        for key, count in more:
            for place, share in self.shares.get(key, ()):
                likeness[place] += share * LOGS[count]
        if max(likeness) <= _BEGINS * length:  # what is common is only taken away
            return None, 0.0
        common = sum(map(self.usual.get, once, repeat(0.0))) + sum(
            [self.usual.get(key, 0.0) * LOGS[count] for key, count in more]
        )
        likeness = [
            own - along * common if not topic or reason.topic in ("", topic) else 0.0
            for own, along, reason in zip(likeness, self.along, self.recurring, strict=True)
        ]
        most = max(likeness)
        value = _against(most / length)
        return (self.recurring[likeness.index(most)], value) if value else (None, 0.0)


NO_REASONS = Reasons()


def recurring_reasons(
    rejected: Iterable[Refused], rarity: Mapping[int, float], usual: Iterable[Row] = ()
) -> Reasons:
    """What recurs among the reasons of rejected works; ``usual`` are rows of works that were not
    rejected, looked at where something recurs. The order in which they come does not matter."""
    groups: defaultdict[tuple[str, str], list[Refused]] = defaultdict(list)
    for refused in rejected:
        if same := normal(refused.reason):
            groups[refused.topic, same].append(refused)
    recurring = [
        (Recurring(_as_written([refused.reason for refused in group]), len(group), topic), group)
        for (topic, _), group in sorted(groups.items())
        if len(group) >= FEWEST or group[0].is_off_topic
    ]
    if not recurring:
        return NO_REASONS
    recurring.sort(key=lambda pair: -pair[0].count)
    recurring = recurring[:MOST]
    common = _mean(usual)
    # Kept apart from the reasons' own words: it has those of all works.
    apart = [_apart(common, _mean(refused.row for refused in group)) for _, group in recurring]
    return Reasons(
        tuple(reason for reason, _ in recurring),
        _by_word([_rare(mean, rarity) for mean, _ in apart]),
        _rare(common, rarity),
        tuple(along for _, along in apart),
    )


def _by_word(rows: Iterable[Mapping[int, float]]) -> dict[int, list[tuple[int, float]]]:
    """(place of the row, value) of the rows that have a word."""
    by_word: defaultdict[int, list[tuple[int, float]]] = defaultdict(list)
    for place, row in enumerate(rows):
        for key, value in row.items():
            by_word[key].append((place, value))
    return dict(by_word)


def _rare(row: Mapping[int, float], rarity: Mapping[int, float]) -> dict[int, float]:
    return {key: weight * rarity[key] for key, weight in row.items()}


def normal(reason: str) -> str:
    """What makes two reasons one: the words, blind to case and signs."""
    return remark_words(reason[:_LONGEST])


def _as_written(texts: Sequence[str]) -> str:
    counts = Counter(" ".join(text[:_LONGEST].split()) for text in texts)
    return min(counts, key=lambda text: (-counts[text], text))


def _mean(rows: Iterable[Row]) -> dict[int, float]:
    """The words of all rows together, of unit length."""
    sums: defaultdict[int, list[float]] = defaultdict(list)
    for row in rows:
        for key, weight in row:
            sums[key].append(weight)
    # Sorted, so that the sum does not depend on the order of the works.
    return _unit({key: sum(sorted(weights)) for key, weights in sorted(sums.items())})


def _apart(
    common: Mapping[int, float], mean: Mapping[int, float]
) -> tuple[Mapping[int, float], float]:
    """The mean, and how much of the common words to take from it, so that what is left has
    nothing in common with them and is of unit length."""
    along = sum(weight * common.get(key, 0.0) for key, weight in mean.items())
    if along >= _ALL_ALONG:
        return {}, 0.0
    length = sqrt(1 - along * along)
    return {key: weight / length for key, weight in mean.items()}, along / length


def _unit(row: Mapping[int, float]) -> dict[int, float]:
    length = sqrt(sum(weight * weight for weight in row.values())) or 1.0
    return {key: weight / length for key, weight in row.items()}


def _against(likeness: float) -> float:
    share = (likeness - _BEGINS) / (_WHOLE - _BEGINS)
    return -MOST_AGAINST * min(max(share, 0.0), 1.0)
