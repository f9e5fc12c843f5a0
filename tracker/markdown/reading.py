"""What a passage reads as: of all that formatters change, nothing is left in it.

A formatter may choose other bullets, numbers, marks of emphasis, escapes, line breaks within a
paragraph, blank lines between items, and columns of a table, since a reader sees none of that
(CommonMark 0.31; prettier, mdformat and remark keep to it). Code stays as it is to the blank.
"""

from __future__ import annotations

import re
from functools import cache
from html import unescape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

_LONGEST = 200_000  # of what is rendered
_BETWEEN_PARAGRAPHS = re.compile(r"</p>\s*<p>")
_UNSEEN = re.compile(r"</?p>|(?<=<ol) start=\"\d+\"")
_CODE = re.compile(r"(<pre>.*?</pre>)", re.DOTALL)
_AROUND_BLOCKS = re.compile(r" ?(</?(?:li|ul|ol|blockquote|h\d|hr /|pre|t\w+)>) ?")
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")


def reads_as(markdown: str) -> str:
    """The passage as HTML in one spelling; as it is, on one line, where it is too long for that."""
    if len(markdown) > _LONGEST:
        return " ".join(markdown.split())
    html = _BETWEEN_PARAGRAPHS.sub("\N{PILCROW SIGN}", _parser().render(markdown))
    parts = _CODE.split(_UNSEEN.sub("", html))
    parts[::2] = [re.sub(r"\s+", " ", part) for part in parts[::2]]
    return _AROUND_BLOCKS.sub(r"\1", "".join(parts)).strip()


def unescaped(line: str) -> str:
    """A line without escapes: formatters take off those that they can do without."""
    return " ".join(unescape(_ESCAPE.sub(r"\1", line)).split())


@cache
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark").enable("table")
