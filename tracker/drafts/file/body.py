"""What of an entry is published: the author's words, without what speaks to the author.

Comments that begin with "tracker" go, with their lines where nothing else stands on them. The
number or bullet of the form goes too, and its continuation lines move to the margin, since the
post continues its own lists in its own manner. A list of several items is the author's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from tracker.drafts.file.lines import Is, Line
from tracker.markdown import form_of, opens_with_marker

_COMMENT = re.compile(r"<!--\s*tracker\b")
_CUT = "\ud800"  # where a comment was: half a character, which no text out of a file holds
_LEAST_INDENT = 2  # of lines that continue the checkbox's own list item


def body_of(lines: Sequence[Line]) -> tuple[str, str]:
    """The Markdown of an entry's lines (those below its checkbox), with ``\\n`` endings and no
    blank lines around, and the list marker that it came with."""
    text = "\n".join(_dedent(_without_comments(lines))).rstrip()
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
    return [line[least:] if line.strip() else "" for line in lines]


def _indent(text: str) -> int:
    text = text.expandtabs(4)
    return len(text) - len(text.lstrip(" "))
