"""Judged works as rows of the regression, and its weights as a model.

Columns: the traits, the start, the ages, the words that stand in two works or more, the signals.
Words have sublinear tf-idf, of unit length together; each column has the scale that says how far
from the prior decisions may take it.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from operator import add

from tracker.ranking.context.signals import NO_CONTEXT, Columns, Context, Seen, scale_of
from tracker.ranking.features.packed import Features
from tracker.ranking.features.traits import KEYS
from tracker.ranking.features.words import HASH_BITS, LOGS
from tracker.ranking.learning.model import Model, bucket, familiarity
from tracker.ranking.learning.solver import Example as Row
from tracker.ranking.prior import AGES

TRAIT_SCALE = 0.1  # of a trait of usual spread, beside words of unit length and WORD_SCALE
WORD_SCALE = 4.0
AGE_SCALE = 1.0
_START_SCALE = 1.0
_START_AT = len(KEYS)
_AGES_AT = _START_AT + 1
_WORDS_AT = _AGES_AT + AGES


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A work that was approved, rejected or passed over on a day, as it was then."""

    work_id: int
    on: date
    features: Features
    context: Context = NO_CONTEXT
    reason: str = ""  # of a rejection, as the author wrote it
    topic: str = ""  # where it was given
    is_off_topic: bool = False  # the reason says that the topic does not want it, and no more

    @property
    def order(self) -> tuple[int, int, int]:
        """A fixed scatter (Knuth's multiplicative hash): approvals come among the rest, not in a
        block that would swing the weights to and fro, and a sample is of any place in a listing."""
        scattered = (self.work_id * 2_654_435_761) & 0xFFFFFFFF
        return scattered, self.work_id, self.on.toordinal()

    @property
    def seen(self) -> Seen:
        """Its context and its place in the scatter."""
        return Seen(self.context, self.order[0] / (1 << 32))


class Space:
    """The columns, from the works whose words count and the signals that are learned from."""

    def __init__(self, start: Model, works: Iterable[Features], signals: Columns) -> None:
        self._start, self._signals = start, signals
        self.rarity = _rarity(works)
        words_end = _WORDS_AT + len(self.rarity)
        self._signal_at = {signal: words_end + n for n, signal in enumerate(signals.columns)}
        scales = [TRAIT_SCALE / (trait.spread + 0.05) for trait in start.prior.traits]
        scales += [_START_SCALE, *[AGE_SCALE] * AGES]
        scales += [WORD_SCALE * rarity for rarity in self.rarity.values()]
        scales += map(scale_of, self._signal_at)
        self.squares = [scale * scale for scale in scales]
        # By hash: a list is looked up in half the time of a dict.
        self._word_at = [0] * (1 << HASH_BITS)
        for place, key in enumerate(self.rarity, _WORDS_AT):
            self._word_at[key] = place

    def row(self, judged: Judged, label: int, cost: float, *, is_sampled: bool = False) -> Row:
        """A row; of those ``is_sampled`` (the passed over) a share is looked at for a signal."""
        features, context = judged.features, judged.context
        places, values = [_START_AT], [1.0]
        for place, value in features.traits:
            places.append(place)
            values.append(value)
        if context.age_days is not None:
            places.append(_AGES_AT + bucket(context.age_days))
            values.append(1.0)
        for signal, size in self._signals.row(judged.seen, is_sampled=is_sampled):
            places.append(self._signal_at[signal])
            values.append(size)
        squares = self.squares
        norm = sum([squares[at] * value * value for at, value in zip(places, values, strict=True)])
        once = tuple([at for at in features.of_once(self._word_at) if at])
        more = [(self._word_at[key], LOGS[count]) for key, count in features.more]
        more = [(at, log) for at, log in more if at]
        square = sum([squares[at] for at in once]) + sum(
            [squares[at] * log * log for at, log in more]
        )
        share = WORD_SCALE / math.sqrt(square) if square else 0.0
        return Row(
            once=once,
            share=share,
            places=(*places, *[at for at, _ in more]),
            values=(*values, *[log * share for _, log in more]),
            norm=norm + (WORD_SCALE**2 if square else 0.0),
            label=label,
            cost=cost,
            offset=self._offset(judged, own=label > 0),
        )

    def _offset(self, judged: Judged, *, own: bool) -> float:
        """What the prior says; a work's own approval does not speak for its authors."""
        start = self._start
        offset = start.total(judged.features, judged.context)
        if own:
            counts = [start.approvals[author] for author in judged.features.authors]
            others = sum(counts) - len(counts)
            offset += start.prior.authors * (familiarity(others) - familiarity(sum(counts)))
        return offset

    def centre(self, mean: Sequence[float]) -> list[float]:
        """The mean row without the start, which is the same in every row."""
        return [*mean[:_START_AT], 0.0, *mean[_AGES_AT:]]

    def model(self, weights: Sequence[float], base: float) -> Model:
        """The model of these weights, given times their scales."""
        start = self._start
        return Model(
            prior=start.prior,
            start=base + weights[_START_AT],
            traits=tuple(map(add, start.traits, weights[:_START_AT])),
            ages=tuple(map(add, start.ages, weights[_AGES_AT:_WORDS_AT])),
            words={
                key: (weight / rarity, rarity)
                for (key, rarity), weight in zip(
                    self.rarity.items(), weights[_WORDS_AT:], strict=False
                )
            },
            signals={signal: weights[place] for signal, place in self._signal_at.items()},
            approvals=start.approvals,
            decisions=start.decisions,
        )


def _rarity(works: Iterable[Features]) -> dict[int, float]:
    """idf of the words that stand in two works or more, by hash."""
    counts, total = Counter[int](), 0
    for features in works:
        counts.update(features.once)
        counts.update([key for key, _ in features.more])
        total += 1
    return {
        key: math.log((1 + total) / (1 + count)) + 1
        for key, count in sorted(counts.items())
        if count > 1
    }
