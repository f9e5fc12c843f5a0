"""Polls by any executor, as a test asks for them."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator, Callable
from concurrent.futures import Executor
from datetime import datetime

from tracker.settings import Settings
from tracker.workflows.intake.scale.engine import Engine, OpenEngine
from tracker.workflows.intake.scale.sharded import ShardedEngine
from tracker.workflows.intake.sources import Asking


def sharded(
    executor: Executor, workers: int | Callable[[], int] = 2, *, alone_seconds: float = 60
) -> OpenEngine:
    """An engine over the executor; ``[scale] shard_size`` counts."""

    async def count() -> int:
        return workers if isinstance(workers, int) else workers()

    @contextlib.asynccontextmanager
    async def opened(settings: Settings, tools: Asking, now: datetime) -> AsyncIterator[Engine]:
        engine = ShardedEngine(
            executor,
            settings,
            tools,
            now,
            name="test",
            count_workers=count,
            alone_seconds=alone_seconds,
        )
        try:
            yield engine
        finally:
            await engine.close()

    return opened
