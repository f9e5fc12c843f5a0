"""Which form an entry takes in a post: that of the list which it will join.

A list of items of one paragraph asks for entries of one; one whose items mostly have quotes or
several paragraphs, for the long form. Without such a section, or without a list in it, most lists
of the post decide; without any list, the entries take one paragraph each, or the long form where
most of the post's own entries are followed by a quote.

A post whose sections hold paragraphs with links, and no list at all, gets paragraphs.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from tracker.markdown import Block, BlockKind, children_of
from tracker.posts.document import Post, find_section

_CONTENTS = re.compile(rb"\]\(\s*#")  # a link within the post, as a table of contents has them
_LINK = re.compile(r"\]\(|https?://|\]\[")


@dataclass(frozen=True, slots=True)
class PostForm:
    """``is_long``: with facts and a quote below the first paragraph; ``is_listed``: as an item."""

    is_long: bool = False
    is_listed: bool = True


def form_in(post: Post, heading: str) -> PostForm:
    """The form of entries under that heading, which the post may lack."""
    section = find_section(post, heading)
    own = section.last_list if section else None
    if own is not None:
        return PostForm(_is_long(post, own))
    sections = [section.last_list for section in post.sections]
    lists = [block for block in sections if block is not None and not _is_contents(post, block)]
    if lists:
        return PostForm(2 * sum(_is_long(post, block) for block in lists) > len(lists))
    bodies = [block for section in post.sections for block in section.body]
    entries = sum(b.kind is BlockKind.PARAGRAPH and bool(_LINK.search(b.text)) for b in bodies)
    quotes = sum(block.kind is BlockKind.QUOTE for block in bodies)
    return PostForm(is_long=0 < entries <= 2 * quotes, is_listed=not entries)


def _is_long(post: Post, block: Block) -> bool:
    """Whether most items have more than one paragraph, a list within set aside."""
    children = [children_of(item, post.lines) for item in block.items]
    return 2 * sum(map(_has_more, children)) > len(block.items)


def _has_more(children: Sequence[BlockKind]) -> bool:
    return BlockKind.QUOTE in children or children.count(BlockKind.PARAGRAPH) > 1


def _is_contents(post: Post, block: Block) -> bool:
    return all(_CONTENTS.search(post.lines.content(item.first)) for item in block.items)
