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
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.token import Token

from tracker.markdown.engines import use_engines
from tracker.markdown.front_matter import FrontMatter, find_front_matter
from tracker.markdown.lines import Lines, split_lines

BOM = b"\xef\xbb\xbf"
MARKER = r"(?:[-*+]|\d{1,9}[.)])"  # of a list's item (CommonMark 0.31 §5.2)


class BlockKind(StrEnum):
    """What a block of the top level is."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST = "list"
    QUOTE = "quote"
    CODE = "code"
    HTML = "html"
    RULE = "rule"


@dataclass(frozen=True, slots=True)
class ListItem:
    """An item of a list. Lines count from 0, both ends included, without blank lines at its end."""

    first: int
    last: int
    indent: int  # spaces before the marker
    marker: str  # "1.", "01)", "-"
    padding: str  # white space between marker and content
    column: int  # where its content starts, and where its further lines must be indented to
    children: tuple[BlockKind, ...]  # the blocks in it

    @property
    def number(self) -> int | None:
        """The number of an ordered list's item; None for a bullet."""
        return int(self.marker[:-1]) if len(self.marker) > 1 else None


@dataclass(frozen=True, slots=True)
class Block:
    """A block of the top level: its kind and lines (from 0, both ends included)."""

    kind: BlockKind
    first: int
    last: int
    text: str = ""  # Markdown of a heading or paragraph, HTML of an HTML block
    level: int = 0  # of a heading
    items: tuple[ListItem, ...] = ()  # of a list


@dataclass(frozen=True, slots=True)
class Outline:
    """A Markdown file read: ``lines`` of the whole file, its front matter, its blocks in order."""

    data: bytes
    lines: Lines
    front_matter: FrontMatter | None
    blocks: tuple[Block, ...]


def parse_outline(data: bytes) -> Outline:
    """Read a Markdown file. Raises UnicodeDecodeError for bytes that are not UTF-8."""
    lines = split_lines(data, len(BOM) if data.startswith(BOM) else 0)
    front_matter = find_front_matter(lines)
    offset = front_matter.last + 1 if front_matter else 0
    start = lines.starts[offset] if offset < len(lines) else len(data)
    tokens = _block_parser().parse(data[start:].decode("utf-8"))
    return Outline(data, lines, front_matter, _blocks(tokens, lines, offset))


@cache
def _block_parser() -> MarkdownIt:
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
