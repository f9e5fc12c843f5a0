"""One poll: every source that is due is asked, and what it brings is stored and matched.

Sources run side by side and fail alone; each batch is stored in a transaction of its own with
the state that is true once it is stored, so a poll that is killed loses nothing. One poll at a
time holds the lock beside the database; a second one says so and leaves.
"""

from __future__ import annotations

import asyncio
import contextlib
import gc
import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

from filelock import FileLock, Timeout

from tracker.errors import ConfigError, StoreError, TrackerError
from tracker.sources.arxiv.days import why_quiet
from tracker.sources.schedule import due
from tracker.store import polls, sources, votes
from tracker.store.author import publications
from tracker.store.database import Database
from tracker.store.works import prune, read
from tracker.values import PollStatus, SourceState, rfc3339
from tracker.values.source_kinds import ARXIV
from tracker.workflows.derived.matching import rematch_if_changed
from tracker.workflows.intake.additions import complete_additions
from tracker.workflows.intake.batches import Intake
from tracker.workflows.intake.poll_report import PollReport, SourceReport, Tally, reported, worst
from tracker.workflows.intake.sources import Asked, Asking, asking, sources_of
from tracker.workflows.project import Project

_log = logging.getLogger(__name__)
_VOTES_WAIT = timedelta(days=30)  # how long votes are kept for a work that no source has shown
Progress = Callable[[int, int], None]  # sources done, sources in all


@dataclass(frozen=True, slots=True, kw_only=True)
class PollOptions:
    """What an author may ask of one poll."""

    only: str = ""  # a topic's slug, or a feed's address, or "arxiv"
    since_at: datetime | None = None
    ask_all: bool = False
    dry_run: bool = False


def poll(
    project: Project,
    options: PollOptions,
    *,
    now: datetime,
    progress: Progress = lambda done, total: None,
    state_folder: Path | None = None,
) -> PollReport:
    """Ask what is due, store what comes. Raises ConfigError and StoreError.

    ``state_folder`` holds the gate to arXiv; by default it is the user's own.
    """
    lock = FileLock(f"{project.database}.poll-lock")
    try:
        project.database.parent.mkdir(parents=True, exist_ok=True)
        lock.acquire(timeout=0)
    except Timeout:
        return PollReport(is_busy=True)
    except OSError as error:
        message = f"{lock.lock_file} cannot be made: {error.strerror}; check [database] path"
        raise StoreError(message) from error
    try:
        with Database.open(project.database) as db, _rarely_collected():
            run = _Poll(project, options, db, now).run(progress, state_folder=state_folder)
            return asyncio.run(run)
    finally:
        lock.release()


@contextlib.contextmanager
def _rarely_collected() -> Iterator[None]:
    """A poll makes many small objects that soon go: looking for cycles costs a twentieth of it."""
    before = gc.get_threshold()
    gc.set_threshold(50_000, 20, 20)
    try:
        yield
    finally:
        gc.set_threshold(*before)


class _Progress:
    """How many of a poll's sources are done."""

    def __init__(self, progress: Progress, total: int) -> None:
        self._progress, self._total, self._done = progress, total, 0
        progress(0, total)

    def one_more(self) -> None:
        """A source is done."""
        self._done += 1
        self._progress(self._done, self._total)


class _Poll:
    """What the tasks of one poll share."""

    def __init__(self, project: Project, options: PollOptions, db: Database, now: datetime) -> None:
        self._project, self._options, self._db, self._now = project, options, db, now
        self._intake = Intake(project.watchlists, db, now=now, is_dry=options.dry_run)
        self._asked_before: dict[str, SourceState] = {}

    async def run(self, progress: Progress, *, state_folder: Path | None) -> PollReport:
        number, again = 0, None
        if not self._options.dry_run:
            again = rematch_if_changed(self._db, self._project.watchlists, now=self._now)
            number = polls.begin(self._db, now=self._now)
        async with asking(self._project, state_folder=state_folder) as tools:
            chosen = self._chosen(tools)
            reporting = _Progress(progress, len(chosen))
            async with asyncio.TaskGroup() as group:
                tasks = [group.create_task(self._ask(source, reporting)) for source in chosen]
            reports = [task.result() for task in tasks]
            report = replace(self._report(reports), rematched=again.line if again else "")
            try:
                if report.is_offline:
                    self._forgive()
                if number:
                    report = replace(report, incomplete=await self._complete(tools, reports))
                    self._end(number, report)
            except StoreError as error:  # what the sources brought is stored, and told
                report = replace(report, problem=str(error))
        return report

    def _end(self, number: int, report: PollReport) -> None:
        polls.end(self._db, number, report.as_json(), now=self._now)
        keep = timedelta(days=self._project.settings.database.keep_unmatched_days)
        if prune.prune(self._db, before=self._now - keep):
            self._db.give_back()
        votes.prune(self._db, before=self._now - _VOTES_WAIT)

    async def _complete(self, tools: Asking, reports: Sequence[SourceReport]) -> tuple[str, ...]:
        """Ask for what was added by hand, and for what the post links; lines on what must wait."""
        waiting = await complete_additions(self._project, self._db, tools, now=self._now)
        if not self._options.only and _well_arxiv(reports):
            # It reads posts, and a poll of feeds alone need not wait for what that imports.
            from tracker.workflows.intake.from_post import fetch_taught  # noqa: PLC0415

            waiting += await fetch_taught(self._project, self._db, tools, now=self._now)
        return waiting

    def _forgive(self) -> None:
        """No source rests for a connection that was not there."""
        for before in self._asked_before.values():
            after = sources.get(self._db, before.key)
            if after is not None:
                failures = max(before.failures, 1)  # the first one makes no source rest
                sources.put(self._db, replace(after, failures=failures))

    def _chosen(self, tools: Asking) -> list[Asked]:
        """The sources that ``--only`` names, all without it. Raises ConfigError."""
        every = sources_of(
            self._project,
            tools,
            known=partial(read.arxiv_versions, self._db),
            told=partial(read.told_by_arxiv, self._db),
            published=self._published,
            since_at=self._options.since_at,
        )
        only = self._options.only
        chosen = [
            source
            for source in every
            if not only or only in source.topics or only in (source.initial.url, source.source.key)
        ]
        if only and not chosen:
            topics = ", ".join(self._project.topics) or "none"
            raise ConfigError(f'--only: "{only}" is no topic and no feed here; topics: {topics}')
        return chosen

    def _published(self) -> tuple[str, ...]:
        """The papers of which a later version is looked for, wherever the listing is."""
        from tracker.workflows.hand_links import versions_known  # noqa: PLC0415

        placed = publications.arxiv_ids(self._db)
        return tuple(dict.fromkeys((*placed, *versions_known(self._db))))

    def _note_links(self) -> None:
        """Note what the author has linked by hand before arXiv brings later versions of it."""
        # It reads posts, and a poll of feeds alone need not wait for what that imports.
        from tracker.workflows.hand_links import note_links  # noqa: PLC0415

        if not self._options.dry_run and self._project.post:
            note_links(self._project, self._db)

    async def _ask(self, asked: Asked, reporting: _Progress) -> SourceReport:
        state, tally = asked.initial, Tally()
        try:
            stored = sources.get(self._db, asked.source.key)
            state = asked.initial if stored is None else stored.renamed(asked.initial)
            verdict = due(state, self._now)
            if verdict.ask or self._options.ask_all or self._options.only == asked.initial.url:
                self._asked_before[state.key] = state
                if state.key == ARXIV.key():
                    self._note_links()
                report = await self._poll(asked, state, tally)
            else:
                until = f" (until {rfc3339(verdict.at)})" if verdict.at else ""
                waiting = verdict.reason + until
                report = reported(asked.initial, state, PollStatus.SKIPPED, error=waiting)
        except TrackerError as error:  # the store's: what the world does is in the batches
            report = reported(asked.initial, state, PollStatus.FAILED, error=str(error))
            report = replace(report, has_changed=True)
        except Exception as error:  # whatever one source breaks, the others are asked
            report = self._broken(asked, state, error)
        reporting.one_more()
        return tally.on(report)

    def _broken(self, asked: Asked, before: SourceState, error: Exception) -> SourceReport:
        """The report of a source that no part of the program foresaw; it rests like any other."""
        _log.debug("polling %s", before.key, exc_info=error)
        cause = " ".join(str(error).split())[:200]
        message = f"tracker broke on it ({type(error).__name__}: {cause}); please report it"
        state = before
        with contextlib.suppress(Exception):  # what is stored may be what is broken
            state = sources.get(self._db, before.key) or before
        state = replace(state, failures=before.failures)
        state = state.failed(self._now, message, not_before_at=state.not_before_at)
        if not self._options.dry_run:
            with contextlib.suppress(StoreError):  # it is told all the same
                sources.put(self._db, state)
        report = reported(asked.initial, state, PollStatus.FAILED, error=message)
        return replace(report, has_changed=message != before.error)

    async def _poll(self, asked: Asked, state: SourceState, tally: Tally) -> SourceReport:
        """The batches of one source, each stored before the next is asked for."""
        is_offline = False
        last = state
        async for batch in asked.source.poll(state, now=self._now):
            tally.count(batch)
            added, voted = await self._intake.take(batch)
            tally.new += len(added.new)
            tally.updated += len(added.updated)
            tally.voted |= voted
            last, is_offline = batch.state, batch.is_offline
        if self._options.dry_run and last.not_before_at != state.not_before_at:
            # What a server asked for holds for the next poll, too.
            sources.put(self._db, replace(state, not_before_at=last.not_before_at))
        error = "; ".join(dict.fromkeys(tally.errors))
        return replace(
            reported(asked.initial, last, worst(tally.statuses), error=error),
            is_offline=is_offline,
            has_changed=bool(last.failures) != bool(state.failures) or last.error != state.error,
        )

    def _report(self, reports: Sequence[SourceReport]) -> PollReport:
        arxiv = _well_arxiv(reports)
        quiet = None
        if arxiv is not None and not arxiv.new and not arxiv.updated:
            quiet = why_quiet(self._asked_before[ARXIV.key()].succeeded_at, self._now)
        return PollReport(
            sources=tuple(reports),
            topics=self._intake.by_topic(self._project.topics),
            quiet=quiet,
            is_dry=self._options.dry_run,
        )


def _well_arxiv(reports: Iterable[SourceReport]) -> SourceReport | None:
    """arXiv's report where it was asked and is well: only then is it asked for more."""
    well = (PollStatus.OK, PollStatus.UNCHANGED)
    return next((r for r in reports if r.kind == ARXIV.name and r.status in well), None)
