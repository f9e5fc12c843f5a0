"""Taking the last publication back: what was inserted is removed where it still stands.

An entry stands where the very lines that were inserted are found, whatever became of its number
and of the line endings, or else where an item or as many blocks read the same: a formatter went
over them. One that was changed, or to which something was added, is the author's now and is left.
A heading that came in with an entry goes with it, unless something else stands under it. Items
that count on from a removed one are numbered back, digits only. Of a post that nobody touched
since, the bytes are afterwards what they were before the publication.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, takewhile

from tracker.markdown import (
    BOM,
    Block,
    BlockKind,
    Edit,
    ListItem,
    parse_outline,
    reads_as,
    split_lines,
)
from tracker.posts.dates import plan_date_back
from tracker.posts.document import Post
from tracker.posts.entries import Skipped
from tracker.posts.lists import digits_of, plan_renumbering
from tracker.values import DateChange, EntryKey, PublishedEntry

NO_LONGER = "its lines no longer stand as they were published"


@dataclass(frozen=True, slots=True)
class UndoPlan:
    """Every change to the post, the entries taken back, and those left with the reason."""

    edits: tuple[Edit, ...]
    removed: tuple[EntryKey, ...]
    left: tuple[Skipped, ...]


@dataclass(frozen=True, slots=True)
class _Span:
    """Bytes of an entry as it was inserted; ``headings`` are the lines of those created for it."""

    start: int
    end: int
    first: int  # lines of the entry itself
    last: int
    headings: tuple[int, ...] = ()


def plan_undo(
    post: Post, published: Sequence[PublishedEntry], *, date: DateChange | None = None
) -> UndoPlan:
    """What taking these entries back changes. ``date`` is that of the plan that placed them."""
    spans: dict[EntryKey, _Span] = {}
    left: list[Skipped] = []
    firsts, lasts = _edges(post)
    for entry in published:
        span = _find(post, entry.text)
        if span is None or any(_overlap(span, other) for other in spans.values()):
            left.append(Skipped(entry.key, NO_LONGER))
        elif span.first not in firsts or span.last not in lasts:
            left.append(Skipped(entry.key, "something was added to it"))
        else:
            spans[entry.key] = span
    gone = _lines_gone(post, spans.values())
    edits = [_removal(post, span, gone) for span in spans.values()]
    for block in post.outline.blocks:
        edits += _renumbered(post, block.items, gone)
    back = plan_date_back(post.outline, date) if date and spans else None
    return UndoPlan((*edits, *([back] if back else [])), tuple(spans), tuple(left))


def _overlap(one: _Span, other: _Span) -> bool:
    return one.start < other.end and other.start < one.end


_LINE_START = rb"(?:(?<![^\r\n])|(?<=\A" + BOM + rb"))"
_LINE_END = rb"(?![^\r\n])"
_NEWLINE = rb"(?>\r\n|\r|\n)"


def _find(post: Post, text: str) -> _Span | None:
    """Where an inserted text stands: whole, else its own lines without the blank ones around."""
    lines = split_lines(text.encode())
    contents = [lines.content(line) for line in range(len(lines))]
    if not any(content.strip() for content in contents):
        return None
    blocks = parse_outline(text.encode()).blocks
    created = list(takewhile(lambda block: _is_created(block, contents), blocks))
    if len(created) == len(blocks):
        created = []
    first, last = blocks[len(created)].first, blocks[-1].last
    core = _pattern(contents[first : last + 1], blocks[len(created)].items[:1])
    opened = _LINE_START if text[:1] not in "\r\n" else rb"(?:(?<!\r)|(?!\n))"
    head = opened + b"".join(re.escape(content) + _NEWLINE for content in contents[:first])
    tail = _NEWLINE * (len(contents) - 1 - last + (text[-1:] in "\r\n"))
    closed = b"" if tail and text[:1] not in "\r\n" else _LINE_END
    literal = max(contents[first + 1 : last + 1], key=len, default=b"") or _words_of_item(
        contents[first], blocks[len(created)].items[:1]
    )
    whole = head + b"(?P<core>" + core + b")" + tail + closed
    if match := _search(whole, post.data, literal, len(text.encode())):
        start = post.lines.at(match.start("core"))
        headings = tuple(start - first + block.first for block in created)
        return _Span(*match.span(), start, start + last - first, headings)
    if match := _search(_LINE_START + core + _LINE_END, post.data, literal, len(text.encode())):
        return _own_lines(post, post.lines.at(match.start()), last - first)
    return _find_formatted(post, blocks[: len(created)], blocks[len(created) :], contents)


def _words_of_item(line: bytes, items: Sequence[ListItem]) -> bytes:
    """A line without the number of the item that it opens, which may have changed."""
    return line[items[0].indent + len(items[0].marker) :] if items else line


def _search(pattern: bytes, data: bytes, literal: bytes, size: int) -> re.Match[bytes] | None:
    """The first match, of about ``size`` bytes. It holds the literal, which is found faster."""
    compiled, place = re.compile(pattern), data.find(literal)
    for _ in range(_MOST_PLACES):
        if place < 0:
            return None
        room = 2 * size + 100  # line endings and numbers may be longer now
        if match := compiled.search(data, max(place - room, 0), place + room):
            return match
        place = data.find(literal, place + 1)
    return compiled.search(data)


_MOST_PLACES = 1_000


def _find_formatted(
    post: Post, created: Sequence[Block], own: Sequence[Block], contents: Sequence[bytes]
) -> _Span | None:
    """Where what was inserted still reads the same."""
    text = b"\n".join(contents[own[0].first : own[-1].last + 1]).decode()
    words, read = _WORDS.findall(text), reads_as(text)
    for place, first, last in _units(post, own, max(words, key=len, default="")):
        unit = post.outline.text(first, last)
        if _WORDS.findall(unit) == words and reads_as(unit) == read:
            return _with_headings(post, created, place, first, last)
    return None


_WORDS = re.compile(r"[^\W_\d]{3,}")  # no formatter changes a letter


def _units(post: Post, own: Sequence[Block], word: str) -> Iterator[tuple[int, int, int]]:
    """What in the post has this word and the entry's form, an item or so many blocks: the place of
    its first block, and its lines."""
    blocks = post.outline.blocks
    firsts = [block.first for block in blocks]
    is_item = len(own) == 1 and len(own[0].items) == 1
    found = re.finditer(re.escape(word.encode()), post.data) if word else ()
    seen: set[int] = set()
    for match in islice(found, _MOST_PLACES):
        line = post.lines.at(match.start())
        last_place = bisect_right(firsts, line) - 1
        if is_item and last_place >= 0 and (items := blocks[last_place].items):
            item = items[bisect_right(items, line, key=lambda each: each.first) - 1]
            if item.first not in seen:
                seen.add(item.first)
                yield last_place, item.first, item.last
        for place in (
            range(max(last_place - len(own) + 1, 0), last_place + 1) if not is_item else ()
        ):
            if place not in seen and place + len(own) <= len(blocks):
                seen.add(place)
                yield place, blocks[place].first, blocks[place + len(own) - 1].last


def _with_headings(
    post: Post, created: Sequence[Block], place: int, first: int, last: int
) -> _Span:
    """An entry's lines with the headings above it that came in with it."""
    above = post.outline.blocks[max(place - len(created), 0) : place]
    is_first = first == post.outline.blocks[place].first
    if not created or not is_first or [b.text for b in above] != [b.text for b in created]:
        return _own_lines(post, first, last - first)
    span = _own_lines(post, above[0].first, last - above[0].first)
    return _Span(span.start, span.end, first, last, tuple(block.first for block in above))


def _is_created(block: Block, contents: Sequence[bytes]) -> bool:
    return block.kind is BlockKind.HEADING and contents[block.first].startswith(b"#")


def _pattern(contents: Sequence[bytes], items: Sequence[ListItem]) -> bytes:
    """The lines, whatever their endings and, where they open with an item, its number."""
    patterns = [re.escape(content) for content in contents]
    if items and items[0].number is not None:
        start, end = items[0].indent, items[0].indent + len(items[0].marker) - 1
        patterns[0] = b" " * start + rb"\d{1,9}" + re.escape(contents[0][end:])
    return _NEWLINE.join(patterns)


def _own_lines(post: Post, first: int, further: int) -> _Span:
    """The entry's lines with one of the blank lines that set it apart."""
    lines, last = post.lines, first + further
    start, end = lines.starts[first], lines.nexts[last]
    follows = last + 1 < len(lines) and not lines.is_blank(last + 1)
    if first and (
        lines.ends[last] == len(post.data) or (lines.is_blank(first - 1) and not follows)
    ):
        start, end = lines.ends[first - 1], lines.ends[last]
        if lines.is_blank(first - 1) and first > 1 and not follows:
            start = lines.ends[first - 2]
    return _Span(start, end, first, last)


def _edges(post: Post) -> tuple[set[int], set[int]]:
    """The first and the last lines of all blocks and items: what begins and ends with these has
    nothing added to it."""
    firsts: set[int] = set()
    lasts: set[int] = set()
    for block in post.outline.blocks:
        firsts.update((block.first, *(item.first for item in block.items)))
        lasts.update((block.last, *(item.last for item in block.items)))
    return firsts, lasts


def _lines_gone(post: Post, spans: Iterable[_Span]) -> set[int]:
    """The lines of the entries, and of the created headings under which nothing else stands."""
    gone = {line for span in spans for line in range(span.first, span.last + 1)}
    created = {line for span in spans for line in span.headings}
    for section in reversed(post.sections):
        if section.heading.first in created:
            within = post.sections[section.index + 1 : section.end]
            blocks = [*section.body, *(b for inner in within for b in (inner.heading, *inner.body))]
            if all(_is_gone(post, block, gone) for block in blocks):
                gone.add(section.heading.first)
    return gone


def _is_gone(post: Post, block: Block, gone: set[int]) -> bool:
    return all(
        line in gone or post.lines.is_blank(line) for line in range(block.first, block.last + 1)
    )


def _removal(post: Post, span: _Span, gone: set[int]) -> Edit:
    kept = [line for line in span.headings if line not in gone]
    return Edit(post.lines.ends[kept[-1]] if kept else span.start, span.end, b"")


def _renumbered(post: Post, items: Sequence[ListItem], gone: set[int]) -> list[Edit]:
    """Count down the items that counted on from a removed one."""
    if not any(item.first in gone for item in items):
        return []
    edits: list[Edit] = []
    digits = digits_of(items)
    removed = 0
    for place, item in enumerate(items):
        if item.number is None:
            break
        if place and item.number != (items[place - 1].number or 0) + 1:
            removed = 0
        if item.first in gone:
            removed += 1
        elif removed:
            edits += plan_renumbering([item], post.lines, -removed, digits=digits)
    return edits


def find_standing(post: Post, text: str) -> tuple[int, int] | None:
    """The first and the last line of an inserted entry, where it stands as it was inserted."""
    span = _find(post, text)
    firsts, lasts = _edges(post)
    stands = span is not None and span.first in firsts and span.last in lasts
    return (span.first, span.last) if span and stands else None


def core_of(text: str) -> list[str]:
    """The lines of an inserted entry, without the blank ones and created headings around it."""
    lines = split_lines(text.encode())
    contents = [lines.content(line) for line in range(len(lines))]
    blocks = parse_outline(text.encode()).blocks
    created = list(takewhile(lambda block: _is_created(block, contents), blocks))
    own = blocks[len(created) :] or blocks
    last = own[-1].last if own else len(contents) - 1
    return [content.decode() for content in contents[own[0].first if own else 0 : last + 1]]
