"""A Dask cluster as the executor of shards. Only here is Dask imported.

Dask moves pickles, and a scheduler can make whoever connects to it run code: a cluster is asked
only by the author's own setting, and belongs on a network that the author trusts, or behind TLS
(the scheme ``tls``; certificates are Dask's own settings). What tracker sends and takes is JSON.

Its client runs in the poll's own event loop: whatever hangs there, a scheduler or a worker, is
waited for so long and no longer, and an author who interrupts the poll waits for nothing.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
import warnings
from collections.abc import AsyncIterator, Callable
from concurrent.futures import Executor, Future
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
_WORKERS_SECONDS = 10  # for the first worker to come, and for one to tell its version
_ANSWER_SECONDS = 5  # for the scheduler to tell what it knows
_COUNTED_SECONDS = 1.0  # how long a count of workers holds


@contextlib.asynccontextmanager
async def dask_engine(settings: Settings, tools: Asking, now: datetime) -> AsyncIterator[Engine]:
    """The cluster at ``[scale] address``. Raises ConfigError where it cannot be used."""
    async with _connected(settings.scale.address) as client:
        cluster = _Cluster(client, settings.scale.address)
        await cluster.check()
        workers = _Workers(client)
        engine = ShardedEngine(
            workers, settings, tools, now, name="dask", count_workers=cluster.count_workers
        )
        try:
            yield engine
        finally:
            await engine.close()
            workers.shutdown()


@contextlib.asynccontextmanager
async def _connected(address: str) -> AsyncIterator[Client]:
    """Dask's client. Raises ConfigError."""
    try:
        from distributed import Client  # noqa: PLC0415
    except ImportError as error:
        raise ConfigError(
            "[scale] engine = \"dask\" needs an extra of tracker: pipx install --force '.[dask]'"
        ) from error
    _silence()
    client = None
    try:
        try:
            with warnings.catch_warnings(action="ignore"):  # what differs there, and hardly matters
                async with asyncio.timeout(2 * _CONNECT_SECONDS):
                    client = Client(
                        address, asynchronous=True, timeout=_CONNECT_SECONDS, set_as_default=False
                    )
                    await client
        except Exception as error:  # Dask raises whatever its transport and its settings do
            raise ConfigError(_unreachable(address, error)) from error
        yield client
    finally:
        if client is not None:
            with contextlib.suppress(Exception):
                await client.close(timeout=_CONNECT_SECONDS)


def _silence() -> None:
    """What Dask has to say of a connection is said by tracker, in a line."""
    for name in ("distributed", *logging.root.manager.loggerDict):
        if name.partition(".")[0] in ("distributed", "tornado"):
            logging.getLogger(name).setLevel(logging.CRITICAL + 1)


def _unreachable(address: str, error: Exception) -> str:
    advice = 'start one with `dask scheduler`, or set engine = "local"'
    if address.startswith("tls://"):
        advice = "start one with its certificates, and name yours in Dask's settings, as in "
        advice += "docs/scaling.md"
    return f"[scale] address: no Dask scheduler answers at {address} ({_cause(error)}); {advice}"


class _Workers(Executor):
    """The cluster as an executor, for the event loop of its client."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._waiting: set[asyncio.Task[None]] = set()

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """The function's result, once some worker has it. Raises ConnectionError."""
        if self._client.status in ("closing", "closed"):  # it would wait for good
            raise ConnectionError("the scheduler is gone")
        answer: Future[Any] = Future()
        asked = self._client.submit(fn, *args, pure=False, **kwargs)
        task = asyncio.ensure_future(_pass_on(asked, answer))
        self._waiting.add(task)
        task.add_done_callback(self._waiting.discard)
        return answer

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Wait for nothing any more; the scheduler gives up what a client that goes has asked."""
        for task in self._waiting:
            task.cancel()


async def _pass_on(asked: Any, answer: Future[Any]) -> None:
    try:
        result = await asked
    except Exception as error:
        if not answer.cancelled():
            answer.set_exception(error)
    else:
        if not answer.cancelled():
            answer.set_result(result)


class _Cluster:
    def __init__(self, client: Client, address: str) -> None:
        self._client, self._address = client, address
        self._counted_at, self._count = float("-inf"), 0

    async def count_workers(self) -> int:
        """How many there are; none where the scheduler does not answer."""
        if time.monotonic() - self._counted_at > _COUNTED_SECONDS:
            self._count = await self._count_now()
            self._counted_at = time.monotonic()
        return self._count

    async def _count_now(self) -> int:
        try:
            async with asyncio.timeout(_ANSWER_SECONDS):
                return len(await self._client.nthreads())
        except Exception:  # whatever it is, no worker can be reached
            return 0

    async def check(self) -> None:
        """Raises ConfigError where there is no worker, or one of another version of tracker, or
        one that does not tell."""
        until = time.monotonic() + _WORKERS_SECONDS
        while not (addresses := await self._addresses()):
            if time.monotonic() > until:
                raise ConfigError(
                    f"[scale] address: no worker is connected to {self._address}; start some with "
                    f"`dask worker {self._address}`"
                )
            await asyncio.sleep(0.2)
        for worker, told in zip(
            addresses, await asyncio.gather(*map(self._version, addresses)), strict=True
        ):
            if told not in (None, __version__):
                raise ConfigError(f"[scale] the worker {worker} {_unlike(told)}")

    async def _addresses(self) -> list[str]:
        try:
            async with asyncio.timeout(_ANSWER_SECONDS):
                return sorted(await self._client.nthreads())
        except Exception as error:
            raise ConfigError(_unreachable(self._address, error)) from error

    async def _version(self, worker: str) -> object:
        """What a worker tells, or why it does not; None for one that has gone meanwhile."""
        try:
            async with asyncio.timeout(_WORKERS_SECONDS):
                told = await self._client.run(version, workers=[worker], on_error="return")
        except Exception as error:
            return error
        return told.get(worker)


def _unlike(told: object) -> str:
    """What is to be said of a worker that tells another version than this one."""
    if isinstance(told, TimeoutError):
        return f"does not answer within {_WORKERS_SECONDS} s; start it anew, or end it"
    has = f"has tracker {told[:40]}" if isinstance(told, str) else f"cannot run it ({_cause(told)})"
    return f"{has}; install tracker {__version__} there, as here"


def _cause(error: object) -> str:
    words = " ".join(str(error).split())[:200]
    return words or ("no answer" if isinstance(error, TimeoutError) else type(error).__name__)
