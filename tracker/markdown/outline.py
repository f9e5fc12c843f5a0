"""What a Markdown file is read as: blocks and items with the lines that they stand on."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from tracker.markdown.front_matter import FrontMatter
from tracker.markdown.lines import Lines


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
    children: tuple[BlockKind, ...] | None  # the blocks in it; None where they were not read

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

    def text(self, first: int, last: int) -> str:
        """The lines from ``first`` to ``last``, both included, without the last one's ending."""
        return self.data[self.lines.starts[first] : self.lines.ends[last]].decode()
