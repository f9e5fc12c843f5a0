"""Which place does it have in its topic's order now, and what do those before it have?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from tracker.ranking.explain import lacking
from tracker.ranking.selection import Ranked
from tracker.values import Proposal
from tracker.workflows.derived.matching import is_changed
from tracker.workflows.missed.case import Case, Missed, Why, named
from tracker.workflows.open_drafts.expiry import undecided
from tracker.workflows.proposing.filling import with_room
from tracker.workflows.proposing.order import Order, order
from tracker.workflows.proposing.reader import as_read_before


def placed(case: Case) -> Missed | None:
    """Its place, or that of the work in whose entry it stands."""
    plain = order(
        case.db,
        case.project.topics,
        model=case.session.model,
        standing=case.session.standing,
        since=case.since,
        now=case.now,
        again=case.again,
    )
    whole = as_read_before(case.db, case.project.settings.ranking.reader, plain)
    for ranked in whole.ranked:
        if ranked.work.id == case.work.id:
            return _in_order(case, ranked, whole)
        if any(other.id == case.work.id for other in (*ranked.candidate.posts, *ranked.also)):
            is_like = any(other.id == case.work.id for other in ranked.also)
            how = "which says nearly the same" if is_like else "which it is about"
            answer = _in_order(case, ranked, whole)
            return replace(
                answer,
                why=Why.SHOWN_WITH,
                line=f"stands in the entry of {named(ranked.work)}, {how}",
                more=(f"that one: {answer.line}", *answer.more),
                other=ranked.work.id,
            )
    return None


def _in_order(case: Case, ranked: Ranked, whole: Order) -> Missed:
    same = [other for other in whole.ranked if other.topic == ranked.topic]
    place, count = same.index(ranked) + 1, len(same)
    open_draft = case.open_draft
    per_topic = case.project.settings.draft.per_topic
    answer = Missed(
        why=Why.NEXT,
        line=f"place {place} of {count} in {ranked.topic}: the next draft proposes it",
        topic=ranked.topic,
        place=place,
        of=count,
    )
    explore = case.project.settings.ranking.explore
    expired_before = case.session.expiry.before
    taken = with_room(
        whole, open_draft, expired_before=expired_before, per_topic=per_topic, explore=explore
    )
    for other in taken:
        if other.work.id == ranked.work.id:
            as_unlike = f"{answer.line}, as one that the ranking would not show (explore)"
            return replace(answer, line=as_unlike) if other.is_unlike else answer
    waiting = undecided(open_draft, expired_before=expired_before)[ranked.topic]
    room = f"a draft is filled up to {per_topic} undecided ones a topic"
    if open_draft and waiting:
        room += f", and {waiting} wait in {open_draft.path}"
    if unlike := sum(other.is_unlike and other.topic == ranked.topic for other in taken):
        room += f"; {unlike} of its places go to what the ranking would not show (explore)"
    proposal = whole.propose(ranked)
    before = [whole.propose(other) for other in same[: min(place - 1, per_topic)]]
    lacks = lacking(proposal.score, [other.score for other in before])
    readers = Counter(other.read_by for other in same if other.read_by)
    message = f"matched, but outranked: place {place} of {count} in {ranked.topic} now; {room}"
    more = tuple(_compared(case, proposal, before))
    if lacks:
        names = ", ".join(f"{part.name} {part.value:+.2f}" for part in lacks[:4])
        more = (f"what the {len(before)} first have beyond it, on average: {names}", *more)
    for model, count in readers.items():
        more = (f"{model} has read them, and put {count} before the others", *more)
    return replace(answer, why=Why.OUTRANKED, line=message, more=more, lacks=lacks)


def _compared(case: Case, proposal: Proposal, before: Sequence[Proposal]) -> Iterator[str]:
    parts = ", ".join(f"{part.name} {part.value:+.2f}" for part in proposal.score.parts)
    yield f"its score is {proposal.score.total:.2f}: {parts}"
    if before:
        best, last = before[0].score.total, before[-1].score.total
        yield f"the scores of the {len(before)} first are {best:.2f} to {last:.2f}"
    if is_changed(case.db, case.project.watchlists):
        yield "the watchlists were changed since; the next draft matches anew"
