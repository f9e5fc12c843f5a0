"""A draft's lines and what each is: an entry's first, a heading, the foot, code, text.

Fences and comments hide what is in them (CommonMark 0.31 §4.5, §4.6), with one exception: a
line with both checkbox and marker always starts an entry, and the foot is always the foot, so
that a fence or comment that somebody forgot to close swallows nothing.

Why not ``tracker.markdown``, which knows all of CommonMark? Its parser tells neither whether a
fence or comment was closed, nor of a comment that begins within a paragraph (there a note of the
author may hold a heading), and a paragraph of several lines that happens to be underlined would
end the entry, and lose words. It is also three times as slow on a usual draft, and ten times on a
hostile one. What an entry's own text is made of, a list's item above all, it does tell.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto

from tracker.errors import DraftError
from tracker.markdown import MARKER
from tracker.markers import EntryLine, find_markers, has_broken_marker, parse_entry_line

FOOT_START = "<!-- tracker draft"
# Files hold these words: they may be added to, and never changed.
ABSTRACT = "<!-- tracker: abstract"
PROMPT = "your words: what does it change, and for whom?"  # beside it are the author's
NEW_ENTRIES, EARLIER_ENTRIES, LEFT_AT = "new entries of", "earlier entries", "left the draft at"

_FENCE = re.compile(r"[ \t]{0,12}(?:> ?)?[ \t]{0,12}(?P<fence>`{3,}(?=[^`]*$)|~{3,})(?P<info>.*)")
_ATX = re.compile(r" {0,3}(#{1,6})(?:[ \t]|$)")
_UNDERLINE = re.compile(r" {0,3}(?:=+|-+)[ \t]*$")
_RULE = re.compile(r"(?:\*[ \t]*){3,}|(?:_[ \t]*){3,}|(?:-[ \t]*){3,}")
_KEY = re.compile(r"(?:#{1,6} )?(?:title|layout|date|tags|[a-z_]*lastmod|last_modified_at): ")
_DATED = re.compile(
    rf"<!-- tracker: (?:{NEW_ENTRIES}|{EARLIER_ENTRIES}|{LEFT_AT})"
    r"(?: (?P<date>[^<>]*?))? -->[ \t]*$"
)
_LONE_BOX = re.compile(r"[-*+][ \t]{1,4}\\?\[")
_MOST_WRAPPED = 40  # lines between a checkbox and its marker
_LEAST_BROKEN = 40  # columns of a line that an editor breaks
_CONTAINER = re.compile(rf"[ \t]*(?:>|{MARKER}[ \t])| {{4}}|\t")


class Is(Enum):
    """What a line is."""

    TEXT = auto()
    BLANK = auto()
    ENTRY = auto()  # what is left of an entry's first line, whole or broken
    HEADING = auto()
    FOOT = auto()
    CODE = auto()  # a fence or within one
    COMMENT = auto()  # starts with an HTML comment, or lies within one
    FRONT = auto()  # front matter
    DATED = auto()  # tracker's own line above entries, which says when they came or went


@dataclass(slots=True)
class Line:
    """A line's text without its ending, its byte span with it, and what it is.

    ``entry`` is the checkbox of an ENTRY, None where that is lost; ``heading`` the words of a
    HEADING, ``date`` what a DATED says; ``unclosed`` says that the line opens a fence or comment
    that nothing closes.
    """

    number: int  # 1-based
    text: str
    start: int
    end: int
    what: Is = Is.TEXT
    entry: EntryLine | None = None
    heading: str = ""
    date: str = ""
    unclosed: bool = False


def read_lines(data: bytes, *, path: str = "") -> list[Line]:
    """The draft's lines. Raises DraftError when the bytes are not UTF-8."""
    lines, start = [], 0
    for number, raw in enumerate(data.splitlines(keepends=True), 1):
        try:
            text = raw.decode("utf-8-sig" if number == 1 else "utf-8").rstrip("\r\n")
        except UnicodeDecodeError as error:
            where = f"{path}:{number}: " if path else f"line {number}: "
            message = f"{where}not UTF-8 (byte {raw[error.start]:#04x}); save the draft as UTF-8"
            raise DraftError(message) from error
        lines.append(Line(number, text, start, start + len(raw)))
        start += len(raw)
    lines = list(_unwrapped(lines))
    _Classifier(lines).run(_front_matter(lines))
    return lines


def _unwrapped(lines: Sequence[Line]) -> Iterator[Line]:
    """With checkbox and marker on one line where a formatter that wraps text has parted them."""
    index = 0
    while index < len(lines):
        line, end = lines[index], index + 1
        if _LONE_BOX.match(line.text) and not find_markers(line.text):
            end = _end_of_wrapped(lines, index)
        if end > index + 1:
            text = " ".join(
                each.text.strip() if each is not line else each.text.rstrip()
                for each in lines[index:end]
            )
            line = Line(line.number, text, line.start, lines[end - 1].end)
        yield line
        index = end


def _end_of_wrapped(lines: Sequence[Line], first: int) -> int:
    """One past the line of the marker that belongs to a checkbox, past the checkbox without one."""
    for index in range(first + 1, min(first + 1 + _MOST_WRAPPED, len(lines))):
        text = lines[index].text
        if not text.strip() or parse_entry_line(text):
            break
        if not text.startswith((" ", "\t")) and not _goes_on_at_margin(lines[first].text, text):
            break
        if find_markers(text):
            return index + 1
    return first + 1


def _goes_on_at_margin(first: str, text: str) -> bool:
    """Whether an editor may have broken a reason there: in a long line, and words go on."""
    return len(first) >= _LEAST_BROKEN and text[:1].isalnum() and "](" not in text


def newline_of(data: bytes) -> str:
    """The line ending that most lines of the file have."""
    crlf = data.count(b"\r\n")
    return "\r\n" if 2 * crlf > data.count(b"\n") else "\n"


def dated_line(what: str, date: str = "") -> str:
    """The line above entries that says when they came or went, without an ending."""
    return f"<!-- tracker: {what}{f' {date}' if date else ''} -->"


def is_blank(lines: Iterable[Line]) -> bool:
    """Whether nothing stands in the draft but comments and the foot."""
    return all(line.what in {Is.BLANK, Is.COMMENT, Is.FOOT, Is.DATED} for line in lines)


def _front_matter(lines: list[Line]) -> int:
    """How many lines it has."""
    rule = lines[0].text.rstrip() if lines else ""
    for line in lines[1:] if rule in {"---", "+++"} else ():
        if line.text.rstrip() in {rule, "..."}:
            return line.number
        if parse_entry_line(line.text):
            break
    return _mangled_front_matter(lines) if _RULE.fullmatch(rule) else 0


def _mangled_front_matter(lines: list[Line]) -> int:
    """Of a formatter that knows no front matter: a rule of its own, then a heading or a paragraph
    of keys, which it may have underlined."""
    words = next((line for line in lines[1:] if line.text.strip()), None)
    if words is None or not _KEY.match(words.text):
        return 0
    end = words.number
    while end < len(lines) and lines[end].text.strip() and not parse_entry_line(lines[end].text):
        end += 1
    return end


class _Classifier:
    def __init__(self, lines: list[Line]) -> None:
        self._lines = lines
        self._at = 0  # the index of the line that is looked at
        self._fence = ""
        self._in_comment = False
        self._opened: Line | None = None  # of the open fence or comment

    def run(self, front: int) -> None:
        """Say of each line what it is; the first ``front`` are front matter."""
        for line in self._lines[:front]:
            line.what = Is.FRONT
        for index, line in enumerate(self._lines[front:], front):
            self._at = index
            line.what = self._classify(line)
        self._close()

    def _classify(self, line: Line) -> Is:
        line.entry = parse_entry_line(line.text)
        if line.entry and line.entry.key:
            self._close()
            return Is.ENTRY
        if line.text.startswith(FOOT_START):
            self._close()
            return self._open_comment(line, Is.FOOT)
        if self._fence:
            return self._within_fence(line)
        if self._in_comment:
            return self._open_comment(line, Is.COMMENT)
        return self._classify_open(line) if line.text.strip() else Is.BLANK

    def _classify_open(self, line: Line) -> Is:
        """Of a line that neither fence nor comment hides."""
        if opening := _FENCE.match(line.text):
            self._fence, self._opened = opening["fence"], line
            return Is.CODE
        if _is_broken_entry(line):
            return self._open_comment(line, Is.ENTRY)
        line.entry = None
        if dated := _DATED.match(line.text):
            line.date = dated["date"] or ""
            return Is.DATED
        if atx := _ATX.match(line.text):
            line.heading = re.sub(r"(?:^|[ \t]+)#+[ \t]*$", "", line.text[atx.end(1) :]).strip()
            return Is.HEADING
        if _UNDERLINE.match(line.text) and (title := self._title_above(line)):
            title.what, title.heading = Is.HEADING, title.text.strip()
            return Is.HEADING
        starts = line.text.lstrip(" \t").startswith("<!--")
        return self._open_comment(line, Is.COMMENT if starts else Is.TEXT)

    def _title_above(self, line: Line) -> Line | None:
        """The one line of a paragraph that ``line`` underlines (§4.3)."""
        above = self._lines[max(0, self._at - 2) : self._at]
        if not above or above[-1].what is not Is.TEXT or _CONTAINER.match(above[-1].text):
            return None
        return None if len(above) > 1 and above[0].what is Is.TEXT else above[-1]

    def _within_fence(self, line: Line) -> Is:
        closing = _FENCE.match(line.text)
        if closing and closing["fence"].startswith(self._fence) and not closing["info"].strip():
            self._fence, self._opened = "", None
        return Is.CODE

    def _open_comment(self, line: Line, what: Is) -> Is:
        text = line.text if self._in_comment else re.sub(r"`[^`]*`", "", line.text)
        opened, closed = text.rfind("<!--"), text.rfind("-->")
        if opened > closed:
            self._in_comment, self._opened = True, line
        elif closed >= 0 and self._in_comment:
            self._in_comment, self._opened = False, None
        return what

    def _close(self) -> None:
        if self._opened:
            self._opened.unclosed = True
        self._fence, self._in_comment, self._opened = "", False, None


def _is_broken_entry(line: Line) -> bool:
    """A marker without checkbox, a part of a marker, or a checkbox without a marker: an author's
    own task list needs another bullet, since no entry may vanish into the one above."""
    if find_markers(line.text) or has_broken_marker(line.text):
        return True
    box = line.entry
    at_margin = re.match(r"[-*+] \\?\[", line.text)
    return bool(
        box
        and at_margin
        and len(box.mark.strip()) <= 1
        and (box.verdict is not None or not box.mark.strip().isalnum())
    )
