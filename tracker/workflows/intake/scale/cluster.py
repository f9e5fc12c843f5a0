"""A Dask cluster as the executor of shards. Only here is Dask imported.

Dask moves pickles, and a scheduler can make whoever connects to it run code: a cluster is asked
only by the author's own setting, and belongs on a network that the author trusts, or behind TLS
(the scheme ``tls``; certificates are Dask's own settings). What tracker sends and takes is JSON.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from collections.abc import AsyncIterator
from datetime import datetime
from typing import TYPE_CHECKING, Any

from tracker import __version__
from tracker.errors import ConfigError
from tracker.settings import Settings
from tracker.workflows.intake.scale.engine import Engine
from tracker.workflows.intake.scale.sharded import ShardedEngine
from tracker.workflows.intake.scale.worker import version
from tracker.workflows.intake.sources import Asking

if TYPE_CHECKING:
    from distributed import Client

_CONNECT_SECONDS = 5
_WORKERS_SECONDS = 10  # for the first worker to come
_COUNTED_SECONDS = 1.0  # how long a count of workers holds


@contextlib.asynccontextmanager
async def dask_engine(settings: Settings, tools: Asking, now: datetime) -> AsyncIterator[Engine]:
    """The cluster at ``[scale] address``. Raises ConfigError where it cannot be used."""
    client = await asyncio.to_thread(_connect, settings.scale.address)
    try:
        cluster = _Cluster(client, settings.scale.address)
        await cluster.check()
        executor = client.get_executor(pure=False)
        engine = ShardedEngine(
            executor, settings, tools, now, name="dask", count_workers=cluster.count_workers
        )
        try:
            yield engine
        finally:
            await engine.close()
    finally:
        with contextlib.suppress(Exception):
            await asyncio.to_thread(client.close, timeout=5)


def _connect(address: str) -> Client:
    try:
        from distributed import Client  # noqa: PLC0415
    except ImportError as error:
        raise ConfigError(
            "[scale] engine = \"dask\" needs an extra of tracker: pipx install --force '.[dask]'"
        ) from error
    # What it has to say of a connection is said here, in a line.
    logging.getLogger("distributed").setLevel(logging.CRITICAL)
    try:
        return Client(address, timeout=_CONNECT_SECONDS, set_as_default=False)
    except (OSError, ValueError, RuntimeError) as error:
        cause = " ".join(str(error).split())[:200] or type(error).__name__
        raise ConfigError(
            f"[scale] address: no Dask scheduler answers at {address} ({cause}); start one with "
            '`dask scheduler`, or set engine = "local"'
        ) from error


class _Cluster:
    def __init__(self, client: Client, address: str) -> None:
        self._client, self._address = client, address
        self._counted_at, self._count = float("-inf"), 0

    async def count_workers(self) -> int:
        """How many there are; none where the scheduler does not answer."""
        if time.monotonic() - self._counted_at > _COUNTED_SECONDS:
            self._count = await asyncio.to_thread(self._count_now)
            self._counted_at = time.monotonic()
        return self._count

    def _count_now(self) -> int:
        try:
            return len(self._client.nthreads())
        except Exception:  # whatever it is, no worker can be reached
            return 0

    async def check(self) -> None:
        """Raises ConfigError where there is no worker, or one of another version of tracker."""
        until = time.monotonic() + _WORKERS_SECONDS
        while not (versions := await asyncio.to_thread(self._versions)):
            if time.monotonic() > until:
                raise ConfigError(
                    f"[scale] address: no worker is connected to {self._address}; start some with "
                    f"`dask worker {self._address}`"
                )
            await asyncio.sleep(0.2)
        for worker, told in sorted(versions.items()):
            if told != __version__:
                has = f"cannot run it ({_cause(told)})"
                if isinstance(told, str):
                    has = f"has tracker {told[:40]}"
                advice = f"install tracker {__version__} there, as here"
                raise ConfigError(f"[scale] the worker {worker} {has}; {advice}")

    def _versions(self) -> dict[str, Any]:
        try:
            told: dict[str, Any] = self._client.run(version, on_error="return")
        except ValueError:  # there is none to run it
            return {}
        return told


def _cause(error: object) -> str:
    return " ".join(str(error).split())[:100] or type(error).__name__
