"""Undoing: the last publication out of its post, where its lines still stand.

Of a post that somebody deleted nothing stands any more, so its entries are taken back; so are those
of which nothing is left in it, as after a revert. The living post, or a whole folder, may only be
out of reach: that stops the command.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tracker.errors import PostError
from tracker.markdown import apply_edits
from tracker.posts.dates import plan_date_back
from tracker.posts.document import Post, parse_post
from tracker.posts.entries import Skipped
from tracker.posts.new_post import is_left_over
from tracker.posts.replacing import plan_restoring
from tracker.posts.undo import NO_LONGER, UndoPlan, find_standing, plan_undo
from tracker.store.author import publications
from tracker.store.database import Database
from tracker.store.works import read
from tracker.values import EntryKey, PublishedEntry
from tracker.workflows.open_drafts.done import reopen
from tracker.workflows.post_file import (
    check_merged,
    is_deleted,
    read_post,
    remove_post,
    replace_post,
)
from tracker.workflows.project import SETTINGS_NAME, Project
from tracker.workflows.publishing.gone import gone_from_posts
from tracker.workflows.recovery.post_names import rename_posts
from tracker.workflows.session import Session


@dataclass(frozen=True, slots=True, kw_only=True)
class UndoReport:
    """What was taken back out of a post, and what was left where it is.

    ``is_deleted``: the publication had made the post, and nothing else stood in it; ``is_gone``:
    the post had been deleted already; of those that are ``gone`` nothing was left in it.
    """

    post: str
    removed: tuple[str, ...]
    left: tuple[str, ...]
    gone: tuple[str, ...] = ()
    found: tuple[str, ...] = ()  # what the publication had only found in the post
    reopened: tuple[str, ...] = ()
    is_deleted: bool = False
    is_gone: bool = False


def undo(session: Session) -> UndoReport:
    """Take the last publication back where its lines still stand.

    Its entries are approved as before, those too that it found in the post, and stand in their
    drafts again, which are open. Raises PostError, DraftError.
    """
    db, project = session.db, session.project
    living, settled = project.post, session.settled
    rename_posts(project, db)
    published = publications.last(db)
    for waiting in settled.waiting if settled.waits_for_last else ():
        is_deleted(project.file_at(waiting.post), living=living)  # tells why it is out of reach
        read_post(project.file_at(waiting.post))
    if not published:
        raise PostError("nothing has been published")
    path = project.file_at(published[0].post)
    _check_own(project, path)
    is_gone, has_deleted = is_deleted(path, living=living), False
    if is_gone:
        plan = UndoPlan((), tuple(entry.key for entry in published), ())
    else:
        plan, has_deleted = _take_out(path, published, _before(db, published))
    left = {skipped.key for skipped in plan.left}
    gone = gone_from_posts(session, [entry for entry in published if entry.key in left])
    withdrawn = [entry for entry in published if entry.key not in left or entry in gone]
    found = publications.found_with(db, published[0]) if withdrawn else ()
    publications.withdraw(db, [*withdrawn, *found], now=session.now)
    titles = _titles(db, [entry.key for entry in (*published, *found)])
    return UndoReport(
        post=str(path),
        removed=tuple(titles[key] for key in plan.removed),
        left=tuple(
            f"{titles[skipped.key]}: {skipped.reason}; {_TO_TAKE_OUT}"
            for skipped in plan.left
            if skipped.key not in {entry.key for entry in gone}
        ),
        gone=tuple(titles[entry.key] for entry in gone),
        found=tuple(titles[entry.key] for entry in found),
        reopened=reopen(
            session.folder, db, {entry.key for entry in (*withdrawn, *found)}, now=session.now
        ),
        is_deleted=has_deleted,
        is_gone=is_gone,
    )


def _check_own(project: Project, path: Path) -> None:
    """Raises PostError for a post in the folder of another project, unless the settings name it:
    this one was copied from it."""
    if project.post and path.resolve() == project.post.resolve():
        return
    own = (project.home.resolve(), *project.home.resolve().parents)
    for folder in path.parents:
        if folder not in own and (folder / SETTINGS_NAME).is_file():
            advice = f"undo there: tracker --home {folder} undo"
            raise PostError(f"{path} belongs to another project; {advice}")


_TO_TAKE_OUT = "delete it there by hand, and undo again"


def _before(db: Database, published: Sequence[PublishedEntry]) -> dict[EntryKey, str]:
    """What stood in the post in the place of each entry that replaced an earlier version's."""
    every = publications.of_works(db, [entry.key.work_id for entry in published])
    before: dict[EntryKey, str] = {}
    for entry in published:
        for other in every.get(entry.key.work_id, ()):
            if other.text and other.post == entry.post and other.published_at < entry.published_at:
                before[entry.key] = other.text
    return before


def _take_out(
    path: Path, published: Sequence[PublishedEntry], before: Mapping[EntryKey, str]
) -> tuple[UndoPlan, bool]:
    """Change the post, or delete it if nothing else is left: what was done, and whether that."""
    stamped = read_post(path)
    check_merged(stamped)
    post, date = parse_post(stamped.data), published[0].date
    plan = plan_undo(post, [e for e in published if e.key not in before], date=date)
    plan = _with_words_back(post, plan, [e for e in published if e.key in before], before)
    data = apply_edits(stamped.data, plan.edits)
    has_deleted = bool(plan.edits) and is_left_over(data, published[0].published_at)
    if has_deleted:
        remove_post(stamped)
    elif plan.edits:
        replace_post(stamped, data)
    return plan, has_deleted


def _with_words_back(
    post: Post, plan: UndoPlan, replaced: Sequence[PublishedEntry], before: Mapping[EntryKey, str]
) -> UndoPlan:
    """The plan, and the words of earlier versions put back where new ones had replaced them, unless
    they are there again."""
    found = {e.key: plan_restoring(post, e.text, before[e.key]) for e in replaced}
    back = {key for key, edit in found.items() if edit or find_standing(post, before[key])}
    edits = [edit for edit in found.values() if edit]
    date = replaced[0].date if edits and not plan.removed else None
    old_date = plan_date_back(post.outline, date) if date else None
    return UndoPlan(
        (*plan.edits, *edits, *([old_date] if old_date else [])),
        (*plan.removed, *back),
        (*plan.left, *(Skipped(key, NO_LONGER) for key in found if key not in back)),
    )


def _titles(db: Database, keys: Sequence[EntryKey]) -> dict[EntryKey, str]:
    numbers = read.resolve(db, [key.work_id for key in keys])
    works = {work.id: work for work in read.get(db, numbers.values())}
    titles = {}
    for key in keys:
        work = works[numbers[key.work_id]]
        titles[key] = work.name
    return titles
