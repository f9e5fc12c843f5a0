"""Reviewing: the author's editor on a draft, then what the draft says now."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from tracker import files
from tracker.drafts.editor import edit, wait_hint
from tracker.drafts.file.decisions import ORIGIN_DELETED
from tracker.drafts.file.document import plan_checkbox
from tracker.errors import DraftError
from tracker.values import Decision, EntryKey, Verdict
from tracker.workflows.open_drafts.changed_since import tell_changes
from tracker.workflows.open_drafts.doubtful import doubt, trust
from tracker.workflows.open_drafts.read import OpenDraft, OpenDrafts
from tracker.workflows.open_drafts.verdicts import DraftReading, plan_reading
from tracker.workflows.open_drafts.write import replace_file
from tracker.workflows.session import Session

Again = Callable[[DraftReading], bool]  # asked with the problems: edit again?


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewReport:
    """What was understood, and how the draft stands now: what was deleted from it counts as
    rejected, what is published is counted apart. ``others`` are open, too."""

    path: str
    reading: DraftReading
    counts: Mapping[Verdict, int]
    published: int = 0
    others: tuple[str, ...] = ()
    hint: str = ""  # on an editor that does not wait


def review(
    session: Session, path: str = "", *, environ: Mapping[str, str], again: Again
) -> ReviewReport:
    """Open the newest open draft, or the one at ``path``, at its first undecided entry, and keep
    what it decides.

    As long as there are problems, ``again`` is asked whether to edit again. What other runs wrote
    while the editor was open, and it did not save, goes back into the file; what they decided holds
    where the author left the checkbox as it was. Raises DraftError; an editor that fails decides
    nothing, and what it saved does not count before another review.
    """
    chosen = session.drafts.choose(path)
    if tell_changes(session.db, session.drafts):
        session.reread()
        chosen = session.drafts.choose(chosen.path)
    seen: set[_Writing] = set()
    while True:
        seen |= _seen(chosen)
        before, shown, decided = chosen.file.stamp, chosen, session.drafts.standing
        _edit(session, chosen, environ)
        session.reread()
        if _keep_decided(shown, decided, session.drafts):
            session.reread()
        chosen = _edited(session.drafts, chosen.path, seen)
        reading = plan_reading(session.drafts, deletions=True, now=session.now, of=[chosen])
        if not reading.problems or not again(reading):
            break
    drafts = session.drafts
    session.store_reading(reading)
    if reading.returns:
        drafts = session.drafts
        chosen = drafts.choose(chosen.path)
    hint = wait_hint(environ) if chosen.file.stamp == before else ""
    return replace(_report(drafts, chosen, reading), hint=hint)


def _edit(session: Session, chosen: OpenDraft, environ: Mapping[str, str]) -> None:
    """Open the editor. What one has saved that failed is doubtful until another one ends well."""
    try:
        edit(chosen.file.path, environ, line=_first_undecided(chosen))
    except DraftError as error:
        if not _is_as_it_was(chosen.file):
            doubt(session.db, chosen.known_as)
            advice = f"what it saved does not count before: tracker review {chosen.path}"
            raise DraftError(f"{error}; {advice}") from error
        raise
    trust(session.db, chosen.known_as)


def _keep_decided(
    shown: OpenDraft, decided: Mapping[EntryKey, Decision], drafts: OpenDrafts
) -> bool:
    """Set what was decided elsewhere since the editor was ``shown`` the draft, in the boxes that it
    left as they were; whether that changed the file. What was only taken back is not set: a second
    look comes back by another way. Raises DraftError."""
    edited = next((each for each in drafts.drafts if each.path == shown.path), None)
    if edited is None or edited.draft.has_conflict:
        return False
    boxes = {entry.key: entry.verdict for entry in shown.draft.entries}
    data = edited.file.data
    for entry in reversed(edited.draft.entries):  # the places of those before stay true
        said = drafts.standing.get(entry.key)
        if said is None or said.verdict is Verdict.UNDECIDED or said == decided.get(entry.key):
            continue
        if boxes.get(entry.key) is entry.verdict and entry.key not in drafts.published:
            data = plan_checkbox(
                data, entry.key, said.verdict, said.reason, reason_end=entry.reason_end
            )
    if data == edited.file.data:
        return False
    replace_file(edited, data)
    return True


def _is_as_it_was(file: files.Stamped) -> bool:
    try:
        return files.read(file.path).stamp == file.stamp
    except OSError:
        return False


def _report(drafts: OpenDrafts, chosen: OpenDraft, reading: DraftReading) -> ReviewReport:
    in_post = [entry.key in drafts.published for entry in chosen.draft.entries]
    verdicts = [e.verdict for e in chosen.draft.entries if e.key not in drafts.published]
    verdicts += [
        decision.verdict for decision in reading.decisions if decision.origin == ORIGIN_DELETED
    ]
    return ReviewReport(
        path=chosen.path,
        reading=reading,
        counts={verdict: verdicts.count(verdict) for verdict in Verdict},
        published=sum(in_post),
        others=tuple(other.path for other in drafts.drafts if other.path != chosen.path),
    )


def _first_undecided(opened: OpenDraft) -> int:
    """Its line; 0 where all is decided."""
    waiting = (e.line for e in opened.draft.entries if e.verdict is Verdict.UNDECIDED)
    return min(waiting, default=0)


_Writing = tuple[EntryKey, datetime]  # an entry, and when it was written last


def _seen(opened: OpenDraft) -> set[_Writing]:
    """What the author has seen once this file is open in the editor: what stands in it, and what
    is missing there since it was deleted before."""
    return {
        (entry.key, entry.proposed_at) for entry in opened.written if entry.key not in opened.unseen
    }


def _edited(drafts: OpenDrafts, path: str, seen: Collection[_Writing]) -> OpenDraft:
    """The draft as the editor left it: unseen is what was written while that was open and does not
    stand there now, and what was cut off. Raises DraftError where the draft has gone from that path
    meanwhile."""
    try:
        edited = drafts.choose(path)
    except DraftError as error:
        message = f"{path} was closed or renamed while your editor was open; nothing was decided"
        message += f" of what that saved; {error}"
        raise DraftError(message) from error
    unseen = {e.key for e in edited.written if (e.key, e.proposed_at) not in seen}
    return replace(edited, unseen=(frozenset(unseen) - edited.standing) | edited.cut_off)
