"""Drafts that are done move to drafts/done/, and come back when a publication is undone."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from pathlib import Path

from tracker.errors import DraftError
from tracker.store.author import entries
from tracker.store.database import Database
from tracker.values import EntryKey, Verdict
from tracker.workflows.open_drafts.folder import DraftFolder
from tracker.workflows.open_drafts.read import OpenDraft, OpenDrafts, read_open_drafts


def close_done(folder: DraftFolder, db: Database, *, now: datetime) -> tuple[str, ...]:
    """Move away the drafts whose entries are all decided, and if approved published.

    Gives their new paths. Raises DraftError.
    """
    closed: list[str] = []
    drafts = read_open_drafts(folder, db)
    for draft in drafts.drafts:
        if draft.written and not draft.draft.problems and _is_done(draft, drafts):
            target = _move(folder.home, draft.path, Path("drafts/done"))
            entries.close(db, draft.path, moved_to=target, now=now)
            closed.append(target)
    return tuple(closed)


def _is_done(draft: OpenDraft, drafts: OpenDrafts) -> bool:
    published = {entry.key for entry in draft.written if entry.is_published}
    for key in {*(e.key for e in draft.written), *(e.key for e in draft.draft.entries)}:
        decision = drafts.standing.get(key)
        verdict = decision.verdict if decision else Verdict.UNDECIDED
        if key not in published and verdict is not Verdict.REJECTED:
            return False
    return True


def reopen(home: Path, db: Database, keys: Collection[EntryKey]) -> tuple[str, ...]:
    """Bring the drafts of these entries back; gives their new paths. Raises DraftError.

    Of a work that a later draft proposed again, as a new version, only that one comes back.
    """
    drafts = entries.drafts(db)
    every = [entry for draft in reversed(drafts) for entry in entries.of_draft(db, draft.path)]
    every.sort(key=lambda entry: entry.proposed_at)
    last = {entry.key: entry.draft for entry in every if entry.key in keys}
    reopened: list[str] = []
    for draft in drafts:
        if draft.closed_at is None or draft.path not in last.values():
            continue
        if (home / draft.path).exists():
            target = _move(home, draft.path, Path("drafts"))
            entries.reopen(db, draft.path, moved_to=target)
            reopened.append(target)
    return tuple(reopened)


def _move(home: Path, path: str, folder: Path) -> str:
    """Move a draft into a folder of the project, under a name that is free there."""
    name, number = Path(path), 1
    target = folder / name.name
    while (home / target).exists():
        number += 1
        target = folder / f"{name.stem}-{number}{name.suffix}"
    try:
        (home / target).parent.mkdir(exist_ok=True)
        (home / path).rename(home / target)
    except OSError as error:
        raise DraftError(f"{path} cannot be moved to {target}: {error.strerror}") from error
    return target.as_posix()
