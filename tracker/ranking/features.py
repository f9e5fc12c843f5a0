"""What the ranking knows of a work for good: computed once, when it is stored, and kept small.

Features hold no text: hashes of words and authors and the plain traits (``traits.py``). They
outlive the work's text, so that a past order can be made again. What changes after the first
sighting (its age, who linked it) is a ``Context``, given when a score is asked for.

Stored form: a layout number, then LEB128 numbers: traits as (step in place, value), words as
(step in hash, count), authors as hashes. A work takes some 500 bytes, at most 1,500.
"""

from __future__ import annotations

import unicodedata
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from tracker.ranking import words
from tracker.ranking.traits import KEYS, traits
from tracker.values import Work

LAYOUT = 1  # of the stored form; a stored work of another layout is computed anew
MAX_AUTHORS = 60  # kept: the first ones and the last


@dataclass(frozen=True, slots=True)
class Features:
    """Pairs in rising order: (trait's place, value), (word's hash, count); authors' hashes."""

    traits: tuple[tuple[int, int], ...] = ()
    words: tuple[tuple[int, int], ...] = ()
    authors: tuple[int, ...] = ()

    def to_bytes(self) -> bytes:
        """The stored form; ``from_bytes`` gives the same value back."""
        numbers = [LAYOUT]
        for pairs in (self.traits, self.words):
            numbers += [len(pairs), *_steps(pairs)]
        numbers += [len(self.authors), *self.authors]
        return b"".join(map(_number, numbers))

    @classmethod
    def from_bytes(cls, data: bytes) -> Features | None:
        """The value of a stored form; None where it is of another layout or damaged."""
        try:
            numbers = _numbers(data)
            if next(numbers) != LAYOUT:
                return None
            traits_, words_ = _pairs(numbers), _pairs(numbers)
            authors = tuple(next(numbers) for _ in range(next(numbers)))
        except (StopIteration, RuntimeError):
            return None
        known = all(place < len(KEYS) for place, _ in traits_)
        small = all(value < 256 for _, value in (*traits_, *words_))
        return cls(traits_, words_, authors) if known and small else None


def extract(work: Work) -> Features:
    """The features of a work as it stands."""
    title, summary = words.tokens(work.title), words.tokens(work.summary)
    return Features(traits(work), words.count(title, summary), _authors(work.authors))


def author_hash(name: str) -> int:
    """The number that stands for an author; blind to case, accents and dots."""
    plain = unicodedata.normalize("NFKD", name[:200]).casefold()
    letters = "".join(c if c.isalnum() else " " for c in plain if not unicodedata.combining(c))
    return zlib.crc32(" ".join(letters.split()).encode()) >> 4  # 28 bits: four stored bytes


def _authors(names: tuple[str, ...]) -> tuple[int, ...]:
    kept = names if len(names) <= MAX_AUTHORS else (*names[: MAX_AUTHORS - 1], names[-1])
    return tuple(dict.fromkeys(map(author_hash, kept)))


def _steps(pairs: Iterable[tuple[int, int]]) -> Iterator[int]:
    before = 0
    for key, value in pairs:
        yield key - before
        yield value
        before = key


def _pairs(numbers: Iterator[int]) -> tuple[tuple[int, int], ...]:
    pairs, key = [], 0
    for _ in range(next(numbers)):
        key += next(numbers)
        pairs.append((key, next(numbers)))
    return tuple(pairs)


def _number(value: int) -> bytes:
    """LEB128: seven bits a byte, the lowest first."""
    out = bytearray()
    while value > 127:
        out.append(value & 127 | 128)
        value >>= 7
    out.append(value)
    return bytes(out)


def _numbers(data: bytes) -> Iterator[int]:
    value = shift = 0
    for byte in data:
        value |= (byte & 127) << shift
        shift += 7
        if byte < 128:
            yield value
            value = shift = 0
