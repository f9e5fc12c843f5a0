"""What can be proposed: matched and undecided works, new versions of published ones, and what is
due for a second look."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from tracker.ranking.features.alike import Alikes
from tracker.ranking.selection import Candidate
from tracker.store import votes
from tracker.store.author import entries
from tracker.store.author.entries import Entry
from tracker.store.choice import matches
from tracker.store.database import Database
from tracker.store.works import read
from tracker.values import EntryKey, Match, Work
from tracker.workflows.derived.features import packed_features
from tracker.workflows.hand_links import HandLink
from tracker.workflows.proposing.new_versions import new_versions


@dataclass(frozen=True, slots=True, kw_only=True)
class SecondLook:
    """Why a work that was put aside comes once more, and in which of its topics."""

    topics: frozenset[str]
    linked: str  # who has linked it since
    said_before: str = ""  # what the author said of it then
    standing: EntryKey | None = None  # its entry that stands in the draft that goes on


def candidates_of(
    db: Database,
    topics: Sequence[str],
    *,
    standing: Collection[int],
    since: datetime | None,
    again: Mapping[int, SecondLook] | None = None,
    by_hand: Mapping[int, HandLink] | None = None,
    keep: bool = False,
) -> tuple[Candidate, ...]:
    """What can be proposed: matched, undecided, not ``standing`` in the post or among the seeds;
    new versions, of published works and of what is linked ``by_hand``, that changed in substance;
    and ``again``, for a second look, where it is wanted still.

    With ``keep``, features that had to be made anew are stored.
    """
    again = {n: look for n, look in (again or {}).items() if n not in standing}
    matched = matches.candidates(db, topics, since=since) | _wanted_again(db, again)
    numbers = [number for number in matched if number not in standing]
    revised = new_versions(db, topics, by_hand)
    updates = {number: version.topics for number, version in revised.items()}
    works = read.get(db, [*numbers, *updates])
    shown = shown_with(db, works)
    works = tuple(work for work in works if work.id not in shown or work.id in updates)
    if not works:
        return ()
    matched |= _as_published(db, {n: slugs for n, slugs in updates.items() if n not in matched})
    built = build_candidates(db, works, matched, standing=standing, updates=updates, keep=keep)
    told = (
        replace(candidate, changed=revised[candidate.work.id].changed)
        if candidate.work.id in revised
        else candidate
        for candidate in built
    )
    return tuple(_looked_at_again(candidate, again) for candidate in told)


def build_candidates(
    db: Database,
    works: Sequence[Work],
    matched: Mapping[int, Sequence[Match]],
    *,
    standing: Collection[int],
    updates: Collection[int],
    keep: bool = False,
) -> tuple[Candidate, ...]:
    """The works as candidates, by all that is stored of each.

    The one place where this is read, so that what a draft's file, ``draft --json`` and ``show``
    say of a work agrees. ``matched`` are their matches by number, ``updates`` those that come as
    a new version; posts that are ``standing`` already say nothing new.
    """
    numbers = [work.id for work in works]
    posts, seen = read.posts_of(db, numbers), votes.of_works(db, numbers)
    packed = packed_features(db, works, keep=keep)
    return tuple(
        Candidate(
            work=work,
            matches=tuple(matched.get(work.id, ())),
            features=packed[work.id],
            posts=tuple(post for post in posts.get(work.id, ()) if post.id not in standing),
            is_update=work.id in updates,
            votes=seen.get(work.id, ()),
        )
        for work in works
    )


def match_in(matched: Iterable[Match], work_id: int, topic: str) -> Match:
    """The work's match in a topic; one without reasons where it stands there all the same: it was
    published before the watchlist changed, or the author put it there."""
    match = next((match for match in matched if match.topic == topic), None)
    return match or Match(work_id=work_id, topic=topic, reasons=())


def _as_published(
    db: Database, topics: Mapping[int, Iterable[str]]
) -> dict[int, tuple[Match, ...]]:
    """An update belongs where its work was published, whether or not it still matches there."""
    matched = matches.of_works(db, topics)
    return {
        number: tuple(match_in(matched.get(number, ()), number, topic) for topic in slugs)
        for number, slugs in topics.items()
    }


def _looked_at_again(candidate: Candidate, again: Mapping[int, SecondLook]) -> Candidate:
    look = again.get(candidate.work.id)
    if look is None:
        return candidate
    return replace(candidate, second_look=look.linked, said_before=look.said_before)


def _wanted_again(db: Database, again: Mapping[int, SecondLook]) -> dict[int, tuple[Match, ...]]:
    """The matches of these works in the topics where they were put aside."""
    if not again:
        return {}
    matched = {
        number: tuple(match for match in own if match.topic in again[number].topics)
        for number, own in matches.of_works(db, again).items()
    }
    return {number: own for number, own in matched.items() if own}


def drafted_candidates(
    db: Database,
    works: Sequence[Work],
    matched: Mapping[int, Sequence[Match]],
    *,
    drafted: Iterable[Entry],
    standing: Collection[int],
) -> tuple[Candidate, ...]:
    """Works as candidates whatever became of them: those that were ``drafted`` as a new version
    count as one."""
    updates = {entry.work_id for entry in drafted if entry.is_update}
    return build_candidates(db, works, matched, standing=standing, updates=updates)


def shown_with(db: Database, works: Sequence[Work]) -> dict[int, Entry]:
    """The works that stood in the entry of another one, and that entry.

    Posts stand with what they are about, works with one that says nearly the same, if they had
    been seen when it was proposed.
    """
    if not works:
        return {}
    about = {number for work in works for number in work.about}
    last = {entry.work_id: entry for entry in entries.of_works(db, about)}
    shown = {
        work.id: last[number]
        for work in works
        for number in work.about
        if number in last and work.first_seen_at <= last[number].proposed_at
    }
    first = min(work.first_seen_at for work in works)
    proposed = {entry.work_id: entry for entry in entries.since(db, first)}
    alikes = Alikes(read.get(db, proposed))
    for work in works:
        other = alikes.find(work) if proposed else None
        if other in proposed and work.first_seen_at <= proposed[other].proposed_at:
            shown.setdefault(work.id, proposed[other])
    return shown
