"""Which entries of a draft has its author never seen, and how do they come back into the file?

Each run that adds to a draft is one write. A file that was saved from an older copy (an editor
that was open meanwhile, a folder that is synchronised) lacks what was written after that copy
was made. So, where nobody watched the editor:

- From the last write backward, a write of which nothing stands in the file was not seen. The
  first write of which something stands there ends this: of it and of earlier ones, what is
  missing was deleted.
- The write that made the draft is always seen: no copy is older than that.
- An entry with a marker that tracker wrote into no draft stands for none that it did write.
- A second look at an entry that stood in the file already was seen where its remark stands.
- What is put back, and that decided entries moved to drafts/done/, is noted in the file's last
  line, with the time of the last write. A copy that has this line is no older than that write, so
  an entry that is deleted from it is deleted.
- A file that has neither that line nor the draft's foot was cut off (a full disk, an editor that
  was killed while it saved): what it lacks was not deleted, and comes back once.

The line stands in the file and not in the store, since an older copy is known by lacking it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from tracker.drafts.file.document import Draft, has_second_look, parse_draft, plan_second_look
from tracker.drafts.file.lines import FOOT_START, PROMPT, newline_of
from tracker.drafts.file.mixed_up import bare_lines, first_line
from tracker.drafts.file.torn import Torn, is_cut_off, plan_whole
from tracker.drafts.insertion import FOOT, RenderedEntry, plan_additions, with_remarks
from tracker.values import EntryKey
from tracker.watchlists import Watchlist

_REMARK = "put back: what was saved did not have this entry"
_PUT_BACK = "entries were put back (up to {}); if you delete one again, it counts as rejected"
_TAKEN_OUT = "entries that you had decided moved to drafts/done/ (up to {})"
_NOTE = re.compile(
    rb"<!-- tracker: (?:entries were put back|entries that you had decided moved to drafts/done/) "
    rb"\(up to ([^\s()<>]+)\)[^<>]*-->"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenEntry:
    """An entry as tracker wrote it last. ``is_second_look``: where it stood already, it was opened
    again, and a remark put into it."""

    key: EntryKey
    body: str
    written_at: datetime
    is_second_look: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnedEntry:
    """An entry that goes back into the file; ``second_look`` is what its remark says, if it is
    one. The file ends in one that is ``torn``."""

    key: EntryKey
    body: str
    second_look: str = ""
    torn: Torn | None = None


def find_standing(
    draft: Draft, data: bytes, written: Sequence[WrittenEntry]
) -> frozenset[EntryKey]:
    """The entries that stand in the file as they were written last, whatever was typed there since:
    by their marker, or where that is lost by their first line. ``draft`` is what ``data`` says."""
    present = {entry.key for entry in draft.entries}
    looked_at = {entry.key for entry in draft.entries if has_second_look(data, entry)}
    own = {first_line(entry.body) for entry in written if entry.key in present}
    lines = set(bare_lines(data.decode())) - own - {""}
    return frozenset(
        entry.key
        for entry in written
        if (
            entry.key in (looked_at if entry.is_second_look else present)
            or (entry.key not in present and first_line(entry.body) in lines)
        )
    )


def find_unseen(
    draft: Draft,
    data: bytes,
    written: Sequence[WrittenEntry],
    standing: Collection[EntryKey],
    *,
    opened_at: datetime,
) -> frozenset[EntryKey]:
    """The entries that were written after the copy that the file is, of which those in ``standing``
    stand in it. ``opened_at`` is when the draft was made, and ``draft`` what ``data`` says.
    """
    known_data = _without_strangers(draft, data, written)
    if known_data != data:
        standing = find_standing(draft, known_data, written)
    since = max(opened_at, _noted_at(data) or opened_at)
    unseen: set[EntryKey] = set()
    for moment in sorted({entry.written_at for entry in written}, reverse=True):
        keys = {entry.key for entry in written if entry.written_at == moment}
        if moment <= since or not keys.isdisjoint(standing):
            break
        unseen |= keys
    return frozenset(unseen)


def _without_strangers(draft: Draft, data: bytes, written: Sequence[WrittenEntry]) -> bytes:
    """With blanks in the place of entries that nobody knows: one that a killed run wrote may be of
    the work that another number has now, and reads as that one's entry would."""
    known = {entry.key for entry in written}
    for entry in draft.entries:
        if entry.key not in known:
            blanks = b" " * (entry.end - entry.start)
            data = data[: entry.start] + blanks + data[entry.end :]
    return data


def find_cut_off(
    data: bytes, written: Sequence[WrittenEntry], standing: Collection[EntryKey]
) -> frozenset[EntryKey]:
    """The entries that a file lacks which was cut off, of which something is left."""
    if not standing or not is_cut_off(data):
        return frozenset()
    return frozenset(entry.key for entry in written if entry.key not in standing)


def _noted_at(data: bytes) -> datetime | None:
    """The time in the note on what was put back; None without one that can be read."""
    note = _NOTE.search(data)
    try:
        moment = datetime.fromisoformat(note[1].decode()) if note else None
    except ValueError:
        return None
    return moment if moment is None or moment.tzinfo else None


def plan_return(
    data: bytes,
    entries: Sequence[ReturnedEntry],
    topics: Sequence[Watchlist],
    *,
    last_written_at: datetime,
) -> bytes:
    """The file with these entries undecided in it, and the note that they were put back.

    One that stands there is opened again for its second look. A foot that is missing is written
    anew, so that the note belongs to no entry. Raises DraftError when the bytes
    are not UTF-8.
    """
    draft = parse_draft(data, path="")
    present = {entry.key for entry in draft.entries}
    if FOOT_START.encode() not in data:
        newline = newline_of(data)
        data = data.rstrip() + f"\n\n{FOOT}".replace("\n", newline).encode()
    for entry in entries:
        if entry.torn:
            data = plan_whole(data, entry.torn, entry.body)
        elif entry.key in present:
            data = plan_second_look(data, entry.key, entry.second_look)
    rendered = [_render(entry, draft) for entry in entries if entry.key not in present]
    data = plan_additions(data, rendered, topics, day=last_written_at.date())
    return _noted(data, last_written_at, _PUT_BACK)


def _render(entry: ReturnedEntry, draft: Draft) -> RenderedEntry:
    """In the form of the entries around it, if it reads back in that."""
    same = [other for other in draft.entries if other.key.topic == entry.key.topic]
    marker = next((other.marker for other in (*same, *draft.entries)), "")
    look = [f"a second look: {entry.second_look}"] if entry.second_look else []
    return with_remarks(entry.key, entry.body, (*look, _REMARK, PROMPT), marker=marker)


def note_taken_out(data: bytes, *, last_written_at: datetime) -> bytes:
    """The file with the note that decided entries moved out of it; all that was written up to then
    has been seen."""
    return _noted(data, last_written_at, _TAKEN_OUT)


def _noted(data: bytes, at: datetime, words: str) -> bytes:
    """With the note as its last line, or in the place of an earlier one."""
    moment = at.astimezone(UTC).isoformat(timespec="microseconds")
    note = f"<!-- tracker: {words.format(moment)} -->".encode()
    if earlier := _NOTE.search(data):
        return data[: earlier.start()] + note + data[earlier.end() :]
    newline = newline_of(data).encode()
    between = b"" if data.endswith((b"\n", b"\r")) else newline
    return data + between + newline + note + newline
