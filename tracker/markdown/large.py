"""Large files, read in time: what is plain is read line by line, and the parser gets the rest.

A post of megabytes is a list of links: headings, paragraphs and items of a line or a few. What
CommonMark makes of these can be seen from their first characters. A passage that holds anything
else goes to the parser, from a place where nothing is open up to the next heading behind which
nothing is open again. So the blocks are those that the parser would give of the whole file
(tests/markdown/test_large.py), and lines that do not look plain cost what they cost in a small one:
they are counted, and too many refused before the parser sees them.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from tracker.markdown.engines import opens_passage
from tracker.markdown.lines import Lines
from tracker.markdown.outline import Block, BlockKind, ListItem

_SENTINEL = "sentinel"
_ATX = re.compile(r"(#{1,6})(?=[ \t]|$)(.*)", re.DOTALL)
_MARKER = re.compile(r"([-*+]|\d{1,9}[.)])( {1,4})(?=\S)")
# What opens another block than a paragraph, or may: the first characters of a line or an item.
_OPENS = re.compile(
    r"\s|[-+](?:\s|$|[-+ \t]*$)|[>=<{]|#{1,6}(?:[ \t]|$)|~~~|```|:::|///|%%|\$\$"
    r"|\\(?:\\?\[|begin\{)|\d{1,9}[.)](?:\s|$)|\*(?:\s|$)|(?:[*_-][ \t]*){3,}$"
    r"|\[/|\[[^\]]*(?:\]:|$)|$"
)
# What may stay open beyond a blank line, or is no plain text within an item.
_SPANS = re.compile(r"[>*+\-\d.) \t]*(?:~~~|```|:::|[<{]|%%|\$\$|\\(?:\\?\[|begin\{))")

Parse = Callable[[str, int], Sequence[Block]]


class TooOddError(Exception):
    """More lines that are not plain than are read."""


@dataclass(frozen=True, slots=True)
class Most:
    """How many lines that are not plain are read, and how many characters they may have."""

    lines: int
    characters: int


def read_large(lines: Lines, first: int, parse: Parse, *, most: Most | None = None) -> list[Block]:
    """The blocks from line ``first`` on. ``parse`` reads a text that starts at a line.

    Raises TooOddError for more than ``most``.
    """
    return list(_Reader(lines, parse, most).read(first))


class _Reader:
    def __init__(self, lines: Lines, parse: Parse, most: Most | None) -> None:
        self._lines, self._parse = lines, parse
        self._most, self._odd_lines, self._odd_characters = most, 0, 0
        data = lines.data
        self._texts = [
            data[a:b].decode().replace("\0", "\ufffd")
            for a, b in zip(lines.starts, lines.ends, strict=True)
        ]
        self._headings = [
            number
            for number, text in enumerate(self._texts)
            if text[:1] == "#" and _ATX.match(text) and (number == 0 or self._is_blank(number - 1))
        ]

    def _is_blank(self, line: int) -> bool:
        return not self._texts[line].strip(" \t")

    def read(self, line: int) -> Iterator[Block]:
        """Blocks in order: plain ones as they stand, others as the parser reads them."""
        while line < len(self._texts):
            text = self._texts[line]
            if self._is_blank(line):
                line += 1
            elif text[0] == "#" and (atx := _ATX.match(text)):
                yield Block(BlockKind.HEADING, line, line, _title(atx[2]), len(atx[1]))
                line += 1
            else:
                end, block = (
                    self._paragraph(line) if _OPENS.match(text) is None else self._list(line)
                )
                if block is None:
                    blocks, end = self._odd(line)
                    yield from blocks
                else:
                    yield block
                line = end

    def _paragraph(self, first: int) -> tuple[int, Block | None]:
        line = first + 1
        while line < len(self._texts) and not self._is_blank(line):
            text = self._texts[line]
            if text[0] == "#" and _ATX.match(text):
                break
            if _OPENS.match(text):
                return first, None
            line += 1
        text = "\n".join(self._texts[first:line]).strip()
        return line, Block(BlockKind.PARAGRAPH, first, line - 1, text)

    def _list(self, first: int) -> tuple[int, Block | None]:
        items: list[ListItem] = []
        line = end = first
        while line < len(self._texts):
            if self._is_blank(line):
                line += 1
                continue
            item = self._item(line)
            if item is None:
                text = self._texts[line]
                apart = line > end  # a blank line stands before it
                if not items or not (apart or _ATX.match(text)) or _GOES_ON.match(text):
                    return first, None
                break
            if items and items[-1].marker[-1] != item.marker[-1]:
                if line == end:  # another list straight after it
                    return first, None
                break
            items.append(item)
            line = end = item.last + 1
        block = Block(BlockKind.LIST, first, items[-1].last, items=tuple(items)) if items else None
        return end, block

    def _item(self, first: int) -> ListItem | None:
        text = self._texts[first]
        marker = _MARKER.match(text)
        if marker is None or _OPENS.match(text, marker.end()) or _RULE.fullmatch(text):
            return None
        column, last = marker.end(), first
        for line in range(first + 1, len(self._texts)):
            further = self._texts[line]
            if further[:column].strip(" ") or not further.strip(" \t"):
                break  # at the margin, or blank
            if _SPANS.match(further, column) or further[column:].startswith("\t"):
                return None
            last = line
        children = (BlockKind.PARAGRAPH,) if last == first else None
        return ListItem(first, last, 0, marker[1], marker[2], column, children)

    def _odd(self, first: int) -> tuple[Sequence[Block], int]:
        """What the parser makes of the lines from ``first`` on, and where it ends."""
        place = bisect_left(self._headings, first + 1)
        step = 1
        while place < len(self._headings):
            end = self._headings[place]  # a blank line stands before it
            text = "\n".join((*self._texts[first:end], _SENTINEL, ""))
            self._check(end - first, len(text))
            blocks = self._parse(text, first)
            if self._is_closed(blocks):
                self._odd_lines += end - first
                self._odd_characters += len(text)
                return blocks[:-1], end
            place, step = place + step, step * 2
        rest = self._lines.data[self._lines.starts[first] :].decode()
        self._check(len(self._texts) - first, len(rest))
        return self._parse(rest, first), len(self._texts)

    def _check(self, lines: int, characters: int) -> None:
        if self._most and (
            self._odd_lines + lines > self._most.lines
            or self._odd_characters + characters > self._most.characters
        ):
            raise TooOddError

    def _is_closed(self, blocks: Sequence[Block]) -> bool:
        if not blocks or blocks[-1].text != _SENTINEL:
            return False
        shown = (block for block in blocks[:-1] if block.kind is not BlockKind.CODE)
        lines = (line for block in shown for line in range(block.first, block.last + 1))
        return not any(opens_passage(self._texts[line].lstrip(_BEFORE)) for line in lines)


_BEFORE = " \t>-*+.)0123456789"  # what may stand before the content of an item or a quote
_RULE = re.compile(r"(?:[*_-][ \t]*){3,}")
_GOES_ON = re.compile(r"[ \t]|(?:[-*+]|\d{1,9}[.)])(?:[ \t]|$)")  # in or with a list, after a blank


def _title(text: str) -> str:
    text = text.strip(" \t")
    cut = text.rstrip("#")
    return (cut if not cut or cut[-1] in " \t" else text).strip()
