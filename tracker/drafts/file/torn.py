"""What is torn in a file that was cut off: a save that stopped, a full disk, a crash?

A draft's file ends with its foot, or with the note on what was put back. One that has neither was
cut off, or its author took the foot away. So:

- What a cut leaves at the very end and says nothing goes as the file is read: the zero bytes of a
  crash, a part of a character, the beginning of a marker or of tracker's own comment. Another
  comment that nothing closes is closed there.
- The last entry is torn where its text is a beginning of what was written, or where it is approved
  and the file's last line has no ending, which an editor writes and a cut does not. Text with a
  comment of tracker's below it is whole.
- A torn entry does not count as it stands. It becomes undecided again, with a remark; what was
  written is completed, and words of the author's own stay: nobody knows what followed them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from tracker.drafts.file.document import Draft, parse_draft, plan_checkbox, plan_remark
from tracker.drafts.file.lines import FOOT_START, PROMPT, Is, newline_of, read_lines
from tracker.drafts.file.rewriting import plan_text
from tracker.errors import DraftError
from tracker.escaping import comment
from tracker.markdown import unescaped
from tracker.values import DraftEntry, EntryKey, Verdict

_REMARK = "the file ended in this entry: look whether it is whole"
_NOTES = (b"<!-- tracker: entries were put back", b"<!-- tracker: entries that you had decided")
_OWN = (f"<!-- tracker: {comment(PROMPT)} -->", FOOT_START)
# "- [x] <!-- tracker 17 a-topic -->" up to anywhere; a reason in it is the author's.
_MARKER = re.compile(
    r"[-*+] ?\\?(?:\[[^\]]?\\?\]?)? ?"
    r"(?:<!?-{0,2}|<!-- ?(?:t[a-z]{0,6})?(?: [0-9]{0,18})?(?: [\w-]{0,64} ?-{0,2})?)?"
)
_LEAD = re.compile(r"\d{1,9}[.)]?|[-*+]")  # of a list's item without words


@dataclass(frozen=True, slots=True)
class Torn:
    """The entry in which a file ends; ``is_beginning`` of what was written, without a word of the
    author's own."""

    key: EntryKey
    is_beginning: bool


def is_cut_off(data: bytes) -> bool:
    """Whether the file lacks its end."""
    return FOOT_START.encode() not in data and not any(note in data for note in _NOTES)


def without_torn_end(data: bytes) -> bytes:
    """The file without what a cut left at its end that says nothing."""
    data = data.rstrip(b"\0")
    if not is_cut_off(data):
        return data
    data = _without_part_of_a_character(data)
    try:
        lines = read_lines(data)
    except DraftError:
        return data
    if not lines or data.endswith((b"\n", b"\r")):
        return data
    words = lines[-1].text.strip()
    if _MARKER.fullmatch(lines[-1].text) or any(own.startswith(words) for own in _OWN):
        return data[: lines[-1].start]
    if any(line.unclosed and line.what is not Is.CODE for line in lines):
        return data.rstrip(b"-") + f" -->{newline_of(data)}".encode()
    return data


def _without_part_of_a_character(data: bytes) -> bytes:
    try:
        data[-4:].decode()
    except UnicodeDecodeError:
        for length in range(1, min(4, len(data) + 1)):
            try:
                data[-length:].decode()
            except UnicodeDecodeError as error:
                if error.start == 0 and error.reason == "unexpected end of data":
                    return data[:-length]
    return data


def find_torn(draft: Draft, data: bytes, written: Iterable[tuple[EntryKey, str]]) -> Torn | None:
    """The entry in which the file was cut off. ``draft`` is what ``data`` says."""
    if not draft.entries or not is_cut_off(data):
        return None
    last = draft.entries[-1]
    body = dict(written).get(last.key)
    if body is None or last.end < len(data) or last.verdict is Verdict.REJECTED:
        return None
    text = [line for line in read_lines(data) if line.what is not Is.BLANK]
    if text[-1].what is Is.COMMENT:
        return None
    is_beginning = _is_beginning(unescaped(last.body), unescaped(body))
    is_open = not data.endswith((b"\n", b"\r")) and last.verdict is Verdict.APPROVED
    return Torn(last.key, is_beginning) if is_beginning or is_open else None


def _is_beginning(stands: str, written: str) -> bool:
    words = "" if _LEAD.fullmatch(stands) else stands
    return written.startswith(words) and written != words


def plan_whole(data: bytes, torn: Torn, written: str) -> bytes:
    """The draft with the torn entry undecided and a remark in it, completed where it is a beginning
    of what was ``written``. The file has its foot again."""
    draft = parse_draft(data, path="")
    entry = next(each for each in draft.entries if each.key == torn.key)
    if torn.is_beginning:
        data = _completed(data, entry, written, draft.entries)
    data = plan_checkbox(data, torn.key, Verdict.UNDECIDED)
    return plan_remark(data, torn.key, _REMARK)


def _completed(data: bytes, entry: DraftEntry, written: str, around: Iterable[DraftEntry]) -> bytes:
    marker = entry.marker or next((each.marker for each in around if each.marker), "")
    try:
        return plan_text(data, replace(entry, marker=marker), written)
    except DraftError:
        return data
