"""What a work lacks beside those that stand before it: their scores' parts against its own.

Parts are brought together by family: whichever phrase was found, however many feeds link the work
or days it is old. Of each family, the mean of those before it less what the work has itself; all
families together are the mean distance of the scores.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from tracker.values import Score, ScorePart

_LEAST = 0.05  # less is no difference that anyone could name


def lacking(own: Score, before: Sequence[Score]) -> tuple[ScorePart, ...]:
    """What those before it have and the work lacks, the largest difference first."""
    if not before:
        return ()
    has = _by_family(own.parts)
    mean = _by_family(part for score in before for part in score.parts)
    found = [
        ScorePart(family, mean.get(family, 0.0) / len(before) - has.get(family, 0.0))
        for family in dict.fromkeys([*mean, *has])
    ]
    told = (part for part in found if part.value >= _LEAST)
    return tuple(sorted(told, key=lambda part: (-part.value, part.name)))


def _by_family(parts: Iterable[ScorePart]) -> dict[str, float]:
    sums: defaultdict[str, float] = defaultdict(float)
    for part in parts:
        sums[part.family or part.name] += part.value
    return sums
