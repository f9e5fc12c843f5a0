"""Publications that ended between the post and the store, by a kill or on a full disk.

What will be placed is noted before the post is written, and the note goes when the store knows it
all. One that is still there tells of a run that ended in between: what of it stands in the post is
published, as ``undo`` would find it. While that post is out of reach nothing is known of its
entries, and they go nowhere else.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from tracker.errors import PostError, StoreError
from tracker.posts.document import parse_post
from tracker.posts.undo import plan_undo
from tracker.store import memory
from tracker.store.author import publications
from tracker.store.database import Database
from tracker.values import DateChange, EntryKey, PublishedEntry
from tracker.workflows.post_file import is_deleted, read_post
from tracker.workflows.project import Project

_NAME = "publishing"
PATIENCE = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Settled:
    """Entries that unfinished publications have placed, and those of which nothing is known.

    ``waits_for_last``: the latter are of the last publication, by its number, since the clock may
    have been set back.
    """

    found: tuple[PublishedEntry, ...] = ()
    waiting: tuple[PublishedEntry, ...] = ()
    waits_for_last: bool = False


@contextlib.contextmanager
def noted(
    db: Database,
    project: Project,
    placed: Sequence[PublishedEntry],
    found: Sequence[PublishedEntry],
) -> Iterator[None]:
    """Around the writing of a post: what will be ``placed``, and what was ``found`` there before.
    Raises StoreError, and the PostError of a post that was not written."""
    begin(db, placed)
    try:
        yield
    except PostError:
        forget(db, placed)
        raise
    finish(db, project, placed, found)


def begin(db: Database, placed: Sequence[PublishedEntry]) -> None:
    """Note what is about to be placed: one post, one moment. Raises StoreError."""
    if placed:
        with db.transaction():
            versions = publications.versions(db, [entry.key.work_id for entry in placed])
            after = publications.last_number(db)
            _put(db, [*_notes(db), _note(placed, versions) | {"after": after}])


def forget(db: Database, placed: Sequence[PublishedEntry]) -> None:
    """The post was not written. Raises StoreError."""
    with db.transaction():
        _put(db, [note for note in _notes(db) if _load(note) != tuple(placed)])


def finish(
    db: Database,
    project: Project,
    placed: Sequence[PublishedEntry],
    found: Sequence[PublishedEntry],
) -> None:
    """Note what stands in the post now: what was placed, and what it had before.

    Another process may have settled the note meanwhile, and undone the publication, too: then
    what still stands is noted, unless it is. Raises StoreError.
    """
    try:
        with db.transaction():
            notes = [note for note in _notes(db) if placed and _load(note) == tuple(placed)]
            if notes:
                _append(db, notes[0], placed)
                forget(db, placed)
            elif placed:
                stands = _standing(project, placed) or ()
                noted = publications.of_post(db, placed[0].post)
                known_now = {(entry.key, entry.published_at) for entry in noted}
                publications.append(
                    db,
                    [
                        entry
                        for entry in placed
                        if entry.key in stands and (entry.key, entry.published_at) not in known_now
                    ],
                )
            publications.append(db, found)
    except StoreError as error:
        if not placed:
            raise
        message = f"{error}; the post has the entries, and the next publish notes them"
        raise StoreError(message) from error


def settle(db: Database, project: Project, *, now: datetime, stores: bool = True) -> Settled:
    """Note what unfinished publications have placed, or without ``stores`` only tell it.

    After a week out of reach, a post counts as gone. Raises StoreError.
    """
    if not memory.get(db, _NAME):
        return Settled()
    found: list[PublishedEntry] = []
    waiting: list[PublishedEntry] = []
    left = []
    with db.transaction():
        for note in _notes(db):
            placed = _load(note)
            stands = _standing(project, placed)
            if stands is None and now - placed[0].published_at < PATIENCE:
                left.append(note)
                waiting += placed
                continue
            there = [entry for entry in placed if entry.key in (stands or ())]
            found += there
            if stores:
                _append(db, note, there)
        if stores:
            _put(db, left)
        last = publications.last_number(db)
    return Settled(
        tuple(found), tuple(waiting), any(note.get("after", last) >= last for note in left)
    )


def _standing(project: Project, placed: Sequence[PublishedEntry]) -> Collection[EntryKey] | None:
    """Those that stand in their post; None while that is out of reach."""
    path = project.file_at(placed[0].post)
    try:
        if is_deleted(path, living=project.post):
            return ()
        return plan_undo(parse_post(read_post(path).data), placed).removed
    except PostError:
        return None


def _append(db: Database, note: dict[str, Any], entries: Iterable[PublishedEntry]) -> None:
    versions = {work_id: version for work_id, _, _, version in note["entries"]}
    publications.append(db, entries, versions=versions)


def _notes(db: Database) -> list[dict[str, Any]]:
    notes: list[dict[str, Any]] = json.loads(memory.get(db, _NAME) or "[]")
    return notes


def _put(db: Database, notes: Sequence[dict[str, Any]]) -> None:
    memory.put(db, _NAME, json.dumps(notes) if notes else "")


def _note(placed: Sequence[PublishedEntry], versions: dict[int, int]) -> dict[str, Any]:
    first = placed[0]
    return {
        "post": first.post,
        "at": first.published_at.isoformat(),
        "date": first.date and [first.date.key, first.date.before, first.date.after],
        "entries": [
            [entry.key.work_id, entry.key.topic, entry.text, versions.get(entry.key.work_id, 0)]
            for entry in placed
        ],
    }


def _load(note: dict[str, Any]) -> tuple[PublishedEntry, ...]:
    return tuple(
        PublishedEntry(
            key=EntryKey(work_id, topic),
            post=note["post"],
            text=text,
            published_at=datetime.fromisoformat(note["at"]),
            date=DateChange(*note["date"]) if note["date"] else None,
        )
        for work_id, topic, text, _ in note["entries"]
    )
