"""The form of an entry's text: whether it comes as a list's item, and whether it is closed.

An author may write an entry as it will stand in a list (``1. **Name** - what it does.``) or as
paragraphs. The marker of a list with one item is the draft's, not the post's: it is taken off,
and the list that the entry joins gives it another.
"""

from __future__ import annotations

from dataclasses import dataclass

from tracker.markdown import BlockKind, Outline, parse_outline

_SENTINEL = "sentinel"


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
    if first is None or first.kind is not BlockKind.LIST or len(first.items) != 1:
        return EntryForm(tuple(lines), "", alone and _kind(outline) is BlockKind.PARAGRAPH)
    item = first.items[0]
    start = item.indent + len(item.marker) + len(item.padding)
    inside = [lines[0][start:], *(_dedent(line, item.column) for line in lines[1 : item.last + 1])]
    is_paragraph = alone and item.children == (BlockKind.PARAGRAPH,)
    return EntryForm((*inside, *lines[item.last + 1 :]), item.marker, is_paragraph)


def normalised(text: str) -> str:
    """LF line endings, no blank lines around."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").rstrip()
    lines = text.split("\n")
    while len(lines) > 1 and not lines[0].strip():
        lines.pop(0)
    return "\n".join(lines)


def is_closed(text: str) -> bool:
    """Whether what follows the text would be read as Markdown of its own.

    It is not after a code fence, an HTML comment or a script that is opened and never ends.
    """
    blocks = parse_outline(f"{normalised(text)}\n\n{_SENTINEL}\n".encode()).blocks
    return bool(blocks) and blocks[-1].text == _SENTINEL


def _kind(outline: Outline) -> BlockKind:
    return outline.blocks[0].kind


def _dedent(line: str, width: int) -> str:
    indent = len(line) - len(line.lstrip(" "))
    return line[min(indent, width) :]
