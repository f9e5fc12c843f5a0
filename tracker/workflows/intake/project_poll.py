"""The poll of one project: what it asks, and what it makes of what comes.

Each batch is stored in a transaction of its own with the state that is true once it is stored, so
a poll that is killed loses nothing.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial

from tracker.errors import ConfigError, ScaleError, StoreError, TrackerError
from tracker.sources.arxiv.days import why_quiet
from tracker.sources.schedule import due
from tracker.store import polls, sources, votes
from tracker.store.author import publications
from tracker.store.database import Database
from tracker.store.works import index, prune, read
from tracker.values import PollStatus, SourceState, rfc3339
from tracker.values.source_kinds import ARXIV, FEED, source_kind
from tracker.workflows.derived.matching import Rematch, rematch_if_changed
from tracker.workflows.intake.additions import complete_additions
from tracker.workflows.intake.batches import Intake
from tracker.workflows.intake.named_sources import named_sources
from tracker.workflows.intake.poll_report import PollReport, SourceReport, Tally, reported, worst
from tracker.workflows.intake.scale.engine import Answer, Ask, BrokenThereError
from tracker.workflows.intake.scale.figures import Scale
from tracker.workflows.intake.sources import Asked, Asking, sources_of
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


class Reporting:
    """How many of a poll's sources are done."""

    def __init__(self, progress: Progress, total: int) -> None:
        self._progress, self._total, self._done = progress, total, 0
        progress(0, total)

    def one_more(self) -> None:
        """A source is done."""
        self._done += 1
        self._progress(self._done, self._total)


class ProjectPoll:
    """The poll of one project."""

    def __init__(self, project: Project, options: PollOptions, db: Database, now: datetime) -> None:
        self.project, self._options, self._db, self._now = project, options, db, now
        self._intake = Intake(project.watchlists, db, now=now, is_dry=options.dry_run)
        self._asked_before: dict[str, SourceState] = {}
        self._planned: list[Ask | SourceReport] = []
        self._tasks: dict[int, asyncio.Task[SourceReport]] = {}
        self._unasked: dict[str, None] = {}  # why sources were not asked, which is not their fault
        self._rematched: Rematch | None = None
        self._number = 0

    def has_new_feeds(self) -> bool:
        """Whether feeds that were never asked will be, so that documents are sure to come."""
        if self._options.only:
            return False
        with contextlib.suppress(StoreError):  # which the plan will tell
            asked = sources.asked(self._db)
            named = (one.initial.key for one in named_sources(self.project))
            return any(source_kind(key) == FEED and key not in asked for key in named)
        return False

    def plan(self, tools: Asking) -> list[Ask]:
        """What is to be asked now. Raises ConfigError and StoreError."""
        if not self._options.dry_run:
            self._rematched = rematch_if_changed(self._db, self.project.watchlists, now=self._now)
            self._number = polls.begin(self._db, now=self._now)
        self._tools = tools
        chosen = self._chosen(tools)
        self._planned = [self._plan(asked) for asked in chosen]
        return [planned for planned in self._planned if isinstance(planned, Ask)]

    @property
    def count(self) -> int:
        """How many sources were chosen."""
        return len(self._planned)

    def ask(
        self, answers: Sequence[tuple[Ask, Answer]], group: asyncio.TaskGroup, reporting: Reporting
    ) -> None:
        """Store what comes, each source in a task of the group."""
        for _ in range(self.count - len(answers)):
            reporting.one_more()
        self._tasks = {
            id(ask): group.create_task(self._ask(ask, answer, reporting)) for ask, answer in answers
        }

    async def report(self, scale: Scale) -> PollReport:
        """What came of it, once all is stored; and what is asked for besides."""
        reports = [
            self._tasks[id(planned)].result() if isinstance(planned, Ask) else planned
            for planned in self._planned
        ]
        rematched = self._rematched.line if self._rematched else ""
        report = replace(self._report(reports), rematched=rematched, scale=scale)
        try:
            if report.is_offline:
                self._forgive()
            if self._number:
                incomplete = await self._complete(self._tools, reports)
                report = replace(report, incomplete=incomplete)
                self._end(self._number, report)
        except StoreError as error:  # what the sources brought is stored, and told
            report = replace(report, problem="; ".join(filter(None, [report.problem, str(error)])))
        return report

    def _end(self, number: int, report: PollReport) -> None:
        polls.end(self._db, number, report.as_json(), now=self._now)
        index.take_in(self._db)
        keep = timedelta(days=self.project.settings.database.keep_unmatched_days)
        prune.prune(self._db, before=self._now - keep)
        self._db.give_back()  # also what a poll that was killed here has left
        votes.prune(self._db, before=self._now - _VOTES_WAIT)

    async def _complete(self, tools: Asking, reports: Sequence[SourceReport]) -> tuple[str, ...]:
        """Ask for what was added by hand, and for what the post links; lines on what must wait."""
        waiting = await complete_additions(self.project, self._db, tools, now=self._now)
        if not self._options.only and _well_arxiv(reports):
            # It reads posts, and a poll of feeds alone need not wait for what that imports.
            from tracker.workflows.intake.from_post import fetch_taught  # noqa: PLC0415

            waiting += await fetch_taught(self.project, self._db, tools, now=self._now)
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
            self.project,
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
            topics = ", ".join(self.project.topics) or "none"
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

        if not self._options.dry_run:
            note_links(self.project, self._db)

    def _plan(self, asked: Asked) -> Ask | SourceReport:
        """What to ask, or the report of a source that is not asked."""
        state = asked.initial
        try:
            stored = sources.get(self._db, asked.source.key)
            state = asked.initial if stored is None else stored.renamed(asked.initial)
            verdict = due(state, self._now)
            if verdict.ask or self._options.ask_all or self._options.only == asked.initial.url:
                self._asked_before[state.key] = state
                if state.key == ARXIV.key():
                    self._note_links()
                return Ask(asked.source, asked.initial, state)
            until = f" (until {rfc3339(verdict.at)})" if verdict.at else ""
            waiting = verdict.reason + until
            return reported(asked.initial, state, PollStatus.SKIPPED, error=waiting)
        except TrackerError as error:
            return _unstored(asked.initial, state, error)
        except Exception as error:  # whatever one source breaks, the others are asked
            return self._broken(asked.initial, state, error)

    async def _ask(self, ask: Ask, answer: Answer, reporting: Reporting) -> SourceReport:
        tally = Tally()
        try:
            report = await self._take(ask, answer, tally)
        except ScaleError as error:
            self._unasked[str(error)] = None
            report = reported(ask.initial, ask.state, PollStatus.SKIPPED, error=str(error))
        except TrackerError as error:  # the store's: what the world does is in the batches
            report = _unstored(ask.initial, ask.state, error)
        except Exception as error:  # whatever one source breaks, the others are asked
            report = self._broken(ask.initial, ask.state, error)
        reporting.one_more()
        return tally.on(report)

    def _broken(self, initial: SourceState, before: SourceState, error: Exception) -> SourceReport:
        """The report of a source that no part of the program foresaw; it rests like any other."""
        _log.debug("polling %s", before.key, exc_info=error)
        cause = " ".join(str(error).split())[:200]
        if not isinstance(error, BrokenThereError):
            cause = f"{type(error).__name__}: {cause}"
        message = f"tracker broke on it ({cause}); please report it"
        state = before
        with contextlib.suppress(Exception):  # what is stored may be what is broken
            state = sources.get(self._db, before.key) or before
        state = replace(state, failures=before.failures)
        state = state.failed(self._now, message, not_before_at=state.not_before_at)
        if not self._options.dry_run:
            with contextlib.suppress(StoreError):  # it is told all the same
                sources.put(self._db, state)
        report = reported(initial, state, PollStatus.FAILED, error=message)
        return replace(report, has_changed=message != before.error)

    async def _take(self, ask: Ask, answer: Answer, tally: Tally) -> SourceReport:
        """The batches of one source, each stored before the next is asked for."""
        is_offline = False
        last = state = ask.state
        async for batch in answer():
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
            reported(ask.initial, last, worst(tally.statuses), error=error),
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
            topics=self._intake.by_topic(self.project.topics),
            quiet=quiet,
            problem="; ".join(self._unasked),
            is_dry=self._options.dry_run,
        )


def _unstored(initial: SourceState, state: SourceState, error: TrackerError) -> SourceReport:
    report = reported(initial, state, PollStatus.FAILED, error=str(error))
    return replace(report, has_changed=True)


def _well_arxiv(reports: Iterable[SourceReport]) -> SourceReport | None:
    """arXiv's report where it was asked and is well: only then is it asked for more."""
    well = (PollStatus.OK, PollStatus.UNCHANGED)
    return next((r for r in reports if r.kind == ARXIV.name and r.status in well), None)
