"""The blocks of a Markdown file with the lines that they stand on.

markdown-it-py (CommonMark 0.31) says what is a heading, a list, a rule; this module says where:
it maps the parser's line numbers to those of the file, leaves the blank lines at a block's end
out, and reads the markers of a list's items from the bytes. Only blocks of the top level count:
what stands in a quote or in an item belongs to it.

What site engines read before Markdown (engines.py) counts as a block, too.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from tracker.markdown.engines import environment, use_engines
from tracker.markdown.front_matter import find_front_matter
from tracker.markdown.large import Most, TooOddError, read_large
from tracker.markdown.lines import Lines, split_lines
from tracker.markdown.outline import Block, BlockKind, ListItem, Outline

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

BOM = b"\xef\xbb\xbf"
LARGE = 10_000  # bytes: below, the parser is fast enough
MOST_ODD_LINES = 20_000  # that are neither headings nor plain paragraphs and items
MOST_ODD_BYTES = 1_000_000
MARKER = r"(?:[-*+]|\d{1,9}[.)])"  # of a list's item (CommonMark 0.31 §5.2)


def parse_outline(data: bytes, *, large: int = LARGE) -> Outline:
    """Read a Markdown file. Raises UnicodeDecodeError for bytes that are not UTF-8.

    One of ``large`` bytes or more is read by large.py, to the same effect.
    """
    if len(data) < LARGE or large != LARGE:
        return _outline(data, large, None)
    try:
        return outline_within_bounds(data)
    except TooOddError:
        return _outline(data, large, None)


@lru_cache(maxsize=1)  # a run asks about its post more than once
def outline_within_bounds(data: bytes) -> Outline:
    """What ``parse_outline`` gives. Raises TooOddError for a file of too many odd lines."""
    return _outline(data, LARGE, Most(MOST_ODD_LINES, MOST_ODD_BYTES))


def _outline(data: bytes, large: int, most: Most | None) -> Outline:
    lines = split_lines(data, len(BOM) if data.startswith(BOM) else 0)
    front_matter = find_front_matter(lines)
    offset = front_matter.last + 1 if front_matter else 0
    known = environment(data.decode("utf-8"))  # all of it, whatever the parser gets

    def parse(part: str, first: int) -> tuple[Block, ...]:
        return _blocks(_block_parser().parse(part, known()), lines, first)

    if most or len(data) >= large:
        blocks = tuple(read_large(lines, offset, parse, most=most))
    else:
        start = lines.starts[offset] if offset < len(lines) else len(data)
        blocks = parse(data[start:].decode("utf-8"), offset)
    return Outline(data, lines, front_matter, blocks)


def parse_front_matter(data: bytes) -> Outline:
    """What ``parse_outline`` gives, without the blocks, and at once."""
    lines = split_lines(data, len(BOM) if data.startswith(BOM) else 0)
    return Outline(data, lines, find_front_matter(lines), ())


def children_of(item: ListItem, lines: Lines) -> tuple[BlockKind, ...]:
    """The kinds of the blocks in an item."""
    if item.children is not None:
        return item.children
    text = "\n".join(lines.content(line).decode() for line in range(item.first, item.last + 1))
    (block,) = parse_outline(text.encode()).blocks
    return block.items[0].children or ()


@cache
def _block_parser() -> MarkdownIt:
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark")
    parser.core.ruler.enableOnly(["normalize", "block"])
    use_engines(parser)
    return parser


_KINDS = {
    "heading_open": BlockKind.HEADING,
    "paragraph_open": BlockKind.PARAGRAPH,
    "bullet_list_open": BlockKind.LIST,
    "ordered_list_open": BlockKind.LIST,
    "blockquote_open": BlockKind.QUOTE,
    "code_block": BlockKind.CODE,
    "fence": BlockKind.CODE,
    "html_block": BlockKind.HTML,
    "hr": BlockKind.RULE,
}


def _blocks(tokens: Sequence[Token], lines: Lines, offset: int) -> tuple[Block, ...]:
    blocks: list[Block] = []
    index = 0
    while index < len(tokens):
        token = tokens[index]
        end = _end_of(tokens, index)
        kind = _KINDS.get(token.type)
        if kind is not None and token.map is not None:
            first, last = _span(token, lines, offset)
            text = token.content or (tokens[index + 1].content if end > index + 1 else "")
            level = int(token.tag[1]) if kind is BlockKind.HEADING else 0
            items = _items(tokens[index:end], lines, offset) if kind is BlockKind.LIST else ()
            blocks.append(Block(kind, first, last, text, level, items))
        index = end + 1
    return tuple(blocks)


def _end_of(tokens: Sequence[Token], index: int) -> int:
    """The index of the token that closes the one at ``index``: itself when it needs none."""
    if tokens[index].nesting != 1:
        return index
    level = tokens[index].level
    while tokens[index].nesting != -1 or tokens[index].level != level:
        index += 1
    return index


def _span(token: Token, lines: Lines, offset: int) -> tuple[int, int]:
    first, end = token.map or (0, 1)
    first, last = first + offset, end + offset - 1
    while last > first and (last >= len(lines) or lines.is_blank(last)):
        last -= 1
    return first, last


_ITEM = re.compile(rf"( {{0,3}})({MARKER})([ \t]*)".encode())


def _items(tokens: Sequence[Token], lines: Lines, offset: int) -> tuple[ListItem, ...]:
    level = tokens[0].level + 1
    items: list[ListItem] = []
    children: list[list[BlockKind]] = []
    for token in tokens:
        if token.type == "list_item_open" and token.level == level:
            children.append([])
            items.append(_item(*_span(token, lines, offset), lines))
        elif children and token.level == level + 1 and token.type in _KINDS:
            children[-1].append(_KINDS[token.type])
    return tuple(
        ListItem(
            item.first, item.last, item.indent, item.marker, item.padding, item.column, tuple(kinds)
        )
        for item, kinds in zip(items, children, strict=True)
    )


def _item(first: int, last: int, lines: Lines) -> ListItem:
    line = lines.content(first)
    match = _ITEM.match(line)
    if match is None:  # pragma: no cover - the parser saw a marker here
        raise AssertionError(line)
    indent, marker, padding = len(match[1]), match[2].decode(), match[3].decode()
    start = indent + len(marker)
    width = len((" " * start + padding).expandtabs(4)) - start
    # CommonMark 0.31 §5.2: content that is empty or indented code starts one column on.
    if match.end() == len(line) or width > 4:
        width, padding = 1, " "
    return ListItem(first, last, indent, marker, padding, start + width, ())
