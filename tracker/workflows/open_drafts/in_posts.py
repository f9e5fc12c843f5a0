"""What tracker has inserted into a post for works that come again as a new version."""

from __future__ import annotations

from collections.abc import Collection

from tracker.store.author import publications
from tracker.store.database import Database


def standing_texts(db: Database, work_ids: Collection[int], post: str) -> dict[int, str]:
    """What was inserted last for each of the works into the post at that path."""
    published = publications.of_works(db, work_ids) if work_ids else {}
    return {
        number: entry.text
        for number, entries_ in published.items()
        for entry in entries_
        if entry.text and entry.post == post
    }
