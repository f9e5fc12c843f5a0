"""An author's desk in process: the workflows over real files, with a clock that a test sets.

desk.watch("reasoning", any_of=["chain of thought"])
desk.see(paper(1, "A chain of thought"))
desk.draft()
desk.decide("[x]", 1)
desk.publish()
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from tests.support.project_folder import ProjectFolder
from tests.support.sightings import START
from tests.support.slow_editor import SlowEditor
from tracker.matching.matcher import Matcher
from tracker.store.works.add import add_sightings
from tracker.values import Sighting, State, Verdict
from tracker.workflows.deciding.decide import Answer, DecideReport, decide
from tracker.workflows.deciding.review import ReviewReport, review
from tracker.workflows.derived.matching import put_matches
from tracker.workflows.drafting.draft import DraftOptions, DraftReport, draft
from tracker.workflows.intake.poll import PollOptions, poll
from tracker.workflows.intake.poll_report import PollReport
from tracker.workflows.publishing.publish import PublishOptions, PublishReport, publish
from tracker.workflows.publishing.undo import UndoReport, undo
from tracker.workflows.reports.works import list_works
from tracker.workflows.session import Session, open_session


class Desk(ProjectFolder):
    """A project folder, and the deeds on it at ``now``, which ``later`` moves on."""

    def __init__(self, home: Path) -> None:
        super().__init__(home)
        self.now = START

    def later(self, **span: float) -> None:
        self.now += timedelta(**(span or {"minutes": 1}))

    def see(self, *sightings: Sighting) -> tuple[int, ...]:
        """Store what a poll would bring; gives the numbers of new works."""
        with self.open() as db, db.transaction():
            seen = [replace(sighting, seen_at=self.now) for sighting in sightings]
            added = add_sightings(db, seen, now=self.now)
            put_matches(db, Matcher(self.project.watchlists), added.touched)
        return added.new

    def poll(self, **options: Any) -> PollReport:
        self.later()
        folder = self.home.parent / "state"
        return poll(self.project, PollOptions(**options), now=self.now, state_folder=folder)

    def session(self, **mode: bool) -> AbstractContextManager[Session]:
        """What a command would hold at ``now``."""
        return open_session(self.project, now=self.now, **mode)

    def draft(self, *, to_stdout: bool = False, **options: Any) -> DraftReport:
        self.later()
        with self.session(is_dry=to_stdout) as session:
            return draft(session, DraftOptions(**options))

    def review(self, path: str = "", editor: str = "true") -> ReviewReport:
        """With an editor that leaves the file as it is, since ``edit`` has changed it already."""
        self.later()
        environ = {"VISUAL": editor, "PATH": "/usr/bin:/bin"}
        with self.session() as session:
            return review(session, path, environ=environ, again=lambda found: False)

    def review_while(
        self, meanwhile: Callable[[], object], change: Callable[[str], str] = str, path: str = ""
    ) -> ReviewReport:
        """With an editor that saves its own copy of the file, changed, after other runs ended."""
        with SlowEditor() as editor:
            return editor.edit(lambda: self.review(path, editor.command), meanwhile, change)

    @contextmanager
    def full_disk(self, when: str) -> Iterator[None]:
        """The disk is full whenever the database does this, as in ``INSERT ON decisions``."""
        with self.open() as db:
            db.execute(
                f"CREATE TRIGGER full BEFORE {when} BEGIN SELECT RAISE(ABORT, 'disk is full'); END"
            )
        yield
        with self.open() as db:
            db.execute("DROP TRIGGER full")

    @contextmanager
    def forgetful(self) -> Iterator[None]:
        """The store is as it was before, as if nothing within had reached it."""
        database = self.project.database
        with self.open() as db:
            db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        stored = database.read_bytes()
        yield
        for path in self.home.glob("tracker.db-*"):
            path.unlink()
        database.write_bytes(stored)

    def decide(
        self, verdict: Verdict, *references: str | int, topic: str = "", reason: str = ""
    ) -> DecideReport:
        self.later()
        answer = Answer(verdict=verdict, topic=topic, reason=reason)
        with self.session() as session:
            return decide(session, [str(reference) for reference in references], answer)

    def publish(self, *, dry_run: bool = False, **options: Any) -> PublishReport:
        self.later()
        with self.session(is_dry=dry_run) as session:
            return publish(session, PublishOptions(**options))

    def undo(self) -> UndoReport:
        self.later()
        with self.session() as session:
            return undo(session)

    def states(self) -> dict[int, set[State]]:
        """Where each work stands, with what the open drafts say."""
        with self.session(reads_only=True) as session:
            return {each.work.id: {s.state for s in each.standings} for each in list_works(session)}
