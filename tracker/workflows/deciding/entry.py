"""One entry decided or rewritten where it stands, by an author who sees it: as an editor would, in
the draft's file, and then read back as an editor's work is.

The author saw the entry as it was. One that changed meanwhile, in another window or an editor, is
not touched: they look again. All of it happens in one transaction, so that of two such deeds the
second reads what the first has written.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tracker.drafts.file.document import plan_checkbox
from tracker.drafts.file.rewriting import plan_text
from tracker.errors import DraftError
from tracker.values import DraftEntry, EntryKey, Verdict
from tracker.workflows.open_drafts.doubtful import trust as trust_path
from tracker.workflows.open_drafts.read import OpenDraft
from tracker.workflows.open_drafts.verdicts import DraftReading, plan_reading
from tracker.workflows.open_drafts.write import replace_file
from tracker.workflows.reports.open_draft import stamp_of
from tracker.workflows.session import Session


class ChangedMeanwhileError(DraftError):
    """The entry is no longer what its author saw."""


@dataclass(frozen=True, slots=True)
class SeenEntry:
    """An entry as the author saw it: the draft's path, the key, and its stamp then."""

    path: str
    key: EntryKey
    stamp: str


def mark(session: Session, seen: SeenEntry, verdict: Verdict, reason: str = "") -> DraftReading:
    """Set the entry's checkbox, and its reason where one is given. Raises DraftError, StoreError.

    The reading tells what that decided, with all else that the file says.
    """
    return _change(
        session, seen, lambda data, entry: plan_checkbox(data, entry.key, verdict, reason)
    )


def rewrite(session: Session, seen: SeenEntry, text: str) -> DraftReading:
    """Put a text in the place of what would be published of the entry. Raises DraftError,
    StoreError."""
    return _change(session, seen, lambda data, entry: plan_text(data, entry, text))


def trust(session: Session, path: str) -> DraftReading:
    """What an editor saved that failed then counts: the author has looked at it."""
    with session.db.transaction():
        trust_path(session.db, session.drafts.choose(path).known_as)
        session.reread()
        return _read_back(session, path)


def _change(
    session: Session, seen: SeenEntry, plan: Callable[[bytes, DraftEntry], bytes]
) -> DraftReading:
    with session.db.transaction():
        session.reread()
        chosen = session.drafts.choose(seen.path)
        entry = _as_seen(session, chosen, seen)
        data = plan(chosen.file.data, entry)
        if data != chosen.file.data:
            replace_file(chosen, data)
            session.reread()
        return _read_back(session, chosen.path)


def _read_back(session: Session, path: str) -> DraftReading:
    """Keep what the file says now, as after an editor. What is missing stays undecided: nobody has
    deleted it here."""
    drafts = session.drafts
    reading = plan_reading(drafts, deletions=False, now=session.now, of=[drafts.choose(path)])
    session.store_reading(reading)
    return reading


def _as_seen(session: Session, chosen: OpenDraft, seen: SeenEntry) -> DraftEntry:
    """The entry, if it is what the author saw and can be decided. Raises DraftError."""
    name = f"{seen.key.work_id} in {seen.key.topic}"
    standing = [entry for entry in chosen.draft.entries if entry.key == seen.key]
    if not standing:
        raise ChangedMeanwhileError(f"{name} stands in {chosen.path} no more; nothing was changed")
    if stamp_of(chosen.file.data, standing[0]) != seen.stamp:
        message = f"{name} was changed meanwhile; here it is as it stands now: decide again"
        raise ChangedMeanwhileError(message)
    if chosen.draft.has_conflict:
        message = f"{chosen.path}: a merge conflict stands in it; settle it in your editor first"
        raise DraftError(message)
    if seen.key in session.drafts.published:
        message = f"{name} is published; to take that back: tracker undo"
        raise DraftError(message)
    return standing[0]
