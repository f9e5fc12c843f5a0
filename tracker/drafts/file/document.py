"""A draft file, read: bytes to entries and problems. Nothing that stands in it is lost.

An entry reaches from its checkbox to the next entry, dated line, heading or the draft's foot. What
cannot be understood is a problem with its line; the entry that it is about counts as undecided,
and the rest of the draft counts as it stands.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from tracker.drafts.file.body import author_comments, body_of
from tracker.drafts.file.lines import ABSTRACT, PROMPT, Is, Line, is_blank, newline_of, read_lines
from tracker.escaping import comment, terminal
from tracker.markdown import find_conflicts, heading_words
from tracker.markers import content_column, find_markers, set_verdict
from tracker.values import DraftEntry, DraftProblem, EntryKey, Verdict

NO_TEXT = "approved, but nothing stands below the checkbox to publish"
_SECOND_LOOK = "a second look: "  # open drafts hold these words: never change them
_ZEROS = "\0" * 8  # fewer may be an author's own
_CHANGED_SINCE = "<!-- tracker: changed since: "  # and these


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A draft as it stands in its file. ``entries`` holds whatever has a marker that can be
    read, in order; an entry that a problem is about is UNDECIDED there."""

    path: str
    entries: tuple[DraftEntry, ...]
    problems: tuple[DraftProblem, ...]
    is_emptied: bool  # nothing is left but blanks and comments: nothing was decided
    has_conflict: bool = False  # a merge left its marks


def parse_draft(data: bytes, *, path: str) -> Draft:
    """The draft in a file's bytes. Raises DraftError when they are not UTF-8."""
    lines = read_lines(data, path=path)
    entries: list[DraftEntry] = []
    problems: list[DraftProblem] = []
    heading = ""
    conflicts = find_conflicts((line.text, line.what is Is.CODE) for line in lines)
    for passage in _passages(lines):
        if passage[0].what is Is.HEADING:  # a line that underlines one has no words
            heading = passage[0].heading or heading
        entry, mistakes = _read_passage(passage)
        entries += [replace(entry, heading=heading)] if entry else []
        problems += mistakes
    problems += _duplicates(entries)
    problems += _zeros(lines, entries)
    problems = _with_conflicts(problems, entries, lines, conflicts)
    held = {problem.key for problem in problems}
    return Draft(
        path=path,
        entries=tuple(
            replace(entry, verdict=Verdict.UNDECIDED) if entry.key in held else entry
            for entry in entries
        ),
        problems=tuple(sorted(problems, key=lambda problem: problem.line)),
        is_emptied=is_blank(lines),
        has_conflict=bool(conflicts),
    )


def plan_checkbox(
    data: bytes, key: EntryKey, verdict: Verdict, reason: str = "", *, reason_end: int = 0
) -> bytes:
    """The draft with that entry's checkbox set, and its reason where one is given. With
    ``reason_end`` the old reason goes on in further lines up to there.

    All other bytes stay. Without such an entry the bytes come back as they are. Raises
    DraftError when they are not UTF-8.
    """
    for line in reversed(read_lines(data)):
        if line.entry and line.entry.key == key:
            old = data[line.start : line.end].decode()
            new = set_verdict(old.removeprefix("\ufeff"), verdict, reason)
            bom = "\ufeff" if old.startswith("\ufeff") else ""
            has_gone = reason or line.entry.verdict is Verdict.REJECTED is not verdict
            below = data[max(line.end, reason_end if has_gone else 0) :]
            data = data[: line.start] + (bom + new).encode() + below
    return data


def plan_second_look(data: bytes, key: EntryKey, why: str, said_before: str = "") -> bytes:
    """The draft with that entry undecided again, and a comment that says why below its checkbox,
    unless it stands there already.

    All other bytes stay. Raises DraftError when they are not UTF-8.
    """
    data = plan_checkbox(data, key, Verdict.UNDECIDED)
    because = comment(f"{_SECOND_LOOK}{why}")
    for passage in _passages(read_lines(data)):
        first = passage[0]
        if first.entry and first.entry.key == key:
            if not any(because in line.text for line in passage):
                earlier = f"; {comment(said_before)}" if said_before else ""
                data = _with_remark(data, first, f"{because}{earlier}")
            break
    return data


def plan_remark(data: bytes, key: EntryKey, words: str) -> bytes:
    """The draft with a comment that says ``words`` below that entry's checkbox.

    All other bytes stay. Raises DraftError when they are not UTF-8.
    """
    lines = (line for line in read_lines(data) if line.entry and line.entry.key == key)
    first = next(lines, None)
    return _with_remark(data, first, comment(words)) if first else data


def _with_remark(data: bytes, first: Line, words: str) -> bytes:
    newline = newline_of(data)
    head = data[: first.end]
    head += b"" if head.endswith((b"\n", b"\r")) else newline.encode()
    return head + f"<!-- tracker: {words} -->{newline}".encode() + data[first.end :]


def plan_changed_since(data: bytes, key: EntryKey, what: str) -> bytes:
    """The draft with a comment in that entry that says what its source has changed since it was
    written, in the place of an earlier one; without one where nothing has.

    All other bytes stay. Raises DraftError when they are not UTF-8.
    """
    lines = next(
        (p for p in _passages(read_lines(data)) if p[0].entry and p[0].entry.key == key), []
    )
    if not lines:
        return data
    earlier = next((line for line in lines if line.text.startswith(_CHANGED_SINCE)), None)
    start, end = (earlier.start, earlier.end) if earlier else (lines[0].end, lines[0].end)
    newline = newline_of(data)
    remark = f"{_CHANGED_SINCE}{comment(what)} -->{newline}" if what else ""
    if remark and not data[:start].endswith((b"\n", b"\r")):
        remark = newline + remark
    return data[:start] + remark.encode() + data[end:]


def has_second_look(data: bytes, entry: DraftEntry) -> bool:
    """Whether the remark on a second look stands in the entry."""
    text = data[entry.start : entry.end].decode()
    remarks = (text[start:end] for start, end in author_comments(text))
    return any(_SECOND_LOOK in text for text in remarks if not text.startswith(ABSTRACT))


def keys_in(lines: Sequence[Line]) -> frozenset[EntryKey]:
    """The entries whose markers stand in the draft."""
    return frozenset(
        key for line in lines if line.what is Is.ENTRY for key in find_markers(line.text)
    )


def start_of_section(lines: Sequence[Line], heading: str, topics: set[str]) -> int | None:
    """The index of the line before which the section with that heading begins, else of that which
    holds an entry of those topics; None where there is neither."""
    wanted = heading_words(heading)
    for index, line in enumerate(lines):
        if line.what is Is.HEADING and line.heading and heading_words(line.heading) == wanted:
            return _below_heading(lines, index)
    for index, line in enumerate(lines):
        if line.what is Is.ENTRY and any(key.topic in topics for key in find_markers(line.text)):
            return _start_above(lines, index)
    return None


def _below_heading(lines: Sequence[Line], index: int) -> int:
    """The line under a heading's words may be the heading's underline."""
    index += 1
    underlined = index < len(lines) and lines[index].what is Is.HEADING
    return index + (underlined and not lines[index].heading)


def _start_above(lines: Sequence[Line], index: int) -> int:
    """Where the section of the entry at ``index`` begins; one without a heading, at its dated line
    or at its first entry."""
    first = index
    while index and lines[index].what not in {Is.HEADING, Is.FOOT, Is.FRONT}:
        first = index if lines[index].what in {Is.ENTRY, Is.DATED} else first
        index -= 1
    if lines[index].what is Is.HEADING:
        return _below_heading(lines, index)
    return index if lines[index].what in {Is.ENTRY, Is.DATED} else first


def end_of_body(lines: Sequence[Line]) -> int:
    """The offset after the last words before the foot."""
    feet = [index for index, line in enumerate(lines) if line.what is Is.FOOT]
    return after_words(lines, feet[0] if feet else len(lines))


def after_words(lines: Sequence[Line], index: int) -> int:
    """The offset after the last words before the line at ``index``."""
    while index and lines[index - 1].what is Is.BLANK:
        index -= 1
    return lines[index - 1].end if index else 0


def _passages(lines: Sequence[Line]) -> Iterator[list[Line]]:
    """The lines between the marks of structure, each passage with the mark that opens it."""
    passage: list[Line] = []
    for line in lines:
        if line.what in {Is.ENTRY, Is.HEADING, Is.FOOT, Is.FRONT, Is.DATED}:
            if passage:
                yield passage
            passage = [line]
        else:
            passage.append(line)
    if passage:
        yield passage


def _read_passage(passage: Sequence[Line]) -> tuple[DraftEntry | None, list[DraftProblem]]:
    first = passage[0]
    if first.what is not Is.ENTRY:
        return None, _loose_text(passage)
    keys = find_markers(first.text)
    if not keys:
        return None, [DraftProblem(first.number, _what_is_broken(first))]
    box = first.entry
    body, marker = body_of(passage[1:], content_column(first.text))
    entry = DraftEntry(
        key=keys[0],
        verdict=(box.verdict if box else None) or Verdict.UNDECIDED,
        reason=box.reason if box else "",
        body=body,
        line=first.number,
        start=first.start,
        end=passage[-1].end,
        marker=marker,
    )
    problems = [
        DraftProblem(line, message, entry.key) for line, message in _mistakes(passage, entry)
    ]
    problems += [
        DraftProblem(
            first.number, "two markers stand on one line; an entry has a line of its own", key
        )
        for key in (keys if len(keys) > 1 else ())
    ]
    return entry, problems


def _loose_text(passage: Sequence[Line]) -> list[DraftProblem]:
    for line in passage:
        if line.what in {Is.TEXT, Is.CODE}:
            message = "this text belongs to no entry and is not published; move it below a checkbox"
            return [DraftProblem(line.number, message)]
    return []


def _what_is_broken(line: Line) -> str:
    if line.entry and "tracker" not in line.text:
        return (
            "a checkbox without a marker: put the entry's marker back beside it, or use another "
            "bullet for a list of your own"
        )
    return "the marker is broken; it reads <!-- tracker NUMBER TOPIC -->"


def _mistakes(passage: Sequence[Line], entry: DraftEntry) -> Iterator[tuple[int, str]]:
    first = passage[0]
    if first.entry is None:
        yield first.number, 'the entry has lost its checkbox; write "- [ ] " before the marker'
    elif first.entry.verdict is None:
        mark = terminal(first.entry.mark)
        yield (
            first.number,
            f'"[{mark}]" is no decision; write [x] to approve, [-] to reject, or [ ]',
        )
    for line in passage[1:]:
        if line.unclosed:
            what = "code fence" if line.what is Is.CODE else "comment"
            yield line.number, f"a {what} begins here that nothing closes"
    if entry.verdict is Verdict.APPROVED and not entry.body:
        yield first.number, NO_TEXT
    text = "\n".join(line.text for line in passage[1:] if line.what is not Is.CODE)
    for start, end in author_comments(text):
        words = text[start:end].removeprefix("<!--").removesuffix("-->").split()
        if words[1:3] == _PROMPT_WORDS[:2] and not set(words[1:]) <= set(_PROMPT_WORDS):
            number = first.number  # the comment's own line may lie beyond code
            yield (
                number,
                "you wrote into the comment with the prompt, and comments are not published",
            )


def _with_conflicts(
    problems: Sequence[DraftProblem],
    entries: Sequence[DraftEntry],
    lines: Sequence[Line],
    conflicts: Sequence[tuple[int, int]],
) -> list[DraftProblem]:
    """One problem for each conflict, in the place of what else is wrong within it; it is about all
    entries that it touches, wherever else they stand."""
    found = list(problems)
    for first, last in conflicts:
        start, end = lines[first].start, lines[last].end
        touched = {entry.key for entry in entries if entry.start < end and start < entry.end}
        found = [
            problem
            for problem in found
            if problem.key not in touched and not first < problem.line <= last + 1
        ]
        until = f" up to line {last + 1}" if last > first else ""
        message = f"a merge conflict stands here{until}; keep what you want of it without its marks"
        found += [DraftProblem(first + 1, message)]
        found += [DraftProblem(first + 1, "", key) for key in sorted(touched)]
    return found


_PROMPT_WORDS = comment(PROMPT).split()


def _zeros(lines: Sequence[Line], entries: Sequence[DraftEntry]) -> list[DraftProblem]:
    """Where bytes are zero: what a crash left of a file, and of entries that stood there."""
    found = [line for line in lines if _ZEROS in line.text]
    if not found:
        return []
    first, last = found[0], found[-1]
    message = (
        "zero bytes stand here, as a crash leaves them; delete them, and what is torn around them"
    )
    touched = (e.key for e in entries if e.start < last.end and first.start < e.end)
    return [
        DraftProblem(first.number, message),
        *(DraftProblem(first.number, "", key) for key in touched),
    ]


def _duplicates(entries: Sequence[DraftEntry]) -> list[DraftProblem]:
    times = Counter(entry.key for entry in entries)
    first: dict[EntryKey, int] = {}
    problems = []
    for entry in entries:
        line = first.setdefault(entry.key, entry.line)
        if times[entry.key] > 1 and line != entry.line:
            message = f"the entry of line {line} stands here again; keep one of the two"
            problems.append(DraftProblem(entry.line, message, entry.key))
    return problems
