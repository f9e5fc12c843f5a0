"""Matching stored works: those that a poll touched, and more of them when the watchlists change.

The stored matches bear a stamp of the watchlists and of the rules that made them. Whatever changes
one of the two makes the next poll or draft match again, and say so.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from types import MappingProxyType

from tracker.matching.matcher import RULES, WEIGHTS, Matchable, Matcher
from tracker.store import codec, memory
from tracker.store.author import additions
from tracker.store.choice import features, matches
from tracker.store.database import Database
from tracker.store.works import read, search
from tracker.store.works.search import Conditions
from tracker.values import Match, Place, Reason
from tracker.watchlists import Watchlist

_BATCH = 1_000
_STAMP = "watchlists"  # its name in the store's memory
REMATCHED_DAYS = 90  # three times what a draft looks back


def put_matches(
    db: Database,
    matcher: Matcher,
    work_ids: Sequence[int],
    *,
    changed: bool = True,
    ahead: Mapping[object, tuple[Match, ...]] = MappingProxyType({}),
) -> tuple[Match, ...]:
    """Match the works again, store what came out, and note what the ranking may ask for.

    Where the works have not ``changed``, what it has of them already stays. ``ahead`` has matches
    that were found before (``Matcher.match``).
    """
    if not work_ids:
        return ()
    made = find_matches(db, matcher, read.matchable(db, work_ids), ahead=ahead)
    matches.put(db, work_ids, made)
    features.note(db, {match.work_id for match in made}, anew=changed)
    return made


def find_matches(
    db: Database,
    matcher: Matcher,
    works: Sequence[Matchable],
    *,
    ahead: Mapping[object, tuple[Match, ...]] = MappingProxyType({}),
) -> tuple[Match, ...]:
    """The matches of the works; what the author added by hand stays in."""
    by_hand = additions.of_works(db, [work.id for work in works])
    every: list[Match] = []
    for work in works:
        topics = [added.topic for added in by_hand.get(work.id, ()) if added.topic]
        every.extend(_with_hand(work.id, matcher.match(work, ahead), topics))
    return tuple(every)


def _with_hand(work_id: int, matched: Iterable[Match], topics: Iterable[str]) -> list[Match]:
    by_topic = {match.topic: match for match in matched}
    reason = Reason("", Place.HAND, WEIGHTS[Place.HAND])
    for topic in topics:
        match = by_topic.get(topic, Match(work_id=work_id, topic=topic, reasons=()))
        by_topic[topic] = replace(match, reasons=(reason, *match.reasons))
    return list(by_topic.values())


def rematch(db: Database, matcher: Matcher, *, since: datetime | None = None) -> int:
    """Match stored works again: all, or those dated since then. Gives how many match a topic."""
    return match_again(db, matcher, search.numbers(db, Conditions(since=since)))


def match_again(
    db: Database,
    matcher: Matcher,
    works: Sequence[int],
    *,
    reached: Callable[[int, int], None] = lambda last, count: None,
) -> int:
    """Match these works again, a batch in a transaction; give how many match a topic.

    ``reached`` is called within each transaction, with the last number and how many it has.
    """
    count = 0
    for start in range(0, len(works), _BATCH):
        some = works[start : start + _BATCH]
        with db.transaction():
            made = put_matches(db, matcher, some, changed=False)
            reached(some[-1], len(some))
        count += len({match.work_id for match in made})
    return count


@dataclass(frozen=True, slots=True)
class Stamp:
    """What the stored matches were made by, of works dated ``since`` then; None: of all works."""

    watchlists: str  # a digest
    rules: int | None
    since: datetime | None = None

    @classmethod
    def of(cls, watchlists: Sequence[Watchlist]) -> Stamp:
        """The stamp of these watchlists and of today's rules."""
        meaning = repr([replace(watchlist, path="") for watchlist in watchlists])
        return cls(hashlib.sha256(meaning.encode()).hexdigest(), RULES)

    @classmethod
    def stored(cls, db: Database) -> Stamp | None:
        """The stamp of the stored matches; None where nothing was stamped yet."""
        text = memory.get(db, _STAMP)
        if not text.startswith("["):  # before the rules were stamped, a digest alone
            return cls(text, None) if text else None
        watchlists, rules, since = codec.load(text)
        return cls(watchlists, rules, codec.moment(since))

    def store(self, db: Database) -> None:
        """Remember it. Raises StoreError."""
        since = codec.instant(self.since)
        memory.put(db, _STAMP, codec.dump([self.watchlists, self.rules, since]))

    def has_changed_to(self, other: Stamp) -> str:
        """What has changed; "" for nothing."""
        if self.watchlists != other.watchlists:
            return "the watchlists have changed"
        return "" if self.rules == other.rules else "the rules of matching have changed"


@dataclass(frozen=True, slots=True)
class Rematch:
    """Stored works that were matched again, why, and how many of them are in a topic."""

    works: int
    matched: int
    since: datetime
    cause: str  # "" for a store that was never stamped: nothing has changed for its author

    @property
    def line(self) -> str:
        """What to say of it; "" for nothing."""
        if not self.cause or not self.works:
            return ""
        count = f"{self.works:,} {'work' if self.works == 1 else 'works'}"
        dated = f"{count} dated since {self.since:%Y-%m-%d}"
        return f"{self.cause}: {dated} matched again, {self.matched:,} in a topic"


def rematch_if_changed(
    db: Database, watchlists: Sequence[Watchlist], *, now: datetime, since: datetime | None = None
) -> Rematch | None:
    """Match stored works again where the watchlists or the rules are others than before.

    That is done for the works of the last months, and back to ``since`` where that is asked for;
    what is older is left until then, or for ``tracker reindex``. None where there was nothing to
    do. Raises StoreError.
    """
    before, stamp = Stamp.stored(db), Stamp.of(watchlists)
    back_to = now - timedelta(days=REMATCHED_DAYS)
    back_to = min(back_to, since) if since else back_to
    cause = before.has_changed_to(stamp) if before else ""
    if before and not cause and (before.since is None or before.since <= back_to):
        return None
    works = search.numbers(db, Conditions(since=back_to))
    if before and not cause:
        newer = set(search.numbers(db, Conditions(since=before.since)))
        works = tuple(number for number in works if number not in newer)
        cause = "the draft looks further back"
    matched = match_again(db, Matcher(watchlists), works)
    # A store without works matches all that comes by these.
    replace(stamp, since=back_to if before or works else None).store(db)
    return Rematch(len(works), matched, back_to, cause)


def is_changed(db: Database, watchlists: Sequence[Watchlist]) -> bool:
    """Whether the watchlists or the rules are others than when works were last matched."""
    before = Stamp.stored(db)
    return before is None or bool(before.has_changed_to(Stamp.of(watchlists)))
