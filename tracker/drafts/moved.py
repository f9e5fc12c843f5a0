"""Entries on their way out of a draft and back: what is decided moves into a file of its own.

An entry is moved with its whole text, checkbox and reason included. In the other file it stands
under the heading that it stood under, below a line that says when it left the draft, so that it
can come back as it was. The same text is not written there twice: where a run was killed between
the two files, the next one finds it there.

In the draft, a line that dates entries goes with the last of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from tracker.drafts.file.document import parse_draft
from tracker.drafts.file.lines import LEFT_AT, Is, Line, dated_line, newline_of, read_lines
from tracker.drafts.insertion import FOOT, insert_first
from tracker.values import DraftEntry, EntryKey


@dataclass(frozen=True, slots=True, kw_only=True)
class MovedEntry:
    """An entry as it stood in a draft: its text with ``\\n`` endings, from its checkbox on.

    ``heading`` is what it stood under; ``left_at`` when it moved, None where that is not known.
    """

    key: EntryKey
    heading: str
    text: str
    left_at: datetime | None = None

    @property
    def words(self) -> str:
        """The text below the checkbox."""
        return self.text.partition("\n")[2]


def take_out(data: bytes, entries: Sequence[DraftEntry]) -> tuple[bytes, tuple[MovedEntry, ...]]:
    """The draft without these of its entries, and what they are. Raises DraftError."""
    moved = tuple(
        MovedEntry(key=entry.key, heading=entry.heading, text=_text(data, entry))
        for entry in entries
    )
    rest = _without(data, entries)
    return (_without_empty_dates(rest) if entries else rest), moved


def put_aside(done: bytes, entries: Sequence[MovedEntry], *, now: datetime) -> bytes:
    """The file of moved entries with these at its end, but for those that it has. Raises
    DraftError."""
    last = last_of(find_moved(done))
    new = [e for e in entries if e.key not in last or last[e.key].text != e.text]
    newline = newline_of(done)
    moment = _moment(now)
    pieces = []
    for heading in dict.fromkeys(_heading(entry) for entry in new):
        texts = [entry.text for entry in new if _heading(entry) == heading]
        pieces += [f"## {heading}", dated_line(LEFT_AT, moment), *texts]
    text = "".join(f"\n{piece}\n" for piece in pieces)
    between = "" if not done or done.endswith((b"\n", b"\r")) else "\n"
    return done + (between + text if done else text[1:]).replace("\n", newline).encode()


def find_moved(done: bytes) -> tuple[MovedEntry, ...]:
    """The entries in a file of moved ones, the oldest first. Raises DraftError."""
    if b"<!-- tracker " not in done:
        return ()
    dates = [line for line in read_lines(done) if line.what in {Is.HEADING, Is.DATED}]
    return tuple(
        MovedEntry(
            key=entry.key,
            heading=entry.heading,
            text=_text(done, entry),
            left_at=_moment_above(dates, entry.start),
        )
        for entry in parse_draft(done, path="").entries
    )


def last_of(entries: Iterable[MovedEntry]) -> dict[EntryKey, MovedEntry]:
    """Of each entry what moved last, in that order: it may have come back, and moved again."""
    last: dict[EntryKey, MovedEntry] = {}
    for entry in entries:
        last.pop(entry.key, None)
        last[entry.key] = entry
    return last


def bring_back(data: bytes, entries: Sequence[MovedEntry], *, day: date) -> bytes:
    """The draft with these entries again, first under their headings. Raises DraftError."""
    held = {entry.key for entry in parse_draft(data, path="").entries}
    sections: dict[str, list[str]] = {}
    for entry in entries:
        if entry.key not in held:
            sections.setdefault(entry.heading, []).append(f"{entry.text}\n")
    # Under its own heading alone, which says where in the post it goes.
    return insert_first(data, {name: (texts, set()) for name, texts in sections.items()}, day=day)


def without_moved(done: bytes, entries: Iterable[MovedEntry]) -> bytes:
    """The file of moved entries without these, which are in a draft again. Raises DraftError."""
    gone = {(entry.key, entry.text) for entry in entries}
    cut = [e for e in parse_draft(done, path="").entries if (e.key, _text(done, e)) in gone]
    return _without_empty_dates(_without(done, cut)) if cut else done


def put_left_over(done: bytes, data: bytes, *, now: datetime) -> bytes:
    """The file of moved entries with what an author may have written into a draft that has none any
    more: the lines that are neither tracker's own nor stand in that file. Raises DraftError."""
    known = {line.text.strip() for line in read_lines(done)} | _FOOT_LINES
    kept = [
        line.text
        for line in read_lines(data)
        if line.what not in {Is.BLANK, Is.DATED, Is.FOOT}
        and line.text.strip() not in known
        and not _OWN.match(line.text)
    ]
    if not kept:
        return done
    newline = newline_of(done)
    text = "\n".join(["", dated_line(LEFT_AT, _moment(now)), "", *kept, ""])
    return done + text.replace("\n", newline).encode()


_OWN = re.compile(r"<!-- tracker: [^<>]*-->\s*$")
# Those of the foot, and of what it was before.
_FOOT_LINES = {line.strip() for line in FOOT.splitlines()} | {"file decides nothing."}


def _moment(now: datetime) -> str:
    return now.astimezone(UTC).isoformat(timespec="microseconds")


def front_matter_of(data: bytes) -> bytes:
    """A draft's front matter with the line ending behind it; empty where it has none."""
    lines = [line for line in read_lines(data) if line.what is Is.FRONT]
    return data[lines[0].start : lines[-1].end] if lines else b""


def _heading(entry: MovedEntry) -> str:
    """A text below no heading gets one that is no topic's, so that none above counts as its own."""
    return entry.heading or entry.key.topic


def _text(data: bytes, entry: DraftEntry) -> str:
    text = data[entry.start : entry.end].decode().removeprefix("\ufeff")
    return text.replace("\r\n", "\n").replace("\r", "\n").rstrip()


def _without(data: bytes, entries: Sequence[DraftEntry]) -> bytes:
    for entry in reversed(entries):  # from last to first, so that the spans before stay
        start = entry.start
        if data[start : entry.end].startswith(b"\xef\xbb\xbf"):
            start += 3
        data = data[:start] + data[entry.end :]
    return data


def _without_empty_dates(data: bytes) -> bytes:
    """Without the lines that date no entry any more; in the file of moved entries the heading that
    was written with such a line goes, too."""
    lines = read_lines(data)
    for index in reversed(range(len(lines))):
        if lines[index].what is Is.DATED:
            end = next((line for line in lines[index + 1 :] if line.what is not Is.BLANK), None)
            if end is None or end.what in {Is.DATED, Is.HEADING, Is.FOOT}:
                start = _start_of_date(lines, index)
                data = data[:start] + (data[end.start :] if end else b"")
    return data


def _start_of_date(lines: Sequence[Line], index: int) -> int:
    above = [line for line in lines[max(0, index - 2) : index] if line.what is not Is.BLANK]
    with_heading = LEFT_AT in lines[index].text and above and above[-1].text.startswith("## ")
    return above[-1].start if with_heading else lines[index].start


def _moment_above(dates: Sequence[Line], start: int) -> datetime | None:
    above = [line for line in dates if line.start < start]
    if not above or above[-1].what is not Is.DATED:
        return None
    try:
        moment = datetime.fromisoformat(above[-1].date)
    except ValueError:
        return None
    return moment if moment.tzinfo else None
