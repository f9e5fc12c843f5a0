"""What is put before the author: which works, under which topic, in which order.

- Matching decides reach, ranking decides order: a score is what was learned
  (``learning/model.py``) and, as a bounded part of it, how well the work fits its topic. Where
  nothing was decided the fit counts for three times as much as in the end: what other editors like
  says little of a topic that they do not follow. Equal scores are settled by the work's number, so
  that the same candidates always give the same order.
- A work stands once, under the topic where it is at home (``Match.home_order``).
- A post about a work that could itself be proposed is no entry of its own: it stands in that
  work's entry.
- Never proposed: withdrawn works; works first seen as a later version, unless version 1 is as
  young as ``since`` or a feed or the author brought them.
- Works that say nearly the same (``alike.py``) stand as one, the best, with the others in it.
- Each topic has an order of its own; how many of it a draft takes is the next draft's matter
  (``workflows/proposing/filling.py``).
- A work that is there for a second look comes before all else, and stands alone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from tracker.ranking.context.known_at import context_at
from tracker.ranking.context.signals import Context
from tracker.ranking.context.via import posted_at, via_of
from tracker.ranking.features.alike import Alikes
from tracker.ranking.features.packed import Features, extract
from tracker.ranking.features.words import spelled
from tracker.ranking.learning.model import Model
from tracker.values import (
    Match,
    Place,
    Proposal,
    Reason,
    Score,
    ScorePart,
    SeenVotes,
    Work,
)
from tracker.values.source_kinds import is_listing

FIT = 2.0  # of a work that fits its topic perfectly, in the end; learned parts spread over some 6
FIT_AT_FIRST = 6.0  # without decisions
_HALF_FADED = 30  # decisions that take half of the difference away
_HALF_FIT = 4.0  # the match score that has half of it: a phrase in title and abstract
BY_HAND = 15.0  # the author wants it: before all else
SECOND_LOOK = 30.0  # what the author's own feeds insist on: it comes once, and so is not left out
AGAIN = "a second look"
_NAMED_REASONS = 6
FAMILIES = {  # of the parts that a match adds
    Place.TITLE: "a phrase in the title",
    Place.CLAIM: "a phrase in the main sentence",
    Place.SUMMARY: "a phrase in the abstract",
    Place.AUTHOR: "an author you follow",
    Place.FEED: "a feed that you take whole",
    Place.HAND: "your own addition",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A work that could be proposed, with all that is known of it.

    ``features`` are packed, since thousands of them are held at once; without them they are
    made. ``posts`` are works about this one, whether or not they are candidates too;
    ``is_update`` says that an earlier version was published, ``changed`` what this one
    changed; ``second_look`` says who has linked
    it since it was put aside, and ``said_before`` how the author decided then.
    """

    work: Work
    matches: tuple[Match, ...]
    features: bytes = b""
    posts: tuple[Work, ...] = ()
    is_update: bool = False
    changed: str = ""
    votes: tuple[SeenVotes, ...] = ()  # the oldest first
    second_look: str = ""
    said_before: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranked:
    """A candidate in its topic's order."""

    candidate: Candidate
    match: Match
    total: float
    also: tuple[Work, ...] = ()  # those that say nearly the same and stand behind it
    is_unlike: bool = False
    read_by: str = ""  # the reader that named it, where one put the order

    @property
    def work(self) -> Work:
        """The candidate's work."""
        return self.candidate.work

    @property
    def topic(self) -> str:
        """The topic that it would be proposed for."""
        return self.match.topic


def rank(
    candidates: Sequence[Candidate],
    *,
    topics: Sequence[str],
    model: Model,
    now: datetime,
    since: datetime | None = None,
) -> tuple[Ranked, ...]:
    """All that can be proposed, topic after topic in the order of ``topics``, the best first.

    Without ``since`` a work first seen as a later version counts as new at any age.
    """
    wanted = set(topics)
    by_topic: dict[str, list[Ranked]] = defaultdict(list)
    most = most_fit(model.decisions)
    for candidate in _without_posts_of_others(proposable(candidates, wanted, since)):
        best = best_match(candidate.matches, wanted)
        total = model.total(_features(candidate), context_of(candidate, now=now), best.topic)
        total += _wanted_total(candidate, best, most)
        by_topic[best.topic].append(Ranked(candidate=candidate, match=best, total=total))
    ordered = sorted(
        (ranked for same in by_topic.values() for ranked in same),
        key=lambda ranked: (-round(ranked.total, 6), ranked.work.id),
    )
    leaders = _without_alikes(ordered)
    return tuple(
        leader for topic in dict.fromkeys(topics) for leader in leaders if leader.topic == topic
    )


def _without_alikes(ordered: Iterable[Ranked]) -> list[Ranked]:
    """Each work behind the first that it is like, if there is one; what had an entry before
    stands alone."""
    alikes = Alikes()
    leaders: dict[int, Ranked] = {}
    for ranked in ordered:
        alone = ranked.candidate.is_update or ranked.candidate.second_look
        first = None if alone else alikes.find(ranked.work, or_add=True)
        if first is None:
            leaders[ranked.work.id] = ranked
        else:
            leader = leaders[first]
            leaders[first] = replace(leader, also=(*leader.also, ranked.work))
    return list(leaders.values())


def with_unlike(
    chosen: Sequence[Ranked], left: Sequence[Ranked], *, share: float
) -> tuple[Ranked, ...]:
    """The chosen of a topic, a share of them the unlike: works that would not be shown.

    These are, of the lower half of those left, the ones that fit the topic best; they stand last.
    """
    places = min(int(len(chosen) * share + 0.5), len(left) // 2)
    low = left[len(left) // 2 :]
    fitting = sorted(low, key=lambda unlike: (-unlike.match.score, unlike.work.id))[:places]
    kept = chosen[: len(chosen) - places]
    return (*kept, *(replace(unlike, is_unlike=True) for unlike in fitting))


def propose(ranked: Ranked, *, model: Model, now: datetime) -> Proposal:
    """The ranked candidate with its score in parts, as it is put before the author."""
    candidate = ranked.candidate
    return Proposal(
        work=candidate.work,
        topic=ranked.topic,
        score=score(candidate, ranked.match, model=model, now=now),
        reasons=ranked.match.reasons,
        posts=candidate.posts,
        also=ranked.also,
        via=via_of(candidate.work, candidate.posts),
        is_update=candidate.is_update,
        changed=candidate.changed,
        is_unlike=ranked.is_unlike,
        read_by=ranked.read_by,
        second_look=candidate.second_look,
        said_before=candidate.said_before,
    )


def score(candidate: Candidate, match: Match, *, model: Model, now: datetime) -> Score:
    """The parts that put a work where it stands."""
    work = candidate.work
    learned = model.score(
        _features(candidate),
        context_of(candidate, now=now),
        spelled(work.title, work.summary),
        match.topic,
    )
    return Score((*learned.parts, *_wanted(candidate, match, most_fit(model.decisions))))


def most_fit(decisions: int) -> float:
    """What a work adds that fits its topic perfectly, after so many decisions."""
    return FIT + (FIT_AT_FIRST - FIT) * _HALF_FADED / (_HALF_FADED + decisions)


def _wanted(candidate: Candidate, match: Match, most: float) -> tuple[ScorePart, ...]:
    """The parts that are not learned."""
    reason = candidate.second_look
    second = (ScorePart(f"{AGAIN}: {reason}", SECOND_LOOK, AGAIN),) if reason else ()
    return (*second, *fit(match, most))


def _wanted_total(candidate: Candidate, match: Match, most: float) -> float:
    """The sum of the parts that are not learned, without a name for any: thousands are ordered."""
    by_hand = sum([reason.place is Place.HAND for reason in match.reasons])
    whole = sum([reason.weight for reason in match.reasons if reason.place is not Place.HAND])
    fitting = most * whole / (whole + _HALF_FIT) if whole > 0 else 0.0
    return (SECOND_LOOK if candidate.second_look else 0.0) + by_hand * BY_HAND + fitting


def best_match(matches: Iterable[Match], topics: Collection[str]) -> Match:
    """The match in the topic where a work is at home."""
    in_topics = [match for match in matches if match.topic in topics]
    # Most works match one topic, and sums of their reasons cost time.
    if len(in_topics) == 1:
        return in_topics[0]
    return min(in_topics, key=lambda match: match.home_order)


def fit(match: Match, most: float) -> tuple[ScorePart, ...]:
    """How well a work fits its topic: a part a reason, all together below ``most``.

    What the author added by hand stands apart from that bound.
    """
    phrases = [reason for reason in match.reasons if reason.place is not Place.HAND]
    whole = sum(reason.weight for reason in phrases)
    parts = [_part(reason, BY_HAND) for reason in match.reasons if reason.place is Place.HAND]
    if whole <= 0:
        return tuple(parts)
    share = most / (whole + _HALF_FIT)
    parts += [_part(reason, share * reason.weight) for reason in phrases[:_NAMED_REASONS]]
    rest = sum(reason.weight for reason in phrases[_NAMED_REASONS:])
    return (*parts, ScorePart("its other phrases", share * rest)) if rest else tuple(parts)


def _part(reason: Reason, value: float) -> ScorePart:
    return ScorePart(str(reason), value, FAMILIES[reason.place])


def context_of(candidate: Candidate, *, now: datetime) -> Context:
    """What the store knows of a candidate now."""
    return context_at(
        candidate.work,
        now,
        posts=candidate.posts,
        votes=candidate.votes,
        is_update=candidate.is_update,
    )


def _features(candidate: Candidate) -> Features:
    return Features.from_bytes(candidate.features) or extract(candidate.work)


def proposable(
    candidates: Iterable[Candidate], topics: set[str], since: datetime | None
) -> list[Candidate]:
    """Those of the candidates that may be proposed."""
    return list(_proposable(candidates, topics, since))


def _proposable(
    candidates: Iterable[Candidate], topics: set[str], since: datetime | None
) -> Iterator[Candidate]:
    for candidate in candidates:
        work = candidate.work
        if work.withdrawn or all(match.topic not in topics for match in candidate.matches):
            continue
        again = candidate.is_update or candidate.second_look
        if again or not _is_old_paper(work, since):
            yield candidate


def _is_old_paper(work: Work, since: datetime | None) -> bool:
    """Whether a listing shows a later version of a paper whose first lies before ``since``."""
    if since is None or (work.first_version_seen or 1) <= 1 or work.published_at is None:
        return False
    return work.published_at < since and all(
        is_listing(sighting.source) for sighting in work.sightings
    )


def _without_posts_of_others(candidates: Iterable[Candidate]) -> Iterator[Candidate]:
    """The candidates with each post folded into the paper that it is about."""
    by_id = {candidate.work.id: candidate for candidate in candidates}
    folded: dict[int, list[Work]] = defaultdict(list)
    gone: set[int] = set()
    for candidate in by_id.values():
        for paper in candidate.work.about:
            if paper in by_id and paper != candidate.work.id and not by_id[paper].work.about:
                folded[paper].append(candidate.work)
                gone.add(candidate.work.id)
    for number, candidate in by_id.items():
        if number not in gone:
            posts = {post.id: post for post in (*candidate.posts, *folded.get(number, ()))}
            ordered = sorted(posts.values(), key=lambda post: (posted_at(post), post.id))
            yield replace(candidate, posts=tuple(ordered)) if ordered else candidate
