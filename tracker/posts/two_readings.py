"""Code that a site's engine ends, and plain Markdown does not.

A fence that opens within a passage of an engine's (Liquid's ``highlight``, a comment of kramdown's)
and is not closed there ends with the passage on the site. To a reader without the engine (GitHub,
an editor's preview) it goes on to the next fence, and what that opens on the site ends it there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tracker.markdown import BlockKind, opens_passage
from tracker.posts.document import Post

_FENCE = re.compile(r" {0,3}(`{3,}(?=[^`]*$)|~{3,})(.*)")


@dataclass(frozen=True, slots=True)
class OpenCode:
    """The line of the first such fence, the last one of its passage, and which lines plain Markdown
    reads as code from there on: from a fence's to the one that closes it. They count from 0."""

    fence: int
    passage_end: int
    spans: tuple[tuple[int, int], ...]

    def holds(self, line: int) -> bool:
        """Whether what is put behind a line stands in code then."""
        return any(first <= line < last for first, last in self.spans)


def find_open_code(post: Post) -> OpenCode | None:
    """Where the two readings part, if they do."""
    for block in post.outline.blocks:
        if block.kind is BlockKind.CODE and opens_passage(_line(post, block.first)):
            spans = tuple(_spans(post, block.first, block.last + 1))
            if spans and spans[-1][1] > block.last:  # past the end: it is not closed there
                whole = tuple(_spans(post, spans[-1][0], len(post.lines)))
                return OpenCode(spans[-1][0], block.last, whole)
    return None


def _spans(post: Post, first: int, end: int) -> Iterator[tuple[int, int]]:
    """The code within these lines: from the fence that opens it to the one that closes it, or to
    the end."""
    opened: tuple[int, str] | None = None
    for number in range(first, end):
        match = _FENCE.match(_line(post, number))
        if match and opened is None:
            opened = number, match[1]
        elif match and opened and match[1].startswith(opened[1]) and not match[2].strip():
            yield opened[0], number
            opened = None
    if opened:
        yield opened[0], end


def _line(post: Post, number: int) -> str:
    return post.lines.content(number).decode()
