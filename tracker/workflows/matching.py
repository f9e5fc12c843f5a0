"""Matching stored works: those that a poll touched, and more of them when the watchlists change."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from tracker.matching.matcher import WEIGHTS, Matchable, Matcher
from tracker.store import additions, matches, memory, reading
from tracker.store.database import Database
from tracker.values import Match, Place, Reason
from tracker.watchlists import Watchlist
from tracker.workflows.featuring import keep_features

_BATCH = 1_000
REMATCHED_DAYS = 90  # three times what a draft looks back


def put_matches(db: Database, matcher: Matcher, work_ids: Sequence[int]) -> tuple[Match, ...]:
    """Match the works again, store what came out, and what the ranking wants of them."""
    if not work_ids:
        return ()
    found = find_matches(db, matcher, reading.told(db, work_ids))
    matches.put(db, work_ids, found)
    keep_features(db, reading.get(db, {match.work_id for match in found}))
    return found


def find_matches(db: Database, matcher: Matcher, works: Sequence[Matchable]) -> tuple[Match, ...]:
    """The matches of the works; what the author added by hand stays in."""
    by_hand = additions.of_works(db, [work.id for work in works])
    found: list[Match] = []
    for work in works:
        topics = [added.topic for added in by_hand.get(work.id, ()) if added.topic]
        found.extend(_with_hand(work.id, matcher.match(work), topics))
    return tuple(found)


def _with_hand(work_id: int, found: Iterable[Match], topics: Iterable[str]) -> list[Match]:
    by_topic = {match.topic: match for match in found}
    reason = Reason("", Place.HAND, WEIGHTS[Place.HAND])
    for topic in topics:
        match = by_topic.get(topic, Match(work_id=work_id, topic=topic, reasons=()))
        by_topic[topic] = replace(match, reasons=(reason, *match.reasons))
    return list(by_topic.values())


def rematch(db: Database, matcher: Matcher, *, since: datetime | None = None) -> int:
    """Match stored works again, in batches: all, or those dated since then.

    Gives how many match some topic.
    """
    count = 0
    every = reading.listed(db, since=since)
    for start in range(0, len(every), _BATCH):
        with db.transaction():
            found = put_matches(db, matcher, every[start : start + _BATCH])
        count += len({match.work_id for match in found})
    return count


def rematch_if_changed(db: Database, watchlists: Sequence[Watchlist], *, now: datetime) -> bool:
    """Match the works of the last months again if the watchlists say something else than before.

    Older works would not be proposed any more; ``tracker reindex`` matches those, too.
    """
    if not is_changed(db, watchlists):
        return False
    rematch(db, Matcher(watchlists), since=now - timedelta(days=REMATCHED_DAYS))
    memory.put(db, "watchlists", _digest(watchlists))
    return True


def is_changed(db: Database, watchlists: Sequence[Watchlist]) -> bool:
    """Whether the watchlists say something else than when the works were last matched."""
    return memory.get(db, "watchlists") != _digest(watchlists)


def _digest(watchlists: Sequence[Watchlist]) -> str:
    said = repr([replace(each, path="") for each in watchlists])
    return hashlib.sha256(said.encode()).hexdigest()
