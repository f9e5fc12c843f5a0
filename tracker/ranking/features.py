"""What the ranking knows of a work for good: computed once, when it is stored, and kept small.

Features hold no text: hashes of words and authors and the plain traits (``traits.py``). They
outlive the work's text, so that a past order can be made again. What changes after the first
sighting (its age, who linked it) is a ``Context``, given when a score is asked for.

Stored form, columns of fixed width since thousands of them are read for one draft: layout and
three counts; the traits' places, then their values, a byte each; the words' hashes, their low 16
bits first, then a byte of the two high bits and the count; the authors, four bytes each. A work
takes some 600 bytes, at most 1,500.
"""

from __future__ import annotations

import struct
import unicodedata
import zlib
from dataclasses import dataclass
from operator import or_

from tracker.ranking import words
from tracker.ranking.traits import KEYS, traits
from tracker.values import Work

LAYOUT = 2  # of the stored form; a stored work of another layout is computed anew
MAX_AUTHORS = 60  # kept: the first ones and the last
_HEAD = struct.Struct("<BBHB")
_LOW_BITS = 16
_LOW = (1 << _LOW_BITS) - 1
_HIGH = [byte >> 4 << _LOW_BITS for byte in range(256)]
_COUNTS = bytes(byte & 15 for byte in range(256))


@dataclass(frozen=True, slots=True)
class Features:
    """Pairs in rising order: (trait's place, value), (word's hash, count); authors' hashes."""

    traits: tuple[tuple[int, int], ...] = ()
    words: tuple[tuple[int, int], ...] = ()
    authors: tuple[int, ...] = ()

    def to_bytes(self) -> bytes:
        """The stored form; ``from_bytes`` gives the same value back."""
        sizes = len(self.traits), len(self.words), len(self.authors)
        return struct.pack(
            _form(*sizes),
            *(LAYOUT, *sizes),
            bytes(place for place, _ in self.traits),
            bytes(value for _, value in self.traits),
            *(key & _LOW for key, _ in self.words),
            bytes(key >> _LOW_BITS << 4 | count for key, count in self.words),
            *self.authors,
        )

    @classmethod
    def from_bytes(cls, data: bytes) -> Features | None:
        """The value of a stored form; None where it is of another layout or damaged."""
        if len(data) < _HEAD.size or data[0] != LAYOUT:
            return None
        _, traits_, words_, authors = _HEAD.unpack_from(data)
        form = _form(traits_, words_, authors)
        if len(data) != struct.calcsize(form):
            return None
        _, _, _, _, places, values, *rest = struct.unpack(form, data)
        if places and max(places) >= len(KEYS):
            return None
        lows, highs = rest[:words_], rest[words_]
        keys = map(or_, lows, map(_HIGH.__getitem__, highs))
        return cls(
            tuple(zip(places, values, strict=True)),
            tuple(zip(keys, highs.translate(_COUNTS), strict=True)),
            tuple(rest[words_ + 1 :]),
        )


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


def _form(traits_: int, words_: int, authors: int) -> str:
    return f"<BBHB{traits_}s{traits_}s{words_}H{words_}s{authors}I"
