"""Publishing: the approved entries into the living post, or into a post of their own; and undo.

The drafts are read first, so what is published is what they say now. The post is replaced
atomically, and only if it is still the file that was read. What was placed is noted in the
store; a run killed before that finds its entries in the post and does not place them again.
"""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from tracker import files
from tracker.errors import ConfigError, PostError
from tracker.markdown import apply_edits
from tracker.posts.document import parse_post
from tracker.posts.new_post import render_new_post
from tracker.posts.publish import PublishPlan, plan_publication
from tracker.posts.undo import plan_undo
from tracker.store import entries, publications, reading
from tracker.store.database import Database
from tracker.values import ApprovedEntry, EntryKey, PublishedEntry, Verdict
from tracker.workflows.open_drafts import (
    DraftReading,
    OpenDraft,
    OpenDrafts,
    plan_reading,
    read_open_drafts,
    store_reading,
)
from tracker.workflows.project import Project


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishOptions:
    """What an author may ask of one publication."""

    post: str = ""  # instead of the settings' one
    new_post: str = ""  # a file to make
    dry_run: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishReport:
    """What went into the post. ``refusals`` are approved entries that were left out."""

    post: str
    reading: DraftReading
    placed: tuple[str, ...] = ()  # titles
    skipped: tuple[str, ...] = ()  # titles, each with a word: the post has them
    refusals: tuple[str, ...] = ()
    diff: str = ""
    closed: tuple[str, ...] = ()  # drafts that moved to drafts/done/

    def as_json(self) -> dict[str, object]:
        return {
            "post": self.post,
            "placed": list(self.placed),
            "skipped": list(self.skipped),
            "refused": list(self.refusals),
            "closed": list(self.closed),
        }


def publish(project: Project, options: PublishOptions, *, now: datetime) -> PublishReport:
    """Place the approved entries. Raises ConfigError, DraftError, PostError, StoreError."""
    with Database.open(project.database) as db:
        drafts = read_open_drafts(project, db)
        found = plan_reading(drafts, deletions=True, now=now)
        run = _Publication(project, options, db, drafts, found, now)
        if options.dry_run:
            return run.preview()
        store_reading(db, found)
        return run.place()


@dataclass(frozen=True, slots=True)
class _Approved:
    """An approved entry and the draft that holds it."""

    entry: ApprovedEntry
    draft: OpenDraft


class _Publication:
    """One publication: what is approved, where it goes, what becomes of the drafts."""

    def __init__(
        self,
        project: Project,
        options: PublishOptions,
        db: Database,
        drafts: OpenDrafts,
        found: DraftReading,
        now: datetime,
    ) -> None:
        self._project, self._options, self._db = project, options, db
        self._drafts, self._found, self._now = drafts, found, now
        self._approved = self._read_approved()
        self._titles = {each.entry.key: each.entry.title for each in self._approved}

    def preview(self) -> PublishReport:
        """What ``place`` would do."""
        if self._options.new_post:
            plan, old, new = self._new_post()
        else:
            stamped, plan = self._living_post()
            old, new = stamped.data, apply_edits(stamped.data, plan.edits)
        diff = difflib.unified_diff(
            old.decode("utf-8").splitlines(keepends=True),
            new.decode("utf-8").splitlines(keepends=True),
            f"{self._post}",
            f"{self._post} (published)",
        )
        return self._report(plan, diff=_joined(diff))

    def place(self) -> PublishReport:
        """Write the post, note what stands in it, close drafts that are done."""
        if self._options.new_post:
            plan, _, data = self._new_post()
            if plan.placed:
                _write_new(self._path(self._options.new_post), data)
        else:
            stamped, plan = self._living_post()
            if plan.edits:
                _replace(stamped, apply_edits(stamped.data, plan.edits))
        self._note(plan)
        return self._report(plan, closed=self._close_done())

    @property
    def _post(self) -> str:
        told = self._options.new_post or self._options.post or self._project.settings.post.path
        if not told:
            raise ConfigError(
                "there is no post to publish into: set [post] path in tracker.toml, or name one: "
                "tracker publish POST"
            )
        return told

    def _path(self, told: str) -> Path:
        """A path as typed is from the current folder, one of the settings from the project's."""
        path = Path(told).expanduser()
        typed = told in (self._options.post, self._options.new_post)
        return path if typed or path.is_absolute() else self._project.home / path

    def _living_post(self) -> tuple[files.Stamped, PublishPlan]:
        stamped = read_post(self._path(self._post))
        settings = self._project.settings.post
        return stamped, plan_publication(
            parse_post(stamped.data),
            [each.entry for each in self._approved],
            position=settings.position,
            markers=settings.markers,
            date_key=settings.date_key,
            sibling_headings=[watchlist.heading for watchlist in self._project.watchlists],
            now=self._now,
        )

    def _new_post(self) -> tuple[PublishPlan, bytes, bytes]:
        path = self._path(self._options.new_post)
        if path.exists():
            raise PostError(f"{path} is there already; --new-post makes a file")
        made = render_new_post(
            [each.entry for each in self._approved],
            title=path.stem.replace("-", " ").capitalize(),
            front_matter=self._project.settings.draft.front_matter,
            markers=self._project.settings.post.markers,
            now=self._now,
        )
        return PublishPlan((), made.placed, made.skipped), b"", made.data

    def _read_approved(self) -> list[_Approved]:
        """Approved entries that are not published yet, in the order of their drafts."""
        approved: list[_Approved] = []
        headings = {each.slug: each.heading for each in self._project.watchlists}
        for draft in reversed(self._drafts.drafts):
            published = {entry.key for entry in draft.written if entry.is_published}
            updates = {entry.key for entry in draft.written if entry.is_update}
            keys = [entry.key for entry in draft.draft.entries if entry.key in self._drafts.works]
            works = reading.get(self._db, [self._drafts.works[key] for key in keys])
            by_id = {work.id: work for work in works}
            for entry in draft.draft.entries:
                is_open = entry.key not in published and entry.key not in self._found.held
                work = by_id.get(self._drafts.works.get(entry.key, 0))
                if entry.verdict is not Verdict.APPROVED or not is_open or work is None:
                    continue
                approved.append(
                    _Approved(
                        ApprovedEntry(
                            key=entry.key,
                            heading=headings.get(entry.key.topic, entry.key.topic),
                            title=work.title or work.url,
                            text=entry.body,
                            aliases=work.aliases,
                            is_update=entry.key in updates,
                        ),
                        draft,
                    )
                )
        return approved

    def _note(self, plan: PublishPlan) -> None:
        """Note what stands in the post now, also what it had before."""
        path = str(self._path(self._post).resolve())
        placed = [(placed.key, placed.text) for placed in plan.placed]
        placed += [(skipped.key, "") for skipped in plan.skipped if skipped.stands]
        publications.append(
            self._db,
            [
                PublishedEntry(
                    key=key, post=path, text=text, published_at=self._now, date=plan.date
                )
                for key, text in placed
            ],
        )

    def _close_done(self) -> tuple[str, ...]:
        """Move drafts whose entries are all decided, and if approved published, to done/."""
        closed: list[str] = []
        done = read_open_drafts(self._project, self._db)
        for draft in done.drafts:
            if draft.written and not draft.draft.problems and _is_done(draft, done):
                closed.append(_close(self._project, self._db, draft, self._now))
        return tuple(closed)

    def _report(
        self, plan: PublishPlan, *, diff: str = "", closed: tuple[str, ...] = ()
    ) -> PublishReport:
        told = {s.key: f"{self._titles[s.key]}: {s.reason}" for s in plan.skipped}
        stands = {skipped.key for skipped in plan.skipped if skipped.stands}
        return PublishReport(
            post=self._post,
            reading=self._found,
            placed=tuple(self._titles[placed.key] for placed in plan.placed),
            skipped=tuple(line for key, line in told.items() if key in stands),
            refusals=tuple(line for key, line in told.items() if key not in stands),
            diff=diff,
            closed=closed,
        )


def _is_done(draft: OpenDraft, drafts: OpenDrafts) -> bool:
    published = {entry.key for entry in draft.written if entry.is_published}
    for key in {*(e.key for e in draft.written), *(e.key for e in draft.draft.entries)}:
        said = drafts.standing.get(key)
        verdict = said.verdict if said else Verdict.UNDECIDED
        if key not in published and verdict is not Verdict.REJECTED:
            return False
    return True


def _close(project: Project, db: Database, draft: OpenDraft, now: datetime) -> str:
    name, number = Path(draft.path), 1
    target = name.parent / "done" / name.name
    while (project.home / target).exists():
        number += 1
        target = name.parent / "done" / f"{name.stem}-{number}{name.suffix}"
    try:
        (project.home / target).parent.mkdir(exist_ok=True)
        (project.home / name).rename(project.home / target)
    except OSError as error:
        raise PostError(f"{name} cannot be moved to {target}: {error.strerror}") from error
    entries.close(db, draft.path, moved_to=str(target), now=now)
    return str(target)


def read_post(path: Path) -> files.Stamped:
    """The post's bytes. Raises PostError."""
    try:
        return files.read(path)
    except FileNotFoundError as error:
        raise PostError(f"there is no file {path}; check [post] path in tracker.toml") from error
    except OSError as error:
        raise PostError(f"{path} cannot be read: {error.strerror}") from error


def _replace(stamped: files.Stamped, data: bytes) -> None:
    try:
        files.replace(stamped.path, data, expected=stamped.stamp)
    except files.FileChangedError as error:
        message = f"{stamped.path} was changed meanwhile; nothing was written; try again"
        raise PostError(message) from error
    except OSError as error:
        told = error.strerror or str(error)
        raise PostError(f"{stamped.path} cannot be written: {told}") from error


def _write_new(path: Path, data: bytes) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("xb") as file:
            file.write(data)
    except OSError as error:
        raise PostError(f"{path} cannot be made: {error.strerror}") from error


def _joined(diff: Iterable[str]) -> str:
    """The diff with a note where a line ends without a newline, as diff(1) writes it."""
    return "".join(
        line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in diff
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class UndoReport:
    """What was taken back out of a post, and what was left where it is."""

    post: str
    removed: tuple[str, ...]
    left: tuple[str, ...]
    reopened: tuple[str, ...] = ()


def undo(project: Project, *, now: datetime) -> UndoReport:
    """Take the last publication back where its lines still stand.

    Its entries are approved as before, and their drafts open again. Raises PostError.
    """
    with Database.open(project.database) as db:
        published = publications.last(db)
        if not published:
            raise PostError("nothing has been published")
        path = Path(published[0].post)
        stamped = read_post(path)
        plan = plan_undo(parse_post(stamped.data), published, date=published[0].date)
        if plan.edits:
            _replace(stamped, apply_edits(stamped.data, plan.edits))
        removed = set(plan.removed)
        publications.withdraw(db, [e for e in published if e.key in removed], now=now)
        titles = _titles(db, [entry.key for entry in published])
        return UndoReport(
            post=str(path),
            removed=tuple(titles[key] for key in plan.removed),
            left=tuple(f"{titles[skipped.key]}: {skipped.reason}" for skipped in plan.left),
            reopened=_reopen(project, db, removed),
        )


def _titles(db: Database, keys: Sequence[EntryKey]) -> dict[EntryKey, str]:
    numbers = reading.resolve(db, [key.work_id for key in keys])
    works = {work.id: work for work in reading.get(db, numbers.values())}
    return {key: works[numbers[key.work_id]].title for key in keys}


def _reopen(project: Project, db: Database, keys: Collection[EntryKey]) -> tuple[str, ...]:
    """Bring the drafts of these entries back from done/."""
    reopened: list[str] = []
    for draft in entries.drafts(db):
        held = {entry.key for entry in entries.of_draft(db, draft.path)}
        if draft.closed_at is None or not held & set(keys):
            continue
        source, target = project.home / draft.path, project.drafts / Path(draft.path).name
        if source.exists() and not target.exists():
            source.rename(target)
            path = str(target.relative_to(project.home))
            entries.reopen(db, draft.path, moved_to=path)
            reopened.append(path)
    return tuple(reopened)
