"""Deciding without an editor: the same words, written into the draft's file and the store."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from tracker.drafts.file.document import plan_checkbox
from tracker.errors import TrackerError
from tracker.store.author import decisions, entries, publications
from tracker.store.choice import states
from tracker.store.database import Database
from tracker.store.works import read
from tracker.values import Decision, DraftEntry, PublishedEntry, State, Verdict
from tracker.workflows.drafting.one_work import propose
from tracker.workflows.open_drafts.done import reopen
from tracker.workflows.open_drafts.read import OpenDraft
from tracker.workflows.open_drafts.verdicts import plan_reading, plan_restoring
from tracker.workflows.open_drafts.write import replace_file
from tracker.workflows.publishing.gone import gone_from_posts
from tracker.workflows.reports.find import find_work
from tracker.workflows.session import Session

_DECIDED = (State.APPROVED, State.REJECTED)


@dataclass(frozen=True, slots=True, kw_only=True)
class DecideReport:
    """A line for each decision, and for each that could not be made; ``notices`` tell of entries
    that went back into a draft."""

    lines: tuple[str, ...]
    problems: tuple[str, ...]
    notices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the author says of works: ``topic`` and ``reason`` may be "" """

    verdict: Verdict
    topic: str = ""
    reason: str = ""


def decide(session: Session, references: Sequence[str], answer: Answer) -> DecideReport:
    """Decide on works by any of their names. One that is unknown stops none of the others. A draft
    can be restored, too.

    A work that stands in no draft is decided in the answer's topic, or where it matches best;
    approving it writes its entry into a draft first, since that is what gets published; so does
    restoring one that was deleted from its draft.
    """
    if answer.topic:
        session.project.watchlist(answer.topic)
    lines: list[str] = []
    problems: list[str] = []
    reading = plan_reading(session.drafts, deletions=False, now=session.now)
    session.store_reading(reading)
    for reference in dict.fromkeys(references):
        try:
            named = session.drafts.named(reference)
            if named and answer.verdict is Verdict.UNDECIDED:
                lines.extend(_restore_draft(session, named))
            else:
                lines.extend(_decide(session, reference, answer))
        except TrackerError as error:
            problems.append(str(error))
    return DecideReport(lines=tuple(lines), problems=tuple(problems), notices=reading.returned)


def _restore_draft(session: Session, draft: OpenDraft) -> tuple[str, ...]:
    """Bring back what the draft's file has lost, as it was written."""
    restored = plan_restoring(session.drafts, draft, now=session.now)
    session.store_reading(restored)
    return restored.returned or (f"{draft.path} lacks nothing that was written and not rejected",)


def _decide(session: Session, reference: str, answer: Answer) -> list[str]:
    db, verdict = session.db, answer.verdict
    number = find_work(db, reference)
    work = read.get(db, [number])[0]
    places = _places(session, number, answer.topic)
    topics = {entry.key.topic for _, entry in places}
    withdrawn: tuple[PublishedEntry, ...] = ()
    reopened: tuple[str, ...] = ()
    if not places:
        open_again = _no_longer_placed(session, number)
        topics = _topics(db, number, answer, {entry.key.topic for entry in open_again})
        withdrawn = tuple(entry for entry in open_again if entry.key.topic in topics)
        publications.withdraw(db, withdrawn, now=session.now)
        if verdict is not Verdict.REJECTED:
            keys = {entry.key for entry in withdrawn}
            reopened = reopen(session.folder, db, keys, now=session.now)
        session.reread()
        places = _places(session, number, answer.topic)  # where it stood as published
    if not topics:
        raise TrackerError(f"{reference} {_NO_TOPIC[verdict]}")
    try:
        if not places and (verdict is Verdict.APPROVED or _was_taken_out(db, number, verdict)):
            propose(session, number, min(topics))
            places = _places(session, number, min(topics))
        decided = sorted({entry.key.topic for _, entry in places} or topics)
        _write(session, number, places, decided, answer)
    except TrackerError:
        publications.reinstate(db, withdrawn)  # nothing was decided
        raise
    finally:
        session.reread()
    word = "undecided again" if verdict is Verdict.UNDECIDED else verdict.value
    lines = [f"{number} in {topic}: {word}: {work.name}" for topic in decided]
    return [*lines, *(f"open again: {path}" for path in reopened)]


def _write(
    session: Session,
    number: int,
    places: Iterable[tuple[OpenDraft, DraftEntry]],
    topics: Iterable[str],
    answer: Answer,
) -> None:
    """First the files, then the store: what a file says holds."""
    for open_draft, entry in places:
        data = plan_checkbox(
            open_draft.file.data,
            entry.key,
            answer.verdict,
            answer.reason,
            reason_end=entry.reason_end,
        )
        replace_file(open_draft, data)
    made = [
        Decision(
            work_id=number,
            topic=topic,
            verdict=answer.verdict,
            decided_at=session.now,
            reason=answer.reason,
            origin="command",
        )
        for topic in topics
    ]
    decisions.append(session.db, made, answers=True)


def _no_longer_placed(session: Session, number: int) -> tuple[PublishedEntry, ...]:
    """The publications of a work that ``undo`` has no lines of to take out, so who decides on the
    work again takes them back: their post lacks them now, or had the work before them."""
    published = publications.of_works(session.db, [number]).get(number, ())
    gone = gone_from_posts(session, published)
    stands = any(entry.text and entry not in gone for entry in published)
    return gone if stands else published


_NO_TOPIC = {
    Verdict.APPROVED: "matches no topic; name one with --topic",
    Verdict.REJECTED: "matches no topic; name one with --topic",
    Verdict.UNDECIDED: "was never decided: there is nothing to take back",
}


def _places(session: Session, number: int, topic: str) -> list[tuple[OpenDraft, DraftEntry]]:
    """Where the work stands in an open draft and can still be decided."""
    return [
        (draft, entry)
        for draft, entry in session.drafts.find(number, topic)
        if not any(written.key == entry.key and written.is_published for written in draft.written)
    ]


def _topics(db: Database, number: int, answer: Answer, taken_back: Collection[str]) -> set[str]:
    """Where a work that stands in no draft is decided: where the answer says, where it was
    ``taken_back``, or matches best."""
    topic, verdict = answer.topic, answer.verdict
    standings = states.of_works(db, [number]).get(number, ())
    if taken_back and topic in ("", *taken_back):
        return {topic} if topic else set(taken_back)
    if any(standing.state is State.PUBLISHED for standing in standings):
        advice = "take it back with tracker undo, or delete it from the post first"
        raise TrackerError(f"{number} is published; {advice}")
    if topic:
        return {topic}
    shown = {s.topic for s in standings if s.state in (State.PROPOSED, *_DECIDED)}
    if shown or verdict is Verdict.UNDECIDED:
        return shown
    return {standings[0].topic} if standings else set()


def _was_taken_out(db: Database, number: int, verdict: Verdict) -> bool:
    """Whether a decision is taken back on what stood in a draft: it would not come again."""
    return verdict is Verdict.UNDECIDED and bool(entries.of_works(db, [number]))
