"""Markdown files as bytes with spans: blocks, list items, front matter, links, and edits."""

from tracker.markdown.blocks import BOM, MARKER, children_of, parse_front_matter, parse_outline
from tracker.markdown.bounds import excess
from tracker.markdown.conflicts import find_conflicts
from tracker.markdown.edits import Edit, apply_edits, lines_written
from tracker.markdown.engines import opens_passage
from tracker.markdown.front_matter import FrontMatter
from tracker.markdown.headings import heading_text, heading_words, path_of, readable
from tracker.markdown.items import (
    EntryForm,
    form_of,
    normalised,
    opens_with_marker,
    without_markers,
)
from tracker.markdown.lines import Lines, split_lines
from tracker.markdown.links import links_of, words_of
from tracker.markdown.outline import Block, BlockKind, ListItem, Outline
from tracker.markdown.reading import reads_as, unescaped

__all__ = [
    "BOM",
    "MARKER",
    "Block",
    "BlockKind",
    "Edit",
    "EntryForm",
    "FrontMatter",
    "Lines",
    "ListItem",
    "Outline",
    "apply_edits",
    "children_of",
    "excess",
    "find_conflicts",
    "form_of",
    "heading_text",
    "heading_words",
    "lines_written",
    "links_of",
    "normalised",
    "opens_passage",
    "opens_with_marker",
    "parse_front_matter",
    "parse_outline",
    "path_of",
    "readable",
    "reads_as",
    "split_lines",
    "unescaped",
    "without_markers",
    "words_of",
]
