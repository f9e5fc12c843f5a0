"""Could a draft propose it at all? Withdrawn, wanted by no topic, too old, or a later version of
an old paper; or shown in the entry of another work."""

from __future__ import annotations

from dataclasses import replace

from tracker.matching.nearest import Barrier, nearest
from tracker.posts.linked import aliases_in
from tracker.ranking.selection import Candidate, proposable
from tracker.store.author import additions
from tracker.store.choice import matches, states
from tracker.store.works import read
from tracker.workflows.missed.case import Case, Missed, Why, named
from tracker.workflows.proposing.candidates import shown_with


def withdrawn(case: Case) -> Missed | None:
    """Whether its authors have withdrawn it."""
    comment = case.work.paper.comment if case.work.paper else ""
    message = f"withdrawn by its authors{f': {comment}' if comment else ''}"
    return Missed(why=Why.WITHDRAWN, line=message) if case.work.withdrawn else None


def unmatched(case: Case) -> Missed | None:
    """Whether no topic wants it, and how near it came."""
    if case.matches:
        return None
    if not case.work.title and not case.work.summary:
        message = "seen, but nothing of it is known yet; the next poll asks for its title"
        return Missed(why=Why.NOT_MATCHED, line=message)
    near = nearest(case.project.watchlists, case.work)
    message, lines = (
        "there are no topics",
        [f"{near_topic.topic}: {near_topic}" for near_topic in near],
    )
    if near and all(near_topic.outside for near_topic in near):
        message = f"arXiv lists it in {' '.join(near[0].outside[:5])}, which no topic has"
    elif near and near[0].barrier is Barrier.NOTHING:
        message, lines = "no word of any topic's phrases stands in it", []
    elif near:
        message = lines.pop(0)
    return Missed(
        why=Why.NOT_MATCHED,
        line=f"seen, but not matched: {message}",
        topic=near[0].topic if near and near[0].barrier is not Barrier.NOTHING else "",
        more=tuple(lines),
    )


def too_old(case: Case) -> Missed | None:
    """Whether it is dated before what a draft looks back to."""
    work = case.work
    dated = work.stated_at
    added = additions.of_works(case.db, [work.id]).get(work.id, ())
    if dated >= case.since or any(addition.added_at >= case.since for addition in added):
        return None
    message = f"dated {dated:%Y-%m-%d}, and the next draft looks back to {case.since:%Y-%m-%d}"
    more = f"tracker draft --since {dated:%Y-%m-%d} takes it in"
    return _matched(case, Why.OUTSIDE_WINDOW, message, more)


def matched_since(case: Case) -> Missed | None:
    """Whether it matches only since the watchlists have changed."""
    stored = matches.of_works(case.db, [case.work.id]).get(case.work.id, ())
    if {match.topic for match in stored} & {match.topic for match in case.matches}:
        return None
    message = "the watchlists were changed since it was matched; the next draft matches it anew"
    return _matched(case, Why.WATCHLIST_CHANGED, message)


def later_version(case: Case) -> Missed | None:
    """Whether it alone would not be proposed, as a later version of an old paper is not."""
    first, submitted = case.work.first_version_seen or 1, case.work.published_at
    if first < 2 or submitted is None or submitted >= case.since:
        return None
    alone = [Candidate(work=case.work, matches=case.matches)]
    if proposable(alone, set(case.project.topics), case.since):
        return None
    message = f"first seen as version {first} of a paper of {submitted:%Y-%m-%d}"
    return _matched(case, Why.LATER_VERSION, message, "it is proposed once a feed links it")


def stood_with_another(case: Case) -> Missed | None:
    """Whether it stood in the entry of the work that it is about, or that says nearly the same."""
    entry = shown_with(case.db, [case.work]).get(case.work.id)
    if entry is None:
        return None
    other = read.get(case.db, [entry.work_id])[0]
    message = f"shown in the entry of {named(other)}, in {entry.draft}"
    if not aliases_in(entry.text.encode()) & set(case.work.aliases):
        message = f"stands behind {named(other)}, in whose entry in {entry.draft} there was no room"
    stood = states.of_works(case.db, [other.id]).get(other.id, ())
    became = tuple(f"that one is {standing.state} in {standing.topic}" for standing in stood)
    return replace(_matched(case, Why.SHOWN_WITH, message, *became), other=other.id)


def _matched(case: Case, why: Why, line: str, *more: str) -> Missed:
    best = max(case.matches, key=lambda match: match.score)
    reasons = f"matches {best.topic}: {', '.join(map(str, best.reasons[:3]))}"
    return Missed(why=why, line=line, topic=best.topic, more=(reasons, *more))
