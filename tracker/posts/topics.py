"""Where a post speaks of a topic: under a heading, under one that is called nearly so, or only in
an item of a list; and where a heading for it would be created."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from dataclasses import dataclass

from tracker.markdown import heading_text, heading_words, without_markers
from tracker.posts.document import Post, Section, find_section
from tracker.posts.headings import plan_heading

ALIKE = 0.5  # from then on a heading is suggested
_LEAST_WORD = 4  # letters of a word that two headings may share


@dataclass(frozen=True, slots=True)
class ListedTopic:
    """An item that begins with a topic's name: its line, from 1, and the heading above it."""

    line: int
    heading: str


@dataclass(frozen=True, slots=True)
class HeadingPlace:
    """Where ``publish`` would create a heading: below a line, from 1 (0: at the top)."""

    line: int
    level: int


def headings_of(post: Post) -> tuple[str, ...]:
    """What each section is found by, in order: its heading's words, or a path to it."""
    return tuple(_name_of(post, section) for section in post.sections)


def nearest_heading(post: Post, heading: str) -> tuple[str, float]:
    """The section that is called most like the heading, and how much: 1 is the same; ("", 0)
    without any."""
    wanted = heading_words(heading)
    scored = [(_likeness(wanted, section.words), section) for section in post.sections]
    best, section = max(scored, key=lambda pair: pair[0], default=(0.0, None))
    return (_name_of(post, section), best) if section is not None else ("", 0.0)


def find_item(post: Post, heading: str) -> ListedTopic | None:
    """The first item of a section's list whose words begin with the topic's name."""
    wanted = heading_words(heading)
    for section in post.sections:
        for block in section.body:
            for item in block.items:
                text = without_markers(post.lines.content(item.first).decode())
                if wanted and heading_words(text).startswith(wanted):
                    return ListedTopic(item.first + 1, _name_of(post, section))
    return None


def place_of(post: Post, heading: str, siblings: Sequence[str]) -> HeadingPlace:
    """Where a heading that the post lacks would be created."""
    new = plan_heading(post, heading, siblings)
    return HeadingPlace(new.after + 1, new.level)


def _name_of(post: Post, section: Section) -> str:
    """The shortest name by which this section and no earlier one is found."""
    name = heading_text(section.heading.text)
    path = name
    for other in reversed(post.sections[: section.index]):
        if find_section(post, path) is section:
            break
        if other.end > section.index:  # it holds the section
            path = f"{heading_text(other.heading.text)} > {path}"
    return path if find_section(post, path) is section else name


def _likeness(one: str, other: str) -> float:
    if not one or not other:
        return 0.0
    ratio = difflib.SequenceMatcher(None, one[:200], other[:200]).ratio()
    words, others = ([w for w in text.split() if len(w) >= _LEAST_WORD] for text in (one, other))
    common = set(words) & set(others)
    shared = len(common) / min(len(words), len(others)) if common else 0.0
    if shared <= ALIKE and words[:1] != [w for w in words if w in common][:1]:
        shared = 0.0  # "models", of a topic that begins otherwise, says little
    return 1.0 if one == other else min(max(ratio, shared), 0.99)
