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
from tracker.drafts.file.rewriting import plan_bytes, plan_text
from tracker.errors import DraftError
from tracker.markdown import links_of
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


@dataclass(frozen=True, slots=True)
class Rewriting:
    """A rewrite: the reading of what stands there now, the entry's ``stamp`` then, its bytes from
    ``before``, with which ``put_back`` takes it back, and the links that it has lost."""

    reading: DraftReading
    stamp: str
    before: bytes
    lost_links: tuple[str, ...]


def mark(session: Session, seen: SeenEntry, verdict: Verdict, reason: str = "") -> DraftReading:
    """Set the entry's checkbox, and its reason where one is given. Raises DraftError, StoreError.

    The reading tells what that decided, with all else that the file says.
    """
    return _change(
        session,
        seen,
        lambda data, entry: plan_checkbox(
            data, entry.key, verdict, reason, reason_end=entry.reason_end
        ),
    )


def rewrite(session: Session, seen: SeenEntry, text: str) -> Rewriting:
    """Put a text in the place of what would be published of the entry. Raises DraftError,
    StoreError."""
    with session.db.transaction():
        chosen, entry = _seen(session, seen)
        before = chosen.file.data[entry.start : entry.end]
        reading = _put(session, chosen, plan_text(chosen.file.data, entry, text))
        after = session.drafts.choose(seen.path)
        now = next(each for each in after.draft.entries if each.key == seen.key)
        left = links_of(now.body.encode())
        return Rewriting(
            reading=reading,
            stamp=stamp_of(after.file.data, now),
            before=before,
            lost_links=tuple(each for each in links_of(entry.body.encode()) if each not in left),
        )


def put_back(session: Session, seen: SeenEntry, before: bytes) -> DraftReading:
    """Take a rewrite back: the entry's bytes are what they were ``before`` it, if they have not
    changed since. Raises DraftError, StoreError."""
    return _change(session, seen, lambda data, entry: plan_bytes(data, entry, before))


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
        chosen, entry = _seen(session, seen)
        return _put(session, chosen, plan(chosen.file.data, entry))


def _seen(session: Session, seen: SeenEntry) -> tuple[OpenDraft, DraftEntry]:
    """The draft as its file stands now, and the entry in it."""
    session.reread()
    chosen = session.drafts.choose(seen.path)
    return chosen, _as_seen(session, chosen, seen)


def _put(session: Session, chosen: OpenDraft, data: bytes) -> DraftReading:
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
