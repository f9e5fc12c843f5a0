"""Was it before the author already? In the post, decided on, or in a draft."""

from __future__ import annotations

from tracker.store import decisions, entries, publications
from tracker.values import Decision, Verdict
from tracker.workflows.missing.case import Case, Missed, Why, in_post, link_in_post
from tracker.workflows.open_drafts import plan_reading


def published(case: Case) -> Missed | None:
    for entry in publications.of_works(case.db, [case.work.id]).get(case.work.id, ()):
        told = f"published in {entry.post}, {entry.published_at:%Y-%m-%d}"
        return Missed(why=Why.PUBLISHED, told=told, topic=entry.key.topic)
    return None


def linked(case: Case) -> Missed | None:
    link = link_in_post(case.project, case.work.aliases)
    return None if link is None else in_post(case.project, link)


def decided(case: Case) -> Missed | None:
    """What was said last in each topic, by the drafts as they stand: an approval first."""
    stored = decisions.current(case.db, [case.work.id]).values()
    plan = plan_reading(case.drafts, deletions=True, now=case.now)
    in_drafts = [said for said in plan.decisions if said.work_id == case.work.id]
    last = {said.topic: said for said in (*stored, *in_drafts)}
    found = [said for said in last.values() if said.verdict is not Verdict.UNDECIDED]
    found.sort(key=lambda said: (said.verdict is not Verdict.APPROVED, said.topic))
    return _as_decided(case, found[0], is_stored=found[0] not in in_drafts) if found else None


def _as_decided(case: Case, said: Decision, *, is_stored: bool) -> Missed:
    place = next((f" in {d.path}:{e.line}" for d, e in case.drafts.find(case.work.id)), "")
    if said.verdict is Verdict.APPROVED:
        told = f"approved in {said.topic}; tracker publish places it"
        return Missed(why=Why.APPROVED, told=told, topic=said.topic)
    if said.origin == "deleted" and not is_stored:
        told = "deleted from its draft, which review and publish take for a rejection"
        return Missed(why=Why.DELETED, told=told, topic=said.topic)
    when = f", {said.decided_at:%Y-%m-%d}" if is_stored else place
    told = f"rejected in {said.topic}{when}"
    told += f": {said.reason}" if said.reason else ""
    told += " (deleted from its draft)" if said.origin == "deleted" else ""
    more = (f"tracker restore {case.work.id} takes that back",)
    return Missed(why=Why.REJECTED, told=told, topic=said.topic, more=more)


def proposed(case: Case) -> Missed | None:
    for draft, entry in case.drafts.find(case.work.id):
        told = f"proposed: it waits for your decision in {draft.path}:{entry.line}"
        return Missed(why=Why.PROPOSED, told=told, topic=entry.key.topic)
    for noted in reversed(entries.of_works(case.db, [case.work.id])):
        told = f"proposed {noted.proposed_at:%Y-%m-%d} in {noted.draft}"
        if noted.draft in case.drafts.missing:
            told += ", whose file is gone; the next draft can propose it again"
            return Missed(why=Why.DRAFT_GONE, told=told, topic=noted.key.topic)
        return Missed(why=Why.PROPOSED, told=f"{told}; undecided", topic=noted.key.topic)
    return None
