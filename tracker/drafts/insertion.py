"""Entries on their way into a draft's file: what one is, and where in the file it goes.

Drafting again only inserts, first under each heading and below a line that dates what is new: every
byte in the file stays.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from tracker.drafts.file import document
from tracker.drafts.file.lines import (
    EARLIER_ENTRIES,
    FOOT_START,
    NEW_ENTRIES,
    Is,
    Line,
    dated_line,
    newline_of,
    read_lines,
)
from tracker.escaping import comment, fold
from tracker.markdown import readable
from tracker.markers import render_entry_line
from tracker.values import EntryKey, day_in_words
from tracker.watchlists import Watchlist

FOOT = f"""{FOOT_START}

How to decide, entry by entry, in the brackets above it:
  [ ]  undecided: it stays here
  [x]  approve: the next "tracker publish" puts it into the post
  [-]  reject: it does not come again; a reason may follow, as in "[-] too narrow"

What stands below an entry's checkbox is yours to change, and is published as it stands,
without the comments. Your own words go in there too. An entry ends at the next checkbox,
heading, or here. Keep the comment beside the checkbox: it says which work is meant. An entry
that you delete counts as rejected at the next "tracker review" or "tracker publish"; an empty
file decides nothing. What is rejected or published moves to drafts/done/ with all its words.
-->
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class RenderedEntry:
    """An entry as it is written into a draft: ``text`` without its checkbox line, and ``body``,
    what would be published of it, which the store keeps as what was written."""

    key: EntryKey
    text: str
    body: str


def with_remarks(
    key: EntryKey, body: str, remarks: Sequence[str], *, marker: str = ""
) -> RenderedEntry:
    """An entry that says ``body``, with remarks to the author below it: as an item where it reads
    back as one."""
    comments = [f"<!-- tracker: {comment(text)} -->" for text in remarks]
    texts = [_remarked(body, comments, lead) for lead in (f"{marker} " if marker else "", "")]
    text = next((text for text in texts if _body_of(key, text) == body), texts[-1])
    return RenderedEntry(key=key, text=text, body=body)


def _remarked(body: str, comments: Sequence[str], lead: str) -> str:
    margin = " " * len(lead)
    lines = [*body.split("\n"), "", *comments]
    text = "\n".join(margin + line if line else "" for line in lines)
    return lead + text.removeprefix(margin)


def _body_of(key: EntryKey, text: str) -> str:
    entries = document.parse_draft(as_block(key, text).encode(), path="").entries
    return entries[0].body if len(entries) == 1 else ""


def in_words(entry: RenderedEntry, text: str) -> RenderedEntry:
    """The entry with a text that stood in a draft before, which reads back already."""
    draft = document.parse_draft(as_block(entry.key, text).encode(), path="")
    return replace(entry, text=text, body=draft.entries[0].body)


def plan_additions(
    data: bytes, entries: Sequence[RenderedEntry], topics: Sequence[Watchlist], *, day: date
) -> bytes:
    """The open draft with the entries that it does not hold yet, each first in its section, below
    a line with the ``day``.

    Nothing but insertions: all bytes of ``data`` stay in their order. A section is found by its
    heading, else by the topic's entries; where both are gone it is made anew before the foot.
    Raises DraftError when the bytes are not UTF-8.
    """
    held = document.keys_in(read_lines(data))
    new = [entry for entry in entries if entry.key not in held]
    sections = {
        heading: ([as_block(e.key, e.text) for e in members], {e.key.topic for e in members})
        for heading, members in sections_of(new, topics).items()
    }
    return insert_first(data, sections, day=day)


def insert_first(
    data: bytes, sections: Mapping[str, tuple[Sequence[str], set[str]]], *, day: date
) -> bytes:
    """The draft with blocks of entries first in their sections, below a line with the ``day``.

    ``sections`` has the blocks by heading, and the topics by whose entries the section is known
    where that heading is gone. A heading of "" is none: its blocks go before the foot.
    """
    lines = read_lines(data)
    insertions: dict[int, list[str]] = {}
    for heading, (blocks, topics) in sections.items():
        index = document.start_of_section(lines, heading, topics)
        if index is None:
            title = f"\n## {heading}\n" if heading else ""
            offset, text = document.end_of_body(lines), f"{title}\n{new_on(day)}\n"
            text += "".join(f"\n{block}" for block in blocks)
        else:
            offset, text = _first_in_section(lines, index, blocks, day)
        insertions.setdefault(offset, []).append(text)
    return _insert(data, insertions)


def _first_in_section(
    lines: Sequence[Line], index: int, blocks: Sequence[str], day: date
) -> tuple[int, str]:
    """Where blocks go in a section that begins before the line at ``index``, and as what. What
    stands there above all entries stays above them: below one it would be its text."""
    first = _next_mark(lines, index)
    text = "".join(f"\n{block}" for block in blocks)
    if first < len(lines) and lines[first].text.rstrip() == new_on(day):
        first = _next_mark(lines, first + 1)
    else:
        text = f"\n{new_on(day)}\n{text}"
        if first < len(lines) and lines[first].what is Is.ENTRY:
            text += f"\n{dated_line(EARLIER_ENTRIES)}\n"
    offset = document.after_words(lines, first)
    follows_at_once = first < len(lines) and lines[first].start == offset
    return offset, (text if offset else text.removeprefix("\n")) + "\n" * follows_at_once


def _next_mark(lines: Sequence[Line], index: int) -> int:
    """The index of the next line that ends what stands before it, from ``index`` on."""
    marks = {Is.ENTRY, Is.DATED, Is.HEADING, Is.FOOT}
    return next((n for n in range(index, len(lines)) if lines[n].what in marks), len(lines))


def new_on(day: date) -> str:
    """The line above entries of that day."""
    return dated_line(NEW_ENTRIES, day_in_words(day))


def _insert(data: bytes, insertions: Mapping[int, Sequence[str]]) -> bytes:
    newline = newline_of(data)
    for offset in sorted(insertions, reverse=True):
        text = "".join(insertions[offset])
        head = data[:offset]
        if head and not head.endswith((b"\n", b"\r")):
            text = "\n" + text
        data = head + text.replace("\n", newline).encode() + data[offset:]
    return data


def sections_of(
    entries: Sequence[RenderedEntry], topics: Sequence[Watchlist]
) -> dict[str, list[RenderedEntry]]:
    """The entries by heading; two topics with one heading share a section. A topic whose watchlist
    is gone goes by its name."""
    sections: dict[str, list[RenderedEntry]] = {}
    for topic in topics:
        members = [entry for entry in entries if entry.key.topic == topic.slug]
        if members:
            sections.setdefault(readable(fold(topic.heading)), []).extend(members)
    slugs = {topic.slug for topic in topics}
    for entry in entries:
        if entry.key.topic not in slugs:
            sections.setdefault(entry.key.topic, []).append(entry)
    return sections


def as_block(key: EntryKey, text: str) -> str:
    """An entry as it stands in a draft: its checkbox, its text, a blank line."""
    return f"{render_entry_line(key)}\n{text}\n"
