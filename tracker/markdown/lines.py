"""Lines of a file's bytes as CommonMark counts them.

CommonMark 0.31 §2.1: a line ends with LF, CR or CRLF, and with nothing else: form feeds, U+2028
and U+0085 are ordinary characters. Python's ``splitlines`` counts otherwise.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass

_ENDING = re.compile(rb"\r\n|\r|\n")


@dataclass(frozen=True, slots=True)
class Lines:
    """Where each line starts, where its content ends, and where the next one starts."""

    data: bytes
    starts: tuple[int, ...]
    ends: tuple[int, ...]  # before the line ending
    nexts: tuple[int, ...]

    def __len__(self) -> int:
        return len(self.starts)

    def content(self, line: int) -> bytes:
        """A line's bytes without its ending."""
        return self.data[self.starts[line] : self.ends[line]]

    def is_blank(self, line: int) -> bool:
        """Spaces and tabs alone (CommonMark 0.31 §2.1)."""
        return not self.content(line).strip(b" \t")

    def ending(self, line: int) -> bytes:
        """A line's ending; empty for a last line that has none."""
        return self.data[self.ends[line] : self.nexts[line]]

    def at(self, offset: int) -> int:
        """The number of the line that holds the offset (0-based)."""
        return max(bisect_right(self.starts, offset) - 1, 0)

    def usual_ending(self) -> bytes:
        """The line ending that most lines have; LF for a file without any."""
        counted = Counter(self.ending(line) for line in range(len(self)))
        counted.pop(b"", None)
        return counted.most_common(1)[0][0] if counted else b"\n"


def split_lines(data: bytes, start: int = 0) -> Lines:
    """The lines of ``data`` from ``start`` on; an empty last line is none."""
    starts, ends, nexts = [], [], []
    position = start
    for match in _ENDING.finditer(data, start):
        starts.append(position)
        ends.append(match.start())
        position = match.end()
        nexts.append(position)
    if position < len(data):
        starts.append(position)
        ends.append(len(data))
        nexts.append(len(data))
    return Lines(data, tuple(starts), tuple(ends), tuple(nexts))
