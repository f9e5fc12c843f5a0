"""What a poll's sources bring: stored and matched, a batch at a time, and counted by topic."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime

from tracker.errors import BusyError
from tracker.matching.matcher import Matcher
from tracker.store import sources, votes
from tracker.store.database import BUSY_SECONDS, Database
from tracker.store.works import index
from tracker.store.works.add import add_sightings
from tracker.store.works.partition import Added
from tracker.values import Batch
from tracker.watchlists import Watchlist
from tracker.workflows.derived.matching import put_matches
from tracker.workflows.intake.ahead import Ahead
from tracker.workflows.intake.poll_report import TopicReport

_MOMENT = 0.05  # seconds between two tries to store


class _RolledBackError(Exception):
    """Ends a dry run's transaction."""


class Intake:
    """Each batch is stored with the state that is true once it is, in a transaction of its own."""

    def __init__(
        self, watchlists: Sequence[Watchlist], db: Database, *, now: datetime, is_dry: bool
    ) -> None:
        self._matcher = Matcher(watchlists)
        self._db, self._now, self._is_dry = db, now, is_dry
        self._new: dict[str, set[tuple[int, int]]] = defaultdict(set)
        self._matched: dict[str, set[tuple[int, int]]] = defaultdict(set)
        self._batches = 0

    async def take(self, batch: Batch) -> tuple[Added, frozenset[int]]:
        """What the batch's sightings changed, and which stored works its votes are for.

        While another process writes, other sources' answers are read on: their time runs. Raises
        StoreError.
        """
        loop = asyncio.get_running_loop()
        until = loop.time() + BUSY_SECONDS
        while True:
            try:
                return self._store(batch)
            except BusyError:
                if loop.time() > until:
                    raise
            await asyncio.sleep(_MOMENT)

    def by_topic(self, topics: Iterable[str]) -> tuple[TopicReport, ...]:
        """What came for each topic so far."""
        return tuple(
            TopicReport(topic=topic, new=len(self._new[topic]), matched=len(self._matched[topic]))
            for topic in topics
        )

    def _store(self, batch: Batch) -> tuple[Added, frozenset[int]]:
        added, voted = Added(), frozenset[int]()
        ahead = batch.ahead if isinstance(batch.ahead, Ahead) else Ahead()
        try:
            with self._db.transaction(waits=False):
                added = add_sightings(
                    self._db, batch.sightings, now=self._now, ahead=ahead.prepared
                )
                sources.put(self._db, batch.state)
                voted = votes.add(self._db, batch.state.key, batch.votes, now=self._now)
                to_match = self._to_match(added, batch)
                matches = put_matches(self._db, self._matcher, to_match, ahead=ahead.matches)
                index.keep_up(self._db)
                if self._is_dry:
                    raise _RolledBackError
        except _RolledBackError:
            pass
        self._batches += 1
        # What is rolled back gives its numbers to the next batch.
        run = self._batches if self._is_dry else 0
        for match in matches:
            self._matched[match.topic].add((run, match.work_id))
            if match.work_id in added.new:
                self._new[match.topic].add((run, match.work_id))
        return added, voted

    def _to_match(self, added: Added, batch: Batch) -> Sequence[int]:
        """One more source that shows a work just so makes no match, unless a topic takes it all."""
        if self._matcher.takes_all(batch.state.key):
            return added.touched
        echoed = set(added.echoed)
        return [number for number in added.touched if number not in echoed]
