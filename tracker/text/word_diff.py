"""Two texts beside one another, word by word: what stayed, what is gone, what is new.

The pieces lose nothing: those that stayed or are gone make the earlier text again, those that
stayed or are new the later one, to the last blank. ``difflib`` finds what stayed; its time grows
with the pairs of equal words, so where there are too many of them sentences are compared, and
where these are too many as well all in between is another text.
"""

from __future__ import annotations

import difflib
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

_WORDS = re.compile(r"(?:\w+(?:[.,]\d+)*|[^\w\s])\s*|\s+")
_SENTENCES = re.compile(r"[^.!?。！？\n]*[.!?。！？\n]+\s*|[^.!?。！？\n]+")
_MOST_STEPS = 4_000_000  # half a second; an abstract of 350 words takes a tenth of them


class Change(StrEnum):
    """What became of a piece of text."""

    SAME = "same"
    GONE = "gone"
    NEW = "new"


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text, and what became of it."""

    change: Change
    text: str


def word_diff(before: str, after: str) -> tuple[Piece, ...]:
    """The pieces in reading order; of a replaced run, what is gone stands before what is new."""
    for unit in (_WORDS, _SENTENCES):
        old, new = unit.findall(before), unit.findall(after)
        start, end = _around(old, new)
        middle = old[start : len(old) - end], new[start : len(new) - end]
        if _steps(*middle) <= _MOST_STEPS:
            tail = old[len(old) - end :]
            return tuple(
                _joined([(Change.SAME, old[:start]), *_changes(*middle), (Change.SAME, tail)])
            )
    return tuple(_joined([(Change.GONE, [before]), (Change.NEW, [after])]))


def _around(old: Sequence[str], new: Sequence[str]) -> tuple[int, int]:
    """How many units at the beginning, and of the rest at the end, are the same."""
    most = min(len(old), len(new))
    start = next((n for n in range(most) if old[n] != new[n]), most)
    most -= start
    return start, next((n for n in range(most) if old[-1 - n] != new[-1 - n]), most)


def _steps(old: Sequence[str], new: Sequence[str]) -> int:
    """At most so many steps to find what stayed: each pass looks at all pairs of equal units."""
    counts = Counter(new)
    pairs = sum(counts[unit] for unit in old)
    return pairs * min(len(old), len(new))


def _changes(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[Change, Sequence[str]]]:
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    for tag, old_start, old_end, new_start, new_end in matcher.get_opcodes():
        if tag == "equal":
            yield Change.SAME, old[old_start:old_end]
        else:
            yield Change.GONE, old[old_start:old_end]
            yield Change.NEW, new[new_start:new_end]


def _joined(runs: Iterable[tuple[Change, Sequence[str]]]) -> Iterator[Piece]:
    """The runs that have text, neighbours of one kind in one piece."""
    kind, text = Change.SAME, ""
    for change, units in runs:
        if units and change is not kind and text:
            yield Piece(kind, text)
            text = ""
        if units:
            kind, text = change, text + "".join(units)
    if text:
        yield Piece(kind, text)
