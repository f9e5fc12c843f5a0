"""Undecided entries whose source has corrected their work are told so, in the draft itself.

What stands there is the author's by now, so no word of it changes: a comment below the checkbox
says what is another, and goes again where the source takes it back.
"""

from __future__ import annotations

from collections.abc import Iterator

from tracker.drafts.file.document import plan_changed_since
from tracker.store.database import Database
from tracker.store.works import changes, read
from tracker.values import EntryKey, Verdict, Work
from tracker.workflows.open_drafts.read import OpenDraft, OpenDrafts
from tracker.workflows.open_drafts.write import replace_file


def tell_changes(db: Database, drafts: OpenDrafts) -> tuple[str, ...]:
    """Write the comments into the open drafts: a line on each entry where one is new. Raises
    DraftError."""
    lines: list[str] = []
    for open_draft in (each for each in drafts.drafts if not each.draft.has_conflict):
        data = open_draft.file.data
        for key, work, what in changed(db, open_draft):
            noted = plan_changed_since(data, key, what)
            if noted != data and what:
                name = f"{key.work_id} in {key.topic}: {work.name}"
                lines.append(f"{open_draft.path}: changed since: {what}: {name}")
            data = noted
        if data != open_draft.file.data:
            replace_file(open_draft, data)
    return tuple(lines)


def changed(db: Database, open_draft: OpenDraft) -> Iterator[tuple[EntryKey, Work, str]]:
    """Each undecided entry with its work, and what is another since it was written."""
    undecided = {
        entry.key for entry in open_draft.draft.entries if entry.verdict is Verdict.UNDECIDED
    }
    written = [entry for entry in open_draft.written if entry.key in undecided]
    moments = {entry.work_id: entry.proposed_at for entry in reversed(written)}
    since = changes.since(db, moments)
    noted = [entry for entry in written if b"changed since: " in open_draft.file.data or since]
    works = read.by_number(db, {entry.work_id for entry in noted})
    for entry in noted:
        if (work := works.get(entry.work_id)) is not None:
            yield entry.key, work, _words(work, since.get(entry.work_id, ()))


def _words(work: Work, fields: tuple[str, ...]) -> str:
    now = [f"“{work.title}”"] if "title" in fields else []
    now += [work.url] if "address" in fields else []
    return ", ".join(fields) + (f" (now {', '.join(now)})" if now else "")
