"""Deciding without an editor: the same words, written into the draft's file and the store."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from tracker.drafts.file.document import plan_checkbox
from tracker.errors import TrackerError
from tracker.store.author import decisions, entries, publications
from tracker.store.choice import states
from tracker.store.database import Database
from tracker.store.works import read
from tracker.values import Decision, DraftEntry, PublishedEntry, State, Verdict
from tracker.workflows.drafting.one_work import propose
from tracker.workflows.open_drafts.decisions import plan_reading, store_reading
from tracker.workflows.open_drafts.read import OpenDraft, read_open_drafts
from tracker.workflows.open_drafts.write import replace_file
from tracker.workflows.project import Project
from tracker.workflows.recovery.drafts import adopt_strays
from tracker.workflows.reports.find import find_work

_DECIDED = (State.APPROVED, State.REJECTED)


@dataclass(frozen=True, slots=True, kw_only=True)
class DecideReport:
    """A line for each decision, and for each that could not be made; ``notices`` tell of entries
    that went back into a draft."""

    lines: tuple[str, ...]
    problems: tuple[str, ...]
    notices: tuple[str, ...] = ()


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
    it writes its entry into a draft first, since that is what gets published; so does restoring
    one that was deleted from its draft.
    """
    if topic:
        project.watchlist(topic)
    lines: list[str] = []
    problems: list[str] = []
    with Database.open(project.database) as db:
        adopt_strays(project, db, now=now)
        drafts = read_open_drafts(project, db)
        found = plan_reading(drafts, deletions=False, now=now)
        store_reading(project, db, found)
        for reference in dict.fromkeys(references):
            try:
                lines.extend(_decide(project, db, reference, verdict, topic, reason, now))
            except TrackerError as error:
                problems.append(str(error))
    return DecideReport(lines=tuple(lines), problems=tuple(problems), notices=found.returned)


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
    work = read.get(db, [number])[0]
    places = _places(project, db, number, topic)
    topics = {entry.key.topic for _, entry in places}
    found: tuple[PublishedEntry, ...] = ()
    if not places:
        found = _found_in_post(db, number)
        topics = _topics(db, number, topic, verdict, {each.key.topic for each in found})
        found = tuple(each for each in found if each.key.topic in topics)
        publications.withdraw(db, found, now=now)
        places = _places(project, db, number, topic)  # where it stood as published
    if not topics:
        raise TrackerError(f"{reference} {_NO_TOPIC[verdict]}")
    try:
        if not places and (verdict is Verdict.APPROVED or _was_taken_out(db, number, verdict)):
            propose(project, db, number, min(topics), now=now)
            places = _places(project, db, number, min(topics))
        for open_draft, entry in places:
            changed = plan_checkbox(open_draft.file.data, entry.key, verdict, reason)
            replace_file(project, open_draft, changed)
        decided = {entry.key.topic for _, entry in places} or topics
        said = [
            Decision(
                work_id=number,
                topic=each,
                verdict=verdict,
                decided_at=now,
                reason=reason,
                origin="command",
            )
            for each in sorted(decided)
        ]
        decisions.append(db, said, answers=True)
    except TrackerError:
        publications.append(db, found)  # nothing was decided
        raise
    word = "undecided again" if verdict is Verdict.UNDECIDED else verdict.value
    return [f"{number} in {each}: {word}: {work.title or work.url}" for each in sorted(decided)]


def _found_in_post(db: Database, number: int) -> tuple[PublishedEntry, ...]:
    """The publications of a work that ``publish`` only found in a post: ``undo`` has no lines of
    them to take out, so who decides on the work again takes them back."""
    published = publications.of_works(db, [number]).get(number, ())
    return () if any(entry.text for entry in published) else published


_NO_TOPIC = {
    Verdict.APPROVED: "matches no topic; name one with --topic",
    Verdict.REJECTED: "matches no topic; name one with --topic",
    Verdict.UNDECIDED: "was never decided: there is nothing to take back",
}


def _places(
    project: Project, db: Database, number: int, topic: str
) -> list[tuple[OpenDraft, DraftEntry]]:
    """Where the work stands in an open draft and can still be decided."""
    drafts = read_open_drafts(project, db)
    return [
        (draft, entry)
        for draft, entry in drafts.find(number, topic)
        if not any(known.key == entry.key and known.is_published for known in draft.written)
    ]


def _topics(
    db: Database, number: int, topic: str, verdict: Verdict, found: Collection[str]
) -> set[str]:
    """Where a work that stands in no draft is decided: as told, where it was (it was only ``found``
    in the post under these topics), or matches best."""
    standings = states.of_works(db, [number]).get(number, ())
    if found and topic in ("", *found):
        return {topic} if topic else set(found)
    if any(standing.state is State.PUBLISHED for standing in standings):
        raise TrackerError(f"{number} is published; take that back with: tracker undo")
    if topic:
        return {topic}
    shown = {s.topic for s in standings if s.state in (State.PROPOSED, *_DECIDED)}
    if shown or verdict is Verdict.UNDECIDED:
        return shown
    return {standings[0].topic} if standings else set()


def _was_taken_out(db: Database, number: int, verdict: Verdict) -> bool:
    """Whether a decision is taken back on what stood in a draft: it would not come again."""
    return verdict is Verdict.UNDECIDED and bool(entries.of_works(db, [number]))
