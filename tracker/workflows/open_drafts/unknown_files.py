"""Draft files, and entries in them, that the store does not know.

One file was renamed: it holds entries of a draft whose file is gone. Another, or an entry in a
known one, was written by a run that was killed before the store knew of it: such entries link
the very works that their markers name, and no draft of the store has them. A second copy that a
program made which synchronises the folder has the draft's name and something behind it
(``NAME.sync-conflict-...``, ``NAME (conflicted copy)``, ``NAME (1)``, ``NAME-HOST``): it is named,
since the author's words may be in it. Whatever else lies in the folder is left alone.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from pathlib import PurePath

from tracker.posts.linked import aliases_in
from tracker.store.author import decisions, entries, publications, second_looks
from tracker.store.database import Database
from tracker.store.works import read
from tracker.values import DraftEntry, Verdict, Work
from tracker.workflows.open_drafts.folder import DraftFolder


def tell_unknown(
    folder: DraftFolder, db: Database, known_paths: Collection[str]
) -> tuple[str, ...]:
    """A line on each file with entries that no run on this database can have written."""
    lines = []
    for other in folder.others(known_paths):
        held = other.draft.entries
        stored = entries.of_works(db, read.resolve(db, [e.key.work_id for e in held]).values())
        known = {entry.key for entry in stored} | {entry.key for entry in adoptable(db, held)}
        unknown = sum(entry.key not in known for entry in held)
        if unknown:
            lines.append(
                f"{other.path} holds {unknown} entries that this database does not know: nothing "
                "in it is read; bring the database that it was written with, or move it out of "
                "drafts/"
            )
    return tuple(lines)


def tell_copies(
    folder: DraftFolder, known_paths: Collection[str], drafts: Iterable[str]
) -> tuple[str, ...]:
    """A line on each second copy of one of these drafts."""
    names = {PurePath(path).stem: path for path in drafts}
    copies = []
    for other in folder.others(known_paths):
        stem = PurePath(other.path).stem
        original = next((path for name, path in names.items() if stem.startswith(name)), "")
        if original:
            copies.append(
                f"{other.path} looks like a second copy of {original}, made by what synchronises "
                "the folder; nothing in it is read: take over what you want, and delete it"
            )
    return tuple(copies)


def adoptable(db: Database, held: Iterable[DraftEntry]) -> Iterator[entries.NewEntry]:
    """Those of a file's entries that a killed run on this database must have written."""
    by_number = {entry.key.work_id: entry for entry in held}
    works = {work.id: work for work in read.get(db, by_number)}
    proposed = {entry.work_id for entry in entries.of_works(db, works)}
    updates = publications.outdated(db)
    again = updates.keys() | _linked_since(db, proposed)
    for number, entry in by_number.items():
        work = works.get(number)
        if work is None or not _is_about(entry, work) or number in proposed - again:
            continue
        yield entries.NewEntry(
            key=entry.key,
            text=entry.body,
            version=(work.paper.version or 0) if work.paper else 0,
            is_update=number in updates,
        )


def _linked_since(db: Database, work_ids: Collection[int]) -> set[int]:
    """The rejected ones of the works that a second look can be due for."""
    current = decisions.current(db, work_ids)
    rejected = [
        (number, decision.decided_at)
        for (number, _), decision in current.items()
        if decision.verdict is Verdict.REJECTED
    ]
    return second_looks.linked_since(db, rejected)


def _is_about(entry: DraftEntry, work: Work) -> bool:
    return bool(aliases_in(entry.body.encode()) & set(work.aliases))
