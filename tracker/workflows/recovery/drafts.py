"""Entries in draft files that the store does not know, since the run that wrote them was killed."""

from __future__ import annotations

from datetime import datetime, timedelta

from tracker.store.author import entries
from tracker.store.database import Database
from tracker.workflows.open_drafts.unknown_files import (
    Stray,
    _adoptable,
    _read,
    find_renamed,
    find_strays,
)
from tracker.workflows.project import Project
from tracker.workflows.recovery import publications as unfinished


def adopt_strays(project: Project, db: Database, *, now: datetime) -> unfinished.Settled:
    """Note what runs wrote that were killed between writing a file and the store; tell what they
    placed in posts.

    They wrote before this run will, and a copy of the file may be from between the two.
    """
    settled = unfinished.settle(project, db, now=now)
    drafts = entries.drafts(db)
    strays = list(find_strays(project, {draft.path for draft in drafts}))
    read: dict[str, Stray | None] = {}  # by its path in the store
    for path in (draft.path for draft in drafts if draft.closed_at is None):
        read[path] = _read(project, path)
        if not (project.home / path).exists():
            written = {entry.key for entry in entries.of_draft(db, path)}
            if renamed := find_renamed(strays, written):
                strays.remove(renamed)
                read[path] = renamed
    for path, stray in (read | {stray.path: stray for stray in strays}).items():
        if stray is not None:
            written = {entry.key for entry in entries.of_draft(db, path)}
            new = [entry for entry in stray.draft.entries if entry.key not in written]
            if found := tuple(_adoptable(db, new)):
                entries.add(db, path, found, now=now - timedelta.resolution)
    return settled
