"""A new version in the place of the entry that stands in the post, and the old words back.

The entry is found as ``undo`` finds it. Its marker and number stay, and so does all around it; what
it says is replaced by what the author left in the draft, in the same columns.
"""

from __future__ import annotations

from collections.abc import Sequence

from tracker.markdown import Edit, EntryForm, ListItem, form_of
from tracker.markers import remove_markers
from tracker.posts.document import Post
from tracker.posts.undo import core_of, find_standing


def words_in(text: str) -> str:
    """What an entry says that was inserted as ``text``: without marker, headings and columns."""
    return remove_markers("\n".join(form_of("\n".join(core_of(text))).lines)).rstrip()


def plan_replacement(post: Post, text: str, form: EntryForm) -> tuple[Edit, str] | None:
    """What puts ``form`` in the place of the entry that was inserted as ``text``, and the lines
    that stand there then; None where that is not found."""
    lines = find_standing(post, text)
    if lines is None:
        return None
    first, last = lines
    item = _item_at(post, first)
    margin = " " * _column_of(post, item) if item else ""
    further = [margin + line if line.strip() else "" for line in form.lines[1:]]
    return _replace(post, first, last, item, [form.lines[0], *further])


def plan_restoring(post: Post, text: str, before: str) -> Edit | None:
    """What puts the words back that an entry, inserted as ``text``, had replaced; None where that
    is not found."""
    lines = find_standing(post, text)
    if lines is None:
        return None
    first, last = lines
    old, item = core_of(before), _item_at(post, first)
    form = form_of("\n".join(old))
    edit, _ = _replace(post, first, last, item, [form.lines[0], *old[1:]])
    return edit


def _replace(
    post: Post, first: int, last: int, item: ListItem | None, new: Sequence[str]
) -> tuple[Edit, str]:
    start = post.lines.starts[first]
    if item is not None:
        start += item.indent + len(item.marker) + len(item.padding)
    newline = post.lines.ending(first) or post.newline
    text = newline.join(line.encode() for line in new)
    head = post.data[post.lines.starts[first] : start]
    return Edit(start, post.lines.ends[last], text), (head + text).decode()


def _item_at(post: Post, line: int) -> ListItem | None:
    items = (item for block in post.outline.blocks for item in block.items)
    return next((item for item in items if item.first == line), None)


def _column_of(post: Post, item: ListItem) -> int:
    """Where the further lines of the item stand: its own, where it has any."""
    lines = (post.lines.content(line) for line in range(item.first + 1, item.last + 1))
    indents = [len(line) - len(line.lstrip(b" ")) for line in lines if line.strip()]
    return max(item.column, min(indents, default=item.column))
