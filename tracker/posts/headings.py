"""Where a heading that the post lacks is created, and at which level.

It stands at the level of its sibling topics and at the end of the section that holds them, so
that in a post with a section a year it goes into the year of the others; without siblings, at
the level of the post's sections; always before the footer. Of a path, what exists is kept.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tracker.markdown import heading_words, path_of
from tracker.posts.document import Post, Section, find_section


@dataclass(frozen=True, slots=True)
class NewHeading:
    """Headings to be written after a line (-1: at the top), outermost first.

    ``parent`` is the index of the section that the path names and the post has; -1 for none.
    """

    parent: int
    after: int
    level: int
    parts: tuple[str, ...]

    @property
    def name(self) -> tuple[str, ...]:
        """The parts as headings are compared."""
        return tuple(heading_words(part) for part in self.parts)

    def without(self, count: int) -> NewHeading:
        """Without the outermost headings, which are written already."""
        return NewHeading(self.parent, self.after, self.level + count, self.parts[count:])


def plan_heading(post: Post, heading: str, siblings: Sequence[str]) -> NewHeading:
    """Where the missing heading (a text or a path) goes."""
    path = path_of(heading)
    parent, missing = _known_part(post, path)
    if parent is not None:
        children = post.sections[parent.index + 1 : parent.end]
        level = children[0].heading.level if children else min(parent.heading.level + 1, 6)
        return NewHeading(parent.index, _end_of(post, parent), level, missing)
    sibling = _find_sibling(post, siblings, len(path))
    if sibling is None:
        return NewHeading(-1, _end_of(post, None), _usual_level(post), missing)
    after = _end_of(post, _parent_of(post, sibling))
    return NewHeading(-1, after, sibling.heading.level, missing)


def sibling_sections(post: Post, siblings: Sequence[str]) -> tuple[Section, ...]:
    """The sections of other topics that the post has."""
    sections = (find_section(post, heading) for heading in siblings)
    return tuple(section for section in sections if section is not None)


def _known_part(post: Post, path: Sequence[str]) -> tuple[Section | None, tuple[str, ...]]:
    for length in range(len(path) - 1, 0, -1):
        section = find_section(post, " > ".join(path[:length]))
        if section is not None:
            return section, tuple(path[length:])
    return None, tuple(path)


def _find_sibling(post: Post, siblings: Sequence[str], depth: int) -> Section | None:
    """A topic's section at the depth of the first heading that is missing."""
    paths = [path_of(heading) for heading in siblings]
    alike = [path for path in paths if len(path) == depth]
    names = [path[0] for path in alike] if depth > 1 else [" > ".join(path) for path in alike]
    return next(iter(sibling_sections(post, names)), None)


def _parent_of(post: Post, section: Section) -> Section | None:
    for other in reversed(post.sections[: section.index]):
        if other.heading.level < section.heading.level:
            return other
    return None


def _usual_level(post: Post) -> int:
    levels = [section.heading.level for section in post.sections]
    if len(levels) > 1 and levels[0] < min(levels[1:]):  # the first one is the post's title
        levels = levels[1:]
    if len(levels) == 1 and levels[0] == 1:
        return 2
    return min(levels, default=2)


def _end_of(post: Post, parent: Section | None) -> int:
    """The last line of a section with all that is in it, or of the post without its footer."""
    if post.sections:
        last = post.sections[parent.end - 1] if parent else post.sections[-1]
        return last.last_line
    if post.preamble:
        return post.preamble[-1].last
    front_matter = post.outline.front_matter
    return front_matter.last if front_matter else -1
