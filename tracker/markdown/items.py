"""The markers of list items: what they look like, and a text without the one that it came with.

CommonMark 0.31 §5.2. An author may write an entry as it will stand in a list (``1. **Name** - what
it does.``) or as paragraphs. The marker of a list with one item is the form's, not the author's: it
is taken off, and the list that the entry joins gives it another.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from tracker.markdown.blocks import MARKER, children_of, parse_outline
from tracker.markdown.outline import BlockKind

_FIRST = re.compile(rf" {{0,3}}{MARKER}(?: {{1,4}}|\t)(?=\S)")
_MARKERS = re.compile(rf"(?:(?:{MARKER}|\[[ xX]\])(?:[ \t]+|$))*")


@dataclass(frozen=True, slots=True)
class EntryForm:
    """An entry's text as lines without a marker; ``marker`` is the one that it came with."""

    lines: tuple[str, ...]
    marker: str = ""
    is_paragraph: bool = False  # one paragraph and nothing else


def form_of(text: str) -> EntryForm:
    """Take a list marker off; only where the text opens with a list of one item."""
    lines = normalised(text).split("\n")
    outline = parse_outline("\n".join(lines).encode())
    first = outline.blocks[0] if outline.blocks else None
    alone = len(outline.blocks) == 1
    if first is None or first.first or first.kind is not BlockKind.LIST or len(first.items) != 1:
        is_paragraph = first is not None and alone and first.kind is BlockKind.PARAGRAPH
        return EntryForm(tuple(lines), "", is_paragraph)
    item = first.items[0]
    start = item.indent + len(item.marker) + len(item.padding)
    further = lines[1 : item.last + 1]
    width = _width(further, item.column)
    inside = [lines[0][start:], *(_dedent(line, width) for line in further)]
    is_paragraph = alone and children_of(item, outline.lines) == (BlockKind.PARAGRAPH,)
    return EntryForm((*inside, *lines[item.last + 1 :]), item.marker, is_paragraph)


def opens_with_marker(text: str) -> bool:
    """Whether the text may open with an item that has words: ``form_of`` can tell, at a cost."""
    return _FIRST.match(text) is not None


def without_markers(line: str) -> str:
    """A line without indentation, markers and checkboxes of lists: the same words in a list of any
    manner."""
    line = line.strip()
    match = _MARKERS.match(line)
    return line[match.end() :] if match else line


def normalised(text: str) -> str:
    """LF line endings, no blank lines around."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").rstrip()
    lines = text.split("\n")
    while len(lines) > 1 and not lines[0].strip():
        lines.pop(0)
    return "\n".join(lines)


def _width(further: Sequence[str], column: int) -> int:
    """How far an item's further lines are indented: by four blanks, as older engines ask for it,
    if all of them are."""
    indents = [
        len(line.expandtabs(4)) - len(line.expandtabs(4).lstrip()) for line in further if line
    ]
    least = min(indents, default=column)
    return least if column < least < column + 4 else column


def _dedent(line: str, width: int) -> str:
    if line.startswith("\t"):
        line = line.expandtabs(4)
    indent = len(line) - len(line.lstrip(" "))
    return line[min(indent, width) :]
