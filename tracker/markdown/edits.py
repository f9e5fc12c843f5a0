"""Edits to a file's bytes: spans that are replaced while every other byte stays."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from tracker.markdown.lines import split_lines


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


def lines_written(edited: bytes, edits: Iterable[Edit]) -> Iterator[range]:
    """The lines of the ``edited`` bytes, from 0, that each edit has written; none for one that only
    takes away. Blank lines around what it wrote are left out."""
    lines, shift = split_lines(edited), 0
    for edit in sorted(edits, key=lambda edit: (edit.start, edit.end)):
        body = edit.new.strip(b"\r\n")
        if body:
            start = edit.start + shift + edit.new.index(body)
            yield range(lines.at(start), lines.at(start + len(body) - 1) + 1)
        shift += len(edit.new) - (edit.end - edit.start)
