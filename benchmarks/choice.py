#!/usr/bin/env python3
"""Would the editor have picked what tracker puts first? Walks forward through an editor's weeks.

    choice.py --works WORKS.jsonl.gz --picks PICKS.json [--from DAY] [--decisions N]
              [--editor-prior PICKS.json ...] [--top K] [--rankings OUT.jsonl]

Each week's pool is ranked with the product's own features and learner: the picks of earlier weeks
are approvals, the works that were not picked are passed over. Beside it stand chance, keyword
counts, the words alone (TF-IDF), and the product without each of its parts. Shares are given with
bootstrap 90 % intervals over weeks.

The prior is learned in the run, from the weeks that end before --from: of the editors given by
--editor-prior, else of the picks themselves. With --decisions the learner knows the first N picks
and the unpicked works of their weeks, and nothing later.
"""

from __future__ import annotations

import argparse
import json
import math
import random
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from choice_data import Listed, Week, context_of, judged, read_weeks, read_works
from make_prior import learn

from tracker.matching.phrases import find_phrase
from tracker.ranking.features import Features
from tracker.ranking.learner import Judged, train
from tracker.ranking.model import NO_CONTEXT, Model
from tracker.ranking.prior import Prior
from tracker.ranking.traits import KEYS

CUTS = (10, 30, 50, 100)
RESAMPLES = 2_000
PHRASES = (
    *("multimodal", "vision-language model", "visual question answering", "vision language"),
    *("fine-tuning", "low-rank adaptation", "LoRA", "parameter-efficient", "adapter"),
    *("reasoning", "chain-of-thought", "step by step", "reinforcement learning", "tree search"),
)

Ranker = Callable[[int], list[Listed]]


@dataclass(frozen=True, slots=True)
class WeekResult:
    """Where a week's picks stood (0 is first), and how large its pool was."""

    places: tuple[int, ...]
    pool: int


@dataclass(frozen=True, slots=True)
class Variant:
    """The product, or the product without a part: how features and contexts are changed."""

    name: str
    change: Callable[[Features], Features] = lambda features: features
    aged: bool = True
    prior: bool = True


def without(*families: str) -> Callable[[Features], Features]:
    """Drops the traits whose keys begin so."""
    dropped = {place for place, key in enumerate(KEYS) if key.startswith(families)}
    return lambda features: replace(
        features, traits=tuple(pair for pair in features.traits if pair[0] not in dropped)
    )


VARIANTS = (
    Variant("tracker"),
    Variant("  without words", lambda features: replace(features, words=())),
    Variant("  without traits", lambda features: replace(features, traits=())),
    Variant("  without authors", lambda features: replace(features, authors=())),
    Variant("  without submission time", without("late.")),
    Variant("  without subjects", without("about.", "titled.")),
    Variant("  without age", aged=False),
    Variant("  without prior", prior=False),
    Variant(
        "words alone (TF-IDF)",
        lambda features: Features(words=features.words),
        aged=False,
        prior=False,
    ),
)


def product(weeks: Sequence[Week], variant: Variant, prior: Prior, decisions: int | None) -> Ranker:
    """Ranks a week with what the product learned from the weeks before it."""
    blank = replace(
        prior,
        traits=tuple(replace(trait, weight=0.0) for trait in prior.traits),
        ages=(0.0,) * len(prior.ages),
    )
    chosen = prior if variant.prior else blank

    def learned(place: int) -> Model:
        past = weeks[:place] if decisions is None else first(weeks[:place], decisions)
        approved, passed = judged(past, change=variant.change)
        if not variant.aged:
            approved, passed = _ageless(approved), _ageless(passed)
        return train(approved, passed, prior=chosen)

    def rank(place: int) -> list[Listed]:
        week = weeks[place]
        model = learned(place)

        def total(work: Listed) -> float:
            context = context_of(work, week.end) if variant.aged else NO_CONTEXT
            return model.total(variant.change(work.features), context)

        return sorted(week.pool, key=lambda work: (-total(work), work.id))

    return rank


def _ageless(many: Iterable[Judged]) -> list[Judged]:
    return [replace(one, context=NO_CONTEXT) for one in many]


def first(weeks: Sequence[Week], decisions: int) -> list[Week]:
    """The weeks of the first N picks; later picks of the last of them leave its pool."""
    kept, left = [], decisions
    for week in weeks:
        if left > 0:
            later = {work.id for work in week.picks[left:]}
            pool = tuple(work for work in week.pool if work.id not in later)
            kept.append(replace(week, pool=pool, picks=week.picks[:left]))
            left -= len(week.picks)
    return kept


def keywords(weeks: Sequence[Week]) -> Ranker:
    """Counts three topics' phrases, twice in the title."""

    def total(work: Listed) -> int:
        return sum(
            2 * find_phrase(phrase, work.title) + find_phrase(phrase, work.summary)
            for phrase in PHRASES
        )

    return lambda place: sorted(weeks[place].pool, key=lambda work: (-total(work), work.id))


def chance(weeks: Sequence[Week]) -> Ranker:
    """Any order."""

    def rank(place: int) -> list[Listed]:
        pool = list(weeks[place].pool)
        random.Random(place).shuffle(pool)
        return pool

    return rank


def result(week: Week, ranked: Sequence[Listed]) -> WeekResult:
    places = {work.id: place for place, work in enumerate(ranked)}
    return WeekResult(tuple(places[work.id] for work in week.picks), len(week.pool))


def recall(results: Sequence[WeekResult], cut: int) -> float:
    """The share of all picks found above a cut, in percent."""
    total = sum(len(week.places) for week in results)
    return 100 * sum(place < cut for week in results for place in week.places) / max(total, 1)


def gain(results: Sequence[WeekResult]) -> float:
    """nDCG@30, the mean of the weeks."""
    gains = []
    for week in results:
        ideal = math.fsum(1 / math.log2(n + 2) for n in range(min(30, len(week.places))))
        gains.append(math.fsum(1 / math.log2(p + 2) for p in week.places if p < 30) / ideal)
    return math.fsum(gains) / max(len(gains), 1)


def middle(results: Sequence[WeekResult]) -> float:
    """The median place of a pick, in percent of its pool."""
    places = sorted(100 * place / week.pool for week in results for place in week.places)
    return (places[(len(places) - 1) // 2] + places[len(places) // 2]) / 2 if places else 50.0


def interval(
    results: Sequence[WeekResult], base: Sequence[WeekResult] | None, cut: int
) -> tuple[float, float]:
    """The bootstrap 90 % interval of a recall, or of its lead over a base, over weeks."""
    dice, found = random.Random(1), []
    for _ in range(RESAMPLES):
        drawn = [dice.randrange(len(results)) for _ in results]
        value = recall([results[i] for i in drawn], cut)
        found.append(value - (recall([base[i] for i in drawn], cut) if base else 0.0))
    found.sort()
    return found[len(found) // 20], found[-1 - len(found) // 20]


def report(rows: dict[str, list[WeekResult]], base: str) -> None:
    """A line a ranker: recalls, the interval at 30 and of its lead over the base, nDCG, median."""
    cuts = "".join(f"{f'@{cut}':>6}" for cut in CUTS)
    print(f"{'':26}{cuts}{'@30 (90 %)':>14}{'lead':>14}{'nDCG@30':>9}{'median':>8}")
    for name, results in rows.items():
        low, high = interval(results, None, 30)
        behind, ahead = interval(results, rows.get(base), 30)
        print(
            f"{name:26}"
            + "".join(f"{recall(results, cut):6.1f}" for cut in CUTS)
            + f"{f'{low:.0f} to {high:.0f}':>14}{f'{behind:+.0f} to {ahead:+.0f}':>14}"
            + f"{gain(results):9.3f}{middle(results):7.1f}%"
        )


def main() -> None:
    args = _arguments()
    works = read_works(args.works)
    weeks = read_weeks(args.picks, works)
    editors = [read_weeks(path, works) for path in args.editor_prior] or [weeks]
    first = args.first or weeks[0].start
    prior = learn(works, editors, first)
    judged_weeks = [n for n, week in enumerate(weeks) if week.start >= first and week.picks]
    rankers = {
        variant.name: product(weeks, variant, prior, args.decisions)
        for variant in (VARIANTS[:1] if args.quick else VARIANTS)
    }
    if not args.quick:
        rankers |= {"keyword counts": keywords(weeks), "chance": chance(weeks)}
    rows: dict[str, list[WeekResult]] = {}
    lines = []
    for name, rank in rankers.items():
        rows[name] = []
        for place in judged_weeks:
            ranked = rank(place)
            rows[name].append(result(weeks[place], ranked))
            if name == VARIANTS[0].name:
                ids = [work.id for work in ranked[: args.top]]
                lines.append(json.dumps({"week": weeks[place].start.isoformat(), "ids": ids}))
    if args.rankings:
        args.rankings.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    picks = sum(len(weeks[place].picks) for place in judged_weeks)
    print(f"{len(judged_weeks)} weeks from {first}, {picks} picks; recall in percent")
    report(rows, VARIANTS[-1].name)


def _arguments() -> argparse.Namespace:
    cli = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    cli.add_argument("--works", type=Path, required=True)
    cli.add_argument("--picks", type=Path, required=True)
    cli.add_argument("--from", dest="first", type=date.fromisoformat, metavar="DAY")
    cli.add_argument("--decisions", type=int, metavar="N")
    cli.add_argument("--editor-prior", type=Path, action="append", default=[], metavar="PICKS")
    cli.add_argument("--top", type=int, metavar="K", help="works a week in --rankings")
    cli.add_argument("--rankings", type=Path, metavar="OUT.jsonl")
    cli.add_argument("--quick", action="store_true", help="the product alone")
    return cli.parse_args()


if __name__ == "__main__":
    main()
