"""Which words a work is made of, as numbers small enough to keep for good.

The learner needs the words of works whose text may be long gone, so each work keeps the hashes
of its words (CRC-32, cut to 18 bits) with how often they stand, never the words; of the title
also two words in a row. A word of the title counts as three of the abstract. Two words that share
a hash are one to the learner: with some 30,000 in use that happens to one in ten, and costs less
than keeping text would.
"""

from __future__ import annotations

import math
import zlib
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import pairwise

from tracker.text.words import learned_form, learned_words

HASH_BITS = 18
TITLE_COUNT = 3  # a word of the title stands for so many of the abstract
MAX_WORDS = 300  # distinct words kept of one work; an abstract has some 100
MAX_COUNT = 15
LOGS = [0.0] + [1 + math.log(times) for times in range(1, 256)]  # what a count is worth
MAX_TEXT = 20_000  # characters looked at; arXiv's longest abstracts have 2,000

_COMMON_TEXT = """
a about above after again all also am an and any are as at be because been before being below
between both but by can could did do does doing down during each few for from further had has
have having he her here hers him his how i if in into is it its itself just may me might more
most must my no nor not now of off on once only or other our ours out over own same she should
so some such than that the their theirs them then there these they this those through to too
under until up upon us use used using very via was we were what when where which while who whom
why will with within without would you your
"""
_COMMON = frozenset(_COMMON_TEXT.split())


def tokens(text: str) -> list[str]:
    """The words of a text in order, lower case; hyphens and apostrophes stay inside."""
    return learned_words(text[:MAX_TEXT])


def hash_of(word: str) -> int:
    """The number that stands for a word."""
    return zlib.crc32(word.encode()) & ((1 << HASH_BITS) - 1)


def content_words(words: Iterable[str]) -> Iterator[str]:
    """The words that say something, and the parts of joined ones: no articles, no plural s."""
    for word in words:
        for part in (word, *word.split("-")) if "-" in word else (word,):
            if len(part) > 1 and part not in _COMMON:
                yield learned_form(part)


@lru_cache(maxsize=65_536)  # the works of a draft have most of their words in common
def _hashes(word: str) -> tuple[int, ...]:
    return tuple(map(hash_of, content_words((word,))))


def terms(title: list[str], summary: list[str]) -> Iterator[tuple[str, int]]:
    """(term, count) of all that counts: words, and two words in a row of the title."""
    heading = list(content_words(title))
    for word in heading:
        yield word, TITLE_COUNT
    for first, second in pairwise(heading):
        yield f"{first} {second}", TITLE_COUNT
    for word in content_words(summary):
        yield word, 1


def count(title: list[str], summary: list[str]) -> tuple[tuple[int, int], ...]:
    """(hash, count) of the terms of a title and an abstract, by hash."""
    counts: dict[int, int] = {}
    headed = [(hash_of(term), worth) for term, worth in terms(title, [])]
    said = [(key, 1) for word in summary for key in _hashes(word)]
    for key, worth in (*headed, *said):
        if key in counts or len(counts) < MAX_WORDS:
            counts[key] = counts.get(key, 0) + worth
    return tuple((key, min(counts[key], MAX_COUNT)) for key in sorted(counts))


def spelled(title: str, summary: str) -> dict[int, str]:
    """What the hashes of a work at hand stand for, so that a score can name its words."""
    return {hash_of(term): term for term, _ in terms(tokens(title), tokens(summary))}
