"""Entries on their way into a post: placed or left out, and whether a text is closed, so that what
follows it is read as Markdown of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tracker.markdown import BlockKind, normalised, opens_passage, parse_outline
from tracker.values import EntryKey

_SENTINEL = "sentinel"


@dataclass(frozen=True, slots=True)
class Placed:
    """An entry that goes in: the very text that is inserted, blank lines and heading included."""

    key: EntryKey
    text: str


@dataclass(frozen=True, slots=True)
class Skipped:
    """An entry that is left out, and why, in a few words. ``stands``: the post has it already."""

    key: EntryKey
    reason: str
    stands: bool = False


def is_closed(text: str) -> bool:
    """Whether no code fence, HTML comment or script is opened in the text that never ends, and no
    passage of a site engine's."""
    blocks = parse_outline(f"{normalised(text)}\n\n{_SENTINEL}\n".encode()).blocks
    lines = normalised(text).split("\n")
    for block in blocks:
        shown = lines[block.first : block.last + 1] if block.kind is not BlockKind.CODE else ()
        if any(map(opens_passage, shown)) and not _all_closed(shown):
            return False
    return bool(blocks) and blocks[-1].text == _SENTINEL


def _all_closed(lines: Sequence[str]) -> bool:
    """Whether each passage that opens within an item or a quote ends there."""
    inner = "\n".join(line.lstrip(" >") for line in lines)
    blocks = parse_outline(inner.encode()).blocks
    shown = [block for block in blocks if block.kind is not BlockKind.CODE]
    texts = inner.split("\n")
    return not any(
        opens_passage(texts[line]) for block in shown for line in range(block.first, block.last + 1)
    )
