"""Second looks: what was rejected, or has expired, comes once more when the author's feeds insist.

- Two feeds or more have linked the work, or written about it, after it was put aside; the last of
  them within the time that a draft looks back.
- It is wanted still: it matches a topic in which it was put aside, the post does not link it, and
  nothing else of it was approved or published.
- Once: that it came again is noted as a decision that takes the earlier one back (``second look``),
  so that it is undecided like any other entry, and what is said then is final.
- In the draft that goes on its entry is opened again where it stands. One that stands in another
  open draft waits until that one is drafted into.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from tracker.ranking.context.known_at import feeds_that_link
from tracker.ranking.learning.model import first_of
from tracker.store.author import decisions, entries
from tracker.store.author import second_looks as stored
from tracker.store.database import Database
from tracker.store.works import read
from tracker.values import Decision, EntryKey, Proposal, Verdict
from tracker.workflows.open_drafts.expiry import Expiry
from tracker.workflows.open_drafts.read import OpenDraft, OpenDrafts
from tracker.workflows.proposing.candidates import SecondLook

_GONE = "draft gone"  # origin of a rejection that stands again


@dataclass(frozen=True, slots=True, kw_only=True)
class _Aside:
    """Where and when a work was put aside, and what was said then."""

    topics: frozenset[str]
    at: datetime
    said: str
    standing: EntryKey | None = None


def due(
    db: Database,
    drafts: OpenDrafts,
    open_draft: OpenDraft | None,
    *,
    rejected: Iterable[Decision],
    topics: Sequence[str],
    expiry: Expiry,
    since: datetime,
) -> dict[int, SecondLook]:
    """The works that come once more, where the next draft is ``open_draft`` or a new one."""
    aside = _rejected(rejected, topics) | _expired(open_draft, topics, expiry)
    aside = _within_reach(aside, drafts, open_draft)
    if not aside:
        return {}
    times = [(number, put_aside.at) for number, put_aside in aside.items()]
    linked = read.get(db, sorted(stored.linked_since(db, times)))
    posts = read.posts_of(db, [work.id for work in linked])
    looks = {}
    for work in linked:
        about = posts.get(work.id, ())
        names = feeds_that_link(work, about, after=aside[work.id].at)
        if len(names) >= stored.FEEDS and feeds_that_link(work, about, after=since):
            put_aside = aside[work.id]
            looks[work.id] = SecondLook(
                topics=put_aside.topics,
                linked=f"linked since by {first_of(names)}",
                said_before=put_aside.said,
                standing=put_aside.standing,
            )
    return looks


def note(db: Database, proposals: Iterable[Proposal], *, now: datetime) -> None:
    """Note the second looks among the proposals, which are in a draft now. Raises StoreError."""
    decisions.append(
        db,
        [
            Decision(
                work_id=proposal.work.id,
                topic=proposal.topic,
                verdict=Verdict.UNDECIDED,
                decided_at=now,
                reason=proposal.second_look,
                origin=stored.ORIGIN,
            )
            for proposal in proposals
            if proposal.second_look
        ],
        answers=True,
    )


def put_back(db: Database, path: str, *, now: datetime) -> None:
    """Note that what a draft which is gone held for a second look is rejected as before.

    Without a draft nobody could decide on it, and it had come already. Raises StoreError.
    """
    written = [EntryKey(entry.work_id, entry.key.topic) for entry in entries.of_draft(db, path)]
    looks = stored.given(db, [key.work_id for key in written])
    before = {
        EntryKey(decision.work_id, decision.topic): decision
        for key in looks
        for decision in decisions.history(db, key.work_id)
        if decision.verdict is Verdict.REJECTED
    }
    decisions.append(
        db,
        [
            replace(before[key], decided_at=now, origin=_GONE)
            for key in written
            if key in looks and key in before
        ],
        answers=True,
    )


def _rejected(rejected: Iterable[Decision], topics: Sequence[str]) -> dict[int, _Aside]:
    asides: dict[int, _Aside] = {}
    for decision in rejected:
        if decision.topic not in topics:
            continue
        reason = f": {decision.reason}" if decision.reason else ""
        message = f"you rejected it {decision.decided_at:%Y-%m-%d}{reason}"
        # The newest comes first: what was said last is told, and links count from then on.
        last = asides.get(
            decision.work_id, _Aside(topics=frozenset(), at=decision.decided_at, said=message)
        )
        asides[decision.work_id] = _Aside(
            topics=last.topics | {decision.topic}, at=last.at, said=last.said
        )
    return asides


def _expired(
    open_draft: OpenDraft | None, topics: Sequence[str], expiry: Expiry
) -> dict[int, _Aside]:
    if open_draft is None:
        return {}
    waiting = {e.key for e in open_draft.draft.entries if e.verdict is Verdict.UNDECIDED}
    return {
        entry.work_id: _Aside(
            topics=frozenset({entry.key.topic}),
            at=at,
            said=f"left undecided since {entry.proposed_at:%Y-%m-%d}",
            standing=entry.key,
        )
        for entry in open_draft.written
        if entry.key in waiting
        and entry.key.topic in topics
        and (at := expiry.of_entry(entry.proposed_at)) is not None
    }


def _within_reach(
    aside: Mapping[int, _Aside], drafts: OpenDrafts, open_draft: OpenDraft | None
) -> dict[int, _Aside]:
    """Without those that stand in another open draft, or whose entry says something else now."""
    standing: dict[int, list[tuple[OpenDraft, EntryKey, Verdict]]] = {}
    for draft in drafts.drafts:
        for entry in draft.draft.entries:
            number = drafts.works.get(entry.key)
            if number is not None and number in aside:
                standing.setdefault(number, []).append((draft, entry.key, entry.verdict))
    reached = {}
    for number, put_aside in aside.items():
        places = standing.get(number, [])
        if not places or put_aside.standing is not None:
            reached[number] = put_aside
            continue
        (draft, key, verdict), *more = places
        # Undecided and written since, but not noted: the run was killed before it could be.
        is_aside = verdict is Verdict.REJECTED or (
            verdict is Verdict.UNDECIDED and key not in drafts.standing
        )
        if not more and draft is open_draft and is_aside and key.topic in put_aside.topics:
            reached[number] = _Aside(
                topics=frozenset({key.topic}), at=put_aside.at, said=put_aside.said, standing=key
            )
    return reached
