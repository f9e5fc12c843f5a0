"""Day one: the works that the post links, or the seeds name, and that the store lacks.

They teach the ranking what the author likes, so arXiv is asked for those that it has, once. They
are stored like any other, and never proposed: the post or the seeds name them.
"""

from __future__ import annotations

from datetime import datetime

from tracker.errors import ConfigError, PostError, SourceError
from tracker.store import codec, memory
from tracker.store.database import Database
from tracker.store.works import read
from tracker.store.works.add import add_sightings
from tracker.values.source_kinds import POST
from tracker.workflows.derived.features import keep_features
from tracker.workflows.intake.sources import Asking
from tracker.workflows.learning.liked_before import aliases_taught
from tracker.workflows.post_file import read_post
from tracker.workflows.project import Project

MOST_AT_ONCE = 1_000  # ten requests; the others wait for the next poll
_ASKED = "taught"  # in the store's memory: the identifiers that arXiv was asked for


async def fetch_taught(
    project: Project, db: Database, tools: Asking, *, now: datetime
) -> tuple[str, ...]:
    """Fetch and store them; gives a line where arXiv did not answer."""
    asked = set(codec.load(memory.get(db, _ASKED) or "[]"))
    wanted = [number for number in _lacking(project, db) if number not in asked][:MOST_AT_ONCE]
    if not wanted:
        return ()
    try:
        sightings = await tools.arxiv.fetch_ids(wanted, seen_at=now, source=POST.key())
    except SourceError as error:
        return (f"what the post links: {error}; arXiv is asked again by the next poll",)
    with db.transaction():
        added = add_sightings(db, sightings, now=now)
        keep_features(db, read.get(db, added.touched))
        memory.put(db, _ASKED, codec.dump(sorted(asked.union(wanted))))
    return ()


def _lacking(project: Project, db: Database) -> list[str]:
    """The arXiv identifiers among them that the store lacks, the newest first."""
    try:
        post = read_post(project.post).data if project.post else b""
        aliases = [alias for alias in aliases_taught(project, post) if alias.scheme == "arxiv"]
    except (PostError, ConfigError):
        return []  # told by the commands that need the post
    stored = read.known(db, aliases)
    return sorted((alias.value for alias in aliases if alias not in stored), reverse=True)
