"""What can be proposed: matched and undecided works, new versions of published ones, and what is
due for a second look."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from tracker.ranking.alike import Alikes
from tracker.ranking.selection import Candidate
from tracker.store import entries, matches, publications, reading, second_looks, votes
from tracker.store.database import Database
from tracker.store.entries import Entry
from tracker.values import EntryKey, Match, Place, Reason, Work
from tracker.workflows.featuring import packed_features

BY_HAND = Reason("", Place.HAND, 0.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class SecondLook:
    """Why a work that was put aside comes once more, and in which of its topics."""

    topics: frozenset[str]
    told: str  # who has linked it since
    said_before: str = ""  # what the author said of it then
    standing: EntryKey | None = None  # its entry that stands in the draft that goes on


def candidates_of(
    db: Database,
    topics: Sequence[str],
    *,
    standing: Collection[int],
    since: datetime | None,
    again: Mapping[int, SecondLook] | None = None,
    keep: bool = False,
) -> tuple[Candidate, ...]:
    """What can be proposed: matched, undecided, not ``standing`` in the post or among the seeds;
    new versions of published works; and ``again``, for a second look, where it is wanted still.

    With ``keep``, features that had to be made anew are stored.
    """
    again = {n: look for n, look in (again or {}).items() if n not in standing}
    found = matches.candidates(db, topics, since=since) | _wanted_again(db, again)
    numbers = [number for number in found if number not in standing]
    updates = {
        number: slugs
        for number, slugs in publications.outdated(db).items()
        if set(slugs) & set(topics)
    }
    works = reading.get(db, [*numbers, *updates])
    shown = shown_with(db, works)
    works = tuple(work for work in works if work.id not in shown or work.id in updates)
    posts = posts_of(db, [work.id for work in works])
    packed = packed_features(db, works, keep=keep)
    seen = votes.of_works(db, [work.id for work in works])
    return tuple(
        Candidate(
            work=work,
            features=packed[work.id],
            matches=found[work.id]
            if work.id in found
            else _as_published(work, updates[work.id], matches.of_works(db, [work.id])),
            posts=tuple(post for post in posts.get(work.id, ()) if post.id not in standing),
            is_update=work.id in updates,
            votes=seen.get(work.id, ()),
            second_look=again[work.id].told if work.id in again else "",
            said_before=again[work.id].said_before if work.id in again else "",
        )
        for work in works
    )


def _wanted_again(db: Database, again: Mapping[int, SecondLook]) -> dict[int, tuple[Match, ...]]:
    """The matches of these works in the topics where they were put aside."""
    found = {
        number: tuple(match for match in own if match.topic in again[number].topics)
        for number, own in matches.of_works(db, again).items()
    }
    return {number: own for number, own in found.items() if own}


def candidate_of(db: Database, work: Work, found: tuple[Match, ...]) -> Candidate:
    """One work as a candidate, whatever became of it."""
    return Candidate(
        work=work,
        matches=found,
        features=packed_features(db, [work], keep=False)[work.id],
        posts=posts_of(db, [work.id]).get(work.id, ()),
        is_update=any(entry.is_update for entry in entries.of_works(db, [work.id])),
        votes=votes.of_works(db, [work.id]).get(work.id, ()),
        second_look=next(iter(second_looks.given(db, [work.id]).values()), ""),
    )


def shown_with(db: Database, works: Sequence[Work]) -> dict[int, Entry]:
    """The works that stood in the entry of another one, and that entry.

    Posts stand with what they are about, works with one that says nearly the same, if they had
    been seen when it was proposed.
    """
    about = {number for work in works for number in work.about}
    last = {entry.work_id: entry for entry in entries.of_works(db, about)}
    found = {
        work.id: last[number]
        for work in works
        for number in work.about
        if number in last and work.first_seen_at <= last[number].proposed_at
    }
    if works:
        first = min(work.first_seen_at for work in works)
        proposed = {entry.work_id: entry for entry in entries.since(db, first)}
        alikes = Alikes(reading.get(db, proposed))
        for work in works:
            other = alikes.find(work) if proposed else None
            if other in proposed and work.first_seen_at <= proposed[other].proposed_at:
                found.setdefault(work.id, proposed[other])
    return found


def _as_published(
    work: Work, topics: Iterable[str], found: dict[int, tuple[Match, ...]]
) -> tuple[Match, ...]:
    """An update belongs where its work was published, whether or not it still matches there."""
    by_topic = {match.topic: match for match in found.get(work.id, ())}
    return tuple(
        by_topic.get(topic, Match(work_id=work.id, topic=topic, reasons=(BY_HAND,)))
        for topic in topics
    )


def posts_of(db: Database, work_ids: Iterable[int]) -> dict[int, tuple[Work, ...]]:
    """The posts about each work."""
    numbers = reading.posts_about(db, work_ids)
    every = {post for posts in numbers.values() for post in posts}
    works = {work.id: work for work in reading.get(db, every)}
    return {key: tuple(works[post] for post in posts) for key, posts in numbers.items()}
