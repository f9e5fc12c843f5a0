"""The marks that a merge leaves in a file: those of git, and of jj and Mercurial, which are alike.

A line of seven or more ``<`` or ``|`` at the margin, alone or before a blank, opens a conflict or a
side of it, and one of ``>`` ends it; nobody writes such lines in Markdown, but for an example in
code, which holds a whole conflict. What is half resolved still has one of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

_MARK = re.compile(r"(?P<sign>[<>|])(?P=sign){6,}(?: .*)?")


def find_conflicts(lines: Iterable[tuple[str, bool]]) -> tuple[tuple[int, int], ...]:
    """The first and the last line (from 0) of each conflict. ``lines`` are their texts, and whether
    each is code."""
    found: list[tuple[int, int]] = []
    first: int | None = None  # of the open conflict
    last, is_example = 0, False
    for number, (text, is_code) in enumerate(lines):
        is_example = is_example and is_code
        if (mark := _MARK.fullmatch(text)) is None:
            continue
        sign, last = mark["sign"], number
        if sign == "<" and first is not None:
            found.append((first, number - 1))
        if sign == "<" or first is None:
            first, is_example = number, is_code
        if sign == ">":
            found += [] if is_example and first < number else [(first, number)]
            first = None
    return (*found, *([(first, last)] if first is not None else ()))
