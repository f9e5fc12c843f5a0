"""Which place does it have in its topic's order now, and what do those before it have?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from tracker.ranking.lacking import lacking
from tracker.values import Proposal
from tracker.workflows.matching import is_changed
from tracker.workflows.missing.case import Case, Missed, Why, named
from tracker.workflows.next_draft import draft_to_continue, rank, undecided, with_room
from tracker.workflows.proposing import candidates_of


def placed(case: Case) -> Missed | None:
    """Its place, or that of the work in whose entry it stands."""
    topics = case.project.topics
    candidates = candidates_of(case.project, case.db, topics, since=case.since)
    ranked = rank(candidates, topics, since=case.since, now=case.now)
    for proposal in ranked:
        if proposal.work.id == case.work.id:
            return _in_order(case, proposal, ranked)
        if any(post.id == case.work.id for post in proposal.posts):
            found = _in_order(case, proposal, ranked)
            return replace(
                found,
                why=Why.SHOWN_WITH,
                told=f"stands in the entry of {named(proposal.work)}, which it is about",
                more=(f"that one: {found.told}", *found.more),
                other=proposal.work.id,
            )
    return None


def _in_order(case: Case, proposal: Proposal, ranked: Sequence[Proposal]) -> Missed:
    same = [each for each in ranked if each.topic == proposal.topic]
    place, count = same.index(proposal) + 1, len(same)
    open_draft = draft_to_continue(case.project, case.drafts)
    per_topic = case.project.settings.draft.per_topic
    found = Missed(
        why=Why.NEXT,
        told=f"place {place} of {count} in {proposal.topic}: the next draft proposes it",
        topic=proposal.topic,
        place=place,
        of=count,
    )
    if proposal in with_room(ranked, open_draft, per_topic=per_topic):
        return found
    waiting = undecided(open_draft)[proposal.topic]
    room = f"a draft holds {per_topic} undecided ones a topic"
    if open_draft and waiting:
        room += f", and {waiting} wait in {open_draft.path}"
    before = same[: min(place - 1, per_topic)]
    lacks = lacking(proposal.score, [each.score for each in before])
    told = f"matched, but outranked: place {place} of {count} in {proposal.topic} now; {room}"
    more = tuple(_compared(case, proposal, before))
    if lacks:
        names = ", ".join(f"{part.name} {part.value:+.2f}" for part in lacks[:4])
        more = (f"what the {len(before)} first have beyond it, on average: {names}", *more)
    return replace(found, why=Why.OUTRANKED, told=told, more=more, lacks=lacks)


def _compared(case: Case, proposal: Proposal, before: Sequence[Proposal]) -> Iterator[str]:
    parts = ", ".join(f"{part.name} {part.value:+.2f}" for part in proposal.score.parts)
    yield f"its score is {proposal.score.total:.2f}: {parts}"
    if before:
        best, last = before[0].score.total, before[-1].score.total
        yield f"the scores of the {len(before)} first are {best:.2f} to {last:.2f}"
    if is_changed(case.db, case.project.watchlists):
        yield "the watchlists were changed since; the next draft matches anew"
