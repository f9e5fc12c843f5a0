"""Which place does it have in its topic's order now, and what do those before it have?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from tracker.ranking.explain import lacking
from tracker.ranking.places import UNBOUNDED, choose, values_of
from tracker.ranking.selection import Ranked
from tracker.values import Proposal, ScorePart
from tracker.workflows.derived.matching import is_changed
from tracker.workflows.missed.case import Case, Missed, Why, named
from tracker.workflows.open_drafts.expiry import undecided
from tracker.workflows.proposing.filling import places_of, with_room
from tracker.workflows.proposing.order import Order, order
from tracker.workflows.proposing.reader import as_read_before

_NAMED_PARTS = 6


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
        by_hand=case.session.by_hand,
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
    """The answer for a work that stands in the order itself."""
    answer = _place(ranked, whole)
    taken = with_room(
        whole,
        case.open_draft,
        expired_before=case.session.expiry.before,
        places=places_of(case.project.settings.draft),
        explore=case.project.settings.ranking.explore,
    )
    for other in taken:
        if other.work.id == ranked.work.id:
            as_unlike = ", as one that the ranking would not show (explore)"
            line = f"{answer.line}: the next draft proposes it{as_unlike * other.is_unlike}"
            return replace(answer, line=line)
    before = _before(case, ranked, whole, taken)
    proposal, others = whole.propose(ranked), [whole.propose(other) for other in before]
    lacks = lacking(proposal.score, [other.score for other in others])
    why = "matched, but outranked" if others else "matched, but there is no room"
    more = (
        *_readers(whole, ranked),
        *_lacks(lacks, len(others)),
        *_compared(case, proposal, others),
    )
    return replace(
        answer,
        why=Why.OUTRANKED,
        line=f"{why}: {answer.line}; {_room(case, ranked, taken)}",
        more=more,
        lacks=lacks,
    )


def _place(ranked: Ranked, whole: Order) -> Missed:
    """Its places in its topic and among all."""
    same = [other for other in whole.ranked if other.topic == ranked.topic]
    values = dict(
        zip((other.work.id for other in whole.ranked), values_of(whole.ranked), strict=True)
    )
    place, count = same.index(ranked) + 1, len(same)
    in_all = 1 + sum(value > values[ranked.work.id] for value in values.values())
    line = f"place {place} of {count} in {ranked.topic}"
    if count < len(values):
        line += f", {in_all} of {len(values)} in all topics"
    return Missed(
        why=Why.NEXT,
        line=line,
        topic=ranked.topic,
        place=place,
        of=count,
        place_in_all=in_all,
        of_all=len(values),
    )


def _room(case: Case, ranked: Ranked, taken: Sequence[Ranked]) -> str:
    """How many places there are, and what has them."""
    places = places_of(case.project.settings.draft)
    waiting = undecided(case.open_draft, expired_before=case.session.expiry.before)
    bounds = []
    if places.size < UNBOUNDED:
        bounds.append(f"{places.size} undecided ones")
    if places.per_topic < UNBOUNDED:
        bounds.append(f"{places.per_topic} of a topic")
    room = f"a draft is filled up to {', at most '.join(bounds)}"
    if places.least_per_topic:
        room += f", of each topic first {places.least_per_topic}"
    if case.open_draft and waiting:
        room += f", and {waiting.total()} wait in {case.open_draft.path}"
    if unlike := sum(other.is_unlike and other.topic == ranked.topic for other in taken):
        room += f"; {unlike} of its places go to what the ranking would not show (explore)"
    return room


def _before(case: Case, ranked: Ranked, whole: Order, taken: Sequence[Ranked]) -> list[Ranked]:
    """The works that stand before it in its topic, as far as they have places or would have them
    in an empty draft."""
    same = [other for other in whole.ranked if other.topic == ranked.topic]
    ahead = {other.work.id for other in same[: same.index(ranked)]}
    filled = choose(whole.ranked, places_of(case.project.settings.draft))
    placed = {other.work.id for other in (*taken, *filled)}
    return [other for other in same if other.work.id in ahead & placed]


def _readers(whole: Order, ranked: Ranked) -> Iterator[str]:
    same = [other for other in whole.ranked if other.topic == ranked.topic]
    for model, count in Counter(other.read_by for other in same if other.read_by).items():
        yield f"{model} has read them, and put {count} before the others"


def _lacks(lacks: Sequence[ScorePart], count: int) -> Iterator[str]:
    if lacks:
        names = ", ".join(f"{part.name} {part.value:+.2f}" for part in lacks[:4])
        yield f"what the {count} before it have beyond it, on average: {names}"


def _compared(case: Case, proposal: Proposal, before: Sequence[Proposal]) -> Iterator[str]:
    largest = sorted(proposal.score.parts, key=lambda part: -abs(part.value))[:_NAMED_PARTS]
    parts = ", ".join(f"{part.name} {part.value:+.2f}" for part in largest)
    yield f"its score is {proposal.score.total:.2f}, most of it: {parts} (tracker show tells all)"
    if before:
        best, last = before[0].score.total, before[-1].score.total
        yield f"the scores of the {len(before)} before it are {best:.2f} to {last:.2f}"
    if is_changed(case.db, case.project.watchlists):
        yield "the watchlists were changed since; the next draft matches anew"
