"""Matching stored works: those that a poll touched, and all of them when the watchlists change."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from tracker.matching.matcher import WEIGHTS, Matcher
from tracker.store import additions, matches, reading
from tracker.store.database import Database
from tracker.values import Match, Place, Reason

_BATCH = 1_000


def put_matches(db: Database, matcher: Matcher, work_ids: Sequence[int]) -> tuple[Match, ...]:
    """Match the works again and store what came out; what the author added by hand stays in."""
    if not work_ids:
        return ()
    by_hand = additions.of_works(db, work_ids)
    found: list[Match] = []
    for work in reading.get(db, work_ids):
        topics = [added.topic for added in by_hand.get(work.id, ()) if added.topic]
        found.extend(_with_hand(work.id, matcher.match(work), topics))
    matches.put(db, work_ids, found)
    return tuple(found)


def _with_hand(work_id: int, found: Iterable[Match], topics: Iterable[str]) -> list[Match]:
    by_topic = {match.topic: match for match in found}
    reason = Reason("", Place.HAND, WEIGHTS[Place.HAND])
    for topic in topics:
        match = by_topic.get(topic, Match(work_id=work_id, topic=topic, reasons=()))
        by_topic[topic] = replace(match, reasons=(reason, *match.reasons))
    return list(by_topic.values())


def rematch(db: Database, matcher: Matcher) -> int:
    """Match every stored work again, in batches; gives how many works match some topic."""
    count = 0
    every = reading.listed(db)
    for start in range(0, len(every), _BATCH):
        with db.transaction():
            found = put_matches(db, matcher, every[start : start + _BATCH])
        count += len({match.work_id for match in found})
    return count
