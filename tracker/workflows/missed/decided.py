"""Was it before the author already? In the post, among the seeds, decided on, or in a draft."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from tracker.store.author import decisions, entries, publications
from tracker.store.author.entries import Entry
from tracker.store.author.second_looks import ORIGIN
from tracker.values import Decision, Verdict
from tracker.workflows.missed.case import Case, Missed, Why, in_post, link_in_post
from tracker.workflows.open_drafts.verdicts import plan_reading


def published(case: Case) -> Missed | None:
    """Whether it was published."""
    for entry in publications.of_works(case.db, [case.work.id]).get(case.work.id, ()):
        message = f"published in {case.project.file_at(entry.post)}, {entry.published_at:%Y-%m-%d}"
        return Missed(why=Why.PUBLISHED, line=message, topic=entry.key.topic)
    return None


def linked(case: Case) -> Missed | None:
    """Whether the living post links it."""
    link = link_in_post(case.project, case.work.aliases)
    return None if link is None else in_post(case.project, link)


def decided(case: Case) -> Missed | None:
    """What was said last in each topic, by the drafts as they stand: an approval first."""
    stored = decisions.current(case.db, [case.work.id]).values()
    plan = plan_reading(case.drafts, deletions=True, now=case.now)
    in_drafts = [decision for decision in plan.decisions if decision.work_id == case.work.id]
    last = {decision.topic: decision for decision in (*stored, *in_drafts)}
    standing = [decision for decision in last.values() if decision.verdict is not Verdict.UNDECIDED]
    standing.sort(key=lambda decision: (decision.verdict is not Verdict.APPROVED, decision.topic))
    return (
        _as_decided(case, standing[0], is_stored=standing[0] not in in_drafts) if standing else None
    )


def _as_decided(case: Case, decision: Decision, *, is_stored: bool) -> Missed:
    place = next((f" in {d.path}:{e.line}" for d, e in case.drafts.find(case.work.id)), "")
    if decision.verdict is Verdict.APPROVED:
        message = f"approved in {decision.topic}; it goes into the post with the next publication"
        return Missed(why=Why.APPROVED, line=message, topic=decision.topic)
    if decision.origin == "deleted" and not is_stored:
        message = "deleted from its draft, which review and publish take for a rejection"
        return Missed(why=Why.DELETED, line=message, topic=decision.topic)
    when = f", {decision.decided_at:%Y-%m-%d}" if is_stored else place
    message = f"rejected in {decision.topic}{when}"
    message += f": {decision.reason}" if decision.reason else ""
    message += " (deleted from its draft)" if decision.origin == "deleted" else ""
    more = (*_again(case), f"tracker restore {case.work.id} takes that back")
    return Missed(why=Why.REJECTED, line=message, topic=decision.topic, more=more)


def _again(case: Case) -> Iterator[str]:
    """What is to be told of a second look: that it is due, or that there was one."""
    if (look := case.again.get(case.work.id)) is not None:
        yield f"the next draft gives it a second look: {look.linked}"
    for decision in decisions.history(case.db, case.work.id):
        if decision.origin == ORIGIN:
            yield f"it had its second look, {decision.decided_at:%Y-%m-%d}: {decision.reason}"


def proposed(case: Case) -> Missed | None:
    """Whether it stands, or stood, in a draft."""
    for draft, entry in case.drafts.find(case.work.id):
        place = f"{draft.path}:{entry.line}"
        written = next(
            (noted_entry for noted_entry in draft.written if noted_entry.key == entry.key), None
        )
        if (
            written is not None
            and (at := case.session.expiry.of_entry(written.proposed_at)) is not None
        ):
            return _expired(case, written, place, at)
        message = f"proposed: it waits for your decision in {place}"
        more = tuple(_again(case))
        return Missed(why=Why.PROPOSED, line=message, topic=entry.key.topic, more=more)
    for noted in reversed(entries.of_works(case.db, [case.work.id])):
        message = f"proposed {noted.proposed_at:%Y-%m-%d} in {noted.draft}"
        if noted.draft in case.drafts.missing:
            message += ", whose file is gone; the next draft can propose it again"
            return Missed(why=Why.DRAFT_GONE, line=message, topic=noted.key.topic)
        return Missed(why=Why.PROPOSED, line=f"{message}; undecided", topic=noted.key.topic)
    return None


def _expired(case: Case, written: Entry, place: str, at: datetime) -> Missed:
    message = f"proposed {written.proposed_at:%Y-%m-%d}, left undecided, and expired {at:%Y-%m-%d}"
    more = (f"it stands in {place}, where it can still be decided", *_again(case))
    return Missed(why=Why.EXPIRED, line=message, topic=written.key.topic, more=more)


def seed(case: Case) -> Missed | None:
    """Whether the author has named it as liked: then it teaches, and is never proposed."""
    if case.work.id not in case.session.standing:
        return None
    message = (
        f"named in {case.project.settings.ranking.seeds}: what you liked before is not proposed"
    )
    return Missed(why=Why.SEED, line=message)
