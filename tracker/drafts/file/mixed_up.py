"""Whose text stands below a marker? If markers were lost or exchanged by hand, a text would be
published as another work's.

An entry reads as another one's text on two conditions. Its first line is the one that tracker wrote
as the other's first line, or has a link that only the other's first line had. And nothing in the
entry is its own: neither its first line nor a link that it had and the other had not. So an entry
that was moved, retitled or rewritten is never held back, nor is one that mentions another work.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from tracker.markdown import links_of, unescaped, without_markers
from tracker.markers import render_entry_line
from tracker.values import DraftEntry, DraftProblem, EntryKey


def find_merged(
    entries: Sequence[DraftEntry], written: Mapping[EntryKey, str]
) -> Iterator[DraftProblem]:
    """Of each entry whose checkbox line is gone but whose first line stands in the entry above,
    and of that one."""
    present = {entry.key for entry in entries}
    firsts = {
        first: key
        for key, body in written.items()
        if key not in present and (first := first_line(body))
    }
    for entry in entries if firsts else ():
        own = first_line(written.get(entry.key, ""))
        for line in entry.body.split("\n"):
            lost = firsts.get(bare_line(line))
            if lost and bare_line(line) != own:
                message = (
                    f"{name(lost)} has lost its checkbox; put it back above its text, as "
                    f'"{render_entry_line(lost)}"'
                )
                yield DraftProblem(entry.line, message, lost)
                yield DraftProblem(
                    entry.line, f"the text of {name(lost)} runs on in this entry", entry.key
                )


def find_exchanged(
    entries: Sequence[DraftEntry], texts: Mapping[EntryKey, str]
) -> Iterator[DraftProblem]:
    """Of each entry that reads as another one of ``texts`` (all that tracker wrote), and of that
    other one unless it stands somewhere in its own words."""
    firsts = {key: first_line(text) for key, text in texts.items()}
    strange = [entry for entry in entries if not _has_line(entry, firsts.get(entry.key, ""))]
    wrong = _owners(strange, texts, firsts) if strange else {}
    lines = {entry.key: entry.line for entry in strange}
    for key, owner in wrong.items():
        yield DraftProblem(
            lines[key],
            f"the marker of {name(key)} stands over the text of {name(owner)}; put each marker "
            "over its own text",
            key,
        )
    present = {entry.key for entry in entries}
    for key, owner in wrong.items():
        if owner in wrong:
            continue
        if owner in lines:
            message = (
                f"the text of {name(owner)} stands at line {lines[key]}; if this is that of "
                f"{name(key)}, exchange their markers"
            )
            yield DraftProblem(lines[owner], message, owner)
        elif owner not in present:
            yield DraftProblem(lines[key], "", owner)


def _owners(
    strange: Iterable[DraftEntry], texts: Mapping[EntryKey, str], firsts: Mapping[EntryKey, str]
) -> dict[EntryKey, EntryKey]:
    """By the keys of entries without their own first line, whose text each has, if another's."""
    by_line = _of_one_work((line, key) for key, line in firsts.items())
    by_link = _of_one_work((link, key) for key in texts for link in _first_links(texts[key]))
    owners: dict[EntryKey, EntryKey] = {}
    for entry in strange:
        first = first_line(entry.body)
        candidates = [by_line.get(first), *map(by_link.get, _first_links(entry.body))]
        owner = next((key for key in candidates if key and key.work_id != entry.key.work_id), None)
        if owner and not _own_links(entry, texts) - set(_links(texts[owner])):
            owners[entry.key] = owner
    return owners


def _own_links(entry: DraftEntry, texts: Mapping[EntryKey, str]) -> set[str]:
    """The links that the entry was written with and still has."""
    return set(_links(texts.get(entry.key, ""))) & set(_links(entry.body))


def _of_one_work(pairs: Iterable[tuple[str, EntryKey]]) -> dict[str, EntryKey]:
    """Which entry has a line or link; those that several works have are left out."""
    owners: dict[str, EntryKey] = {}
    shared: set[str] = set()
    for text, key in pairs:
        if owners.setdefault(text, key).work_id != key.work_id or not text:
            shared.add(text)
    return {text: key for text, key in owners.items() if text not in shared}


def _has_line(entry: DraftEntry, line: str) -> bool:
    return bool(line) and line in map(bare_line, entry.body.split("\n"))


def _links(text: str) -> tuple[str, ...]:
    return links_of(text.encode())


def _first_links(body: str) -> tuple[str, ...]:
    return _links(without_markers(body.partition("\n")[0]))


def first_line(body: str) -> str:
    """An entry's first line as it is compared."""
    return bare_line(body.partition("\n")[0])


def bare_line(line: str) -> str:
    """A line without the number or bullet of its list, and without escapes: formatters change
    both."""
    return unescaped(without_markers(line))


def bare_lines(text: str) -> tuple[str, ...]:
    """The text's lines as they are compared."""
    return tuple(map(bare_line, text.splitlines()))


def name(key: EntryKey) -> str:
    """An entry's name in messages."""
    return f"{key.work_id} in {key.topic}"
