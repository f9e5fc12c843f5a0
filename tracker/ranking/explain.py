"""Why a work stands where it stands: what speaks for it, and what works before it have more of.

``why`` is the line of a draft's entry, in the author's terms and true to the sum: the parts of a
score that speak for the work, as many as fit. First what was matched and where, then people, feeds
and votes, then words of what the author approved, then what the work is about; among each of these
the largest first. What is only form (how many authors, how long a title, when it came) and what
every work has is left to ``tracker show``, and so is what is small beside the largest that was
learned. One thing against the work is named too: that it is like works that the author rejected
for one and the same reason.

``lacking`` is the answer for a work that was passed over: by families of parts, how much more the
works before it have on average. A difference that nobody could name is none.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from tracker.ranking.features.traits import FORM
from tracker.ranking.learning.model import (
    AGAINST,
    AGE,
    AUTHORS,
    FEEDS,
    LACKS,
    OTHER_WORDS,
    SEEN_SINCE,
    START,
    VOTES,
    WORDS,
)
from tracker.ranking.selection import AGAIN, BY_HAND, FAMILIES
from tracker.values import Place, Score, ScorePart

LONGEST = 99  # characters
NOTHING = "nothing speaks for it but its match"
_SMALL = 0.1  # of the largest part
_LEAST_DIFFERENCE = 0.05
_LONGEST_NAME = 40  # of a reader
_NAMED = 3  # phrases, and words
_UNTOLD = {START, LACKS, OTHER_WORDS}
_ONLY_FORM = FORM | {AGE}
_ASKED, _PHRASES, _PEOPLE, _WORDS, _ABOUT = range(5)
_PHRASE_PLACES = (Place.TITLE, Place.CLAIM, Place.SUMMARY)
_RANKS = {
    **dict.fromkeys((AGAIN, FAMILIES[Place.HAND]), _ASKED),
    **dict.fromkeys((FAMILIES[place] for place in _PHRASE_PLACES), _PHRASES),
    **dict.fromkeys((FAMILIES[Place.AUTHOR], FAMILIES[Place.FEED]), _PEOPLE),
    **dict.fromkeys((AUTHORS, FEEDS, VOTES, *SEEN_SINCE.values()), _PEOPLE),
    WORDS: _WORDS,
}


def why(score: Score, *, read_by: str = "", longest: int = LONGEST) -> str:
    """The line for a draft's entry, under 100 characters.

    Where a reader put it in its place, that comes first: it is no part of the sum.
    """
    against = _rejected_alike(score)
    room = longest - len(against)
    reader = _Group([f"read by {read_by[:_LONGEST_NAME]}"]) if read_by else _Group([])
    groups = [reader, *_groups(_parts_for(score))]
    # One of each before a second of any, so that many phrases keep no feed or vote out.
    for name in range(max(len(group.names) for group in groups)):
        for group in groups:
            if name < len(group.names):
                group.shown += 1
                if len(_line(groups)) > room:
                    group.shown -= 1
    line = _line(groups) or next(
        (group.names[0][:room] for group in groups if group.names), NOTHING
    )
    return f"{line}{against}" if len(line) <= room else line


@dataclass(slots=True)
class _Group:
    """Names that are told together, and how many of them are."""

    names: list[str]
    before: str = ""
    between: str = "; "
    shown: int = 0

    def __str__(self) -> str:
        return self.before + self.between.join(self.names[: self.shown])


def _line(groups: Iterable[_Group]) -> str:
    return "; ".join(str(group) for group in groups if group.shown)


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
    """The parts that speak for a work, in the order in which they are told."""
    least = _least(score)
    parts = [
        part
        for part in _own_parts(score)
        if part.value > 0 and (part.value >= least or _rank(part) <= _PHRASES)
    ]
    return sorted(parts, key=lambda part: (_rank(part), -part.value, part.name))


def _own_parts(score: Score) -> list[ScorePart]:
    """The parts that tell what this work is, beside others."""
    return [
        part
        for part in score.parts
        if part.name not in _UNTOLD and (part.family or part.name) not in _ONLY_FORM
    ]


def _rank(part: ScorePart) -> int:
    return _RANKS.get(part.family or part.name, _ABOUT)


def _least(score: Score) -> float:
    learned = (part.value for part in _own_parts(score) if part.value < BY_HAND)
    return _SMALL * max(learned, default=0.0)


def _rejected_alike(score: Score) -> str:
    """The end of the line for a work that is like those rejected for one reason, else ""."""
    least = _least(score)
    against = (part for part in score.parts if part.family == AGAINST and part.value < -least)
    return next((f"; but {part.name}" for part in against), "")


def _groups(parts: list[ScorePart]) -> Iterator[_Group]:
    """What the parts are called, those of a rank together."""
    for rank, same in groupby(parts, key=_rank):
        own = [part.name for part in same]
        if rank == _PHRASES:
            yield _Group(_with_places(own)[:_NAMED], between=", ")
        elif rank == _WORDS:
            yield _Group(own[:_NAMED], "like what you approved: ", ", ")
        else:
            yield _Group(own)


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
