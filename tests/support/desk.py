"""An author's desk in process: the workflows over real files, with a clock that a test sets.

desk.watch("reasoning", any_of=["chain of thought"])
desk.see(paper(1, "A chain of thought"))
desk.draft()
desk.decide("[x]", 1)
desk.publish()
"""

from __future__ import annotations

import json
import re
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from tests.support.author import POST
from tracker.drafts.file.document import Draft, parse_draft
from tracker.matching.matcher import Matcher
from tracker.store.database import Database
from tracker.store.works.add import add_sightings
from tracker.values import Kind, PaperFacts, Sighting, State, Verdict, Via
from tracker.workflows.deciding.decide import Answer, DecideReport, decide
from tracker.workflows.deciding.review import ReviewReport, review
from tracker.workflows.derived.matches import put_matches
from tracker.workflows.drafting.draft import DraftOptions, DraftReport, draft
from tracker.workflows.intake.poll import PollOptions, poll
from tracker.workflows.intake.poll_report import PollReport
from tracker.workflows.project import Project, load_project
from tracker.workflows.publishing.publish import PublishOptions, PublishReport, publish
from tracker.workflows.publishing.undo import UndoReport, undo
from tracker.workflows.reports.works import list_works
from tracker.workflows.session import Session, open_session

START = datetime(2025, 5, 2, 18, tzinfo=UTC)
PHRASES = ("chain of thought", "tree of thoughts", "self-consistency")


def paper(
    number: int,
    title: str = "",
    *,
    version: int = 1,
    days_ago: float = 1.0,
    first_days_ago: float | None = None,
    comment: str = "",
    summary: str = "",
) -> Sighting:
    """A paper as arXiv shows it. ``days_ago`` dates its version, before the desk's start."""
    first = days_ago if first_days_ago is None else first_days_ago
    return Sighting(
        source="arxiv",
        url=f"https://arxiv.org/abs/2505.{number:05d}",
        seen_at=START,
        title=title or f"A chain of thought for problem {number}",
        kind=Kind.PAPER,
        summary=summary or f"We introduce a method for problem {number}. It helps in practice.",
        authors=("Ada Byron", "Carl Gauss"),
        published_at=START - timedelta(days=first),
        updated_at=START - timedelta(days=days_ago),
        paper=PaperFacts(version=version, categories=("cs.CL",), comment=comment),
    )


def blog(
    slug: str,
    title: str,
    *,
    feed: str = "feed:https://blog.example/feed",
    url: str = "",
    via: str = "",
    days_ago: float = 1.0,
) -> Sighting:
    """A post as a feed brings it; with ``via``, what a link-blog shows."""
    return Sighting(
        source=feed,
        url=url or f"https://blog.example/{slug}",
        seen_at=START,
        title=title,
        kind=Kind.POST,
        summary=f"What I think of {slug}.",
        published_at=START - timedelta(days=days_ago),
        via=Via(via, "A link-blog") if via else None,
    )


class Desk:
    """A project folder, and the deeds on it at ``now``, which ``later`` moves on."""

    def __init__(self, home: Path) -> None:
        self.home, self.now = home, START
        home.mkdir(parents=True, exist_ok=True)
        self.post_path.write_bytes(POST.encode())
        self.configure()
        self.watch("reasoning", heading="Reasoning", any_of=PHRASES)
        self.watch("tuning", heading="Tuning", any_of=("low-rank adapter",))

    # --- files ----------------------------------------------------------------------------

    @property
    def post_path(self) -> Path:
        return self.home / "post.md"

    @property
    def post(self) -> str:
        return self.post_path.read_bytes().decode()

    @property
    def drafts(self) -> list[Path]:
        return sorted(self.home.glob("drafts/*.md"))

    @property
    def done(self) -> list[Path]:
        return sorted(self.home.glob("drafts/done/*.md"))

    @property
    def draft_path(self) -> Path:
        (path,) = self.drafts
        return path

    @property
    def text(self) -> str:
        """The one open draft's text, its line endings as they are."""
        return self.draft_path.read_bytes().decode()

    @property
    def read(self) -> Draft:
        return parse_draft(self.draft_path.read_bytes(), path="draft.md")

    def configure(self, **sections: str) -> None:
        """Write tracker.toml; ``post``, ``draft`` and others as their TOML text."""
        post = sections.pop("post", 'path = "post.md"')
        texts = {"post": post, **sections}
        text = "".join(f"[{name}]\n{lines}\n" for name, lines in texts.items())
        (self.home / "tracker.toml").write_text(text, encoding="utf-8")

    def watch(self, slug: str, *, any_of: Sequence[str], heading: str = "", more: str = "") -> None:
        path = self.home / "watchlists" / f"{slug}.toml"
        path.parent.mkdir(exist_ok=True)
        heading = heading or slug.capitalize()
        path.write_text(
            f'title = "{heading}"\n[arxiv]\ncategories = ["cs.CL"]\n'
            f"any = {json.dumps(list(any_of))}\n{more}",
            encoding="utf-8",
        )

    def edit(self, change: Callable[[str], str], path: Path | None = None) -> None:
        """Change a draft's text (the only one without ``path``), as an author's editor does."""
        target = path or self.draft_path
        old = target.read_bytes().decode()
        new = change(old)
        assert new != old, "the edit changed nothing"
        target.write_bytes(new.encode())

    def mark(self, box: str, *numbers: int, after: str = "") -> None:
        """Set the checkboxes of these works; of all without numbers."""
        which = "|".join(map(str, numbers)) or r"\d+"
        pattern = rf"\[[ x-]\] (<!-- tracker (?:{which}) \S+ -->)"
        self.edit(lambda text: re.sub(pattern, rf"{box} \1{after}", text))

    def cut(self, number: int) -> str:
        """Take an entry out of the draft; gives its text."""
        (entry,) = (entry for entry in self.read.entries if entry.key.work_id == number)
        data = self.draft_path.read_bytes()
        self.draft_path.write_bytes(data[: entry.start] + data[entry.end :])
        return data[entry.start : entry.end].decode()

    # --- deeds ----------------------------------------------------------------------------

    @property
    def project(self) -> Project:
        return load_project(self.home)

    def later(self, **span: float) -> None:
        self.now += timedelta(**(span or {"minutes": 1}))

    def open(self) -> Database:
        return Database.open(self.project.database)

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
        folder = Path(tempfile.mkdtemp(prefix="editor-"))
        editor, buffer, go = folder / "editor.sh", folder / "buffer", folder / "go"
        editor.write_text(
            f'cp "$1" {folder}/opening; mv {folder}/opening {buffer}\n'
            f'until [ -e {go} ]; do sleep 0.01; done; cat {buffer} > "$1"\n'
        )
        with ThreadPoolExecutor(1) as pool:
            reviewing = pool.submit(self.review, path, f"sh {editor}")
            try:
                while not (buffer.exists() or reviewing.done()):
                    time.sleep(0.01)
                if buffer.exists():
                    meanwhile()
                    buffer.write_bytes(change(buffer.read_bytes().decode()).encode())
            finally:
                go.touch()
            report = reviewing.result()
        shutil.rmtree(folder)
        return report

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
