"""What of an entry is published: the author's words, without what speaks to the author.

Comments that begin with "tracker" go, with their lines where nothing else stands on them, and the
properties that Logseq notes below a checkbox. The number or bullet of the form goes too, and its
continuation lines move to the margin, since the post continues its own lists in its own manner. A
list of several items is the author's.

The checkbox is a list's item to every other program, so a formatter indents the paragraph that
stands directly below it, and what else it takes for a part of the item (CommonMark 0.31 §5.2). That
indentation goes: four blanks of it would make code of a paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from tracker.drafts.file.lines import Is, Line
from tracker.markdown import form_of, opens_with_marker

_COMMENT = re.compile(r"<!--\s*tracker\b")
# What Logseq notes below an item, for itself.
_PROPERTY = re.compile(r"[ \t]+(?:id|collapsed|created-at|updated-at|logseq\.[\w.-]+):: \S+[ \t]*$")
_CUT = "\ud800"  # where a comment was: half a character, which no text out of a file holds
_LEAST_INDENT = 2  # of lines that continue the checkbox's own list item


def body_of(lines: Sequence[Line], column: int = _LEAST_INDENT) -> tuple[str, str]:
    """The Markdown of an entry's lines (those below its checkbox), with ``\\n`` endings and no
    blank lines around, and the list marker that it came with. ``column`` is where the content of
    the checkbox's own list item begins."""
    lines = [line for line in lines if line.what is Is.CODE or not _PROPERTY.match(line.text)]
    kept = _dedent(_without_comments(lines))
    text = "\n".join(_out_of_item(kept, column, goes_on=_goes_on(lines))).rstrip()
    if not opens_with_marker(text):
        return text, ""
    form = form_of(text)
    return "\n".join(form.lines).rstrip(), form.marker


def author_comments(text: str) -> Iterator[tuple[int, int]]:
    """The spans of the comments that speak to the author."""
    position = 0
    while match := _COMMENT.search(text, position):
        end = text.find("-->", match.end())
        if end < 0:
            return
        position = end + len("-->")
        yield match.start(), position


def comments_of(lines: Sequence[Line]) -> list[str]:
    """The comments of an entry's lines that speak to the author, each without the indentation that
    its lines share."""
    return [
        _out_of_margin(text, start, end)
        for text in _runs(lines)
        for start, end in author_comments(text)
    ]


def _runs(lines: Sequence[Line]) -> Iterator[str]:
    """The lines between code, those that follow one another as one text."""
    for is_code, run in groupby(lines, key=lambda line: line.what is Is.CODE):
        if not is_code:
            yield "\n".join(line.text for line in run)


def _out_of_margin(text: str, start: int, end: int) -> str:
    column = start - (text.rfind("\n", 0, start) + 1)
    first, *more = text[start:end].split("\n")
    return "\n".join([first, *(_shifted(line, column) for line in more)])


def _without_comments(lines: Sequence[Line]) -> list[str]:
    kept: list[str] = []
    run: list[str] = []
    for line in lines:
        if line.what is Is.CODE:
            _add_text(kept, run)
            kept.append(line.text)
        else:
            run.append(line.text)
    _add_text(kept, run)
    return kept


def _add_text(kept: list[str], run: list[str]) -> None:
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
            kept.append(words)
        elif _CUT not in line and kept and kept[-1].strip():
            kept.append("")
    run.clear()


def _dedent(lines: list[str]) -> list[str]:
    least = min((_indent(line) for line in lines if line.strip()), default=0)
    if least < _LEAST_INDENT:
        return lines
    return [_shifted(line, least) for line in lines]


def _goes_on(lines: Sequence[Line]) -> bool:
    """Whether the first text continues the checkbox's own paragraph: no blank line parts them."""
    for line in lines:
        if line.what is not Is.COMMENT:
            return line.what is Is.TEXT
    return False


def _out_of_item(lines: list[str], column: int, *, goes_on: bool) -> list[str]:
    """Without the indentation of what belongs to the checkbox's item, up to where the item ends."""
    moved: list[str] = []
    while len(moved) < len(lines):
        start = len(moved)
        end = start
        while end < len(lines) and lines[end].strip():
            end += 1
        least = min((_indent(line) for line in lines[start:end]), default=column)
        width = least if goes_on and not start else column
        if least < max(width, _LEAST_INDENT):
            break
        moved += [_shifted(line, width) for line in lines[start:end]]
        moved += lines[end : end + 1]  # the blank line
    return moved + lines[len(moved) :]


def _shifted(line: str, width: int) -> str:
    words = line.lstrip(" \t")
    return line[: len(line) - len(words)].expandtabs(4)[width:] + words


def _indent(text: str) -> int:
    text = text.expandtabs(4)
    return len(text) - len(text.lstrip(" "))
