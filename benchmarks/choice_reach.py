"""The second mode of ``choice.py``: watchlists, and so many works shown a topic and week.

Works are matched by the watchlists and ranked under their topics by the product's own matcher,
learner and selection; what no topic reaches counts as neither passed over nor shown. A pick is in
strong reach when one of a topic's phrases stands in its title and one in its abstract, or two
different phrases anywhere; in weak reach when a topic wants it for less; else in none.

The rows below the first tell where picks fall out. "All in one list" shows as many works, whatever
their topic: what the places of a topic cost. "By match alone" orders by what matched.
"Nothing shown twice" goes on from week to week as drafts do: what was shown is not shown again,
and a pick counts that had been shown by the end of its week.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum
from pathlib import Path

from choice_data import Listed, Week, moment_of
from choice_metrics import interval

from tracker.matching.matcher import Matcher
from tracker.ranking.learning.model import Model
from tracker.ranking.selection import Candidate, Ranked, rank, with_unlike
from tracker.settings import RankingSettings
from tracker.values import Match
from tracker.watchlists import parse_watchlist
from watchlists import is_in_reach

WATCHLISTS = Path(__file__).parent.parent / "watchlists"


class Reach(IntEnum):
    """How far a work is in reach of the topic that reaches it best."""

    NONE = 0
    WEAK = 1
    STRONG = 2


@dataclass(frozen=True, slots=True)
class Topics:
    """The topics' names, and what matches them by the work's number."""

    names: tuple[str, ...]
    matches: dict[int, tuple[Match, ...]]

    def reach(self, work: Listed) -> Reach:
        found = self.matches[work.number]
        if any(map(is_in_reach, found)):
            return Reach.STRONG
        return Reach.WEAK if found else Reach.NONE


@dataclass(frozen=True, slots=True)
class Shown:
    """A week's picks: how far each is in reach, and whether it was shown."""

    picks: tuple[tuple[Reach, bool], ...]


def read_topics(paths: Sequence[Path], works: Iterable[Listed]) -> Topics:
    """The topics of watchlists (the shipped ones where none are named), matched with all works."""
    files = paths or sorted(WATCHLISTS.glob("*.toml"))
    lists = [parse_watchlist(path.read_text(encoding="utf-8"), path=str(path)) for path in files]
    matcher = Matcher(lists)
    return Topics(
        names=tuple(each.slug for each in lists),
        matches={work.number: matcher.match(work.work) for work in works},
    )


def matched(weeks: Iterable[Week], topics: Topics) -> list[Week]:
    """The weeks with the works alone that match: what the store has features of."""
    return [
        replace(week, pool=tuple(work for work in week.pool if topics.matches[work.number]))
        for week in weeks
    ]


def measure(
    weeks: Sequence[Week],
    judged_weeks: Sequence[int],
    topics: Topics,
    models: Callable[[int], Model],
    per_topic: int,
) -> dict[str, list[Shown]]:
    """What was shown of each week's picks, in several ways; the product's own is the first."""
    names = (
        *(f"{per_topic} a topic", "  with room for the unlike", "  all in one list"),
        *("  by match alone", "  nothing shown twice"),
    )
    rows: dict[str, list[Shown]] = {name: [] for name in names}
    before: set[int] = set()
    for place in judged_weeks:
        week, model = weeks[place], models(place)
        ranked = ordered(week, topics, model, without=frozenset())
        fresh = ordered(week, topics, model, without=before)
        before |= numbers(first_of_each(fresh, per_topic))
        ways = (
            first_of_each(ranked, per_topic),
            first_of_each(ranked, per_topic, explore=RankingSettings().explore),
            sorted(ranked, key=lambda one: -one.total)[: per_topic * len(topics.names)],
            first_of_each(sorted(ranked, key=lambda one: -one.match.score), per_topic),
        )
        shown = [*map(numbers, ways), before]
        for name, each in zip(names, shown, strict=True):
            picks = ((topics.reach(pick), pick.number in each) for pick in week.picks)
            rows[name].append(Shown(tuple(picks)))
    return rows


def ordered(
    week: Week, topics: Topics, model: Model, *, without: Iterable[int]
) -> tuple[Ranked, ...]:
    """A week's pool as the product orders it at the week's end, topic after topic."""
    left_out = set(without)
    candidates = [
        Candidate(
            work=work.work, matches=topics.matches[work.number], features=work.features.to_bytes()
        )
        for work in week.pool
        if topics.matches[work.number] and work.number not in left_out
    ]
    return rank(candidates, topics=topics.names, model=model, now=moment_of(week.end))


def first_of_each(
    ranked: Sequence[Ranked], per_topic: int, *, explore: float = 0.0
) -> list[Ranked]:
    """The first of each topic, with a share for the unlike as a draft has it."""
    chosen: list[Ranked] = []
    for topic in dict.fromkeys(one.topic for one in ranked):
        same = [one for one in ranked if one.topic == topic]
        chosen += with_unlike(same[:per_topic], same[per_topic:], share=explore)
    return chosen


def numbers(shown: Iterable[Ranked]) -> set[int]:
    """The works that an author sees, those behind another one's "also" among them."""
    return {work.id for one in shown for work in (one.work, *one.also)}


def share(weeks: Sequence[Shown], least: Reach) -> float:
    """The share of the picks at least so far in reach that were shown, in percent."""
    picks = [shown for week in weeks for reach, shown in week.picks if reach >= least]
    return 100 * sum(picks) / max(len(picks), 1)


def report_reach(rows: dict[str, list[Shown]]) -> None:
    """How many picks are in reach, then a line a way: shares in strong, in any reach, of all."""
    every = [reach for week in next(iter(rows.values())) for reach, _ in week.picks]
    strong, weak, none = (every.count(reach) for reach in sorted(Reach, reverse=True))
    print(
        f"{strong} picks in strong reach, {strong + weak} in any, {none} in none; shown in percent"
    )
    print(f"{'':26}" + "".join(f"{name:>8}{'(90 %)':>12}" for name in ("strong", "any", "all")))
    for name, weeks in rows.items():
        line = f"{name:26}"
        for least in sorted(Reach, reverse=True):
            low, high = _interval(weeks, least)
            line += f"{share(weeks, least):8.1f}{f'{low:.0f} to {high:.0f}':>12}"
        print(line)


def _interval(weeks: Sequence[Shown], least: Reach) -> tuple[float, float]:
    return interval(len(weeks), lambda drawn: share([weeks[n] for n in drawn], least))
