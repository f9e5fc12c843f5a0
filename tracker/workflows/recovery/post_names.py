"""Posts that an earlier tracker noted by their whole paths, named from the project folder."""

from __future__ import annotations

from pathlib import Path

from tracker.store import memory
from tracker.store.author import publications
from tracker.store.database import Database
from tracker.workflows.project import Project

_NAME = "posts are named from the folder"


def rename_posts(project: Project, db: Database) -> None:
    """Name them as ``Project.name_of`` does, once. Raises StoreError."""
    if memory.get(db, _NAME):
        return
    with db.transaction():
        for post in publications.posts(db):
            if Path(post).is_absolute():
                publications.rename_post(db, post, project.name_of(Path(post)))
        memory.put(db, _NAME, "yes")
