"""Published entries that their post has no more: somebody put the file back as it was before."""

from __future__ import annotations

from collections.abc import Iterable

from tracker.errors import PostError
from tracker.posts.gone import find_gone
from tracker.store.author import publications
from tracker.store.works import read
from tracker.values import PublishedEntry
from tracker.workflows.post_file import is_deleted, read_post
from tracker.workflows.session import Session


def gone_from_posts(
    session: Session, published: Iterable[PublishedEntry]
) -> tuple[PublishedEntry, ...]:
    """Those of the entries of which nothing is left. Of a post that is out of reach, none is."""
    by_post: dict[str, list[PublishedEntry]] = {}
    for entry in published:
        if entry.text:
            by_post.setdefault(entry.post, []).append(entry)
    return tuple(
        entry for post, placed in by_post.items() for entry in _gone_from(session, post, placed)
    )


def _gone_from(
    session: Session, post: str, placed: list[PublishedEntry]
) -> Iterable[PublishedEntry]:
    path = session.project.file_at(post)
    try:
        if is_deleted(path, living=session.project.post):
            return placed
        data = read_post(path).data
    except PostError:
        return ()
    others = publications.of_post(session.db, post)
    numbers = read.resolve(session.db, {entry.key.work_id for entry in (*placed, *others)})
    works = {work.id: work for work in read.get(session.db, set(numbers.values()))}
    aliases = {
        entry.key: works[numbers[entry.key.work_id]].aliases
        for entry in (*placed, *others)
        if numbers.get(entry.key.work_id) in works
    }
    return find_gone(data, placed, others=others, aliases=aliases)
