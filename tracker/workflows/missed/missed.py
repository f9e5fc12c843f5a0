"""Why a work was not proposed: the one true reason, told from what is stored.

The questions are asked in the order in which they would have stopped it, and the first that has
an answer gives the reason: was it published, does the post link it or a seed name it, was it
decided on, proposed; is it withdrawn; does a topic want it; is it too old for a draft, or an old
paper's later version; does it stand in the entry of another work; and at last, which place has it
in its topic's order?
That is the order of the moment, the very one that ``draft`` would write. Nothing here writes.
"""

from __future__ import annotations

from dataclasses import replace

from tracker.errors import TrackerError
from tracker.identity.schemes import parse_reference
from tracker.store.works import neighbours, read
from tracker.values import Alias
from tracker.workflows.missed import decided, place, reach
from tracker.workflows.missed.case import Case, Missed, Why, in_post, link_in_post, named
from tracker.workflows.missed.unseen import why_unseen
from tracker.workflows.reports.find import UnknownWorkError, find_work
from tracker.workflows.session import Session

_QUESTIONS = (
    decided.published,
    decided.linked,
    decided.seed,
    decided.decided,
    decided.proposed,
    reach.withdrawn,
    reach.unmatched,
    reach.too_old,
    reach.matched_since,
    reach.later_version,
    reach.stood_with_another,
    place.placed,
)


def missed(session: Session, reference: str) -> Missed:
    """Why the work was not proposed, by any of its names.

    Raises UnknownWorkError for what names nothing, PostError, DraftError.
    """
    try:
        number = find_work(session.db, reference)
    except UnknownWorkError:
        if (alias := parse_reference(reference)) is None:
            raise
        return replace(_unseen(session, alias), reference=reference)
    work = read.get(session.db, [number])[0]
    case = Case(session, work)
    for ask in _QUESTIONS:
        if (answer := ask(case)) is not None:
            asked = reference.strip()
            is_part = asked.isascii() and asked.isdigit() and int(asked) != number
            part_of = number if is_part else None
            return replace(answer, reference=reference, work=work, part_of=part_of)
    raise TrackerError(f"{reference}: nothing that tracker knows of stands in its way")


def _unseen(session: Session, alias: Alias) -> Missed:
    if (link := link_in_post(session.project, (alias,))) is not None:
        return in_post(session.project, link)
    unseen = why_unseen(session, alias)
    posts = read.get(session.db, neighbours.posts_on(session.db, alias))
    more = (*unseen.details, *(f"a post about it was seen: {named(post)}" for post in posts))
    return Missed(why=Why.NEVER_SEEN, line=f"never seen: {unseen.line}", more=more)
