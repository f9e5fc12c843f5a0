"""Disjoint sets of numbers."""

from __future__ import annotations


class Union:
    """Disjoint sets over 0..size-1; the smallest member is the root."""

    def __init__(self, size: int) -> None:
        self._parent = list(range(size))

    def find(self, index: int) -> int:
        """The lowest member of the index's part."""
        parent = self._parent
        while parent[index] != index:
            parent[index] = parent[parent[index]]
            index = parent[index]
        return index

    def join(self, one: int, other: int) -> None:
        """Make one part of two; it is known by its lowest member."""
        if one == other:  # mostly: few works share anything
            return
        low, high = sorted((self.find(one), self.find(other)))
        self._parent[high] = low

    def parts(self) -> list[list[int]]:
        """The parts, each in rising order."""
        members: dict[int, list[int]] = {}
        for index in range(len(self._parent)):
            members.setdefault(self.find(index), []).append(index)
        return list(members.values())
