"""Who gets the places of a draft: the best of all topics, and a few of each.

- A draft has ``size`` places. Each topic first gets ``least_per_topic`` of them where it has works
  that are worth one: better than half of all that could be proposed. The other places go to the
  best of all topics. With many topics the least gives way: first each has one, then a second.
- One model scores all topics, and fit counts for the same in each, so scores compare across them.
  Where a reader has put a topic's works in another order, the scores belong to the places: its
  first stands among the others as the topic's best by the plain order would.
- An explicit ``per_topic`` caps a topic; where it stands without a ``size``, it alone counts.
- A standing draft is filled up: what waits in it holds its places. What is news, come since the
  draft was written or wanted for a second look, is taken on top of these, by the same numbers.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median_low

from tracker.ranking.selection import Ranked

UNBOUNDED = sys.maxsize


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """How many entries a draft holds: in all, of a topic at least, of a topic at most."""

    size: int = UNBOUNDED
    least_per_topic: int = 0
    per_topic: int = UNBOUNDED


@dataclass(slots=True, kw_only=True)
class _Room:
    """What is taken, and whether there is room for one more."""

    places: Places
    waiting: Mapping[str, int]
    is_news: Callable[[Ranked], bool]
    taken: dict[int, Ranked] = field(default_factory=dict)
    of_topic: Counter[str] = field(default_factory=Counter)

    def take(self, ranked: Ranked) -> None:
        """Give it a place, if it has none and there is one."""
        waits: Mapping[str, int] = {} if self.is_news(ranked) else self.waiting
        if (
            ranked.work.id not in self.taken
            and len(self.taken) + sum(waits.values()) < self.places.size
            and self.of_topic[ranked.topic] + waits.get(ranked.topic, 0) < self.places.per_topic
        ):
            self.taken[ranked.work.id] = ranked
            self.of_topic[ranked.topic] += 1


def choose(
    ranked: Sequence[Ranked],
    places: Places,
    *,
    waiting: Mapping[str, int] | None = None,
    is_news: Callable[[Ranked], bool] = lambda ranked: False,
) -> tuple[Ranked, ...]:
    """Those that get a place, in the order given: topic after topic, the best of each first.

    ``waiting`` counts what holds places in the open draft, by topic.
    """
    room = _Room(places=places, waiting=waiting or {}, is_news=is_news)
    for look in ranked:
        if look.candidate.second_look:
            room.take(look)
    values = values_of(ranked)
    for least in _least(ranked, values, places.least_per_topic, room.waiting):
        room.take(least)
    for _, best in sorted(zip(values, ranked, strict=True), key=lambda pair: -pair[0]):
        room.take(best)
    return tuple(one for one in ranked if one.work.id in room.taken)


def values_of(ranked: Sequence[Ranked]) -> list[float]:
    """What each place is worth: the scores of its topic in falling order."""
    totals: dict[str, list[float]] = {}
    for one in ranked:
        totals.setdefault(one.topic, []).append(round(one.total, 6))
    falling = {topic: iter(sorted(own, reverse=True)) for topic, own in totals.items()}
    return [next(falling[one.topic]) for one in ranked]


def _least(
    ranked: Sequence[Ranked], values: Sequence[float], least: int, waiting: Mapping[str, int]
) -> Iterator[Ranked]:
    """What each topic gets before the best of all: the first of each, then the second, and so on,
    as long as they are worth it."""
    if not ranked or not least:
        return
    middle = median_low(values)
    worth: dict[str, list[Ranked]] = {}
    for value, one in zip(values, ranked, strict=True):
        same = worth.setdefault(one.topic, [])
        if len(same) + waiting.get(one.topic, 0) < least and value >= middle:
            same.append(one)
    for place in range(least):
        for same in worth.values():
            yield from same[place : place + 1]
