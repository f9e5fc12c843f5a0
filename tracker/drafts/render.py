"""From proposals to a draft's text: entries under their topics' headings, the best first.

A template makes the inside of an entry; this module puts marker and checkbox around it, turns
the template's comments into comments for the author, and reads the result back, so that no
template can lose an entry. Where entries go in a draft that is open: ``insertion.py``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from tracker.drafts.entry.abstract import abstract
from tracker.drafts.entry.facts import view
from tracker.drafts.entry.sentence import LIMIT
from tracker.drafts.file import document
from tracker.drafts.insertion import FOOT, RenderedEntry, as_block, new_on, sections_of
from tracker.drafts.templates.template import EntryTemplate
from tracker.errors import ConfigError
from tracker.escaping import toml_string, yaml_string
from tracker.markdown import form_of
from tracker.values import EntryKey, Proposal, utc
from tracker.watchlists import Watchlist


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
    sections = sections_of(entries, topics)
    shown = {entry.key.topic for entry in entries}
    tags = dict.fromkeys(tag for topic in topics if topic.slug in shown for tag in topic.tags)
    parts = [_front_matter(title, now, tuple(tags), hugo=front_matter == "hugo")]
    for heading, members in sections.items():
        parts += [f"## {heading}\n", f"{new_on(now.date())}\n"]
        parts += [as_block(entry.key, entry.text) for entry in members]
    return "\n".join([*parts, FOOT])


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
    block = as_block(key, text).encode()
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
