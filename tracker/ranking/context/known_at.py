"""What the store knew of a work at a moment, be it the present or one of the past.

One rule for scoring and for training: sightings, posts and votes count from when they were first
seen.

- A feed links a work where it shows it, or shows a post about it. The one in which a post itself
  appeared does not count.
- It does so soon within four days of publication: a weekend and a day more, which arXiv may take
  before it shows a paper.
- Code has appeared where a post about the work is code (or a model, or data), or links some, and
  the work itself linked none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from tracker.identity.schemes import aliases_of_url, kind_of
from tracker.matching.authors import AuthorIndex
from tracker.ranking.context.signals import Context
from tracker.values import Kind, SeenVotes, SightingRef, Work, utc
from tracker.values.source_kinds import is_feed, source_name

_SOON = timedelta(days=4)
_CODE = {Kind.CODE, Kind.MODEL, Kind.DATASET}
_MAY_BE_CODE = re.compile(r"//(?:www\.)?(?:github\.com|huggingface\.co|hf\.co)/", re.IGNORECASE)
_MOST_LINKS = 50  # of a work; what is its own stands at its beginning


def context_at(
    work: Work,
    moment: datetime,
    *,
    posts: Sequence[Work] = (),
    votes: Sequence[SeenVotes] = (),
    is_update: bool = False,
) -> Context:
    """What was known then; ``posts`` are about the work, ``votes`` the oldest first."""
    posts = [post for post in posts if post.first_seen_at <= moment]
    links = [sighting for sighting in _links(work, posts) if sighting.seen_at <= moment]
    published_at = work.published_at or work.first_seen_at
    creators = AuthorIndex(work.authors) if posts else None
    dated = (work.updated_at if is_update else None) or work.first_seen_at
    latest = {
        sighting.source_name: sighting.votes for sighting in votes if sighting.seen_at <= moment
    }
    return Context(
        age_days=max((utc(moment).date() - utc(dated).date()).days, 0),
        feeds=_names(links),
        soon=any(shown_at(sighting) - published_at <= _SOON for sighting in links),
        own_post=creators is not None and any(creators.find(post.authors) for post in posts),
        code_since=_code_appeared(work, posts),
        new_version=is_update,
        votes=tuple(latest.items()),
    )


def shown_at(sighting: SightingRef) -> datetime:
    """When a source showed it: as it says, but not after we saw it."""
    return min(sighting.published_at or sighting.seen_at, sighting.seen_at)


def feeds_that_link(
    work: Work, posts: Sequence[Work], *, after: datetime | None = None
) -> tuple[str, ...]:
    """The feeds that showed the work or wrote about it, the first first; all, or those that were
    seen to do so ``after`` a moment."""
    return _names(
        sighting for sighting in _links(work, posts) if after is None or sighting.seen_at > after
    )


def _code_appeared(work: Work, posts: Sequence[Work]) -> bool:
    """Whether code, a model or data of a work was shown or linked since, which it did not link."""
    shown = any(post.kind in _CODE or _links_code(post) for post in posts)
    return shown and not _links_code(work)


def _links_code(work: Work) -> bool:
    return any(
        kind_of(aliases_of_url(link.url), Kind.PAGE) in _CODE
        for link in work.links[:_MOST_LINKS]
        if _MAY_BE_CODE.search(link.url)
    )


def _names(links: Iterable[SightingRef]) -> tuple[str, ...]:
    """The names of the feeds, each feed once."""
    names = {
        sighting.source: sighting.source_name or source_name(sighting.source) for sighting in links
    }
    return tuple(names.values())


def _links(work: Work, posts: Sequence[Work]) -> list[SightingRef]:
    """The feeds' sightings of a work and of posts about it, the first first."""
    own = {sighting.source for sighting in work.sightings if sighting.via is None}
    own = own if work.kind is not Kind.PAPER else set()
    shown = [sighting for sighting in work.sightings if sighting.source not in own]
    shown += [sighting for post in posts for sighting in post.sightings]
    shown = [sighting for sighting in shown if is_feed(sighting.source)]
    return sorted(shown, key=lambda sighting: (sighting.seen_at, sighting.source))
