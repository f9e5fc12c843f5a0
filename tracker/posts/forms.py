"""Which form an entry takes in a post: that of the list which it will join.

A list of items of one paragraph asks for entries of one; one whose items mostly have quotes or
several paragraphs, for the long form. Without such a section, or without a list in it, most lists
of the post decide; without any list, the entries take one paragraph each, or the long form where
most of the post's own entries are followed by a quote.

A post whose sections hold paragraphs with links, and no list at all, gets paragraphs.

Between a work's name and the sentence on it stands what mostly stands there in that list, or in
those paragraphs: a hyphen, a dash, a colon, or the colon that begins a definition on a line of its
own (PHP Markdown Extra, kramdown).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from tracker.markdown import Block, BlockKind, children_of, without_markers
from tracker.posts.document import Post, find_section

_CONTENTS = re.compile(rb"\]\(\s*#")  # a link within the post, as a table of contents has them
_LINK = re.compile(r"\]\(|https?://|\]\[")


USUAL_SEPARATOR = " - "
# What a name is: bold or a link, with links in brackets behind it.
_SEPARATOR = re.compile(
    r"(?:\*\*[^*\n]{1,200}\*\*|\[[^\]\n]{1,200}\]\([^()\s]{1,500}\)|[^\n]{1,80}(?=\n:))"
    r"(?: \((?:\[[^\]\n]{1,80}\]\([^()\s]{1,500}\)(?:, | )?){1,6}\))?"
    r"(?P<separator>\n: | ?: | [-–—] )"
)


@dataclass(frozen=True, slots=True)
class PostForm:
    """``is_long``: with facts and a quote below the first paragraph; ``is_listed``: as an item;
    ``separator``: between name and sentence."""

    is_long: bool = False
    is_listed: bool = True
    separator: str = USUAL_SEPARATOR


def form_in(post: Post, heading: str) -> PostForm:
    """The form of entries under that heading, which the post may lack."""
    section = find_section(post, heading)
    own = section.last_list if section else None
    if own is not None:
        return PostForm(_is_long(post, own), separator=_separator(_items(post, [own])))
    sections = [section.last_list for section in post.sections]
    lists = [block for block in sections if block is not None and not _is_contents(post, block)]
    if lists:
        is_long = 2 * sum(_is_long(post, block) for block in lists) > len(lists)
        return PostForm(is_long, separator=_separator(_items(post, lists)))
    bodies = [block for section in post.sections for block in section.body]
    texts = [b.text for b in bodies if b.kind is BlockKind.PARAGRAPH and _LINK.search(b.text)]
    quotes = sum(block.kind is BlockKind.QUOTE for block in bodies)
    return PostForm(
        is_long=0 < len(texts) <= 2 * quotes, is_listed=not texts, separator=_separator(texts)
    )


def _items(post: Post, lists: Sequence[Block]) -> list[str]:
    """The first line of each item, without its marker."""
    firsts = (post.lines.content(item.first) for block in lists for item in block.items)
    return [without_markers(line.decode()) for line in firsts]


def _separator(texts: Sequence[str]) -> str:
    """What stands between name and sentence in more than half of the texts, if one does."""
    found = [match["separator"] for text in texts if (match := _SEPARATOR.match(text))]
    best, count = Counter(found).most_common(1)[0] if found else ("", 0)
    return best if 2 * count > len(texts) else USUAL_SEPARATOR


def _is_long(post: Post, block: Block) -> bool:
    """Whether most items have more than one paragraph, a list within set aside."""
    children = [children_of(item, post.lines) for item in block.items]
    return 2 * sum(map(_has_more, children)) > len(block.items)


def _has_more(children: Sequence[BlockKind]) -> bool:
    return BlockKind.QUOTE in children or children.count(BlockKind.PARAGRAPH) > 1


def _is_contents(post: Post, block: Block) -> bool:
    return all(_CONTENTS.search(post.lines.content(item.first)) for item in block.items)
