"""Works that say nearly the same: they stand as one entry, with the others linked in it.

Two works are alike when they share two authors (or all of the fewer) and most words of the
shorter title, and name the same numbers there: a second part is another work. Nothing less: two
works of one group are two works.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain

from tracker.ranking.features.words import content_words, tokens
from tracker.values import Work

SHARED_AUTHORS = 2
SHARED_WORDS = 0.75  # of the shorter title's content words
MOST_OF_AUTHOR = 100  # works that are compared with another one of the author's
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


class Alikes:
    """Works among which others are looked for that say nearly the same.

    Words are compared only where authors are shared, and with so many works of an author, the
    first, as anyone would compare.
    """

    def __init__(self, works: Iterable[Work] = ()) -> None:
        self._by_author: dict[str, list[int]] = {}
        self._added: dict[int, tuple[Work, int]] = {}  # and of how many authors
        self._faces: dict[int, _Face] = {}
        for work in works:
            self._add(work, _authors(work))

    def find(self, work: Work, *, or_add: bool = False) -> int | None:
        """The lowest number of a work added that this one is like; never itself."""
        authors = _authors(work)
        least = min(len(authors), SHARED_AUTHORS)
        # Counted in one go: sixty authors may have six thousand other works.
        shared = Counter(chain.from_iterable(self._by_author.get(name, ()) for name in authors))
        likely = [
            self._added[number][0]
            for number, times in shared.items()
            if times >= least or times >= self._added[number][1]
        ]
        # Most works are likely to be like none: their faces would take more room than they do.
        first = min(
            (other.id for other in likely if _are_alike(self._face(work), self._face(other))),
            default=None,
        )
        if first is None and or_add:
            self._add(work, authors)
        return first

    def _add(self, work: Work, authors: frozenset[str]) -> None:
        self._added[work.id] = work, len(authors)
        for author in authors:
            same = self._by_author.setdefault(author, [])
            if len(same) < MOST_OF_AUTHOR:
                same.append(work.id)

    def _face(self, work: Work) -> _Face:
        if work.id not in self._faces:
            self._faces[work.id] = _face(work)
        return self._faces[work.id]


def _authors(work: Work) -> frozenset[str]:
    return frozenset([name.casefold() for name in work.authors[:_MOST_AUTHORS]])


def _face(work: Work) -> _Face:
    return _Face(
        work.id,
        _authors(work),
        frozenset(content_words(tokens(work.title))),
        frozenset(_NUMBER.findall(work.title[:500])),
    )


def _are_alike(one: _Face, other: _Face) -> bool:
    if one.work_id == other.work_id or one.numbers != other.numbers:
        return False
    words = max(_FEWEST_WORDS, SHARED_WORDS * min(len(one.words), len(other.words)))
    if len(one.words & other.words) < words:  # ten against sixty names: they are cheaper
        return False
    authors = min(len(one.authors), len(other.authors), SHARED_AUTHORS)
    return 0 < authors <= len(one.authors & other.authors)
