"""What a work is about, in some fifty coarse subjects, recognised by the words of its field.

The subjects are those by which a reader of machine learning listings divides them: methods and
questions first, then the fields they are applied to. The lists (``vocabulary.toml``) are general
vocabulary, written from the fields themselves; which subjects an author wants is learned from
decisions. A term is a word (``agent``), a stem (``reason*``), or two words in a row
(``world model*``).
"""

from __future__ import annotations

import pkgutil
import tomllib
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

VOCABULARY: dict[str, Any] = tomllib.loads(
    (pkgutil.get_data("tracker.ranking", "vocabulary.toml") or b"").decode()
)
SUBJECTS: dict[str, str] = VOCABULARY["subjects"]


_Numbers = dict[str, list[int]]


def _read() -> tuple[_Numbers, _Numbers, dict[str, list[tuple[str, int]]]]:
    whole: _Numbers = {}
    stems: _Numbers = {}
    pairs: dict[str, list[tuple[str, int]]] = {}
    for number, terms in enumerate(SUBJECTS.values()):
        singles, _, doubles = terms.partition(";")
        for term in singles.split():
            if term.endswith("*"):
                stems.setdefault(term[:-1], []).append(number)
            else:
                whole.setdefault(term, []).append(number)
        for double in filter(None, map(str.strip, doubles.split(","))):
            first, _, second = double.partition(" ")
            pairs.setdefault(first, []).append((second, number))
    return whole, stems, pairs


_WHOLE, _STEMS, _PAIRS = _read()
_ENDS = sorted(set(map(len, _STEMS)))  # so long are stems


@lru_cache(maxsize=65_536)
def _of_word(word: str) -> tuple[int, ...]:
    stems = [number for end in _ENDS for number in _STEMS.get(word[:end], ())]
    return (*_WHOLE.get(word, ()), *stems)


def subjects(words: Sequence[str]) -> set[int]:
    """The places in ``SUBJECTS`` of the subjects that a text's words, in order, belong to."""
    numbers = {number for word in set(words) for number in _of_word(word)}
    for place, word in enumerate(words[:-1]):
        for second, number in _PAIRS.get(word, ()):
            following = words[place + 1]
            if following == second or (second.endswith("*") and following.startswith(second[:-1])):
                numbers.add(number)
    return numbers
