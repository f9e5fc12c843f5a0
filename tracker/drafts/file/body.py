"""What of an entry is published: the author's words, without what speaks to the author.

Comments that begin with "tracker" go, with their lines where nothing else stands on them. The
number or bullet of the form goes too, and its continuation lines move to the margin, since the
post continues its own lists in its own manner. A list of several items is the author's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from tracker.drafts.file.lines import Is, Line

_COMMENT = re.compile(r"<!--\s*tracker\b")
_CUT = "\ud800"  # where a comment was: half a character, which no text out of a file holds
_ITEM = re.compile(r"(?P<lead> {0,3}(?P<marker>[-*+]|\d{1,9}[.)])(?: {1,4}|\t))(?=\S)")
_LEAST_INDENT = 2  # of lines that continue the checkbox's own list item


def body_of(lines: Sequence[Line]) -> tuple[str, str]:
    """The Markdown of an entry's lines (those below its checkbox), with ``\\n`` endings and no
    blank lines around, and the list marker that it came with."""
    kept = _dedent(_without_comments(lines))
    while kept and not kept[-1][0].strip():
        kept.pop()
    moved, marker = _without_marker(kept)
    return "\n".join(text for text, _ in moved).rstrip(), marker


_Texts = list[tuple[str, bool]]  # a line's text, and whether it is code


def author_comments(text: str) -> Iterator[tuple[int, int]]:
    """The spans of the comments that speak to the author."""
    position = 0
    while found := _COMMENT.search(text, position):
        end = text.find("-->", found.end())
        if end < 0:
            return
        position = end + len("-->")
        yield found.start(), position


def _without_comments(lines: Sequence[Line]) -> _Texts:
    kept: _Texts = []
    run: list[str] = []
    for line in lines:
        if line.what is Is.CODE:
            _add_text(kept, run)
            kept.append((line.text, True))
        else:
            run.append(line.text)
    _add_text(kept, run)
    return kept


def _add_text(kept: _Texts, run: list[str]) -> None:
    """Add the run's lines without comments and empty it; leading blank lines are dropped."""
    text, position = "\n".join(run), 0
    pieces: list[str] = []
    for start, end in author_comments(text):
        pieces.append(text[position:start] + _CUT)
        position = end
    pieces.append(text[position:])
    for line in "".join(pieces).split("\n") if run else ():
        words = line.replace(_CUT, "").rstrip() if _CUT in line else line
        if words.strip():
            kept.append((words, False))
        elif _CUT not in line and kept and kept[-1][0].strip():
            kept.append(("", False))
    run.clear()


def _dedent(lines: _Texts) -> _Texts:
    indents = [_indent(text) for text, _ in lines if text.strip()]
    least = min(indents, default=0)
    if least < _LEAST_INDENT:
        return lines
    return [(text[least:] if text.strip() else "", code) for text, code in lines]


def _without_marker(lines: _Texts) -> tuple[_Texts, str]:
    item = _ITEM.match(lines[0][0]) if lines and not lines[0][1] else None
    if item is None or _has_sibling(lines, item):
        return lines, ""
    width = len(item["lead"].expandtabs(4))
    moved, open_item, last = [(lines[0][0][item.end() :], False)], True, lines[0]
    fence_moves = True
    for text, code in lines[1:]:
        if code and not last[1]:
            fence_moves = _indent(text) >= width
        outside = text.strip() and _indent(text) < width
        if outside and (code or not last[0].strip()):
            open_item = open_item and code
        moves = open_item and (fence_moves if code else True)
        moved.append((_move(text, width) if moves else text, code))
        last = (text, code)
    return moved, item["marker"]


def _has_sibling(lines: _Texts, item: re.Match[str]) -> bool:
    kind = item["marker"][-1]
    for text, code in lines[1:]:
        other = None if code else _ITEM.match(text)
        if other and other["marker"][-1] == kind and _indent(text) < len(item["lead"]):
            return True
    return False


def _indent(text: str) -> int:
    text = text.expandtabs(4)
    return len(text) - len(text.lstrip(" "))


def _move(text: str, width: int) -> str:
    if text.startswith("\t"):
        text = text.expandtabs(4)
    return text[min(width, len(text) - len(text.lstrip(" "))) :]
