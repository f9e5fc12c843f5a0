"""What can be proposed: matched and undecided works, and new versions of published ones."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from tracker.ranking.alike import Alikes
from tracker.ranking.selection import Candidate
from tracker.store import entries, matches, publications, reading
from tracker.store.database import Database
from tracker.store.entries import Entry
from tracker.values import Match, Place, Reason, Work
from tracker.workflows.featuring import packed_features

BY_HAND = Reason("", Place.HAND, 0.0)


def candidates_of(
    db: Database,
    topics: Sequence[str],
    *,
    standing: Collection[int],
    since: datetime | None,
    keep: bool = False,
) -> tuple[Candidate, ...]:
    """What can be proposed: matched, undecided, not ``standing`` in the post or among the seeds;
    and new versions of published works.

    With ``keep``, features that had to be made anew are stored.
    """
    found = matches.candidates(db, topics, since=since)
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
    return tuple(
        Candidate(
            work=work,
            features=packed[work.id],
            matches=found[work.id]
            if work.id in found
            else _as_published(work, updates[work.id], matches.of_works(db, [work.id])),
            posts=tuple(post for post in posts.get(work.id, ()) if post.id not in standing),
            is_update=work.id in updates,
        )
        for work in works
    )


def candidate_of(db: Database, work: Work, found: tuple[Match, ...]) -> Candidate:
    """One work as a candidate, whatever became of it."""
    return Candidate(
        work=work,
        matches=found,
        features=packed_features(db, [work], keep=False)[work.id],
        posts=posts_of(db, [work.id]).get(work.id, ()),
        is_update=any(entry.is_update for entry in entries.of_works(db, [work.id])),
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
