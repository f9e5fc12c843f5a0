"""Is one of a paper's authors a name that the topic follows?

Names are compared in their folded form, without accents and case. The same are: either order
("LeCun, Yann"; "He Kaiming"), initials for given names ("Y. LeCun"), and a middle name that one
of the two leaves out. The family name, the last word of a name, must be the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from tracker.text.words import fold_phrase

MAX_AUTHORS = 5000  # the longest list on arXiv has about that many
_PART = re.compile(r"[^\W\d_]+")
_SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv"})


class AuthorIndex:
    """Names that are followed, found by family name."""

    def __init__(self, names: Sequence[str]) -> None:
        self._by_family: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
        self._by_parts: dict[tuple[str, ...], str] = {}
        for name in names:
            parts = name_parts(name)
            if parts:
                self._by_family.setdefault(parts[-1], []).append((name, parts[:-1]))
                self._by_parts.setdefault(tuple(sorted(parts)), name)

    def find(self, authors: Iterable[str]) -> list[str]:
        """The followed names among the authors, as they stand in the watchlist."""
        names: dict[str, None] = {}
        if self._by_parts:
            for author, _ in zip(authors, range(MAX_AUTHORS), strict=False):
                name = self._name_of(name_parts(author))
                if name is not None:
                    names.setdefault(name)
        return list(names)

    def _name_of(self, parts: tuple[str, ...]) -> str | None:
        if not parts:
            return None
        for name, given_names in self._by_family.get(parts[-1], ()):
            if _agree(given_names, parts[:-1]):
                return name
        return self._by_parts.get(tuple(sorted(parts)))


def name_parts(name: str) -> tuple[str, ...]:
    """The words of a name, the family name last."""
    folded = fold_phrase(name[:200])
    family, comma, given_names = folded.partition(",")
    if comma and not set(_PART.findall(given_names)) <= _SUFFIXES:
        folded = f"{given_names} {family}"
    parts = [part for part in _PART.findall(folded) if part not in _SUFFIXES]
    return tuple(parts)


def _agree(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether two lists of given names can be one person's: the first agrees, the rest in order."""
    if not one or not other:
        return one == other  # a family name alone is followed as it is written
    if not _is_same(one[0], other[0]):
        return False
    shorter, longer = sorted((one[1:], other[1:]), key=len)
    rest = iter(longer)
    return all(any(_is_same(name, candidate) for candidate in rest) for name in shorter)


def _is_same(one: str, other: str) -> bool:
    """Equal, or one is the other's initial."""
    return one == other or (1 in (len(one), len(other)) and one[0] == other[0])
