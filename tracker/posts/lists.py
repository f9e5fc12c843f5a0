"""The manner of a list: how its items are marked, numbered, indented and set apart.

An ordered list either counts up, or says one number throughout (CommonMark shows both alike),
or does neither: then a number that an author chose is no business of ours, and only the last
one is continued. What ``plan_renumbering`` changes is digits alone, so a number that would grow
by a digit and push its item's further lines out of the item stops it for the whole list.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from tracker.markdown import Block, BlockKind, Edit, EntryForm, Lines, ListItem, children_of

MAX_NUMBER = 999_999_999  # CommonMark 0.31 §5.2: nine digits at most
_OPENS_BLOCK = re.compile(rb"\s*(?:[-+*#>=<`~_|]|\d{1,9}[.)])")
_TASK = re.compile(rb"\[[ xX]\][ \t]")


@dataclass(frozen=True, slots=True)
class Manner:
    """How a list writes an item; ``digits`` is the least number of digits (``01.`` has 2)."""

    delimiter: str  # ".", ")", "-", "*", "+"
    indent: int = 0
    padding: str = " "
    column: int = 0
    further: int = 0  # blanks that its paragraphs after the first have beyond that column
    digits: int = 1
    counts_up: bool = True
    is_spaced: bool = False  # a blank line between items
    is_task: bool = False  # every item opens with a checkbox

    @property
    def is_ordered(self) -> bool:
        """Whether its items are numbered."""
        return self.delimiter in ".)"


def manner_of(block: Block, lines: Lines, *, first: bool = False, constant: bool = False) -> Manner:
    """The manner of a list at its end, or with ``first`` at its beginning.

    A list of one item does not show whether it counts: ``constant`` says what others do.
    """
    items = block.items
    item, neighbour = (items[0], items[1:2]) if first else (items[-1], items[-2:-1])
    counted = numbers_of(items)
    return Manner(
        delimiter=item.marker[-1],
        indent=item.indent,
        padding=item.padding,
        column=item.column,
        further=_further(items, lines),
        digits=digits_of(items),
        counts_up=not constant if len(items) == 1 else _counts_up(counted),
        is_spaced=_is_spaced(item, neighbour, lines),
        is_task=all(_opens_task(item, lines) for item in items),
    )


def marker_manner(marker: str) -> Manner:
    """The manner of a new list whose first entry came with this marker."""
    return Manner(marker[-1], column=len(marker) + 1, is_spaced=len(marker) > 1)


def numbers_of(items: Sequence[ListItem]) -> tuple[int, ...]:
    """The numbers of an ordered list's items."""
    return tuple(item.number for item in items if item.number is not None)


def is_constant(items: Sequence[ListItem]) -> bool:
    """An ordered list that says one number throughout."""
    return len(items) > 1 and len(set(numbers_of(items))) == 1


def next_number(items: Sequence[ListItem], manner: Manner) -> int:
    """The number of an item that is added at the end."""
    last = items[-1].number or 0
    constant = is_constant(items) or (len(items) == 1 and not manner.counts_up)
    return last if constant else min(last + 1, MAX_NUMBER)


def render_item(manner: Manner, number: int, form: EntryForm) -> list[str]:
    """The lines of an item, without line endings."""
    marker = f"{number:0{manner.digits}d}{manner.delimiter}" if manner.is_ordered else ""
    marker = marker or manner.delimiter
    start = manner.indent + len(marker)
    padding, column = manner.padding, manner.column
    if "\t" in padding:
        column = len((" " * start + padding).expandtabs(4))
    elif form.lines[0].startswith("    "):  # indented code needs its own columns
        padding, column = " ", start + 1
    else:
        padding = " " * min(max(column - start, 1), 4)
        column = start + len(padding)
    task = "[ ] " if manner.is_task else ""
    first = " " * manner.indent + marker + padding + task + form.lines[0]
    column += manner.further
    return [first, *(" " * column + line if line.strip() else "" for line in form.lines[1:])]


def _further(items: Sequence[ListItem], lines: Lines) -> int:
    """How far beyond their column the items' further blocks stand: Python-Markdown and older
    engines ask for four blanks, whatever the marker's width. The last item that has one tells."""
    for item in reversed(items):
        for line in range(item.first + 2, item.last + 1):
            if lines.is_blank(line - 1) and not lines.is_blank(line):
                content = lines.content(line).expandtabs(4)
                beyond = len(content) - len(content.lstrip(b" ")) - item.column
                return beyond if 0 <= beyond < 4 else 0
    return 0


def plan_renumbering(
    items: Sequence[ListItem], lines: Lines, by: int, *, digits: int
) -> tuple[Edit, ...]:
    """Add ``by`` to the items' numbers, digits only; nothing where that would break an item."""
    edits: list[Edit] = []
    for item in items:
        number = (item.number or 0) + by
        text = f"{number:0{digits}d}"
        growth = len(text) - (len(item.marker) - 1)
        if not 0 <= number <= MAX_NUMBER or not _bears(item, lines, growth):
            return ()
        start = lines.starts[item.first] + item.indent
        edits.append(Edit(start, start + len(item.marker) - 1, text.encode()))
    return tuple(edits)


def _bears(item: ListItem, lines: Lines, growth: int) -> bool:
    """Whether the item stays whole when its marker grows or shrinks by so many digits."""
    if not growth or item.first == item.last:
        return True
    further = [lines.content(line) for line in range(item.first + 1, item.last + 1)]
    children = children_of(item, lines)
    if children == (BlockKind.PARAGRAPH,):
        return not any(_OPENS_BLOCK.match(line) for line in further)
    if BlockKind.CODE in children:
        return False
    indents = [len(line) - len(line.lstrip(b" ")) for line in further if line.strip(b" \t")]
    return all(indent >= item.column + max(growth, 0) for indent in indents)


def digits_of(items: Sequence[ListItem]) -> int:
    """The least number of digits in a list that pads its numbers with zeros; else 1."""
    padded = [len(item.marker) - 1 for item in items if re.match(r"0\d", item.marker)]
    return max(padded, default=1)


def _counts_up(numbers: Sequence[int]) -> bool:
    return all(after == before + 1 for before, after in pairwise(numbers))


def _is_spaced(item: ListItem, neighbour: Sequence[ListItem], lines: Lines) -> bool:
    if not neighbour:
        return any(lines.is_blank(line) for line in range(item.first, item.last))
    upper, lower = sorted((item, neighbour[0]), key=lambda item: item.first)
    return lower.first > upper.last + 1


def _opens_task(item: ListItem, lines: Lines) -> bool:
    start = item.indent + len(item.marker) + len(item.padding)
    return _TASK.match(lines.content(item.first)[start:]) is not None
