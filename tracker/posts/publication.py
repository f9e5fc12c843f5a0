"""Approved entries into the living post: which edits, and where.

An entry goes to the section of its heading. It continues the last list of the section's own
body in that list's manner, even when prose follows the list; with ``position = "start"`` it
opens that list. A section without a list takes it at the end of its own body: as a list where
the entry was a list's item in the draft, or where other topics list theirs; else as it was
written. A missing heading is created.

An entry whose work the post links already is left out, and the report says so; links are compared
by identity, not by spelling. The same holds for a text that stands there word for word, since a
run that was killed may have written the post and not the store. A new version takes the place of
the entry that stands there, where that is found, and goes nowhere else.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from tracker.escaping import terminal
from tracker.markdown import (
    BlockKind,
    Edit,
    EntryForm,
    form_of,
    heading_words,
    parse_outline,
    reads_as,
    without_markers,
)
from tracker.markers import find_markers, remove_markers, render_marker
from tracker.posts.dates import USUAL_DATE_KEY, plan_date, why_left
from tracker.posts.document import Post, Section, find_section
from tracker.posts.entries import Placed, Skipped, is_closed
from tracker.posts.headings import NewHeading, plan_heading
from tracker.posts.linked import linked_among
from tracker.posts.regions import find_regions
from tracker.posts.replacing import plan_replacement
from tracker.posts.two_readings import find_open_code
from tracker.posts.within_section import (
    Insertion,
    at_end_of_body,
    at_end_of_list,
    at_start_of_list,
    edits_of,
    under_new_heading,
)
from tracker.values import Alias, ApprovedEntry, DateChange, EntryKey


@dataclass(frozen=True, slots=True)
class PublishPlan:
    """Every change to the post. ``date`` is what ``plan_undo`` needs to put a date back;
    ``created`` are the headings that the post lacked; ``cautions`` tell of places where the entries
    may not last."""

    edits: tuple[Edit, ...]
    placed: tuple[Placed, ...]
    skipped: tuple[Skipped, ...]
    date: DateChange | None = None
    created: tuple[str, ...] = ()
    cautions: tuple[str, ...] = ()


def says_the_same(entry: str, published: str) -> bool:
    """Whether an entry's text stands in one that was published, in a list of any manner."""
    words = "\n".join(form_of(entry).lines)
    if _squeezed(words) in _squeezed(published):
        return True
    return reads_as(words) in reads_as(remove_markers(published))


def plan_publication(
    post: Post,
    entries: Sequence[ApprovedEntry],
    *,
    position: str,
    markers: bool,
    date_key: str,
    sibling_headings: Sequence[str],
    now: datetime,
) -> PublishPlan:
    """What publishing the entries changes. ``position`` is "end" or "start"."""
    wanted, skipped = _sort_out(post, entries)
    replaced, wanted, left = _replacements(post, wanted, markers)
    insertions: list[Insertion] = []
    edits: list[Edit] = []
    for section, group in _by_section(post, wanted):
        forms = [(entry.key, _form(post, entry, markers)) for entry in group]
        if section.last_list is None:
            insertions += at_end_of_body(post, section, forms, sibling_headings)
        elif position == "start":
            opening, renumbered = at_start_of_list(post, section.last_list, forms)
            insertions += opening
            edits += renumbered
        else:
            insertions += at_end_of_list(post, section.last_list, forms)
    created: list[str] = []
    for heading, group in _by_new_heading(post, wanted, sibling_headings):
        created += heading.parts
        forms = [(entry.key, _form(post, entry, markers)) for entry in group]
        insertions += under_new_heading(post, heading, forms, sibling_headings)
    inserted = edits_of(post, insertions)
    placed = (
        *(Placed(key, text) for key, (_, text) in replaced.items()),
        *(
            Placed(insertion.key, edit.new.decode())
            for insertion, edit in zip(insertions, inserted, strict=True)
        ),
    )
    edits += [edit for edit, _ in replaced.values()]
    date = plan_date(post.outline, date_key, now) if placed else None
    return PublishPlan(
        (*inserted, *edits, *([date[0]] if date else [])),
        placed,
        (*skipped, *left),
        date[1] if date else None,
        tuple(created),
        (*_cautions(post, insertions, date_key), *_code_to_some(post, insertions)),
    )


def _cautions(post: Post, insertions: Sequence[Insertion], date_key: str) -> Iterator[str]:
    if insertions and date_key:
        is_chosen = date_key != USUAL_DATE_KEY
        if left := why_left(post.outline, date_key, must_be_there=is_chosen):
            yield left
    for region in find_regions(post) if insertions else ():
        within = (region.first < at.line + (not at.opens) <= region.last for at in insertions)
        if count := sum(within):
            yield (
                f"line {region.first + 1}: a program writes what stands from here to line "
                f'{region.last + 1} ("{terminal(region.name)}"), and may take {count} new entries '
                "out again; move the list out of it"
            )


def _code_to_some(post: Post, insertions: Sequence[Insertion]) -> Iterator[str]:
    """On places that plain Markdown reads as code, and the site's engine does not."""
    code = find_open_code(post) if insertions else None
    if code and (count := sum(code.holds(at.line - at.opens) for at in insertions)):
        yield (
            f"line {code.fence + 1}: the code that opens here ends in line "
            f"{code.passage_end + 1} for your site's engine, but not for plain Markdown, which "
            f"reads {count} new entries as code, too; close it above that line"
        )


def _replacements(
    post: Post, entries: Sequence[ApprovedEntry], markers: bool
) -> tuple[dict[EntryKey, tuple[Edit, str]], list[ApprovedEntry], list[Skipped]]:
    """The new versions that take the place of an entry, the other entries, and the new versions
    whose entry is not found."""
    replaced: dict[EntryKey, tuple[Edit, str]] = {}
    others: list[ApprovedEntry] = []
    left: list[Skipped] = []
    for entry in entries:
        if not entry.is_update:
            others.append(entry)
            continue
        found = entry.replaces and plan_replacement(
            post, entry.replaces, _form(post, entry, markers)
        )
        if found:
            replaced[entry.key] = found
        else:
            reason = _NOT_FOUND if entry.replaces else _BY_HAND
            left.append(Skipped(entry.key, reason, stands=True))
    return replaced, others, left


_NOT_FOUND = "a new version, but its entry does not stand as it was published; nothing was changed"


_BY_HAND = (
    "a new version, but this post has it in no words that tracker placed; nothing was changed"
)


def _sort_out(
    post: Post, entries: Iterable[ApprovedEntry]
) -> tuple[list[ApprovedEntry], tuple[Skipped, ...]]:
    """Those to be placed, and those to be left out with the reason."""
    text = post.data.decode("utf-8")
    asked = list(entries)
    linked = set(linked_among(post.outline, {alias for e in asked for alias in e.aliases}))
    marked = set(find_markers(text))
    standing = _squeezed(text)
    wanted: list[ApprovedEntry] = []
    skipped: list[Skipped] = []
    for entry in asked:
        stands, reason = _reason_against(entry, linked, marked, standing)
        if reason:
            skipped.append(Skipped(entry.key, reason, stands))
        else:
            wanted.append(entry)
            linked.update(entry.aliases)
            marked.add(entry.key)
    return wanted, tuple(skipped)


def _reason_against(
    entry: ApprovedEntry, linked: set[Alias], marked: set[EntryKey], standing: str
) -> tuple[bool, str]:
    """Whether the post has the entry, and why it is left out ("": it is not)."""
    words = _squeezed("\n".join(form_of(entry.text).lines))
    reasons = (
        (entry.key in marked and not entry.is_update, True, "the post has it already"),
        (
            bool(linked & set(entry.aliases)) and not entry.is_update,
            True,
            "the post links it already",
        ),
        (not words.strip(), False, "it has no text"),
        (words in standing, True, "the post says the same already"),
        (not heading_words(entry.heading), False, "its topic has no heading"),
        (
            not is_closed(entry.text),
            False,
            "it opens a code block or comment that never ends; close it in the draft",
        ),
    )
    return next(((stands, reason) for holds, stands, reason in reasons if holds), (False, ""))


def _squeezed(text: str) -> str:
    """Lines without indentation and list marker: the same words in a list of any manner."""
    lines = (" ".join(line.split()) for line in remove_markers(text).splitlines())
    return "\n" + "".join(f"{without_markers(line)}\n" for line in lines if line)


def _by_section(
    post: Post, entries: Sequence[ApprovedEntry]
) -> list[tuple[Section, list[ApprovedEntry]]]:
    groups: dict[int, tuple[Section, list[ApprovedEntry]]] = {}
    for entry in entries:
        section = find_section(post, entry.heading)
        if section is not None:
            groups.setdefault(section.index, (section, []))[1].append(entry)
    return list(groups.values())


def _by_new_heading(
    post: Post, entries: Sequence[ApprovedEntry], siblings: Sequence[str]
) -> list[tuple[NewHeading, list[ApprovedEntry]]]:
    """Groups in the order in which they are written; a path's common start is created once."""
    outermost: dict[tuple[int, str], NewHeading] = {}
    groups: dict[tuple[int, tuple[str, ...]], tuple[NewHeading, list[ApprovedEntry]]] = {}
    ranks: dict[tuple[str, ...], int] = {}
    for entry in entries:
        if find_section(post, entry.heading) is not None:
            continue
        heading = plan_heading(post, entry.heading, siblings)
        first = outermost.setdefault((heading.parent, heading.name[0]), heading)
        heading = replace(heading, after=first.after, level=first.level)
        groups.setdefault((heading.parent, heading.name), (heading, []))[1].append(entry)
        for length in range(1, len(heading.parts) + 1):
            ranks.setdefault(heading.name[:length], len(ranks))
    return _written_once(sorted(groups.values(), key=lambda group: _rank(group[0], ranks)))


def _rank(
    heading: NewHeading, ranks: Mapping[tuple[str, ...], int]
) -> tuple[int, int, tuple[int, ...]]:
    """At one place the deeper level goes first: after the shallower one it would be within it."""
    lengths = range(1, len(heading.parts) + 1)
    return heading.after, -heading.level, tuple(ranks[heading.name[:n]] for n in lengths)


def _written_once(
    groups: Iterable[tuple[NewHeading, list[ApprovedEntry]]],
) -> list[tuple[NewHeading, list[ApprovedEntry]]]:
    written: set[tuple[int, tuple[str, ...]]] = set()
    result = []
    for heading, group in groups:
        paths = [(heading.parent, heading.name[: n + 1]) for n in range(len(heading.parts))]
        result.append((heading.without(sum(path in written for path in paths)), group))
        written.update(paths)
    return result


def _form(post: Post, entry: ApprovedEntry, markers: bool) -> EntryForm:
    form = form_of(entry.text)
    form = replace(form, marker=form.marker or entry.marker)
    return _marked(form, render_marker(entry.key, in_mdx=post.is_mdx)) if markers else form


def _marked(form: EntryForm, marker: str) -> EntryForm:
    """With the marker at the end of the first paragraph, or above where it opens otherwise."""
    blocks = parse_outline("\n".join(form.lines).encode()).blocks
    if not blocks or blocks[0].kind is not BlockKind.PARAGRAPH:
        return EntryForm((marker, *form.lines), form.marker, is_paragraph=False)
    line = blocks[0].last
    lines = (*form.lines[:line], f"{form.lines[line]} {marker}", *form.lines[line + 1 :])
    return EntryForm(lines, form.marker, form.is_paragraph)
