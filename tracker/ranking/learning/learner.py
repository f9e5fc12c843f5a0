"""What the author wants, learned from what was approved, rejected and passed over.

A logistic regression over the words of title and abstract (sublinear tf-idf, unit length), the
plain traits, and the age at which works get picked, learned anew from the decisions each time: no
hidden state, the same decisions in any order give the same model to the last bit.

- The newest 300 approvals count in full, an explicit rejection (the newest 1,000) a quarter of one.
  What was passed over counts together as much as the approvals: 2,000 works, as many from the days
  of each approval (``sample.py``).
- Plain weights start from the prior (``prior.py``) and are pulled towards it: with few decisions
  it speaks, with many they do.
- Authors approved before have a fixed weight and a count that saturates, so that approving a
  work can only help its authors' other works.
- What the store knew of a work when it was judged (``context/signals.py``) is learned from as well.
- A rejection can only lower the rejected work: costs, scales and document frequencies do not
  depend on it, nor does what approvals and passed-over works taught, from which it is learned.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from tracker.ranking.context.signals import Columns
from tracker.ranking.learning.model import Model, tf_idf
from tracker.ranking.learning.reasons import Refused, recurring_reasons
from tracker.ranking.learning.rows import Judged, Space
from tracker.ranking.learning.sample import around
from tracker.ranking.learning.solver import balance, middle, solve
from tracker.ranking.prior import Prior

APPROVED_LIMIT = 300
REJECTED_LIMIT = 1_000
PASSED_LIMIT = 2_000
APPROVED_COST = 2.0
REJECTED_SHARE = 0.25  # of an approval's cost
_FEW_PASSED = 100  # fewer than that count as each would among so many
_USUAL = 500  # of those passed over, whose words are told from what a reason is about


def train(
    approved: Iterable[Judged],
    passed: Iterable[Judged],
    *,
    prior: Prior,
    rejected: Iterable[Judged] = (),
    cost: float = APPROVED_COST,
    most_passed: int = PASSED_LIMIT,
) -> Model:
    """The model that these decisions give; the order in which they come does not matter.

    ``cost`` is what an approval counts against the pull towards the prior; of what was passed
    over ``most_passed`` works are looked at.
    """
    yes = _newest(approved, APPROVED_LIMIT)
    refused = _newest(rejected, REJECTED_LIMIT)
    off_topic = [judged for judged in refused if judged.is_off_topic]
    no = [judged for judged in refused if not judged.is_off_topic]
    # Drawn without a look at the rejections: else one more of them would change the rest.
    drawn = around(_by_day(passed), [judged.on for judged in yes], most_passed)
    by = [judged for day in sorted(drawn, reverse=True) for judged in drawn[day]]
    start = _untrained(prior, yes, decisions=len(yes) + len(refused))
    if not yes and not no:
        return start
    passed_cost = cost * len(yes) / max(len(by), _FEW_PASSED)
    signals = Columns.of(
        [judged.seen for judged in yes], [judged.seen for judged in by], weight=passed_cost / cost
    )
    space = Space(start, [judged.features for judged in (*yes, *by)], signals)
    rows = [(judged.order, space.row(judged, 1, cost)) for judged in yes]
    if passed_cost:
        rows += [
            (judged.order, space.row(judged, -1, passed_cost, is_sampled=True)) for judged in by
        ]
    balanced = [row for _, row in rows]
    base, centre = balance(balanced), space.centre(middle(balanced, space.squares))
    rows.sort(key=lambda pair: (pair[0], pair[1].label))
    weights = solve(
        [row for _, row in rows],
        space.squares,
        centre=centre,
        base=base,
        beside=[space.row(judged, -1, cost * REJECTED_SHARE) for judged in sorted(no, key=_order)],
    )
    model = space.model(weights, base - _product(weights, centre, space.squares))
    if len(by) < _FEW_PASSED:  # of so few it is not known what is usual
        return model
    # Beside what was learned, not within it: else a reason given would weaken the rejection.
    with_reasons = [
        Refused(
            judged.reason,
            tf_idf(judged.features, space.rarity),
            topic=judged.topic,
            is_off_topic=judged.is_off_topic,
        )
        for judged in (*no, *off_topic)
        if judged.reason
    ]
    usual = (tf_idf(judged.features, space.rarity) for judged in by[:_USUAL])
    return replace(model, reasons=recurring_reasons(with_reasons, space.rarity, usual))


def _untrained(prior: Prior, approved: Iterable[Judged], *, decisions: int) -> Model:
    """The prior's weights, with the authors that were approved."""
    return Model(
        prior=prior,
        traits=tuple(trait.weight for trait in prior.traits),
        ages=prior.ages,
        approvals=Counter(author for judged in approved for author in judged.features.authors),
        decisions=decisions,
    )


def _order(judged: Judged) -> tuple[int, int, int]:
    return judged.order


def _product(weights: Sequence[float], centre: Sequence[float], squares: Sequence[float]) -> float:
    """Of two that are both held times the columns' scales."""
    return math.fsum(w * c / square for w, c, square in zip(weights, centre, squares, strict=True))


def _newest(judged: Iterable[Judged], limit: int) -> list[Judged]:
    """The newest, whole days first; of the last day a sample, by a fixed scatter of numbers."""
    days = _by_day(judged)
    kept: list[Judged] = []
    for day in sorted(days, reverse=True):
        kept += days[day][: limit - len(kept)]
    return kept


def _by_day(judged: Iterable[Judged]) -> dict[date, list[Judged]]:
    """The works of each day, by the fixed scatter."""
    days: dict[date, list[Judged]] = {}
    for work in judged:
        days.setdefault(work.on, []).append(work)
    return {day: sorted(works, key=_order) for day, works in days.items()}
