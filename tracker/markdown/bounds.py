"""How large a Markdown file may be, so that none takes longer than a few seconds to read.

The longest living posts have some 100 KB and 2,000 lines. The parser's time grows with lines
(a list of many short items costs most), and within a paragraph with the square of its marks.
"""

from __future__ import annotations

MOST_BYTES = 1_000_000
MOST_LINES = 20_000
MOST_MARKS = 10_000  # of a paragraph: what may open or close emphasis, a link, code or HTML


def excess(data: bytes) -> str:
    """What is too much in the file, as a message that follows its name; "" where nothing is."""
    if len(data) > MOST_BYTES:
        return f"has {len(data):,} bytes; tracker reads Markdown files up to {MOST_BYTES:,}"
    lines = data.count(b"\n") + data.count(b"\r") - data.count(b"\r\n")
    if lines > MOST_LINES:
        return f"has {lines:,} lines; tracker reads Markdown files up to {MOST_LINES:,}"
    return ""
