"""Proposing one work by hand, whatever its rank."""

from __future__ import annotations

from datetime import datetime

from tracker.errors import DraftError
from tracker.ranking.selection import select
from tracker.store.author import entries
from tracker.store.choice import matches
from tracker.store.database import Database
from tracker.store.works import read
from tracker.workflows.drafting.draft_file import DraftFile, read_template
from tracker.workflows.learning.lessons import lessons
from tracker.workflows.learning.liked_before import taught_works
from tracker.workflows.open_drafts.names import draft_to_continue
from tracker.workflows.open_drafts.read import read_open_drafts
from tracker.workflows.project import Project
from tracker.workflows.proposing.candidates import drafted_candidates, match_in


def propose(project: Project, db: Database, work_id: int, topic: str, *, now: datetime) -> None:
    """Write one work into the open draft, whatever its rank: the author asked for it.

    Raises ConfigError, DraftError.
    """
    last_entry = entries.last_number(db)
    work = read.get(db, [work_id])[0]
    found = matches.of_works(db, [work_id]).get(work_id, ())
    matched = {work_id: (match_in(found, work_id, topic),)}
    standing = taught_works(project, db)
    model = lessons(project, db, standing, now=now).learn()
    candidates = drafted_candidates(db, [work], matched, standing=standing)
    proposals = select(candidates, per_topic=1, topics=[topic], model=model, now=now)
    if not proposals:
        raise DraftError(f"{work_id} cannot be proposed: it was withdrawn")
    continued = draft_to_continue(project, read_open_drafts(project, db), "")
    template = read_template(project)
    DraftFile(project, db, continued, template, last_entry=last_entry, now=now).add(proposals)
