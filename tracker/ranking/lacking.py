"""What a work lacks beside those that stand before it: their scores' parts against its own.

Parts are brought together by kind: whichever phrase was found, however many feeds link the work
or days it is old. Of each kind, the mean of those before it less what the work has itself; all
kinds together are the mean distance of the scores.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence

from tracker.values import Score, ScorePart

_LEAST = 0.05  # less is no difference that anyone could name
_KINDS = (
    (re.compile(r"“.*” in (title|abstract)"), r"a phrase in the \1"),
    (re.compile(r"“.*”"), "words that you like"),
    (re.compile(r"linked by .*"), "links in your feeds"),
    (re.compile(r"(?:seen )?today|(?:one|\d+) days? old|first seen .*"), "being new"),
    (re.compile(r"(?:a|\d+) posts? about it"), "a post about it"),
    (re.compile(r"\d+ authors? you approved before"), "authors you approved before"),
    (re.compile(r"by .*"), "an author you follow"),
    (re.compile(r"\d+ votes? at .*"), "votes elsewhere"),
)


def lacking(own: Score, before: Sequence[Score]) -> tuple[ScorePart, ...]:
    """What those before it have and the work lacks, the largest difference first."""
    if not before:
        return ()
    has = _by_kind(own.parts)
    mean = _by_kind(part for score in before for part in score.parts)
    found = [
        ScorePart(kind, mean.get(kind, 0.0) / len(before) - has.get(kind, 0.0))
        for kind in dict.fromkeys([*mean, *has])
    ]
    told = (part for part in found if part.value >= _LEAST)
    return tuple(sorted(told, key=lambda part: (-part.value, part.name)))


def _by_kind(parts: Iterable[ScorePart]) -> dict[str, float]:
    sums: defaultdict[str, float] = defaultdict(float)
    for part in parts:
        sums[_kind(part.name)] += part.value
    return sums


def _kind(name: str) -> str:
    for pattern, kind in _KINDS:
        if found := pattern.fullmatch(name):
            return found.expand(kind)
    return name
