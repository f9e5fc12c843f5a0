"""What a formatter does to an entry that changes what it says, taken back by what was written.

- It joins the lines of a paragraph, so the first one runs on behind the checkbox's marker, where a
  reason stands. Words that begin as the entry was written are text, and no reason.
- It, or an editor, breaks a long reason behind the marker into lines. What stands between that and
  the words that the entry was written with is the reason's.
- It takes off escapes that Markdown can do without. Braces out of a source act before any Markdown
  is read, in Liquid and in Hugo's shortcodes, so those are escaped again. Braces that stand where
  none was escaped, or in code, are the author's own.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from io import StringIO
from itertools import islice

from tracker.drafts.file.document import NO_TEXT, Draft, parse_draft
from tracker.drafts.file.mixed_up import bare_line, first_line
from tracker.escaping import braces
from tracker.markdown import opens_with_marker, unescaped
from tracker.markers import parse_entry_line
from tracker.values import DraftEntry, EntryKey, Verdict

_LEAST_WORDS = 3  # that say whose text it is
_LEAST_WIDTH = 60  # of a line that was broken: none breaks text narrower, but an author does
_MOST_LINES = 40  # of a reason
_LONGEST_LINE = 2_000  # that is compared, in characters
_MOST_WORDS = 20_000  # of an entry: more would take long, and nobody writes so much
_BRACES = frozenset("{}")
_WORD = re.compile(r"\S+")
_UNSEEN = re.compile(r"(?:\s+|<!--(?:(?!-->).){0,2000}-->)*", re.DOTALL)
_CODE = re.compile(
    r"^[ \t]*(?P<fence>`{3,}|~{3,}).*?(?:^[ \t]*(?P=fence)|\Z)"
    r"|(?<!`)(?P<ticks>`+)(?!`).+?(?<!`)(?P=ticks)(?!`)",
    re.MULTILINE | re.DOTALL,
)


def without_joined_lines(draft: Draft, data: bytes, written: Mapping[EntryKey, str]) -> Draft:
    """The draft with the text behind a marker in its entry, and a reason's further lines in the
    reason; ``data`` are the file's bytes, and ``written`` the entries as they were written."""
    entries = tuple(_parted(entry, data, written.get(entry.key, "")) for entry in draft.entries)
    joined = {new.key for new, old in zip(entries, draft.entries, strict=True) if new is not old}
    problems = [
        problem
        for problem in draft.problems
        if problem.key not in joined or problem.message != NO_TEXT
    ]
    return replace(draft, entries=entries, problems=tuple(problems)) if joined else draft


def _parted(entry: DraftEntry, data: bytes, written: str) -> DraftEntry:
    words, own = entry.reason.split(), unescaped(first_line(written)).split()
    for place in range(len(words) if own else 0):
        behind = unescaped(" ".join(words[place:])).split()
        common = min(len(behind), len(own))
        if common >= min(_LEAST_WORDS, len(own)) and behind[:common] == own[:common]:
            lines = data[entry.start : entry.end].decode().splitlines()
            gap = "\n" if lines[1:2] and lines[1].strip() else "\n\n"
            body = f"{' '.join(words[place:])}{gap}{entry.body}".rstrip()
            return replace(entry, body=body, reason=" ".join(words[:place]))
    return _with_whole_reason(entry, data[entry.start : entry.end].decode(), own)


def _with_whole_reason(entry: DraftEntry, text: str, own: Sequence[str]) -> DraftEntry:
    first, _, below = text.partition("\n")
    box = parse_entry_line(first.removeprefix("\ufeff"))
    behind = first[box.marker_end :].strip() if box and box.key else ""
    end = _end_of_reason(below, own) if behind and own else 0
    is_wrapped = len(first) + len(below.partition(" ")[0]) >= _LEAST_WIDTH
    if not end or (entry.verdict is Verdict.APPROVED and not is_wrapped):
        return entry
    line = below[:end].rpartition("\n")[2]
    indent = line[: len(line) - len(line.lstrip(" \t"))]
    rest = f"{first}\n{indent}{below[end:]}"
    (read,) = parse_draft(rest.encode(), path="").entries
    return replace(
        entry,
        body=read.body,
        marker=read.marker,
        reason=" ".join((entry.reason, *below[:end].split())),
        reason_end=entry.end - len(below[end:].encode()),
    )


def _end_of_reason(below: str, own: Sequence[str]) -> int:
    """Where the entry's ``own`` words begin in what stands below its checkbox, with nothing before
    them but a paragraph's lines; 0 where they do not."""
    place = 0
    for line in islice(StringIO(below, newline=""), _MOST_LINES):
        if not line.strip() or line.lstrip().startswith("<!--"):
            behind = _UNSEEN.match(below, place)
            return place if _begins(below, behind.end() if behind else place, own) else 0
        for word in _WORD.finditer(line):
            if _begins(below, place + word.start(), own):
                return place + word.start()
        if opens_with_marker(line.lstrip()):
            break
        place += len(line)
    return 0


def _begins(text: str, place: int, own: Sequence[str]) -> bool:
    words = bare_line(" ".join(text[place : place + _LONGEST_LINE].split())).split()
    return words[: len(own)] == list(own[: len(words)]) and len(words) >= min(
        _LEAST_WORDS, len(own)
    )


def escape_again(body: str, written: str) -> str:
    """An entry's text with the braces escaped that were so when it was ``written``."""
    if not _BRACES & set(body) or not any(brace in written for brace in map(braces, _BRACES)):
        return body
    now = list(_WORD.finditer(body))
    before = _WORD.findall(written)
    if len(now) + len(before) > _MOST_WORDS:
        return body
    code = [match.span() for match in _CODE.finditer(body)]
    alike = SequenceMatcher(
        None, [unescaped(w) for w in before], [unescaped(m[0]) for m in now], autojunk=False
    )
    pieces, done = [], 0
    for first, second, length in alike.get_matching_blocks():
        for old, new in zip(
            before[first : first + length], now[second : second + length], strict=True
        ):
            in_code = any(start <= new.start() < end for start, end in code)
            if _BRACES & set(new[0]) and not _BRACES & set(old) and not in_code:
                pieces += [body[done : new.start()], braces(new[0])]
                done = new.end()
    return "".join(pieces) + body[done:]
