"""Where the lines of entries go in: into a list, at the end of a body, under a new heading.

Lines are inserted before the ending of the line that they follow, or at the start of a list's
first item, so that a final newline, or none, stays as it is. What comes next is kept from being
read as part of an entry: a line of hyphens straight after a paragraph would make it a heading,
and a plain line straight after an item would join it (CommonMark 0.31 §4.3, §5.2).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from tracker.markdown import Block, BlockKind, Edit, EntryForm, parse_outline
from tracker.posts.document import Post, Section
from tracker.posts.headings import NewHeading, sibling_sections
from tracker.posts.lists import (
    MAX_NUMBER,
    Manner,
    is_constant,
    manner_of,
    marker_manner,
    next_number,
    numbers_of,
    plan_renumbering,
    render_item,
)
from tracker.values import EntryKey

Forms = Sequence[tuple[EntryKey, EntryForm]]


@dataclass(frozen=True, slots=True)
class Insertion:
    """The lines of one entry, and the line that they follow (-1: at the top of the post).

    With ``opens`` they precede that line instead. ``needs_gap``: a blank line must follow them.
    ``is_block``: they join no list that was there.
    """

    key: EntryKey
    lines: tuple[str, ...]
    line: int
    opens: bool = False
    needs_gap: bool = False
    is_block: bool = False


def at_end_of_list(post: Post, block: Block, forms: Forms) -> list[Insertion]:
    """The entries as further items of a list."""
    manner = manner_of(block, post.lines, constant=_says_one_number(post))
    number = next_number(block.items, manner)
    step = number - (block.items[-1].number or 0)
    line = block.items[-1].last
    apart = _set_apart_from_the_one_above(forms, manner)
    return [
        Insertion(
            key=key,
            lines=(
                *(("",) if apart[place] else ()),
                *render_item(manner, min(number + step * place, MAX_NUMBER), form),
            ),
            line=line,
            needs_gap=_would_join(post, line + 1) or _is_indented(post, line + 1),
        )
        for place, (key, form) in enumerate(forms)
    ]


def at_start_of_list(
    post: Post, block: Block, forms: Forms
) -> tuple[list[Insertion], tuple[Edit, ...]]:
    """The entries as first items of a list, and the edits that renumber the others."""
    manner = manner_of(block, post.lines, first=True, constant=_says_one_number(post))
    first = block.items[0].number or 0
    counts = manner.is_ordered and manner.counts_up
    renumbered = (
        plan_renumbering(block.items, post.lines, len(forms), digits=manner.digits)
        if counts
        else ()
    )
    step = 1 if renumbered else 0
    # A gap below each: what sets an entry apart from the one above it goes with that one.
    apart = [*_set_apart_from_the_one_above(forms, manner)[1:], _is_set_apart(forms[-1], manner)]
    return [
        Insertion(
            key=key,
            lines=(
                *render_item(manner, first + step * place, form),
                *(("",) if apart[place] else ()),
            ),
            line=block.first,
            opens=True,
        )
        for place, (key, form) in enumerate(forms)
    ], renumbered


def _set_apart_from_the_one_above(forms: Forms, manner: Manner) -> list[bool]:
    """Of each entry whether a blank line stands above: where the list has them, and beside an
    entry that holds a blank line itself."""
    own = [_is_set_apart(form, manner) for form in forms]
    return [here or above for here, above in zip(own, [False, *own], strict=False)]


def _is_set_apart(form: tuple[EntryKey, EntryForm], manner: Manner) -> bool:
    return manner.is_spaced or not all(line.strip() for line in form[1].lines)


def at_end_of_body(
    post: Post, section: Section, forms: Forms, siblings: Sequence[str]
) -> list[Insertion]:
    """The entries after all that a section says itself."""
    bodies = _bodies(post, forms, siblings, section)
    return [
        Insertion(key, lines, section.last_line, needs_gap=True, is_block=True)
        for (key, _), lines in zip(forms, bodies, strict=True)
    ]


def under_new_heading(
    post: Post, heading: NewHeading, forms: Forms, siblings: Sequence[str]
) -> list[Insertion]:
    """The entries in a section of their own; its heading goes in with the first of them."""
    titles: list[str] = []
    for depth, part in enumerate(heading.parts):
        level = min(heading.level + depth, 6)
        titles += ["", f"{'#' * level} {' '.join(part.split())}"]
    bodies = _bodies(post, forms, siblings, heading)
    bodies[0] = (*titles, *bodies[0])
    return [
        Insertion(key, lines, heading.after, needs_gap=True, is_block=True)
        for (key, _), lines in zip(forms, bodies, strict=True)
    ]


def edits_of(post: Post, insertions: Sequence[Insertion]) -> list[Edit]:
    """One edit for each insertion, in their order; the last one at a place sees to the gap."""
    if len(post.lines):
        insertions = _before_all(insertions)
    last_at = {(insertion.line, insertion.opens): insertion for insertion in insertions}
    return [
        _edit(
            post,
            _set_apart(post, insertion)
            if insertion.needs_gap and last_at[insertion.line, insertion.opens] is insertion
            else replace(insertion, needs_gap=False),
            is_first=insertion is insertions[0],
        )
        for insertion in insertions
    ]


def _set_apart(post: Post, insertion: Insertion) -> Insertion:
    """Kept from what comes next: a list would take in a heading or text that is indented."""
    lines, following = insertion.lines, insertion.line + (not insertion.opens)
    if _takes_in(post, following, insertion):
        nothing = "{/* */}" if post.is_mdx else "<!-- -->"
        lines = (*lines, *(() if lines[-1] == "" else ("",)), nothing)
        lines = (*lines, "") if insertion.opens else lines
    return replace(insertion, lines=lines, needs_gap=_has_text(post, following))


def _takes_in(post: Post, following: int, insertion: Insertion) -> bool:
    """Whether what follows is indented as if it were the last item's. Behind a list that was there
    it is not, but where the item above is empty or has its text further in."""
    if not _is_indented(post, following):
        return False
    blocks = parse_outline("\n".join(insertion.lines).encode()).blocks
    if not blocks or blocks[-1].kind is not BlockKind.LIST:
        return False
    column = 1 if insertion.is_block else blocks[-1].items[-1].column
    return _indent(post, following) >= column


def _before_all(insertions: Sequence[Insertion]) -> list[Insertion]:
    """What goes to the top of a post that has lines precedes the first of them."""
    moved: list[Insertion] = []
    gap: tuple[str, ...] = ("",)
    for insertion in reversed(insertions):
        if insertion.line < 0:
            lines = insertion.lines
            moved.append(
                replace(insertion, lines=(*lines[lines[0] == "" :], *gap), line=0, opens=True)
            )
            gap = ("",) if lines[0] == "" else ()
        else:
            moved.append(insertion)
    return moved[::-1]


def _edit(post: Post, insertion: Insertion, *, is_first: bool) -> Edit:
    lines, line = post.lines, insertion.line
    newline = (lines.ending(line) if line >= 0 else b"") or post.newline
    text = newline.join(part.encode() for part in insertion.lines)
    if insertion.opens:
        return Edit(lines.starts[line], lines.starts[line], text + newline)
    if line < 0:  # an empty file
        text = text.removeprefix(newline) if is_first else newline + text
        return Edit(len(post.data), len(post.data), text)
    gap = newline if insertion.needs_gap else b""
    return Edit(lines.ends[line], lines.ends[line], newline + text + gap)


def _has_text(post: Post, line: int) -> bool:
    return line < len(post.lines) and not post.lines.is_blank(line)


def _would_join(post: Post, line: int) -> bool:
    """Whether a line would be read as part of an item's paragraph before it."""
    if not _has_text(post, line):
        return False
    kind = next((block.kind for block in post.outline.blocks if block.first == line), None)
    if kind in {None, BlockKind.PARAGRAPH}:
        return True
    # The words of a heading that is underlined are a paragraph's until its underline.
    if kind is BlockKind.HEADING and not post.lines.content(line).lstrip(b" ").startswith(b"#"):
        return True
    # Template blocks are code to us, but a paragraph's lines to CommonMark. kramdown's attributes
    # of a list (``{: .class}``) stay right behind it.
    return _TEMPLATE.match(post.lines.content(line)) is not None


_TEMPLATE = re.compile(rb" *(?:\{(?!:[^:])|(?::{3,}|/{3,})[ \t]*[^:/ \t])")


def _is_indented(post: Post, line: int) -> bool:
    return _indent(post, line) > 0


def _indent(post: Post, line: int) -> int:
    """How many blanks stand before the next words, from that line on."""
    while line < len(post.lines) and post.lines.is_blank(line):
        line += 1
    text = post.lines.content(line).expandtabs(4) if line < len(post.lines) else b""
    return len(text) - len(text.lstrip(b" "))


def _says_one_number(post: Post) -> bool:
    """Whether the post's ordered lists of several items say ``1.`` throughout."""
    lists = [block for block in post.outline.blocks if len(numbers_of(block.items)) > 1]
    return bool(lists) and all(is_constant(block.items) for block in lists)


def _bodies(
    post: Post, forms: Forms, siblings: Sequence[str], under: Section | NewHeading
) -> list[tuple[str, ...]]:
    """The lines of entries that no list is waiting for: a new list, or as they were written."""
    manner = _manner_of_new_list(post, forms, siblings, under)
    if manner is None:
        return [("", *form.lines) for _, form in forms]
    step = 1 if manner.counts_up else 0
    return [
        (
            *(("",) if place == 0 or manner.is_spaced else ()),
            *render_item(manner, 1 + step * place, form),
        )
        for place, (_, form) in enumerate(forms)
    ]


def _manner_of_new_list(
    post: Post, forms: Forms, siblings: Sequence[str], under: Section | NewHeading
) -> Manner | None:
    """As most of the post's lists are, the last of them; None where entries stay as blocks.

    A list's marker asks for a list. Without one the entries become a list where most of the
    other topics list theirs; and an empty section lists its entries where any topic's section
    does or, in a post without other topics, most sections do.
    """
    marker = next((form.marker for _, form in forms if form.marker), "")
    topics = sibling_sections(post, siblings)
    models = [section for section in topics or post.sections if section is not under]
    listing = [section for section in models if section.last_list is not None]
    is_empty = isinstance(under, NewHeading) or not under.body
    mostly = 2 * len(listing) > len(models)
    asked = marker or (mostly and topics) or (is_empty and (mostly or (topics and listing)))
    if not asked:
        return None
    level = under.level if isinstance(under, NewHeading) else under.heading.level
    near = [section for section in listing if section.heading.level == level] or listing
    manners = [
        manner_of(section.last_list, post.lines, constant=_says_one_number(post))
        for section in near
        if section.last_list is not None
    ]
    if not manners:
        manner = marker_manner(marker)
    else:
        alike = [manner for manner in manners if manner.is_ordered == (len(marker) > 1)]
        usual = Counter(manner.is_ordered for manner in manners).most_common(1)[0][0]
        as_usual = [manner for manner in manners if manner.is_ordered == usual]
        manner = ((marker and alike) or as_usual)[-1]
    # Items of several paragraphs that follow one another closely are hard to tell apart.
    return manner if all(f.is_paragraph for _, f in forms) else replace(manner, is_spaced=True)
