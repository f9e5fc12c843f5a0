#!/usr/bin/env python3
"""Would the editor have picked what tracker puts first? Walks forward through an editor's weeks.

    choice.py --works WORKS.jsonl.gz --picks PICKS.json [--from DAY] [--decisions N]
              [--editor-prior PICKS.json ...] [--top K] [--rankings OUT.jsonl]
              [--against RANKINGS.jsonl] [--span WEEKS] [--quick]
              [--watchlists [FILE ...]] [--per-topic K]
              [--replay] [--lists LISTS.json]

Each week's pool is ranked with the product's own features and learner: the picks of earlier weeks
are approvals, the works that were not picked are passed over. Beside it stand chance, keyword
counts, the words alone (TF-IDF), and the product without each of its parts. Beside recall stand the
mean log2 place and the share with nothing shown twice, with bootstrap 90 % intervals over weeks
(``choice_metrics.py``), and the same by spans of --span weeks, so that drift is seen.

Differences are paired by week with the words alone, or with --against: the orders that another run
wrote with --rankings (without --top), say that of an older version.

The prior is learned in the run, from the weeks that end before --from: of the editors given by
--editor-prior, else of the picks themselves. With --decisions the learner knows the first N picks
and the unpicked works of their weeks, and nothing later.

With --watchlists it tells instead how many picks the watchlists reach, and what share of those
stands among the works shown: K a topic and week (``choice_reach.py``). With --replay besides, the
product's own drafts are written week after week (``choice_replay.py``); with --lists, living lists
are looked for in their topics' orders (``choice_lists.py``).
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from choice_data import Listed, Week, context_of, judged, read_weeks, read_works
from choice_lists import read_lists, report_lists
from choice_metrics import WeekResult, report, results_of
from choice_reach import matched, measure, read_topics, report_reach
from choice_replay import replay
from make_prior import learn

from tracker.matching.phrases import PhraseIndex, words
from tracker.ranking.context.signals import NO_CONTEXT
from tracker.ranking.features.packed import Features
from tracker.ranking.features.traits import KEYS
from tracker.ranking.learning.learner import train
from tracker.ranking.learning.model import Model
from tracker.ranking.learning.rows import Judged
from tracker.ranking.prior import Prior

PHRASES = (
    *("multimodal", "vision-language model", "visual question answering", "vision language"),
    *("fine-tuning", "low-rank adaptation", "LoRA", "parameter-efficient", "adapter"),
    *("reasoning", "chain-of-thought", "step by step", "reinforcement learning", "tree search"),
)

Ranker = Callable[[int], list[Listed]]


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
    Variant("  without words", lambda features: replace(features, once=(), more=())),
    Variant("  without traits", lambda features: replace(features, traits=())),
    Variant("  without authors", lambda features: replace(features, authors=())),
    Variant("  without submission time", without("late.")),
    Variant("  without subjects", without("about.", "titled.")),
    Variant("  without age", aged=False),
    Variant("  without prior", prior=False),
    Variant(
        "words alone (TF-IDF)",
        lambda features: Features(once=features.once, more=features.more),
        aged=False,
        prior=False,
    ),
)


def learned(
    weeks: Sequence[Week], variant: Variant, prior: Prior, decisions: int | None
) -> Callable[[int], Model]:
    """What the product has learned when a week comes, from the weeks before it."""
    blank = replace(
        prior,
        traits=tuple(replace(trait, weight=0.0) for trait in prior.traits),
        ages=(0.0,) * len(prior.ages),
    )

    def model(place: int) -> Model:
        past = weeks[:place] if decisions is None else first(weeks[:place], decisions)
        approved, passed = judged(past, change=variant.change)
        if not variant.aged:
            approved, passed = _ageless(approved), _ageless(passed)
        return train(approved, passed, prior=prior if variant.prior else blank)

    return model


def product(weeks: Sequence[Week], variant: Variant, prior: Prior, decisions: int | None) -> Ranker:
    """Ranks a week with what the product learned from the weeks before it."""
    models = learned(weeks, variant, prior, decisions)

    def rank(place: int) -> list[Listed]:
        week = weeks[place]
        model = models(place)

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

    def total(listed: Listed) -> int:
        return sum(
            2 * _holds(phrase, listed.work.title) + _holds(phrase, listed.work.summary)
            for phrase in PHRASES
        )

    return lambda place: sorted(weeks[place].pool, key=lambda work: (-total(work), work.id))


def _holds(phrase: str, text: str) -> bool:
    return any(True for _ in PhraseIndex([phrase]).find(words(text)))


def chance(weeks: Sequence[Week]) -> Ranker:
    """Any order."""

    def rank(place: int) -> list[Listed]:
        pool = list(weeks[place].pool)
        random.Random(place).shuffle(pool)
        return pool

    return rank


def read_orders(path: Path, weeks: Iterable[Week]) -> list[list[Listed]]:
    """The orders that another run wrote; what it does not name of a week's pool stands last."""
    rows = map(json.loads, path.read_text(encoding="utf-8").splitlines())
    written = {row["week"]: row["ids"] for row in rows}
    orders = []
    for week in weeks:
        places = {id_: place for place, id_ in enumerate(written.get(week.start.isoformat(), ()))}
        last = len(places)
        orders.append(sorted(week.pool, key=lambda work: (places.get(work.id, last), work.id)))
    return orders


def write_orders(
    path: Path, weeks: Iterable[Week], orders: Iterable[Sequence[Listed]], top: int | None
) -> None:
    """Writes a line a week: its first day, and the ids of its works, best first."""
    lines = [
        json.dumps({"week": week.start.isoformat(), "ids": [work.id for work in order[:top]]})
        for week, order in zip(weeks, orders, strict=True)
    ]
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


def main() -> None:
    args = _arguments()
    if (args.replay or args.lists) and args.watchlists is None:
        raise SystemExit("--replay and --lists need --watchlists")
    works = read_works(args.works)
    weeks = read_weeks(args.picks, works)
    editors = [read_weeks(path, works) for path in args.editor_prior] or [weeks]
    first = args.first or weeks[0].start
    prior = learn(works, editors, first)
    judged_weeks = [n for n, week in enumerate(weeks) if week.start >= first and week.picks]
    picks = sum(len(weeks[place].picks) for place in judged_weeks)
    print(f"{len(judged_weeks)} weeks from {first}, {picks} picks; shares in percent")
    if args.watchlists is not None:
        topics = read_topics(args.watchlists, works)
        within = matched(weeks, topics)
        models = learned(within, VARIANTS[0], prior, args.decisions)
        if args.lists:
            report_lists(works, read_lists(args.lists, works), topics, prior, first)
        elif args.replay:
            report_reach(replay(works, weeks, judged_weeks, topics, models))
        else:
            report_reach(measure(within, judged_weeks, topics, models, args.per_topic))
    else:
        report(_results(args, weeks, judged_weeks, prior), _base(args), args.span)


def _base(args: argparse.Namespace) -> str:
    """The row from which differences are told."""
    return str(args.against.name) if args.against else VARIANTS[-1].name


def _results(
    args: argparse.Namespace, weeks: Sequence[Week], judged_weeks: Sequence[int], prior: Prior
) -> dict[str, list[WeekResult]]:
    rankers = {
        variant.name: product(weeks, variant, prior, args.decisions)
        for variant in (VARIANTS[:1] if args.quick else VARIANTS)
    }
    if not args.quick:
        rankers |= {"keyword counts": keywords(weeks), "chance": chance(weeks)}
    walked = [weeks[place] for place in judged_weeks]
    rows: dict[str, list[WeekResult]] = {}
    for name, rank in rankers.items():
        orders = [rank(place) for place in judged_weeks]
        rows[name] = results_of(walked, orders)
        if args.rankings and name == VARIANTS[0].name:
            write_orders(args.rankings, walked, orders, args.top)
    if args.against:
        rows[_base(args)] = results_of(walked, read_orders(args.against, walked))
    return rows


def _arguments() -> argparse.Namespace:
    cli = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    cli.add_argument("--works", type=Path, required=True)
    cli.add_argument("--picks", type=Path, required=True)
    cli.add_argument("--from", dest="first", type=date.fromisoformat, metavar="DAY")
    cli.add_argument("--decisions", type=int, metavar="N")
    cli.add_argument("--editor-prior", type=Path, action="append", default=[], metavar="PICKS")
    cli.add_argument(
        "--watchlists", type=Path, nargs="*", metavar="FILE", help="none named: the shipped ones"
    )
    cli.add_argument("--per-topic", type=int, default=10, metavar="K", help="works shown a topic")
    cli.add_argument("--replay", action="store_true", help="drafts, week after week")
    cli.add_argument("--lists", type=Path, metavar="LISTS.json", help="{topic: {list: [ids]}}")
    cli.add_argument("--top", type=int, metavar="K", help="works a week in --rankings")
    cli.add_argument("--rankings", type=Path, metavar="OUT.jsonl")
    cli.add_argument(
        "--against", type=Path, metavar="RANKINGS.jsonl", help="orders of another run, in full"
    )
    cli.add_argument("--span", type=int, default=13, metavar="WEEKS", help="weeks told together")
    cli.add_argument("--quick", action="store_true", help="the product alone")
    return cli.parse_args()


if __name__ == "__main__":
    main()
