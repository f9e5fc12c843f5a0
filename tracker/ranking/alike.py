"""Works that say nearly the same: they stand as one entry, with the others linked in it.

Two works are alike when they share two authors (or all of the fewer) and most words of the
shorter title, and name the same numbers there: a second part is another work. Nothing less: two
works of one group are two works.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from tracker.ranking.words import telling, tokens
from tracker.values import Work

SHARED_AUTHORS = 2
SHARED_WORDS = 0.75  # of the shorter title's telling words
_FEWEST_WORDS = 3
_MOST_AUTHORS = 60
_NUMBER = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class _Face:
    """What two works are compared by."""

    work_id: int
    authors: frozenset[str]
    words: frozenset[str]
    numbers: frozenset[str]


def is_alike(one: Work, other: Work) -> bool:
    """Whether two works say nearly the same; the same in both directions."""
    return _are_alike(_face(one), _face(other))


class Alikes:
    """Works among which others are looked for that say nearly the same."""

    def __init__(self, works: Iterable[Work] = ()) -> None:
        self._by_author: defaultdict[str, list[_Face]] = defaultdict(list)
        for work in works:
            self._add(_face(work))

    def find(self, work: Work, *, or_add: bool = False) -> int | None:
        """The lowest number of a work added that this one is like; never itself."""
        face = _face(work)
        known = {other.work_id: other for name in face.authors for other in self._by_author[name]}
        found = min((number for number in known if _are_alike(face, known[number])), default=None)
        if found is None and or_add:
            self._add(face)
        return found

    def _add(self, face: _Face) -> None:
        for author in face.authors:
            self._by_author[author].append(face)


def _face(work: Work) -> _Face:
    return _Face(
        work.id,
        frozenset(name.casefold() for name in work.authors[:_MOST_AUTHORS]),
        frozenset(telling(tokens(work.title))),
        frozenset(_NUMBER.findall(work.title[:500])),
    )


def _are_alike(one: _Face, other: _Face) -> bool:
    if one.work_id == other.work_id:
        return False
    authors = min(len(one.authors), len(other.authors), SHARED_AUTHORS)
    words = min(len(one.words), len(other.words))
    return (
        0 < authors <= len(one.authors & other.authors)
        and one.numbers == other.numbers
        and len(one.words & other.words) >= max(_FEWEST_WORDS, SHARED_WORDS * words)
    )
