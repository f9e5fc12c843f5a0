"""What can be proposed: matched and undecided works, and new versions of published ones."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from tracker.posts.publish import aliases_in
from tracker.ranking.selection import Candidate
from tracker.store import entries, matches, publications, reading
from tracker.store.database import Database
from tracker.values import Match, Place, Reason, Work
from tracker.workflows.living_post import read_post
from tracker.workflows.project import Project

BY_HAND = Reason("", Place.HAND, 0.0)


def candidates_of(
    project: Project, db: Database, topics: Sequence[str], *, since: datetime | None
) -> tuple[Candidate, ...]:
    """What can be proposed: matched, undecided, not in the post; and new versions of published."""
    found = matches.candidates(db, topics, since=since)
    standing = _in_post(project, db)
    numbers = [number for number in found if number not in standing]
    updates = {
        number: slugs
        for number, slugs in publications.outdated(db).items()
        if set(slugs) & set(topics)
    }
    works = _not_shown_yet(db, reading.get(db, [*numbers, *updates]))
    posts = posts_of(db, [work.id for work in works])
    return tuple(
        Candidate(
            work=work,
            matches=found[work.id]
            if work.id in found
            else _as_published(work, updates[work.id], matches.of_works(db, [work.id])),
            posts=tuple(post for post in posts.get(work.id, ()) if post.id not in standing),
            is_update=work.id in updates,
        )
        for work in works
    )


def _not_shown_yet(db: Database, works: Sequence[Work]) -> list[Work]:
    """Without the posts that stood in the entry of a work that they are about."""
    about = {number for work in works for number in work.about}
    proposed_at: dict[int, datetime] = {}
    for entry in entries.of_works(db, about):
        last = proposed_at.get(entry.work_id, entry.proposed_at)
        proposed_at[entry.work_id] = max(last, entry.proposed_at)
    return [
        work
        for work in works
        if not any(
            number in proposed_at and work.first_seen_at <= proposed_at[number]
            for number in work.about
        )
    ]


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


def _in_post(project: Project, db: Database) -> set[int]:
    """The works that the living post links already. Raises PostError."""
    if project.post is None:
        return set()
    return set(reading.known(db, aliases_in(read_post(project.post).data)).values())
