"""The living post read: its sections, where their own bodies end, and its footer.

A section is found by the words of its heading (``heading_words``). Its own body reaches from the
heading to the next heading of any level. A rule that closes it is no part of it; in the last
section that rule and all that follows it are the post's footer. Footnotes at the end of a body
are no part of it either, since nothing should be written after them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from tracker.errors import PostError
from tracker.markdown import (
    Block,
    BlockKind,
    Lines,
    Outline,
    heading_words,
    parse_outline,
    path_of,
)
from tracker.posts.entries import is_closed


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with its own body; ``end`` is the index of the first section not within it."""

    index: int
    end: int
    heading: Block
    words: str  # of the heading, comparable
    body: tuple[Block, ...]

    @property
    def last_list(self) -> Block | None:
        """The last list of the own body, which further entries join."""
        return next((block for block in reversed(self.body) if block.kind is BlockKind.LIST), None)

    @property
    def last_line(self) -> int:
        """The last line of the own body, or of the heading where it is empty."""
        return self.body[-1].last if self.body else self.heading.last


@dataclass(frozen=True)  # no slots: newline is cached
class Post:
    """A post's bytes with what was read in them."""

    outline: Outline
    sections: tuple[Section, ...]
    preamble: tuple[Block, ...]  # what stands before the first heading, footer left out
    is_mdx: bool = False  # whose comments are not HTML's

    @property
    def data(self) -> bytes:
        """The file's bytes."""
        return self.outline.data

    @property
    def lines(self) -> Lines:
        """The lines of the whole file."""
        return self.outline.lines

    @cached_property
    def newline(self) -> bytes:
        """The line ending that most lines have."""
        return self.lines.usual_ending()


def parse_post(data: bytes, *, is_mdx: bool = False) -> Post:
    """Read a post. Raises PostError for bytes that are not UTF-8."""
    try:
        outline = parse_outline(data)
    except UnicodeDecodeError as error:
        raise PostError(
            f"the post is not UTF-8 (byte {error.start}); save it as UTF-8 and try again"
        ) from error
    blocks = outline.blocks
    headings = [i for i, block in enumerate(blocks) if block.kind is BlockKind.HEADING]
    bounds = [*headings, len(blocks)]
    sections = tuple(
        Section(
            index=index,
            end=_end_of_section(blocks, headings, index),
            heading=blocks[start],
            words=heading_words(blocks[start].text),
            body=_own_body(outline, start + 1, end),
        )
        for index, (start, end) in enumerate(pairwise(bounds))
    )
    return Post(outline, sections, _own_body(outline, 0, bounds[0]), is_mdx)


def _end_of_section(blocks: Sequence[Block], headings: Sequence[int], index: int) -> int:
    level = blocks[headings[index]].level
    end = index + 1
    while end < len(headings) and blocks[headings[end]].level > level:
        end += 1
    return end


_FOOTNOTE = re.compile(r"\[\^[^\]]+\]:")


def _own_body(outline: Outline, start: int, end: int) -> tuple[Block, ...]:
    blocks = outline.blocks
    if end == len(blocks):
        rules = [i for i in range(start, end) if blocks[i].kind is BlockKind.RULE]
        end = rules[-1] if rules else _before_endless(outline, start)
    while end > start and blocks[end - 1].kind is BlockKind.RULE:
        end -= 1
    return tuple(blocks[start : _before_footnotes(blocks, start, end)])


def _before_endless(outline: Outline, start: int) -> int:
    """Code or HTML that is never closed takes in all that follows: nothing goes after it."""
    last = len(outline.blocks) - 1
    if last < start or outline.blocks[last].kind not in {BlockKind.CODE, BlockKind.HTML}:
        return last + 1
    text = outline.data[outline.lines.starts[outline.blocks[last].first] :].decode()
    return last + 1 if is_closed(text) else last


def _before_footnotes(blocks: Sequence[Block], first: int, end: int) -> int:
    start = end
    for index in range(end - 1, first - 1, -1):
        if blocks[index].kind is BlockKind.PARAGRAPH and _FOOTNOTE.match(blocks[index].text):
            start = index
        elif blocks[index].kind is not BlockKind.CODE:  # a footnote's further paragraphs
            break
    return start


def find_section(post: Post, heading: str) -> Section | None:
    """The first section of that name, or of that path (``2025 > Papers``: a section within)."""
    whole = heading_words(heading)
    for section in post.sections:
        if whole and section.words == whole:
            return section
    first, *rest = path_of(heading)
    return _find_path(post, [first, *rest], 0, len(post.sections)) if rest else None


def _find_path(post: Post, path: Sequence[str], start: int, end: int) -> Section | None:
    words = heading_words(path[0])
    for section in post.sections[start:end]:
        if words and section.words == words:
            if len(path) == 1:
                return section
            inner = _find_path(post, path[1:], section.index + 1, section.end)
            if inner:
                return inner
    return None
