"""What a heading is called: its words as a reader sees them, and as two headings are compared.

Case, spaces, emoji, the mark-up of links and emphasis, attributes (``{#id}``, ``{: .class}``), a
link back to the top or the contents, and closing hashes are set aside, and typographic quotes are
plain ones. Drafts and the post find their sections by this.
"""

from __future__ import annotations

import re
from functools import lru_cache

from tracker.markdown.links import words_of
from tracker.text import words

_LONGEST = 1000  # of what is compared, so that no heading takes long
_ATTRIBUTES = re.compile(r"\s*\{[:#.][^{}]*\}\s*$")
# A link back to the contents, or to the heading itself, which themes put behind its words.
_BACK = re.compile(
    r"\s*(?:\[(?P<shown>[^\[\]]*)\]\(#[^()\s]*\)|<a\s[^<>]*>(?P<html>[^<>]*)</a>)\s*$",
    re.IGNORECASE,
)
_BACK_WORDS = frozenset(
    ("", "top", "back", "up", "back to top", "to top", "contents", "toc", "link")
)
_CLOSING_HASHES = re.compile(r"\s+#+\s*$")


@lru_cache(maxsize=4096)
def heading_words(heading: str) -> str:
    """The words of a heading's Markdown, as two headings are compared."""
    return words.heading_words(heading_text(heading))


def heading_text(heading: str) -> str:
    """What a reader sees of a heading's Markdown, on one line."""
    heading = heading.strip()[:_LONGEST]
    while match := _ATTRIBUTES.search(heading) or _CLOSING_HASHES.search(heading):
        heading = heading[: match.start()]
    return " ".join(words_of(_without_way_back(heading)).split())


def _without_way_back(heading: str) -> str:
    while match := _BACK.search(heading):
        shown = match["shown"] if match["html"] is None else match["html"]
        if match.start() == 0 or " ".join(re.findall(r"\w+", shown.lower())) not in _BACK_WORDS:
            break
        heading = heading[: match.start()]
    return heading


def path_of(heading: str) -> tuple[str, ...]:
    """``2025 > Papers`` as its parts; a heading without ``>`` is a path of one."""
    return tuple(part for part in re.split(r"\s*>\s*", heading.strip()) if part) or ("",)


def readable(heading: str) -> str:
    """A heading or path as a person reads it: ``2025 › Papers``."""
    return " › ".join(path_of(heading)) if re.search(r"\s>\s", heading) else heading
