"""Why a work stands where it stands: what speaks for it, and what works before it have more of.

``why`` is the line of a draft's entry, in the author's terms and true to the sum: the parts of a
score that speak for the work, the largest first, as many as fit. Phrases stand together where the
strongest of them stands. Parts that every work has are left out, and so are those that are small
beside the largest that was learned. One thing against the work is named too: that it is like works
that the author rejected for one and the same reason.

``lacking`` is the answer for a work that was passed over: by families of parts, how much more the
works before it have on average. A difference that nobody could name is none.
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
_LEAST_DIFFERENCE = 0.05
_LONGEST_NAME = 40  # of a reader


def why(score: Score, *, read_by: str = "", longest: int = LONGEST) -> str:
    """The line for a draft's entry, under 100 characters.

    Where a reader put it in its place, that comes first: it is no part of the sum.
    """
    line = f"read by {read_by[:_LONGEST_NAME]}" if read_by else ""
    against = _rejected_alike(score)
    room = longest - len(against)
    for name in _names(_parts_for(score)):
        longer = f"{line}; {name}" if line else name[:room]
        if len(longer) > room:
            break
        line = longer
    line = line or NOTHING
    return f"{line}{against}" if len(line) <= room else line


def lacking(own: Score, before: Sequence[Score]) -> tuple[ScorePart, ...]:
    """What the works before it have and the work lacks, the largest difference first."""
    if not before:
        return ()
    sums = _by_family(own.parts)
    others = _by_family(part for score in before for part in score.parts)
    differences = (
        ScorePart(family, others.get(family, 0.0) / len(before) - sums.get(family, 0.0))
        for family in dict.fromkeys([*others, *sums])
    )
    named = (part for part in differences if part.value >= _LEAST_DIFFERENCE)
    return tuple(sorted(named, key=lambda part: (-part.value, part.name)))


def _parts_for(score: Score) -> list[ScorePart]:
    """The parts that speak for a work, the largest first."""
    least = _least(score)
    return sorted(
        (part for part in _own_parts(score) if part.value > 0 and part.value >= least),
        key=lambda part: (-part.value, part.name),
    )


def _own_parts(score: Score) -> list[ScorePart]:
    """The parts that tell this work from others."""
    return [part for part in score.parts if part.name not in {START, LACKS, OTHER_WORDS}]


def _least(score: Score) -> float:
    learned = (part.value for part in _own_parts(score) if part.value < BY_HAND)
    return _SMALL * max(learned, default=0.0)


def _rejected_alike(score: Score) -> str:
    """The end of the line for a work that is like those rejected for one reason, else ""."""
    least = _least(score)
    against = (part for part in score.parts if part.family == AGAINST and part.value < -least)
    return next((f"; but {part.name}" for part in against), "")


def _names(parts: list[ScorePart]) -> list[str]:
    """What the parts are called, the phrases among them together in the place of the first."""
    phrases = [part.name for part in parts if part.name.startswith("“")]
    names = [part.name for part in parts if part.name not in phrases[1:]]
    return [", ".join(_with_places(phrases[:3])) if n in phrases[:1] else n for n in names]


def _with_places(names: list[str]) -> list[str]:
    """Each phrase once: “LoRA” in title and abstract."""
    places: dict[str, list[str]] = {}
    for name in names:
        phrase, inside, place = name.rpartition("” in ")
        places.setdefault(phrase + inside or place, []).append(place if inside else "")
    return [phrase + " and ".join(filter(None, of_it)) for phrase, of_it in places.items()]


def _by_family(parts: Iterable[ScorePart]) -> dict[str, float]:
    sums: defaultdict[str, float] = defaultdict(float)
    for part in parts:
        sums[part.family or part.name] += part.value
    return sums
