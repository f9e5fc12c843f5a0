"""How high an editor's picks stand, with bootstrap intervals over weeks, for ``choice.py``."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass

CUTS = (10, 30, 50, 100)
RESAMPLES = 2_000


@dataclass(frozen=True, slots=True)
class WeekResult:
    """Where a week's picks stood (0 is first), and how large its pool was."""

    places: tuple[int, ...]
    pool: int


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


def interval(weeks: int, value: Callable[[Sequence[int]], float]) -> tuple[float, float]:
    """The bootstrap 90 % interval of what is measured on drawn weeks, given by their numbers."""
    dice = random.Random(1)
    found = sorted(value([dice.randrange(weeks) for _ in range(weeks)]) for _ in range(RESAMPLES))
    return found[len(found) // 20], found[-1 - len(found) // 20]


def report(rows: dict[str, list[WeekResult]], base: str) -> None:
    """A line a ranker: recalls, the interval at 30 and of its lead over the base, nDCG, median."""
    cuts = "".join(f"{f'@{cut}':>6}" for cut in CUTS)
    print(f"{'':26}{cuts}{'@30 (90 %)':>14}{'lead':>14}{'nDCG@30':>9}{'median':>8}")
    for name, results in rows.items():
        low, high = _recalled(results)
        behind, ahead = _recalled(results, rows.get(base))
        print(
            f"{name:26}"
            + "".join(f"{recall(results, cut):6.1f}" for cut in CUTS)
            + f"{f'{low:.0f} to {high:.0f}':>14}{f'{behind:+.0f} to {ahead:+.0f}':>14}"
            + f"{gain(results):9.3f}{middle(results):7.1f}%"
        )


def _recalled(
    results: Sequence[WeekResult], base: Sequence[WeekResult] | None = None
) -> tuple[float, float]:
    """The interval of recall at 30, or of its lead over a base."""

    def value(drawn: Sequence[int]) -> float:
        own = recall([results[n] for n in drawn], 30)
        return own - (recall([base[n] for n in drawn], 30) if base else 0.0)

    return interval(len(results), value)
