"""Against real listings, at the pace asked for: what the API shows or the feed names, once each."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.support.world import needs_world, world
from tests.support.world_listings import (
    CATEGORIES,
    GAP,
    GAP_SECONDS,
    expected,
)
from tracker.settings import ArxivSettings, NetworkSettings
from tracker.sources.arxiv.api import ArxivApi
from tracker.sources.arxiv.gate import Gate
from tracker.sources.arxiv.source import ArxivSource
from tracker.sources.http.client import Http
from tracker.values import Batch, PollStatus, SourceState


class Reader:
    """Somebody who polls and keeps the versions that came."""

    def __init__(self, base_url: str, folder: Path, gap_seconds: float = GAP_SECONDS) -> None:
        self.settings = ArxivSettings(base_url=base_url, delay_seconds=gap_seconds)
        self.gate = Gate(folder, gap_seconds=self.settings.gap_seconds)
        self.state = SourceState(key="arxiv", kind="arxiv")
        self.versions: dict[str, int] = {}
        self.came: Counter[tuple[str, int | None, bool]] = Counter()

    def known(self, ids: Iterable[str]) -> Mapping[str, int]:
        return {name: self.versions[name] for name in ids if name in self.versions}

    def poll(self, since_at: datetime | None = None) -> list[Batch]:
        return asyncio.run(self._poll(since_at))

    async def _poll(self, since_at: datetime | None) -> list[Batch]:
        network = NetworkSettings(allow_private_hosts=True, timeout_seconds=60)
        batches = []
        async with Http(network) as http:
            source = ArxivSource(
                CATEGORIES,
                settings=self.settings,
                api=ArxivApi(self.settings, http, self.gate),
                known=self.known,
                since_at=since_at,
            )
            async for batch in source.poll(self.state, now=datetime.now(UTC)):
                self._store(batch)
                batches.append(batch)
        return batches

    def _store(self, batch: Batch) -> None:
        self.state = batch.state
        for sighting in batch.sightings:
            assert sighting.paper is not None
            name, version = sighting.url.rpartition("/abs/")[2], sighting.paper.version
            self.versions[name] = max(version or 0, self.versions.get(name, 0))
            self.came[name, version, sighting.published_at is not None] += 1


def new_in(batches: list[Batch], before: set[str]) -> set[str]:
    names = {s.url.rpartition("/abs/")[2] for batch in batches for s in batch.sightings}
    return names - before


@needs_world
def test_a_week_of_real_listings(tmp_path: Path) -> None:
    flags = ("--as-of", "2025-05-01T18:00Z", "--now-at", "2025-05-02T18:00Z", *GAP)
    with world(*flags) as served:
        reader = Reader(served.base_url, tmp_path)
        since_at = datetime.now(UTC) - timedelta(days=8)
        first = reader.poll(since_at)
        told = served.report()
        assert told["arxiv"]["refused_for_rate"] == 0
        assert told["arxiv"]["most_in_parallel"] == 1
        assert sum(batch.requests for batch in first) == told["requests"] - 1
        assert not {batch.status for batch in first} & {PollStatus.PARTIAL, PollStatus.FAILED}
        # From the API each version once; from the feed once besides.
        assert max(reader.came.values()) == 1
        assert set(reader.versions) == expected(served, since_at)

        before = set(reader.versions)
        second = reader.poll()
        assert {batch.status for batch in second} == {PollStatus.UNCHANGED}
        assert sum(batch.requests for batch in second) == 1

        served.report("hours=24")
        third = reader.poll()
        assert new_in(third, before) == expected(served, since_at) - before
        assert len(new_in(third, before)) > 100
        assert served.report()["arxiv"]["refused_for_rate"] == 0
