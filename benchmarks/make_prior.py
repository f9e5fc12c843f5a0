#!/usr/bin/env python3
"""Learn the prior that ships with tracker from editors' picks: plain traits and age, no words.

    make_prior.py --works WORKS.jsonl.gz --picks A.json --picks B.json [--before DAY] > prior.json

For each editor the product's own learner is given the picks as approvals and the unpicked works
of the same weeks as passed over, without words and authors; the prior is the editors' mean, and of
subjects half of it. See docs/ranking.md.
"""

from __future__ import annotations

import argparse
import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from choice_data import Listed, Week, judged, read_weeks, read_works

from tracker.ranking.features.traits import KEYS
from tracker.ranking.learning.learner import train
from tracker.ranking.prior import AGES, Prior, TraitPrior, render_prior

COST = 8.0  # four times the usual: what many works tell needs less pull towards nothing
SUBJECTS = 0.5  # of their weights: what an editor likes to read about is that editor's own
# Not learned: the listings hold no approvals by author beyond a few months, and no feeds.
AUTHORS = 1.5
SIGNALS = {
    "feeds": 1.0,
    "soon": 0.2,
    "own_post": 0.5,
    "code_since": 0.5,
    "new_version": 0.2,
    "votes": 0.15,
}


def measure(works: Sequence[Listed]) -> Prior:
    """A prior that knows how common each trait is, and believes nothing."""
    count, square = [0] * len(KEYS), [0] * len(KEYS)
    for work in works:
        for place, value in work.features.traits:
            count[place] += value
            square[place] += value * value
    total = max(len(works), 1)
    means = [number / total for number in count]
    spreads = [
        math.sqrt(max(number / total - mean * mean, 0.0))
        for number, mean in zip(square, means, strict=True)
    ]
    traits = (TraitPrior(0.0, mean, spread) for mean, spread in zip(means, spreads, strict=True))
    return Prior(traits=tuple(traits), authors=AUTHORS, signals=SIGNALS)


def learn(works: Sequence[Listed], editors: Sequence[Sequence[Week]], before: date) -> Prior:
    """The prior that the editors' weeks which end before a day give."""
    blank = measure([work for work in works if work.on < before])
    models, seen = [], Counter[int]()
    for weeks in editors:
        past = [week for week in weeks if week.end < before]
        approved, passed = judged(
            past, change=lambda features: replace(features, once=(), more=(), authors=())
        )
        models.append(train(approved, passed, prior=blank, cost=COST, most_passed=len(passed)))
        seen.update(min(one.context.age_days or 0, AGES - 1) for one in passed)
    share = 1 / max(len(models), 1)
    shown = {age for age, count in seen.items() if count * 100 > seen.total()}
    ages = [share * math.fsum(model.ages[age] for model in models) for age in range(AGES)]
    return replace(
        blank,
        traits=tuple(
            replace(trait, weight=_held(key) * share * math.fsum(m.traits[place] for m in models))
            for place, (key, trait) in enumerate(zip(KEYS, blank.traits, strict=True))
        ),
        ages=tuple(ages[_nearest(age, shown)] for age in range(AGES)),
        learned_before=before.isoformat(),
    )


def _held(key: str) -> float:
    """The share of a trait's weight that the prior keeps."""
    return SUBJECTS if key.startswith(("about.", "titled.")) else 1.0


def _nearest(age: int, shown: set[int]) -> int:
    """The nearest age that the listings show: weeks end on Sundays, when nothing is listed."""
    return min(shown, key=lambda other: (abs(other - age), other), default=age)


def main() -> None:
    cli = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    cli.add_argument("--works", type=Path, required=True)
    cli.add_argument("--picks", type=Path, required=True, action="append")
    cli.add_argument("--before", type=date.fromisoformat, metavar="DAY")
    args = cli.parse_args()
    works = read_works(args.works)
    editors = [read_weeks(path, works) for path in args.picks]
    last = max((week.end for weeks in editors for week in weeks), default=date.min)
    print(render_prior(learn(works, editors, args.before or last + timedelta(days=1))), end="")


if __name__ == "__main__":
    main()
