"""Entries in draft files that the store does not know, since the run that wrote them was killed."""

from __future__ import annotations

from datetime import datetime, timedelta

from tracker.store.author import entries
from tracker.store.database import Database
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
