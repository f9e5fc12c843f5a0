"""An entry's invisible marker and its checkbox, written and read; drafts and posts share them.

In a draft both stand on a line of their own above the entry::

    - [ ] <!-- tracker 17 reasoning-frameworks -->

``[ ]`` is undecided, ``[x]`` approved, ``[-]`` rejected; what is written after the checkbox, on
either side of the marker, is the reason. Reading is tolerant of what a hand or an editor does
to the checkbox and strict about the marker, since it alone says which entry is meant. In a
post the marker stands alone, if it stands there at all.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from tracker.escaping import comment
from tracker.markdown import MARKER
from tracker.values import EntryKey, Verdict

_MARKER = re.compile(
    r"(?:<!--|\{/\*)[ \t]*tracker[ \t]+(\d{1,18})[ \t]+([a-z0-9][a-z0-9_-]{0,63})[ \t]*"
    r"(?:-->|\*/\})"
)
# What was a marker once, at a line's start or behind what was a checkbox: the word, a number,
# and of its brackets "<!" or "->", which escaped text never holds.
_BROKEN = re.compile(
    r"\W{0,24}(?:[xX]\W{0,12})?(?:"
    r"(?<=<!)-{0,2}[ \t]{0,8}tracker[ \t]{1,8}\S{0,8}\d"
    r"|tracker[ \t]{1,8}\S{0,24}[ \t]{1,8}[\w-]{0,64}[ \t]{0,8}-{1,2}>)"
)
# Some formatters put a backslash before the brackets, since "[-]" is no checkbox to them.
_CHECKBOX = re.compile(rf"[ \t]{{0,12}}{MARKER}?[ \t]*\\?\[(?P<mark>[^\]\[\\]{{0,8}})\\?\](?!\()")
_TEXT = re.compile(r"\]\(|\*\*|__|<https?://")  # what no reason has, and every entry
# What Obsidian puts behind a task: its block's name, and with the plugin Tasks the day it ended.
_NO_REASON = re.compile(r"(?<!\S)\^[a-z0-9]{6}\s*$|[✅❌➕🛫⏳📅]\ufe0f?\s*\d{4}-\d\d-\d\d")
_BULLET = re.compile(rf"[ \t]{{0,12}}{MARKER}[ \t]{{1,4}}")
_VERDICTS = {"": Verdict.UNDECIDED, "x": Verdict.APPROVED} | dict.fromkeys(
    "-\u2010\u2011\u2012\u2013\u2014\u2212", Verdict.REJECTED
)
_MARKS = {Verdict.UNDECIDED: " ", Verdict.APPROVED: "x", Verdict.REJECTED: "-"}


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryLine:
    """A line with a checkbox, as it was read.

    ``key`` is None without a marker that can be read, ``verdict`` where the checkbox holds
    something odd; ``mark_start`` and ``mark_end`` are its content's span in the line.
    """

    key: EntryKey | None
    verdict: Verdict | None
    mark: str
    reason: str
    mark_start: int
    mark_end: int
    marker_end: int


def render_marker(key: EntryKey, *, in_mdx: bool = False) -> str:
    """The comment that names an entry; MDX knows none of HTML's."""
    text = f"tracker {key.work_id} {key.topic}"
    return f"{{/* {text} */}}" if in_mdx else f"<!-- {text} -->"


def render_entry_line(key: EntryKey, verdict: Verdict = Verdict.UNDECIDED, reason: str = "") -> str:
    """The line above an entry, without a line ending."""
    return f"- [{_MARKS[verdict]}] {_words(reason)}{render_marker(key)}"


def _words(reason: str) -> str:
    """A reason as it stands between checkbox and marker, where it cannot end or open a comment."""
    return f"{comment(reason)} " if reason.strip() else ""


def find_markers(text: str) -> tuple[EntryKey, ...]:
    """The entries that are named in the text, in order."""
    return tuple(EntryKey(int(match[1]), match[2]) for match in _MARKER.finditer(text))


def remove_markers(text: str) -> str:
    """The text without the comments that name entries."""
    return _MARKER.sub("", text)


def has_broken_marker(line: str) -> bool:
    """Whether the line starts with the remains of a marker, and none can be read in it."""
    return bool(_BROKEN.match(line)) and not _MARKER.search(line)


def parse_entry_line(line: str) -> EntryLine | None:
    """What a line with a checkbox says; None for any other line."""
    line = line.rstrip("\r\n")
    box = _CHECKBOX.match(line)
    if box is None:
        return None
    marker = _MARKER.search(line, box.end())
    end = marker.end() if marker else box.end()
    before = line[box.end() : marker.start()] if marker else line[box.end() :]
    after = line[end:] if marker else ""
    return EntryLine(
        key=EntryKey(int(marker[1]), marker[2]) if marker else None,
        verdict=_VERDICTS.get(box["mark"].strip().lower()),
        mark=box["mark"],
        reason=" ".join(_NO_REASON.sub(" ", f"{before} {after}").split()),
        mark_start=box.start("mark"),
        mark_end=box.end("mark"),
        marker_end=end,
    )


def content_column(line: str) -> int:
    """Where the content of the list item begins that the line of an entry opens."""
    bullet = _BULLET.match(line)
    return len(bullet[0].expandtabs(4)) if bullet else 2


def set_verdict(line: str, verdict: Verdict, reason: str = "") -> str:
    """The line with another checkbox, and the reason in place of the old one if one is given.

    The reason of a rejection that is taken back goes with it. All else on the line stays, its
    ending too, and an entry's text that a formatter has joined to it. A line that is no entry's
    comes back as it is.
    """
    read = parse_entry_line(line)
    if read is None or read.key is None:
        return line
    taken_back = read.verdict is Verdict.REJECTED and verdict is not Verdict.REJECTED
    mark = line[read.mark_start : read.mark_end] if read.verdict is verdict else _MARKS[verdict]
    box = line[: read.mark_start] + mark
    if not reason.strip() and not taken_back:
        return box + line[read.mark_end :]
    ending = line[len(line.rstrip("\r\n")) :]
    behind = line[read.marker_end : len(line) - len(ending)]
    ending = f"{behind}{ending}" if _TEXT.search(behind) else ending
    return f"{box}] {_words(reason)}{render_marker(read.key)}{ending}"
