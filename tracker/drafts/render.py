"""From proposals to a draft's text: entries under their topics' headings, the best first.

A template makes the inside of an entry; this module puts marker and checkbox around it, turns
the template's comments into comments for the author, and reads the result back, so that no
template can lose an entry. Drafting again only inserts, first under each heading and below a line
that dates what is new: every byte in the file stays.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from tracker.drafts.entry.abstract import abstract
from tracker.drafts.entry.facts import day_in_words, view
from tracker.drafts.entry.sentence import LIMIT
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
from tracker.drafts.templates.template import EntryTemplate
from tracker.errors import ConfigError
from tracker.escaping import comment, fold, toml_string, yaml_string
from tracker.markdown import form_of, readable
from tracker.markers import render_entry_line
from tracker.values import EntryKey, Proposal, utc
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


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryStyle:
    """How the entries of a topic are written: by which template, as items of a list if that has
    them so, with the abstract in a comment for the author."""

    template: EntryTemplate
    is_listed: bool = True
    has_abstract: bool = False
    separator: str = ""  # between name and sentence, where the template is one of ours


def render_entries(
    proposals: Iterable[Proposal],
    topics: Sequence[Watchlist],
    styles: EntryTemplate | Mapping[str, EntryStyle],
    *,
    sentence_length: int = LIMIT,
) -> tuple[RenderedEntry, ...]:
    """The proposals' entries in their order. ``styles`` are by topic, or one template for all.
    Raises ConfigError where a template is wrong."""
    by_slug = {topic.slug: topic for topic in topics}
    if isinstance(styles, EntryTemplate):
        styles = dict.fromkeys(by_slug, EntryStyle(template=styles))
    return tuple(
        _render_entry(proposal, by_slug[proposal.topic], styles[proposal.topic], sentence_length)
        for proposal in proposals
    )


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
    entries = document.parse_draft(_block(key, text).encode(), path="").entries
    return entries[0].body if len(entries) == 1 else ""


def in_words(entry: RenderedEntry, text: str) -> RenderedEntry:
    """The entry with a text that stood in a draft before, which reads back already."""
    draft = document.parse_draft(_block(entry.key, text).encode(), path="")
    return replace(entry, text=text, body=draft.entries[0].body)


def render_draft(
    entries: Sequence[RenderedEntry],
    topics: Sequence[Watchlist],
    *,
    title: str,
    now: datetime,
    front_matter: str = "jekyll",
) -> str:
    """A new draft's text, with ``\\n`` endings: front matter, a section per heading, the foot.

    Sections stand in the order of ``topics``; those without entries are left out.
    ``front_matter`` is "jekyll" (YAML) or "hugo" (TOML).
    """
    sections = _sections(entries, topics)
    shown = {entry.key.topic for entry in entries}
    tags = dict.fromkeys(tag for topic in topics if topic.slug in shown for tag in topic.tags)
    parts = [_front_matter(title, now, tuple(tags), hugo=front_matter == "hugo")]
    for heading, members in sections.items():
        parts += [f"## {heading}\n", f"{_new_on(now.date())}\n"]
        parts += [_block(entry.key, entry.text) for entry in members]
    return "\n".join([*parts, FOOT])


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
        heading: ([_block(e.key, e.text) for e in members], {e.key.topic for e in members})
        for heading, members in _sections(new, topics).items()
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
            offset, text = document.end_of_body(lines), f"{title}\n{_new_on(day)}\n"
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
    if first < len(lines) and lines[first].text.rstrip() == _new_on(day):
        first = _next_mark(lines, first + 1)
    else:
        text = f"\n{_new_on(day)}\n{text}"
        if first < len(lines) and lines[first].what is Is.ENTRY:
            text += f"\n{dated_line(EARLIER_ENTRIES)}\n"
    offset = document.after_words(lines, first)
    follows_at_once = first < len(lines) and lines[first].start == offset
    return offset, (text if offset else text.removeprefix("\n")) + "\n" * follows_at_once


def _next_mark(lines: Sequence[Line], index: int) -> int:
    """The index of the next line that ends what stands before it, from ``index`` on."""
    marks = {Is.ENTRY, Is.DATED, Is.HEADING, Is.FOOT}
    return next((n for n in range(index, len(lines)) if lines[n].what in marks), len(lines))


def _new_on(day: date) -> str:
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


def _sections(
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


def _block(key: EntryKey, text: str) -> str:
    return f"{render_entry_line(key)}\n{text}\n"


def _render_entry(
    proposal: Proposal, topic: Watchlist, style: EntryStyle, sentence_length: int
) -> RenderedEntry:
    key = EntryKey(proposal.work.id, topic.slug)
    entry = view(
        proposal,
        heading=topic.heading,
        tags=topic.tags,
        length=sentence_length,
        keeps_name=not style.template.names_the_work,
        shows_title=style.template.shows_title or not style.template.names_the_work,
    )
    output = style.template.render(entry)
    text = _tidy(re.sub(r"<!--(?!\s*tracker:)\s*", "<!-- tracker: ", output))
    if style.separator:
        text = _SEPARATED.sub(lambda match: match[1] + style.separator, text, count=1)
    if not style.is_listed:
        text = "\n".join(form_of(text).lines)
    body = _read_back(key, text, style.template.path)
    if style.has_abstract and (folded := abstract(proposal.work)):
        text = f"{text}\n{_indented(folded, text)}"
    return RenderedEntry(key=key, text=text, body=body)


# The head of an entry of the built-in forms for lists, up to what follows the name and its links.
_SEPARATED = re.compile(r"\A(1\. \*\*.*?\*\*(?: \(.*?\))*) - ")


def _indented(remark: str, text: str) -> str:
    """A comment's lines as far in as the last line of the text, so that it is of the same item."""
    *above, last = text.split("\n")
    marker = "" if above else form_of(text).marker
    margin = " " * (len(marker) + 1 if marker else len(last) - len(last.lstrip(" ")))
    return "\n".join(margin + line for line in remark.split("\n"))


def _read_back(key: EntryKey, text: str, path: str) -> str:
    """What would be published of the entry, read as it will be read."""
    block = _block(key, text).encode()
    draft = document.parse_draft(block + FOOT.encode(), path=path)
    for problem in draft.problems:
        message = f"an entry of this template does not read back: {problem.message}"
        raise ConfigError(message, path=path)
    if [(entry.key, entry.end) for entry in draft.entries] != [(key, len(block))]:
        message = "an entry of this template does not read back: a heading would end it"
        raise ConfigError(message, path=path)
    if not draft.entries[0].body:
        raise ConfigError("an entry of this template would be empty", path=path)
    return draft.entries[0].body


def _tidy(text: str) -> str:
    """No blanks at the lines' ends, one blank line between paragraphs, none around."""
    lines = (line.rstrip() for line in text.splitlines())
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n")


def _front_matter(title: str, now: datetime, tags: Sequence[str], *, hugo: bool) -> str:
    day = utc(now).date().isoformat()
    quoted = toml_string if hugo else yaml_string
    values = {"title": quoted(title), "date": day}
    if tags:
        values["tags"] = f"[{', '.join(map(quoted, tags))}]"
    rule, sign = ("+++", " =") if hugo else ("---", ":")
    return "\n".join([rule, *(f"{key}{sign} {value}" for key, value in values.items()), rule, ""])
