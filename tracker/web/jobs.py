"""What takes longer than a page may: a poll or a draft, in a thread of its own, one at a time.

A poll runs as it does on the command line, under its own lock. Where the server ends, it is ended
as Ctrl-C ends ``tracker poll``: its task is cancelled, and what was stored is kept.

The deeds are imported once they run: a page must not wait for what few of them need.
"""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from tracker.errors import TrackerError
from tracker.workflows.project import load_project
from tracker.workflows.session import open_session

if TYPE_CHECKING:
    from tracker.workflows.drafting.draft import DraftReport
    from tracker.workflows.intake.poll_report import PollReport

_END_SECONDS = 5.0  # for a poll to come to its end
_MOST_LINES = 200


@dataclass(slots=True)
class Job:
    """One run: how far it is, and in the end its report or its problem."""

    kind: str  # "poll" or "draft"
    done: int = 0
    total: int = 0
    lines: list[str] = field(default_factory=list)
    is_over: bool = False
    polled: PollReport | None = None
    drafted: DraftReport | None = None
    problem: str = ""
    _stop: Callable[[], object] = lambda: None

    def tell(self, line: str) -> None:
        """A line on what takes long."""
        self.lines = [*self.lines, line][-_MOST_LINES:]

    def progress(self, done: int, total: int) -> None:
        """How many sources have answered, of how many. It is called within the poll's own task,
        and so knows how to end it."""
        self.done, self.total = done, total
        with contextlib.suppress(RuntimeError):
            loop, task = asyncio.get_running_loop(), asyncio.current_task()
            if not done and task:
                self._stop = lambda: loop.call_soon_threadsafe(task.cancel)

    def stop(self) -> None:
        """End it, if it is under way."""
        with contextlib.suppress(RuntimeError):  # it has just ended by itself
            self._stop()


class Jobs:
    """The last job, and the thread of the one that is under way."""

    def __init__(self, home: Path, clock: Callable[[], datetime]) -> None:
        self._home, self._clock = home, clock
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self.last: Job | None = None

    def start(self, kind: str) -> Job:
        """Begin a "poll" or a "draft". Raises TrackerError while another job is under way."""
        with self._lock:
            if self.last and not self.last.is_over:
                raise TrackerError(f"a {self.last.kind} is under way here; wait for its end")
            job = self.last = Job(kind)
            run = self._poll if kind == "poll" else self._draft
            self._thread = threading.Thread(target=self._run, args=(job, run), daemon=True)
            self._thread.start()
            return job

    def end(self) -> None:
        """End what is under way, and wait a little for it."""
        if self._thread and self.last and self._thread.is_alive():
            self.last.stop()
            self._thread.join(_END_SECONDS)

    def _run(self, job: Job, run: Callable[[Job], None]) -> None:
        try:
            run(job)
        except TrackerError as error:
            job.problem = str(error)
        except asyncio.CancelledError:
            job.problem = "ended before its end; what was stored is kept"
        except Exception as error:
            job.problem = f"{type(error).__name__}: {error}; please report it"
        finally:
            job.is_over = True

    def _poll(self, job: Job) -> None:
        from tracker.workflows.intake.poll import PollOptions, poll

        project = load_project(self._home)
        job.polled = poll(project, PollOptions(), now=self._clock(), progress=job.progress)

    def _draft(self, job: Job) -> None:
        from tracker.workflows.drafting.draft import DraftOptions, draft

        project = load_project(self._home)
        with open_session(project, now=self._clock()) as session:
            job.drafted = draft(session, DraftOptions(), tell=job.tell)
