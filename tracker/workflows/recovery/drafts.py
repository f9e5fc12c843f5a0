"""What runs left that were killed between a file and the store: entries that the store does not
know, and decided ones that it does not know to be decided."""

from __future__ import annotations

from datetime import datetime, timedelta

from tracker.store.author import decisions, entries
from tracker.store.author.entries import Entry
from tracker.store.database import Database
from tracker.values import Verdict
from tracker.workflows.open_drafts.done import FOLDER, bring_back, moved_entries, path_of_done
from tracker.workflows.open_drafts.folder import DraftFolder, ReadFile, find_renamed
from tracker.workflows.open_drafts.unknown_files import adoptable


def adopt_entries(folder: DraftFolder, db: Database, *, now: datetime) -> None:
    """Note what runs wrote that were killed between writing a file and the store.

    They wrote before this run will, and a copy of the file may be from between the two. Raises
    StoreError.
    """
    for path, at_hand in _files(folder, db).items():
        written = {entry.key for entry in entries.of_draft(db, path)}
        new = [entry for entry in at_hand.draft.entries if entry.key not in written]
        if adopted := tuple(adoptable(db, new)) if new else ():
            entries.add(db, path, adopted, now=now - timedelta.resolution)


def return_undecided(folder: DraftFolder, db: Database, *, now: datetime) -> None:
    """Put back into the open drafts what moved out of them and is not decided as the store has it:
    a decision was taken back, or its run was killed before it was stored. Raises DraftError.
    """
    every = entries.drafts(db) if (folder.home / FOLDER).is_dir() else ()
    for draft in (draft for draft in every if draft.closed_at is None):
        done = path_of_done(draft.path, every)
        if (folder.home / done).exists() and (folder.home / draft.path).exists():
            lacking = _undecided(db, folder, draft.path)
            found = moved_entries(folder, done) if lacking else {}
            back = [
                found[entry.key]
                for entry in lacking
                if entry.key in found
                and (found[entry.key].left_at or entry.proposed_at) > entry.proposed_at
            ]
            if back:
                bring_back(folder, draft.path, done, back, now=now)


def _undecided(db: Database, folder: DraftFolder, path: str) -> list[Entry]:
    """What is missing in the draft, and neither published nor rejected."""
    present = {entry.key for entry in folder.read(path).draft.entries}
    lacking = [
        entry
        for entry in entries.of_draft(db, path)
        if entry.key not in present and not entry.is_published
    ]
    said = decisions.current(db, {entry.work_id for entry in lacking}) if lacking else {}
    rejected = {key for key, decision in said.items() if decision.verdict is Verdict.REJECTED}
    return [entry for entry in lacking if (entry.work_id, entry.key.topic) not in rejected]


def _files(folder: DraftFolder, db: Database) -> dict[str, ReadFile]:
    """The files with entries that are open or that the store does not know, by the store's path."""
    drafts = entries.drafts(db)
    others = list(folder.others({draft.path for draft in drafts}))
    at_hand: dict[str, ReadFile] = {}
    for path in (draft.path for draft in drafts if draft.closed_at is None):
        if file := folder.with_entries(path):
            at_hand[path] = file
        elif not (folder.home / path).exists():
            written = {entry.key for entry in entries.of_draft(db, path)}
            if renamed := find_renamed(others, written):
                others.remove(renamed)
                at_hand[path] = renamed
    return at_hand | {other.path: other for other in others}
