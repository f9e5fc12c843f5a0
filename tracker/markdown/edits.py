"""Edits to a file's bytes: spans that are replaced while every other byte stays."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Edit:
    """Replace ``data[start:end]`` by ``new``; an insertion has ``start == end``."""

    start: int
    end: int
    new: bytes


def apply_edits(data: bytes, edits: Iterable[Edit]) -> bytes:
    """``data`` with the edits made; insertions at one place go in in the order given.

    Offsets count in the unedited bytes, so it is as if the last edit were made first. Raises
    ValueError for edits that overlap or reach beyond the data.
    """
    pieces: list[bytes] = []
    done = 0
    for edit in sorted(edits, key=lambda edit: (edit.start, edit.end)):
        if not done <= edit.start <= edit.end <= len(data):
            raise ValueError(f"edit at {edit.start} to {edit.end} overlaps or lies outside")
        pieces += (data[done : edit.start], edit.new)
        done = edit.end
    pieces.append(data[done:])
    return b"".join(pieces)
