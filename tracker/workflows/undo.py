"""Undoing: the last publication out of its post, where its lines still stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from tracker.errors import PostError
from tracker.markdown import apply_edits
from tracker.posts.document import parse_post
from tracker.posts.new_post import is_left_over
from tracker.posts.undo import plan_undo
from tracker.store import publications, reading
from tracker.store.database import Database
from tracker.values import EntryKey
from tracker.workflows.closing import reopen
from tracker.workflows.living_post import read_post, remove_post, replace_post
from tracker.workflows.project import Project


@dataclass(frozen=True, slots=True, kw_only=True)
class UndoReport:
    """What was taken back out of a post, and what was left where it is.

    ``is_deleted``: the publication had made the post, and nothing else stood in it.
    """

    post: str
    removed: tuple[str, ...]
    left: tuple[str, ...]
    reopened: tuple[str, ...] = ()
    is_deleted: bool = False


def undo(project: Project, *, now: datetime) -> UndoReport:
    """Take the last publication back where its lines still stand.

    Its entries are approved as before, and their drafts open again. Raises PostError.
    """
    with Database.open(project.database) as db:
        published = publications.last(db)
        if not published:
            raise PostError("nothing has been published")
        path = Path(published[0].post)
        stamped = read_post(path)
        plan = plan_undo(parse_post(stamped.data), published, date=published[0].date)
        data = apply_edits(stamped.data, plan.edits)
        is_deleted = bool(plan.edits) and is_left_over(data, published[0].published_at)
        if is_deleted:
            remove_post(stamped)
        elif plan.edits:
            replace_post(stamped, data)
        removed = set(plan.removed)
        publications.withdraw(db, [e for e in published if e.key in removed], now=now)
        titles = _titles(db, [entry.key for entry in published])
        return UndoReport(
            post=str(path),
            removed=tuple(titles[key] for key in plan.removed),
            left=tuple(f"{titles[skipped.key]}: {skipped.reason}" for skipped in plan.left),
            reopened=reopen(project, db, removed),
            is_deleted=is_deleted,
        )


def _titles(db: Database, keys: Sequence[EntryKey]) -> dict[EntryKey, str]:
    numbers = reading.resolve(db, [key.work_id for key in keys])
    works = {work.id: work for work in reading.get(db, numbers.values())}
    titles = {}
    for key in keys:
        work = works[numbers[key.work_id]]
        titles[key] = work.title or work.url
    return titles
