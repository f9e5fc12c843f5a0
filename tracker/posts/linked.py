"""Which works does a post link? All of them, or those among some that one asks for.

What has to be known of a large post is asked for: only the blocks are read in which a part of one
of the identities stands, since an identity that is never cut up (the longest run of letters and
digits in it) stands in every address of it, however that is written.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Iterator
from functools import lru_cache

from tracker.identity.schemes import aliases_of_url
from tracker.markdown import BlockKind, Outline, links_of
from tracker.values import Alias

_RUN = re.compile(r"[a-z0-9]+", re.IGNORECASE)
_ADDRESS = re.compile(r"https?://[^\s<>()\[\]\"'`]+", re.IGNORECASE)
_LARGE = 200_000  # bytes: below, all is read
_MOST_BLOCKS = 3_000  # that are read as Markdown; of more, what looks like an address counts


def aliases_in(data: bytes) -> frozenset[Alias]:
    """The identities of all that a post links."""
    return _of_large(data) if len(data) >= _LARGE else _aliases_in(data)


@lru_cache(maxsize=1)  # a run asks more than once
def _of_large(data: bytes) -> frozenset[Alias]:
    return _aliases_in(data)


def _aliases_in(data: bytes) -> frozenset[Alias]:
    return frozenset(alias for link in links_of(data) for alias in aliases_of_url(link))


def linked_among(outline: Outline, wanted: Collection[Alias]) -> frozenset[Alias]:
    """Those of the identities that the post links."""
    if len(outline.data) < _LARGE:
        return aliases_in(outline.data) & set(wanted)
    runs = {max(_RUN.findall(alias.value), key=len, default="") for alias in wanted} - {""}
    if not runs:
        return frozenset()
    pattern = re.compile("|".join(map(re.escape, sorted(runs))).encode(), re.IGNORECASE)
    lines = {outline.lines.at(match.start()) for match in pattern.finditer(outline.data)}
    found: set[Alias] = set()
    for number, text in enumerate(dict.fromkeys(_passages(outline, sorted(lines)))):
        links = links_of(text.encode()) if number < _MOST_BLOCKS else _ADDRESS.findall(text)
        found.update(alias for link in links for alias in aliases_of_url(link))
    return frozenset(found) & set(wanted)


def _passages(outline: Outline, lines: Collection[int]) -> Iterator[str]:
    """The texts of the blocks or items that hold the lines; what is in no block, and no front
    matter, defines a link for others."""
    firsts = [block.first for block in outline.blocks]
    body = outline.front_matter.last + 1 if outline.front_matter else 0
    for line in lines:
        place = bisect_right(firsts, line) - 1
        block = outline.blocks[place] if place >= 0 else None
        if block is None or line > block.last:
            if line >= body:
                yield " ".join(_ADDRESS.findall(outline.text(line, line)))
        elif block.kind is BlockKind.LIST:
            item = block.items[bisect_right(block.items, line, key=lambda each: each.first) - 1]
            yield outline.text(item.first, item.last)
        else:
            yield outline.text(block.first, block.last)
