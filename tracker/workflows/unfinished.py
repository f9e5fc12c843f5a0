"""A publication that ended between the post and the store, by a kill or on a full disk.

What will be placed is noted before the post is written, and the note goes when the store knows it
all. One that is still there tells of a run that ended in between: what of it stands in the post is
published, as ``undo`` would find it.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from tracker.errors import PostError, StoreError
from tracker.posts.document import parse_post
from tracker.posts.undo import plan_undo
from tracker.store import memory, publications
from tracker.store.database import Database
from tracker.values import DateChange, EntryKey, PublishedEntry
from tracker.workflows.living_post import read_post

_NAME = "publishing"


def begin(db: Database, placed: Sequence[PublishedEntry]) -> None:
    """Note what is about to be placed: one post, one moment. Raises StoreError."""
    if placed:
        memory.put(db, _NAME, _dump(placed))


def finish(db: Database, published: Sequence[PublishedEntry]) -> None:
    """Note what stands in the post now, in place of what was to be placed. Raises StoreError."""
    try:
        with db.transaction():
            publications.append(db, published)
            memory.put(db, _NAME, "")
    except StoreError as error:
        if not any(each.text for each in published):
            raise
        told = f"{error}; the post has the entries, and the next publish notes them"
        raise StoreError(told) from error


def settle(db: Database) -> tuple[PublishedEntry, ...]:
    """Note what an unfinished publication has placed, and tell it. Raises StoreError."""
    noted = memory.get(db, _NAME)
    if not noted:
        return ()
    placed = _load(noted)
    try:
        post = parse_post(read_post(Path(placed[0].post)).data)
    except PostError:  # gone, or out of reach for now
        return ()
    stands = set(plan_undo(post, placed).removed)
    found = tuple(entry for entry in placed if entry.key in stands)
    finish(db, found)
    return found


def _dump(placed: Sequence[PublishedEntry]) -> str:
    first = placed[0]
    date = first.date
    return json.dumps(
        {
            "post": first.post,
            "at": first.published_at.isoformat(),
            "date": date and [date.key, date.before, date.after],
            "entries": [[each.key.work_id, each.key.topic, each.text] for each in placed],
        }
    )


def _load(noted: str) -> tuple[PublishedEntry, ...]:
    told = json.loads(noted)
    return tuple(
        PublishedEntry(
            key=EntryKey(work_id, topic),
            post=told["post"],
            text=text,
            published_at=datetime.fromisoformat(told["at"]),
            date=DateChange(*told["date"]) if told["date"] else None,
        )
        for work_id, topic, text in told["entries"]
    )
