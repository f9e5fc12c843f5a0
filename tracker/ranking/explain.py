"""Why a work stands where it stands, in a line, in the author's terms and true to the sum.

The parts of a score that speak for the work, the largest first, as many as fit; words stand
together where the strongest of them stands. Parts that every work has and those that are small
beside the largest that was learned are left out. One thing is told against it: that it is like
works that the author rejected for one and the same reason.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from tracker.ranking.learning.model import AGAINST, LACKS, OTHER_WORDS, START
from tracker.ranking.selection import BY_HAND
from tracker.values import Score, ScorePart

LONGEST = 99  # characters
NOTHING = "nothing speaks for it but its match"
_SMALL = 0.1  # of the largest part
_LONGEST_NAME = 40  # of a reader


def why(score: Score, *, read_by: str = "", longest: int = LONGEST) -> str:
    """The line for a draft's entry, under 100 characters.

    Where a reader put it in its place, that comes first: it is no part of the sum.
    """
    reasons = _joined(reasons_for(score))
    line = f"read by {read_by[:_LONGEST_NAME]}" if read_by else ""
    against = _rejected_alike(score)
    room = longest - len(against)
    for reason in reasons:
        longer = f"{line}; {reason}" if line else reason[:room]
        if len(longer) > room:
            break
        line = longer
    line = line or NOTHING
    return f"{line}{against}" if len(line) <= room else line


def reasons_for(score: Score) -> list[ScorePart]:
    """The parts that speak for a work, the largest first."""
    least = _least(score)
    return sorted(
        (part for part in _told(score) if part.value > 0 and part.value >= least),
        key=lambda part: (-part.value, part.name),
    )


def _told(score: Score) -> list[ScorePart]:
    return [part for part in score.parts if part.name not in {START, LACKS, OTHER_WORDS}]


def _least(score: Score) -> float:
    learned = (part.value for part in _told(score) if part.value < BY_HAND)
    return _SMALL * max(learned, default=0.0)


def _rejected_alike(score: Score) -> str:
    """What is said against a work, too: that it is like those rejected for a reason of yours."""
    least = _least(score)
    found = (part for part in score.parts if part.family == AGAINST and part.value < -least)
    return next((f"; but {part.name}" for part in found), "")


def reasons_against(score: Score) -> list[ScorePart]:
    """The parts that speak against it, the largest first."""
    told = (part for part in score.parts if part.name != START and part.value < 0)
    return sorted(told, key=lambda part: (part.value, part.name))


def _joined(parts: list[ScorePart]) -> list[str]:
    words = [part.name for part in parts if part.name.startswith("“")]
    names = [part.name for part in parts if part.name not in words[1:]]
    return [", ".join(_with_places(words[:3])) if name in words[:1] else name for name in names]


def _with_places(words: list[str]) -> list[str]:
    """Each phrase once: “LoRA” in title and abstract."""
    places: dict[str, list[str]] = {}
    for word in words:
        phrase, inside, place = word.rpartition("” in ")
        places.setdefault(phrase + inside or place, []).append(place if inside else "")
    return [phrase + " and ".join(filter(None, found)) for phrase, found in places.items()]


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
