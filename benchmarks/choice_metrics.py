"""How high an editor's picks stand, with bootstrap intervals over weeks, for ``choice.py``.

Beside recall stands the mean of log2(1 + place), the first place being 1: it sees each pick move,
not only those that cross a cut, so that it tells two rankers apart with fewer picks. Differences
are paired by week. "Nothing twice" goes on as an author does who never sees a work again: what
stood in an earlier week's thirty leaves the later pools, and a pick that stood there was found.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from choice_data import Listed, Week

CUTS = (10, 30, 50, 100)
SHOWN = 30  # works a week that an author looks at
RESAMPLES = 2_000


@dataclass(frozen=True, slots=True)
class WeekResult:
    """Where a week's picks stood (0 is first), and how large its pool was.

    ``fresh`` tells of each pick whether it was found with nothing shown twice.
    """

    start: date
    places: tuple[int, ...]
    pool: int
    fresh: tuple[bool, ...] = ()


def results_of(weeks: Sequence[Week], orders: Sequence[Sequence[Listed]]) -> list[WeekResult]:
    """The results of one ranker: the weeks one after the other, each with its order."""
    shown: set[int] = set()
    results = []
    for week, order in zip(weeks, orders, strict=True):
        places = {work.number: place for place, work in enumerate(order)}
        unseen = [work.number for work in order if work.number not in shown]
        shown.update(unseen[:SHOWN])
        results.append(
            WeekResult(
                start=week.start,
                places=tuple(places[pick.number] for pick in week.picks),
                pool=len(week.pool),
                fresh=tuple(pick.number in shown for pick in week.picks),
            )
        )
    return results


def recall(results: Sequence[WeekResult], cut: int) -> float:
    """The share of all picks found above a cut, in percent."""
    total = sum(len(week.places) for week in results)
    return 100 * sum(place < cut for week in results for place in week.places) / max(total, 1)


def recall_fresh(results: Sequence[WeekResult]) -> float:
    """The share of all picks found in thirty a week with nothing shown twice, in percent."""
    found = [each for week in results for each in week.fresh]
    return 100 * sum(found) / max(len(found), 1)


def log_place(results: Sequence[WeekResult]) -> float:
    """The mean of log2(1 + place) over all picks, the first place being 1."""
    places = [place for week in results for place in week.places]
    return math.fsum(math.log2(place + 2) for place in places) / max(len(places), 1)


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


def interval(weeks: int, value: Callable[[Sequence[int]], float]) -> tuple[float, float]:
    """The bootstrap 90 % interval of what is measured on drawn weeks, given by their numbers."""
    dice = random.Random(1)
    found = sorted(value([dice.randrange(weeks) for _ in range(weeks)]) for _ in range(RESAMPLES))
    return found[len(found) // 20], found[-1 - len(found) // 20]


Measure = Callable[[Sequence[WeekResult]], float]
Rows = Mapping[str, Sequence[WeekResult]]


def report(rows: Rows, base: str, span: int) -> None:
    """The tables of all rankers, their differences from the base, and the spans of weeks of the
    first ranker and of the base."""
    print_shares(rows, base)
    print_places(rows, base)
    for name in dict.fromkeys((next(iter(rows)), base)):
        if name in rows:
            print_spans(name, rows[name], span)


def print_shares(rows: Rows, base: str) -> None:
    """A line a ranker: recalls, the interval at 30 and of its lead over the base, nDCG, median."""
    cuts = "".join(f"{f'@{cut}':>6}" for cut in CUTS)
    print(f"{'':26}{cuts}{'@30 (90 %)':>14}{'lead':>14}{'nDCG@30':>9}{'median':>8}")
    for name, results in rows.items():
        low, high = around(results, _recall_shown)
        behind, ahead = around(results, _recall_shown, rows.get(base))
        print(
            f"{name:26}"
            + "".join(f"{recall(results, cut):6.1f}" for cut in CUTS)
            + f"{f'{low:.0f} to {high:.0f}':>14}{f'{behind:+.0f} to {ahead:+.0f}':>14}"
            + f"{gain(results):9.3f}{middle(results):7.1f}%"
        )


def print_places(rows: Rows, base: str) -> None:
    """A line a ranker: the mean log place and its difference from the base (below 0 is better),
    and the share with nothing shown twice, each with its interval."""
    print(f"\n{'':26}{'log place':>11}{'(90 %)':>14}{'difference':>12}{'(90 %)':>16}", end="")
    print(f"{'nothing twice @30':>19}{'(90 %)':>12}")
    for name, results in rows.items():
        low, high = around(results, log_place)
        line = f"{name:26}{log_place(results):11.2f}{f'{low:.2f} to {high:.2f}':>14}"
        other = rows.get(base)
        if other and name != base:
            low, high = around(results, log_place, other)
            difference = log_place(results) - log_place(other)
            line += f"{difference:+12.2f}{f'{low:+.2f} to {high:+.2f}':>16}"
        else:
            line += " " * 28
        low, high = around(results, recall_fresh)
        print(f"{line}{recall_fresh(results):19.1f}{f'{low:.0f} to {high:.0f}':>12}")


def print_spans(name: str, results: Sequence[WeekResult], span: int) -> None:
    """A line for so many weeks each, so that drift is seen."""
    print(
        f"\n{f'{name.strip()}, weeks from':26}{'picks':>6}{'@10':>6}{'@30':>6}{'@100':>6}", end=""
    )
    print(f"{'@30 (90 %)':>14}{'log place':>11}{'nothing twice @30':>19}")
    for begin in range(0, len(results), span):
        some = results[begin : begin + span]
        low, high = around(some, _recall_shown)
        print(
            f"{some[0].start.isoformat():26}{sum(len(week.places) for week in some):6}"
            + "".join(f"{recall(some, cut):6.1f}" for cut in (10, 30, 100))
            + f"{f'{low:.0f} to {high:.0f}':>14}{log_place(some):11.2f}{recall_fresh(some):19.1f}"
        )


def around(
    results: Sequence[WeekResult], measure: Measure, base: Sequence[WeekResult] | None = None
) -> tuple[float, float]:
    """The bootstrap 90 % interval of a measure, or of its difference from a base by week."""

    def value(drawn: Sequence[int]) -> float:
        own = measure([results[n] for n in drawn])
        return own - (measure([base[n] for n in drawn]) if base else 0.0)

    return interval(len(results), value)


def _recall_shown(results: Sequence[WeekResult]) -> float:
    return recall(results, SHOWN)
