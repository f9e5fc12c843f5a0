"""The front matter of a post: recognised, so that nothing in it is taken for Markdown.

Jekyll and Hugo: YAML between lines of three hyphens (Jekyll also closes with three dots), Hugo
also TOML between lines of three plus signs; it opens on the first line of the file. What is
never closed is no front matter.
"""

from __future__ import annotations

from dataclasses import dataclass

from tracker.markdown.lines import Lines

_CLOSING = {b"---": (b"---", b"..."), b"+++": (b"+++",)}


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """``first`` and ``last`` are the lines of its fences."""

    is_toml: bool
    first: int
    last: int


def find_front_matter(lines: Lines) -> FrontMatter | None:
    """The front matter that opens on the first line, if one does."""
    if not len(lines):
        return None
    closings = _CLOSING.get(lines.content(0).rstrip(b" \t"))
    if closings is None:
        return None
    for line in range(1, len(lines)):
        if lines.content(line).rstrip(b" \t") in closings:
            return FrontMatter(closings[0] == b"+++", 0, line)
    return None
