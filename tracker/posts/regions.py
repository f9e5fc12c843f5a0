"""Regions that a program writes anew: what stands in one between two comments is not an author's.

Generators mark what is theirs by a pair of comments that say START and END, or BEGIN and END, and
else the same (doctoc, all-contributors, actions that list a blog's latest posts), or by ``toc`` and
``tocstop`` or ``/toc``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tracker.markdown import BlockKind
from tracker.posts.document import Post

_COMMENT = re.compile(rb"<!--[ \t]*([^\n]{1,300}?)[ \t]*-->")
_SIDE = re.compile(r"(?<![a-z])(start|begin|end|stop)(?![a-z])", re.IGNORECASE)
_CONTENTS = {"toc": "toc", "tocstop": "/toc", "/toc": "/toc"}


@dataclass(frozen=True, slots=True)
class Region:
    """The lines of its two comments, from 0."""

    name: str
    first: int
    last: int


def find_regions(post: Post) -> tuple[Region, ...]:
    """The regions of a post, in order of their ends."""
    opened: dict[str, tuple[str, int]] = {}
    regions: list[Region] = []
    for line, text in _comments(post):
        word = _CONTENTS.get(text.lower())
        side = _SIDE.search(text)
        if word is None and (side is None or "ignore" in text.lower()):
            continue
        opens = word == "toc" if word or side is None else side[1].lower() in ("start", "begin")
        # "NAME:START (options)" ends with "NAME:END": what has the side in it tells, and what is
        # before; behind a side of its own, the next word.
        key = "toc" if word or side is None else _key(text, side)
        if opens:
            opened[key] = (text, line)
        elif start := opened.pop(key, None):
            regions.append(Region(start[0], start[1], line))
    return tuple(regions)


def _key(text: str, side: re.Match[str]) -> str:
    words = (text[: side.start()] + "\0" + text[side.end() :]).split()
    place = next(n for n, word in enumerate(words) if "\0" in word)
    return " ".join(words[: place + 1 + (words[place] == "\0")]).lower()


def _comments(post: Post) -> Iterator[tuple[int, str]]:
    code = {
        line
        for block in post.outline.blocks
        if block.kind is BlockKind.CODE
        for line in range(block.first, block.last + 1)
    }
    for match in _COMMENT.finditer(post.data):
        line = post.lines.at(match.start())
        if line not in code:
            yield line, match[1].decode()
