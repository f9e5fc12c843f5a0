"""Through whom was a work shown first?

``via`` is the intermediary that did: a link-blog's page or a post about the work. There is none
where its creator was first: the own feed, or a post by one of the authors. A listing shows
everything, so it is nobody's creator and no intermediary.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from tracker.matching.authors import AuthorIndex
from tracker.ranking.context.known_at import shown_at
from tracker.values import Kind, Via, Work
from tracker.values.source_kinds import HAND, is_listing


def via_of(work: Work, posts: Sequence[Work]) -> Via | None:
    """The intermediary, where there is one; ``posts`` are about the work."""
    shown = [*_shown_by_feeds(work), *_shown_by_posts(work, posts)]
    return min(
        shown, key=lambda showing: (showing[0], showing[1] is not None), default=(None, None)
    )[1]


def posted_at(post: Work) -> datetime:
    """When a post was there: a date after it was seen is wrong."""
    return min(post.published_at or post.first_seen_at, post.first_seen_at)


def _shown_by_feeds(work: Work) -> Iterator[tuple[datetime, Via | None]]:
    """When each feed showed the work, and through which page: None is the creator's own."""
    for sighting in work.sightings:
        if is_listing(sighting.source) or (sighting.source == HAND.key() and sighting.via is None):
            continue
        # A paper is in nobody's own feed.
        if sighting.via is not None or work.kind is not Kind.PAPER:
            yield shown_at(sighting), sighting.via


def _shown_by_posts(work: Work, posts: Sequence[Work]) -> Iterator[tuple[datetime, Via | None]]:
    if not posts:
        return
    creators = AuthorIndex(work.authors)
    for post in posts:
        name = post.sightings[0].source_name if post.sightings else ""
        is_own = bool(creators.find(post.authors))
        yield posted_at(post), None if is_own else Via(post.url, name)
