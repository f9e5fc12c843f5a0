"""What the author wants, learned from what was approved, rejected and passed over.

A logistic regression over the words of title and abstract (sublinear tf-idf, unit length), the
plain traits, and the age at which works get picked, learned anew from the decisions each time: no
hidden state, the same decisions in any order give the same model to the last bit.

- The newest 300 approvals count in full, an explicit rejection a quarter of one. What was passed
  over (the newest first, 2,000 with the rejections) counts together as much as the approvals.
- Plain weights start from the prior (``prior.py``) and are pulled towards it: with few decisions
  it speaks, with many they do.
- Authors approved before have a fixed weight and a count that saturates, so that approving a
  work can only help its authors' other works.
- What the store knew of a work when it was judged (``signals.py``) is learned from as well.
- A rejection can only lower the rejected work: costs, scales and document frequencies do not
  depend on it.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from operator import add, mul

from tracker.ranking.features import Features
from tracker.ranking.model import Model, bucket, known, tf_idf
from tracker.ranking.prior import AGES, Prior
from tracker.ranking.reasons import recurring_reasons
from tracker.ranking.signals import NO_CONTEXT, Columns, Context, Seen, scale_of
from tracker.ranking.solver import Example as Row
from tracker.ranking.solver import balance, middle, solve
from tracker.ranking.traits import KEYS

APPROVED_LIMIT = 300
OTHERS_LIMIT = 2_000  # rejected and passed over
APPROVED_COST = 2.0
REJECTED_SHARE = 0.25  # of an approval's cost
TRAIT_SCALE = 0.1  # of a trait of usual spread, beside words of unit length and WORD_SCALE
WORD_SCALE = 5.0
AGE_SCALE = 1.0
_START_SCALE = 1.0
_FEW_PASSED = 100  # fewer than that count as each would among so many


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A work that was approved, rejected or passed over on a day, as it was then."""

    work_id: int
    on: date
    features: Features
    context: Context = NO_CONTEXT
    reason: str = ""  # of a rejection, as the author wrote it


def train(
    approved: Iterable[Judged],
    passed: Iterable[Judged],
    *,
    prior: Prior,
    rejected: Iterable[Judged] = (),
    cost: float = APPROVED_COST,
    others: int = OTHERS_LIMIT,
) -> Model:
    """The model that these decisions give; the order in which they come does not matter.

    ``cost`` is what an approval counts against the pull towards the prior; of what was rejected
    and passed over ``others`` are looked at.
    """
    yes = _newest(approved, APPROVED_LIMIT)
    no = _newest(rejected, others // 2)
    by = _newest(passed, others - len(no))
    approvals = Counter(author for judged in yes for author in judged.features.authors)
    start = Model(
        prior=prior,
        traits=tuple(trait.weight for trait in prior.traits),
        ages=prior.ages,
        approvals=approvals,
        decisions=len(yes) + len(no),
    )
    if not yes and not no:
        return start
    passed_cost = cost * len(yes) / max(len(by), _FEW_PASSED)
    signals = Columns.of([_seen(o) for o in yes], [_seen(o) for o in by], weight=passed_cost / cost)
    space = _Space(prior, _rarity([judged.features for judged in (*yes, *by)]), signals)
    rows = [(_order(one), space.row(one, 1, cost, start)) for one in yes]
    if passed_cost:
        rows += [
            (_order(one), space.row(one, -1, passed_cost, start, is_sampled=True)) for one in by
        ]
    base, centre = balance([row for _, row in rows]), middle([row for _, row in rows], space.size)
    rows += [(_order(one), space.row(one, -1, cost * REJECTED_SHARE, start)) for one in no]
    rows.sort(key=lambda pair: (pair[0], pair[1].label))
    weights = solve([row for _, row in rows], space.size, centre=centre, base=base)
    model = space.model(weights, start, base - math.fsum(map(mul, weights, centre)))
    # Beside what was learned, not within it: else a reason given would weaken the rejection.
    told = [(one.reason, tf_idf(one.features, space.rarity)) for one in no if one.reason]
    return replace(model, reasons=recurring_reasons(told, space.rarity))


def _newest(judged: Iterable[Judged], limit: int) -> list[Judged]:
    """The newest, whole days first; of the last day a sample, by a fixed scatter of numbers."""
    days: dict[date, list[Judged]] = {}
    for one in judged:
        days.setdefault(one.on, []).append(one)
    kept: list[Judged] = []
    for day in sorted(days, reverse=True):
        kept += sorted(days[day], key=_order)[: limit - len(kept)]
    return kept


def _order(one: Judged) -> tuple[int, int, int]:
    """A fixed scatter (Knuth's multiplicative hash): approvals come among the rest, not in a
    block that would swing the weights to and fro, and a sample is of any place in a listing."""
    return (one.work_id * 2_654_435_761) & 0xFFFFFFFF, one.work_id, one.on.toordinal()


def _seen(one: Judged) -> Seen:
    return Seen(one.context, _order(one)[0] / (1 << 32))


class _Space:
    """The columns of the regression: start, traits, ages, words, signals."""

    def __init__(self, prior: Prior, rarity: Mapping[int, float], signals: Columns) -> None:
        self.prior, self.rarity, self.signals = prior, rarity, signals
        self.ages_at = 1 + len(KEYS)
        self.words_at = self.ages_at + AGES
        self.place = {key: self.words_at + n for n, key in enumerate(rarity)}
        signals_at = self.words_at + len(rarity)
        self.signal_place = {signal: signals_at + n for n, signal in enumerate(signals.columns)}
        self.size = signals_at + len(signals.columns)
        self.scales = [TRAIT_SCALE / (trait.spread + 0.05) for trait in prior.traits]

    def row(
        self, judged: Judged, label: int, cost: float, start: Model, *, is_sampled: bool = False
    ) -> Row:
        features, context = judged.features, judged.context
        indices, values = [0], [_START_SCALE]
        for place, value in features.traits:
            indices.append(1 + place)
            values.append(value * self.scales[place])
        if context.age_days is not None:
            indices.append(self.ages_at + bucket(context.age_days))
            values.append(AGE_SCALE)
        for key, weight in tf_idf(features, self.rarity):
            indices.append(self.place[key])
            values.append(weight * WORD_SCALE)
        for signal, size in self.signals.row(_seen(judged), is_sampled=is_sampled):
            indices.append(self.signal_place[signal])
            values.append(size * scale_of(signal))
        return Row(indices, values, label, cost, self._offset(judged, start, own=label > 0))

    def _offset(self, judged: Judged, start: Model, *, own: bool) -> float:
        """What the prior says; a work's own approval does not speak for its authors."""
        offset = start.total(judged.features, judged.context)
        if own:
            counts = [start.approvals[author] for author in judged.features.authors]
            others = sum(counts) - len(counts)
            offset += self.prior.authors * (known(others) - known(sum(counts)))
        return offset

    def model(self, weights: Sequence[float], start: Model, base: float) -> Model:
        traits = map(mul, weights[1 : self.ages_at], self.scales)
        ages = weights[self.ages_at : self.words_at]
        signals = {s: weights[place] * scale_of(s) for s, place in self.signal_place.items()}
        return Model(
            prior=self.prior,
            start=base + weights[0] * _START_SCALE,
            traits=tuple(map(add, start.traits, traits)),
            ages=tuple(a + b * AGE_SCALE for a, b in zip(start.ages, ages, strict=True)),
            words={
                key: (weights[place] * WORD_SCALE, self.rarity[key])
                for key, place in self.place.items()
            },
            signals=signals,
            approvals=start.approvals,
            decisions=start.decisions,
        )


def _rarity(works: Sequence[Features]) -> dict[int, float]:
    """idf of the words that stand in two works or more, by hash."""
    counts = Counter(key for features in works for key, _ in features.words)
    total = len(works)
    return {
        key: math.log((1 + total) / (1 + count)) + 1
        for key, count in sorted(counts.items())
        if count > 1
    }
