"""Deciding without an editor: the same words, written into the draft's file and the store."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from tracker.drafts.document import plan_checkbox
from tracker.errors import TrackerError
from tracker.store import decisions, reading, states
from tracker.store.database import Database
from tracker.values import Decision, State, Verdict
from tracker.workflows.draft import propose
from tracker.workflows.open_drafts import (
    plan_reading,
    read_open_drafts,
    replace_file,
    store_reading,
)
from tracker.workflows.project import Project
from tracker.workflows.reports import find_work
from tracker.workflows.strays import adopt_strays

_DECIDED = (State.APPROVED, State.REJECTED)


@dataclass(frozen=True, slots=True, kw_only=True)
class DecideReport:
    """A line for each decision, and for each that could not be made."""

    lines: tuple[str, ...]
    problems: tuple[str, ...]


def decide(
    project: Project,
    references: Sequence[str],
    verdict: Verdict,
    *,
    topic: str = "",
    reason: str = "",
    now: datetime,
) -> DecideReport:
    """Decide on works by any of their names. One that is unknown stops none of the others.

    A work that stands in no draft is decided in ``topic``, or where it matches best; approving
    it writes its entry into a draft first, since that is what gets published.
    """
    if topic:
        project.watchlist(topic)
    lines: list[str] = []
    problems: list[str] = []
    with Database.open(project.database) as db:
        adopt_strays(project, db, now=now)
        drafts = read_open_drafts(project, db)
        store_reading(db, plan_reading(drafts, deletions=False, now=now))
        for reference in dict.fromkeys(references):
            try:
                lines.extend(_decide(project, db, reference, verdict, topic, reason, now))
            except TrackerError as error:
                problems.append(str(error))
    return DecideReport(lines=tuple(lines), problems=tuple(problems))


def _decide(
    project: Project,
    db: Database,
    reference: str,
    verdict: Verdict,
    topic: str,
    reason: str,
    now: datetime,
) -> list[str]:
    number = find_work(db, reference)
    work = reading.get(db, [number])[0]
    topics = {topic} if topic else _topics(db, number, verdict)
    if not topics:
        raise TrackerError(f"{reference} matches no topic; name one with --topic")
    drafts = read_open_drafts(project, db)
    places = [place for each in topics for place in drafts.find(number, each)]
    if not places and verdict is Verdict.APPROVED:
        propose(project, db, number, min(topics), now=now)
        drafts = read_open_drafts(project, db)
        places = [place for each in topics for place in drafts.find(number, each)]
    for open_draft, entry in places:
        changed = plan_checkbox(open_draft.file.data, entry.key, verdict, reason)
        replace_file(project, open_draft, changed)
    decided = {entry.key.topic for _, entry in places} or topics
    decisions.append(
        db,
        [
            Decision(
                work_id=number,
                topic=each,
                verdict=verdict,
                decided_at=now,
                reason=reason,
                origin="command",
            )
            for each in sorted(decided)
        ],
    )
    word = "undecided again" if verdict is Verdict.UNDECIDED else verdict.value
    return [f"{number} in {each}: {word}: {work.title or work.url}" for each in sorted(decided)]


def _topics(db: Database, number: int, verdict: Verdict) -> set[str]:
    """Where the work stands: in a draft or decided, else where it matches best."""
    standings = states.of_works(db, [number]).get(number, ())
    if any(standing.state is State.PUBLISHED for standing in standings):
        raise TrackerError(f"{number} is published; take that back with: tracker undo")
    shown = {s.topic for s in standings if s.state in (State.PROPOSED, *_DECIDED)}
    if shown or verdict is Verdict.UNDECIDED:
        return shown
    return {standings[0].topic} if standings else set()
