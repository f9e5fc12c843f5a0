"""Of which published entries is nothing left in the post? What git reverted was never said.

An entry that is gone can be taken back and decided on again; one of which something is left, was
rewritten by its author and is theirs. Something is left where the post

- names the entry in a marker,
- links its work, unless it has another entry on that work, which does so, too, or
- says one of its lines, by the words alone, since formatters change all else. A line of a few
  words counts only in an entry of such lines, and one that another entry has, too, never does.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from html import unescape

from tracker.markdown import parse_outline, without_markers
from tracker.markers import find_markers, remove_markers
from tracker.posts.linked import linked_among
from tracker.values import Alias, EntryKey, PublishedEntry

_FEW = 4  # words that stand in any post
_WORD = re.compile(r"[^\W_]+")
_ADDRESS = re.compile(r"\]\([^()\n]*\)|https?://[^\s<>]+")


def find_gone(
    data: bytes,
    published: Sequence[PublishedEntry],
    *,
    others: Sequence[PublishedEntry],
    aliases: Mapping[EntryKey, Collection[Alias]],
) -> tuple[PublishedEntry, ...]:
    """Those that were placed in the post and of which nothing is left in its bytes.

    ``others`` are all entries that were placed there; ``aliases`` are the works' identities.
    """
    if not published:
        return ()
    text = data.decode("utf-8", "replace")
    wanted = {alias for entry in published for alias in aliases.get(entry.key, ())}
    linked = linked_among(parse_outline(data), wanted)
    marked, said = set(find_markers(text)), _words(text)
    gone = []
    for entry in published:
        beside = [other for other in others if other != entry]
        is_alone = not any(_is_of(other, entry, aliases) for other in beside)
        is_left = (
            not entry.text
            or (entry.key in marked and is_alone)
            or (is_alone and not linked.isdisjoint(aliases.get(entry.key, ())))
            or any(line in said for line in _own_lines(entry, beside))
        )
        gone += [] if is_left else [entry]
    return tuple(gone)


def _is_of(
    one: PublishedEntry, other: PublishedEntry, aliases: Mapping[EntryKey, Collection[Alias]]
) -> bool:
    """Whether both are on one work."""
    shared = set(aliases.get(one.key, ())) & set(aliases.get(other.key, ()))
    return one.key.work_id == other.key.work_id or bool(shared)


def _own_lines(entry: PublishedEntry, others: Sequence[PublishedEntry]) -> list[str]:
    lines = _lines(entry.text)
    long = [line for line in lines if line.count(" ") > _FEW]  # there is one at each end
    elsewhere = {line for other in others for line in _lines(other.text)}
    return [line for line in long or lines if line not in elsewhere]


def _lines(text: str) -> list[str]:
    """The words of each line that has some; the headings that came in with an entry are not it."""
    lines = (_words(without_markers(line)) for line in text.splitlines() if line[:1] != "#")
    return [line for line in lines if line.strip()]


def _words(text: str) -> str:
    """What is read: no mark-up, no address."""
    read = _ADDRESS.sub(" ", unescape(remove_markers(text)))
    return f" {' '.join(_WORD.findall(read))} "
