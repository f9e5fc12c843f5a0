"""One poll, of one project or of several together: every source that is due is asked.

Sources run side by side and fail alone, and so do projects: each has its own database, and its own
part of what an engine gives (``scale/engine.py``). One poll at a time holds the lock beside the
database; a second one says so and leaves.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from functools import partial
from itertools import chain
from pathlib import Path

from filelock import FileLock, Timeout

from tracker.errors import StoreError, TrackerError
from tracker.store.database import Database
from tracker.workflows.intake.ahead import Working
from tracker.workflows.intake.poll_report import PollReport
from tracker.workflows.intake.project_poll import PollOptions, Progress, ProjectPoll, Reporting
from tracker.workflows.intake.scale.engine import Ask, OpenEngine, open_engine
from tracker.workflows.intake.sources import asking, shared_by
from tracker.workflows.project import Project

__all__ = ["PollOptions", "Progress", "poll", "poll_together"]


def poll(
    project: Project,
    options: PollOptions,
    *,
    now: datetime,
    progress: Progress = lambda done, total: None,
    state_folder: Path | None = None,
    open_engine: OpenEngine = open_engine,
) -> PollReport:
    """Ask what is due, store what comes. Raises ConfigError and StoreError.

    ``state_folder`` holds the gate to arXiv; by default it is the user's own.
    """
    (report,) = poll_together(
        [project],
        options,
        now=now,
        progress=progress,
        state_folder=state_folder,
        open_engine=open_engine,
    )
    if isinstance(report, TrackerError):
        raise report
    return report


def poll_together(
    projects: Sequence[Project],
    options: PollOptions,
    *,
    now: datetime,
    progress: Progress = lambda done, total: None,
    state_folder: Path | None = None,
    open_engine: OpenEngine = open_engine,
) -> tuple[PollReport | TrackerError, ...]:
    """Ask what is due for any of the projects once, by the first one's limits and engine, and store
    each one's share in its own database. A report for each, or why it could not be polled.

    Raises ConfigError where the engine cannot be used.
    """
    results: dict[int, PollReport | TrackerError] = {}
    with contextlib.ExitStack() as stack:
        polls_: dict[int, ProjectPoll] = {}
        for number, project in enumerate(projects):
            try:
                polls_[number] = stack.enter_context(_opened(project, options, now))
            except Timeout:
                results[number] = PollReport(is_busy=True)
            except TrackerError as error:
                results[number] = error
        if polls_:
            round_ = _Round(list(polls_.values()), progress, now)
            done = asyncio.run(round_.run(projects[0], state_folder, open_engine))
            results |= zip(polls_, done, strict=True)
    return tuple(results[number] for number in range(len(projects)))


@contextlib.contextmanager
def _opened(project: Project, options: PollOptions, now: datetime) -> Iterator[ProjectPoll]:
    """A poll of the project, under its lock. Raises Timeout where another one is under way, and
    StoreError."""
    lock = FileLock(f"{project.database}.poll-lock")
    try:
        project.database.parent.mkdir(parents=True, exist_ok=True)
        lock.acquire(timeout=0)
    except Timeout:
        raise
    except OSError as error:
        message = f"{lock.lock_file} cannot be made: {error.strerror}; check [database] path"
        raise StoreError(message) from error
    try:
        with Database.open(project.database) as db:
            yield ProjectPoll(project, options, db, now)
    finally:
        lock.release()


class _Round:
    """The polls of one or several projects, whose sources are asked together."""

    def __init__(self, polls_: Sequence[ProjectPoll], progress: Progress, now: datetime) -> None:
        self._polls, self._progress, self._now = polls_, progress, now

    async def run(
        self, first: Project, state_folder: Path | None, open_engine: OpenEngine
    ) -> list[PollReport | TrackerError]:
        """A report for each poll, or what stopped it."""
        is_local = first.settings.scale.engine == "local"
        async with (
            asking(
                first,
                state_folder=state_folder,
                ahead=self._ahead(),
                is_first=is_local and any(one.has_new_feeds() for one in self._polls),
            ) as tools,
            open_engine(first.settings, tools, self._now) as engine,
        ):
            own_tools = shared_by([one.project for one in self._polls], tools)
            results = [
                _tried(partial(one.plan, own))
                for one, own in zip(self._polls, own_tools, strict=True)
            ]
            asks = [[] if isinstance(r, TrackerError) else r for r in results]
            total = sum(one.count for one in self._polls)
            reporting = Reporting(self._progress, total)
            answers = iter(engine.answers(list(chain.from_iterable(asks))))
            async with asyncio.TaskGroup() as group:
                for one, own in zip(self._polls, asks, strict=True):
                    one.ask(list(zip(own, answers, strict=False)), group, reporting)
            return [
                result if isinstance(result, TrackerError) else await one.report(engine.scale())
                for one, result in zip(self._polls, results, strict=True)
            ]

    def _ahead(self) -> Working | None:
        """What is worked out by those who parse: several projects want several things."""
        return Working(self._polls[0].project.watchlists) if len(self._polls) == 1 else None


def _tried(plan: Callable[[], list[Ask]]) -> list[Ask] | TrackerError:
    try:
        return plan()
    except TrackerError as error:
        return error
