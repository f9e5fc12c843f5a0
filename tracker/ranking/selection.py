"""What is put before the author: which works, under which topic, in which order.

- A work stands once, under the topic that it fits best (highest match score, then slug).
- A post about a work that could itself be proposed is no entry of its own: it stands in that
  work's entry.
- ``via`` is the intermediary that showed a work first: a link-blog's page or a post about it.
  There is none where its creator was first: the own feed, or a post by one of the authors. A
  listing shows everything, so it is nobody's creator and no intermediary.
- Never proposed: withdrawn works; works first seen as a later version, unless version 1 is as
  young as ``since`` or a feed or the author brought them.
- An entry's score is a sum of parts in the author's terms: the phrases and rules that matched,
  how many feeds link the work, posts about it, how new it is. Equal scores are settled by the
  work's number, so that the same candidates always give the same order.
- Each topic has places of its own (``per_topic``): a busy one takes none from a quiet one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from tracker.matching.authors import AuthorIndex
from tracker.matching.matcher import is_listing
from tracker.values import Kind, Match, Proposal, Score, ScorePart, SightingRef, Via, Work

FRESH_DAYS = 7.0  # a work of this age has half of the bonus for being new
LINK_BONUS = 3.0  # a work that everybody links has nearly this, as much as a title's phrase
_DAY_SECONDS = 86_400.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A work that could be proposed, with all that is known of it.

    ``posts`` are works about this one, whether or not they are candidates too; ``is_update``
    says that an earlier version was published.
    """

    work: Work
    matches: tuple[Match, ...]
    posts: tuple[Work, ...] = ()
    is_update: bool = False


def select(
    candidates: Sequence[Candidate],
    *,
    per_topic: int,
    topics: Sequence[str],
    now: datetime,
    since: datetime | None = None,
) -> tuple[Proposal, ...]:
    """The proposals, topic after topic in the order of ``topics``, the best first.

    Without ``since`` a work first seen as a later version counts as new at any age.
    """
    wanted = set(topics)
    by_topic: dict[str, list[Proposal]] = defaultdict(list)
    for candidate in _without_posts_of_others(_proposable(candidates, wanted, since)):
        proposal = _propose(candidate, wanted, now)
        by_topic[proposal.topic].append(proposal)
    return tuple(
        proposal
        for topic in dict.fromkeys(topics)
        for proposal in sorted(by_topic[topic], key=_order)[:per_topic]
    )


def score(candidate: Candidate, match: Match, *, now: datetime) -> Score:
    """The parts that put a work where it stands."""
    work = candidate.work
    parts = [ScorePart(str(reason), reason.weight) for reason in match.reasons]
    parts += _counted(
        _linking_feeds(work), "linked by one of your feeds", "linked by {} of your feeds"
    )
    parts += _counted(len(candidate.posts), "a post about it", "{} posts about it")
    parts += _freshness(candidate, now)
    return Score(tuple(parts))


def _counted(count: int, one: str, many: str) -> list[ScorePart]:
    """A part that grows ever more slowly with a count: a half, two thirds, three quarters."""
    if count < 1:
        return []
    return [ScorePart(one if count == 1 else many.format(count), LINK_BONUS * count / (count + 1))]


def _linking_feeds(work: Work) -> int:
    """How many feeds link the work; the one in which a post itself appeared does not."""
    feeds = {each.source for each in work.sightings if each.source.startswith("feed:")}
    own = {each.source for each in work.sightings if each.via is None}
    return len(feeds) if work.kind is Kind.PAPER else len(feeds) - bool(feeds & own)


def _freshness(candidate: Candidate, now: datetime) -> list[ScorePart]:
    work = candidate.work
    dated = work.updated_at if candidate.is_update else work.published_at
    days = max(0.0, (now - (dated or work.first_seen_at)).total_seconds() / _DAY_SECONDS)
    if days > 8 * FRESH_DAYS:
        return []
    whole = int(days)
    name = "today" if not whole else "one day old" if whole == 1 else f"{whole} days old"
    return [ScorePart(name, 0.5 ** (days / FRESH_DAYS))]


def _proposable(
    candidates: Iterable[Candidate], topics: set[str], since: datetime | None
) -> Iterator[Candidate]:
    for candidate in candidates:
        work = candidate.work
        if work.withdrawn or all(match.topic not in topics for match in candidate.matches):
            continue
        if candidate.is_update or not _is_old_paper(work, since):
            yield candidate


def _is_old_paper(work: Work, since: datetime | None) -> bool:
    """Whether a listing shows a later version of a paper whose first lies before ``since``."""
    if since is None or (work.first_version_seen or 1) <= 1 or work.published_at is None:
        return False
    return work.published_at < since and all(is_listing(each.source) for each in work.sightings)


def _without_posts_of_others(candidates: Iterable[Candidate]) -> Iterator[Candidate]:
    """The candidates with each post folded into the paper that it is about."""
    by_id = {candidate.work.id: candidate for candidate in candidates}
    posts: dict[int, dict[int, Work]] = defaultdict(dict)
    folded: set[int] = set()
    for candidate in by_id.values():
        posts[candidate.work.id].update({post.id: post for post in candidate.posts})
        for paper in candidate.work.about:
            if paper in by_id and paper != candidate.work.id and not by_id[paper].work.about:
                posts[paper][candidate.work.id] = candidate.work
                folded.add(candidate.work.id)
    for number, candidate in by_id.items():
        if number not in folded:
            ordered = sorted(posts[number].values(), key=lambda post: (_seen_at(post), post.id))
            yield replace(candidate, posts=tuple(ordered))


def _propose(candidate: Candidate, topics: set[str], now: datetime) -> Proposal:
    matches = [match for match in candidate.matches if match.topic in topics]
    best = min(matches, key=lambda match: (-match.score, match.topic))
    return Proposal(
        work=candidate.work,
        topic=best.topic,
        score=score(candidate, best, now=now),
        reasons=best.reasons,
        posts=candidate.posts,
        via=_via(candidate),
        is_update=candidate.is_update,
    )


def _order(proposal: Proposal) -> tuple[float, int]:
    return (-round(proposal.score.total, 6), proposal.work.id)


def _via(candidate: Candidate) -> Via | None:
    shown = [*_shown_by_feeds(candidate.work), *_shown_by_posts(candidate)]
    return min(shown, key=lambda each: (each[0], each[1] is not None), default=(None, None))[1]


def _shown_by_feeds(work: Work) -> Iterator[tuple[datetime, Via | None]]:
    """When each feed showed the work, and through which page: None is the creator's own."""
    for each in work.sightings:
        if is_listing(each.source) or (each.source == "hand" and each.via is None):
            continue
        if each.via is not None or work.kind is not Kind.PAPER:  # a paper is in nobody's own feed
            yield _shown_at(each), each.via


def _shown_by_posts(candidate: Candidate) -> Iterator[tuple[datetime, Via | None]]:
    if not candidate.posts:
        return
    creators = AuthorIndex(candidate.work.authors)
    for post in candidate.posts:
        name = post.sightings[0].source_name if post.sightings else ""
        is_own = bool(creators.find(post.authors))
        yield _seen_at(post), None if is_own else Via(post.url, name)


def _seen_at(post: Work) -> datetime:
    return min(post.published_at or post.first_seen_at, post.first_seen_at)


def _shown_at(sighting: SightingRef) -> datetime:
    return min(sighting.published_at or sighting.seen_at, sighting.seen_at)
