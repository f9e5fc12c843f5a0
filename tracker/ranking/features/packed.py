"""What the ranking knows of a work for good: computed when it is first looked at, and kept small.

Features hold no text: hashes of words and authors and the plain traits (``traits.py``). They
outlive the work's text, so that a past order can be made again. What changes after the first
sighting (its age, who linked it) is a ``Context``, given when a score is asked for.

Most words stand in a work once, so these are kept apart: thousands of works are read for one
draft, and a word that stands once needs no count and no arithmetic of its own.

Stored form, columns of fixed width: layout and counts; the traits' places, then their values, a
byte each; the hashes of words that stand once, two bytes each, by their two high bits, of each of
which there is a count; those of other words likewise two bytes each, then a byte of the two high
bits and the count; the authors, four bytes each. A work takes some 400 bytes, at most 1,500.
"""

from __future__ import annotations

import struct
import zlib
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from operator import itemgetter
from typing import TypeVar

from tracker.ranking.features import words
from tracker.ranking.features.traits import KEYS, traits
from tracker.ranking.features.words import HASH_BITS
from tracker.text.words import name_words
from tracker.values import Work

T = TypeVar("T")

LAYOUT = 3  # of the stored form; a stored work of another layout is computed anew
MAX_AUTHORS = 60  # kept: the first ones and the last
_HEAD = struct.Struct("<BB4HHB")
_LOW_BITS = 16
_LOW = (1 << _LOW_BITS) - 1
_HIGHS = tuple(high << _LOW_BITS for high in range(1 << (HASH_BITS - _LOW_BITS)))


@dataclass(frozen=True, slots=True)
class Features:
    """What is known of a work for good.

    Pairs in rising order: (trait's place, value), and of the words that stand more than once
    (hash, count); the hashes of those that stand once, rising; the authors' hashes.
    """

    traits: tuple[tuple[int, int], ...] = ()
    once: tuple[int, ...] = ()
    more: tuple[tuple[int, int], ...] = ()
    authors: tuple[int, ...] = ()

    @classmethod
    def of(
        cls,
        traits: tuple[tuple[int, int], ...] = (),
        words: tuple[tuple[int, int], ...] = (),
        authors: tuple[int, ...] = (),
    ) -> Features:
        """From (hash, count) of all words, by hash."""
        once = tuple(key for key, count in words if count == 1)
        return cls(traits, once, tuple(pair for pair in words if pair[1] > 1), authors)

    @property
    def words(self) -> tuple[tuple[int, int], ...]:
        """(hash, count) of all words, by hash."""
        return tuple(sorted([*((key, 1) for key in self.once), *self.more]))

    def of_once(self, table: Sequence[T]) -> Sequence[T]:
        """What a table by hash holds for the words that stand once."""
        if len(self.once) < 2:
            return [table[key] for key in self.once]
        values: tuple[T, ...] = itemgetter(*self.once)(table)
        return values

    def to_bytes(self) -> bytes:
        """The stored form; ``from_bytes`` gives the same value back."""
        keys = [*self.once, *(key for key, _ in self.more)]
        ends = [bisect_right(self.once, high | _LOW) for high in _HIGHS]
        by_high = [end - start for start, end in zip([0, *ends], ends, strict=False)]
        return b"".join(
            (
                _HEAD.pack(LAYOUT, len(self.traits), *by_high, len(self.more), len(self.authors)),
                bytes(place for place, _ in self.traits),
                bytes(value for _, value in self.traits),
                _shorts(len(keys)).pack(*(key & _LOW for key in keys)),
                bytes(key >> _LOW_BITS << 4 | count for key, count in self.more),
                _longs(len(self.authors)).pack(*self.authors),
            )
        )

    @classmethod
    def from_bytes(cls, data: bytes) -> Features | None:
        """The value of a stored form; None where it is of another layout or damaged."""
        if (counts := _counts(data)) is None:
            return None
        traits_, by_high, more, authors = counts
        once = sum(by_high)
        values_at = _HEAD.size + traits_
        words_at = values_at + traits_
        highs_at = words_at + 2 * (once + more)
        authors_at = highs_at + more
        lows = _shorts(once + more).unpack_from(data, words_at)
        return cls(
            tuple(zip(data[_HEAD.size : values_at], data[values_at:words_at], strict=True)),
            _keys(lows, by_high),
            tuple(
                [
                    (low | high >> 4 << _LOW_BITS, high & 15)
                    for low, high in zip(lows[once:], data[highs_at:authors_at], strict=True)
                ]
            ),
            _longs(authors).unpack_from(data, authors_at),
        )


def is_whole(data: bytes) -> bool:
    """Whether ``Features.from_bytes`` can read the stored form."""
    return _counts(data) is not None


def _counts(data: bytes) -> tuple[int, list[int], int, int] | None:
    """How many traits, words that stand once by their high bits, other words, and authors a stored
    form has; None where it is of another layout or damaged."""
    if len(data) < _HEAD.size or data[0] != LAYOUT:
        return None
    _, traits_, *by_high, more, authors = _HEAD.unpack_from(data)
    places = data[_HEAD.size : _HEAD.size + traits_]
    length = _HEAD.size + 2 * traits_ + 2 * (sum(by_high) + more) + more + 4 * authors
    if len(data) != length or (places and max(places) >= len(KEYS)):
        return None
    return traits_, by_high, more, authors


def _keys(lows: tuple[int, ...], by_high: list[int]) -> tuple[int, ...]:
    """The first of the hashes, whose high bits stand in order, so many each."""
    end = by_high[0]
    keys = list(lows[:end])
    for high, count in zip(_HIGHS[1:], by_high[1:], strict=True):
        start, end = end, end + count
        keys += [high | low for low in lows[start:end]]
    return tuple(keys)


def extract(work: Work) -> Features:
    """The features of a work as it stands."""
    title, summary = words.tokens(work.title), words.tokens(work.summary)
    return Features.of(traits(work), words.count(title, summary), _authors(work.authors))


def author_hash(name: str) -> int:
    """The number that stands for an author; blind to case, accents and dots."""
    return zlib.crc32(name_words(name[:200]).encode()) >> 4  # 28 bits: four stored bytes


def _authors(names: tuple[str, ...]) -> tuple[int, ...]:
    kept = names if len(names) <= MAX_AUTHORS else (*names[: MAX_AUTHORS - 1], names[-1])
    return tuple(dict.fromkeys(map(author_hash, kept)))


@cache
def _shorts(count: int) -> struct.Struct:
    return struct.Struct(f"<{count}H")


@cache
def _longs(count: int) -> struct.Struct:
    return struct.Struct(f"<{count}I")
