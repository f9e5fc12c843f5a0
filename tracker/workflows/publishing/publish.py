"""Publishing: the approved entries into the living post, or into a post of their own.

The drafts are read first, so what is published is what they say now. The post is replaced
atomically, and only if it is still the file that was read. What was placed is noted in the
store; after a run that ended before that, the next one does (``recovery/publications.py``).
"""

from __future__ import annotations

import difflib
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from tracker import files
from tracker.errors import ConfigError, PostError
from tracker.markdown import apply_edits, lines_written
from tracker.posts.document import parse_post
from tracker.posts.new_post import render_new_post
from tracker.posts.publication import PublishPlan, plan_publication
from tracker.posts.titles import title_of
from tracker.store.author.publications import last
from tracker.text.invisible import outgoing
from tracker.values import EntryKey, PublishedEntry
from tracker.watchlists import Watchlist
from tracker.workflows.open_drafts.done import Departures, put_aside
from tracker.workflows.open_drafts.verdicts import DraftReading, plan_reading
from tracker.workflows.post_file import (
    check_markdown,
    check_merged,
    check_writable,
    is_mdx,
    make_post,
    read_post,
    replace_post,
)
from tracker.workflows.publishing.approved import read_approved, tell_lost
from tracker.workflows.publishing.gone import gone_from_posts
from tracker.workflows.recovery import publications
from tracker.workflows.recovery.post_names import rename_posts
from tracker.workflows.session import Session


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishOptions:
    """What an author may ask of one publication."""

    post: str = ""  # instead of the settings' one
    new_post: str = ""  # a file to make


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishReport:
    """What went into the post. ``refusals`` are approved entries that were left out."""

    post: str
    reading: DraftReading
    placed: tuple[str, ...] = ()  # titles
    skipped: tuple[str, ...] = ()  # titles, each with a word: the post has them
    refusals: tuple[str, ...] = ()
    diff: str = ""
    text: str = ""  # of a preview: the post as it would stand
    lines: tuple[range, ...] = ()  # of that text: what is new in it
    closed: tuple[str, ...] = ()  # drafts from which all has moved to drafts/done/
    cut: tuple[str, ...] = ()  # titles of what was placed with a line that breaks off
    under: Mapping[str, int] = field(default_factory=dict)  # how many by heading
    created: tuple[str, ...] = ()  # headings that the living post lacked
    notices: tuple[str, ...] = ()  # on earlier publications, and on what moved
    cautions: tuple[str, ...] = ()  # where entries may not last, or a setting does nothing

    def as_json(self) -> dict[str, object]:
        return {
            "post": self.post,
            "placed": list(self.placed),
            "skipped": list(self.skipped),
            "refused": list(self.refusals),
            "closed": list(self.closed),
            "cut": list(self.cut),
            "under": dict(self.under),
            "created": list(self.created),
            "notices": list(self.notices),
            "returned": list(self.reading.returned),
            "cautions": list(self.cautions),
        }


def publish(session: Session, options: PublishOptions) -> PublishReport:
    """Place the approved entries; a session that does not store only tells what it would do.

    Raises ConfigError, DraftError, PostError, StoreError.
    """
    settled = session.settled
    reading = plan_reading(session.drafts, deletions=True, now=session.now)
    placed = {entry.key for entry in (*settled.found, *settled.waiting)}
    reading = replace(reading, held=reading.held | placed)
    run = _Publication(session, options, reading)
    if not session.stores:
        return _with_settled(run.preview(), settled)
    session.store_reading(reading)
    rename_posts(session.project, session.db)
    report = _with_settled(run.place(), settled)
    return report if report.placed else replace(report, notices=(*report.notices, *_gone(session)))


def _gone(session: Session) -> list[str]:
    """A line where the last publication's entries were taken out of their post without ``undo``."""
    published = last(session.db)
    gone = len(gone_from_posts(session, published))
    what = f"{gone} of the {len(published)} entries that were published last"
    advice = "to have them approved again: tracker undo"
    return [f"{published[0].post} has no more {what}; {advice}"] if gone else []


def _with_settled(report: PublishReport, settled: publications.Settled) -> PublishReport:
    posts = dict.fromkeys(entry.post for entry in settled.waiting)
    waiting = (
        f"{post} is out of reach, and may have entries of a publication that ended too early; "
        "put it back, and publish again (after a week it counts as gone)"
        for post in posts
    )
    counted = Counter(entry.post for entry in settled.found)
    notices = (
        f"a publication had ended before it was noted: {post} has {count} of its entries"
        for post, count in counted.items()
    )
    return replace(
        report,
        notices=(*notices, *report.notices),
        refusals=(*report.refusals, *waiting),
    )


class _Publication:
    """One publication: what is approved, where it goes, what becomes of the drafts."""

    def __init__(self, session: Session, options: PublishOptions, reading: DraftReading) -> None:
        self._session, self._options, self._reading = session, options, reading
        self._project, self._drafts, self._now = session.project, session.drafts, session.now
        self._approved = read_approved(
            session.db,
            self._drafts,
            reading.held,
            self._watchlists,
            post=self._project.name_of(self._path(self._post)),
        )
        self._titles = {approved.entry.key: approved.entry.title for approved in self._approved}

    @property
    def _watchlists(self) -> Sequence[Watchlist]:
        return self._project.watchlists

    def preview(self) -> PublishReport:
        """What ``place`` would do."""
        if self._options.new_post:
            plan, old, new = self._new_post()
        else:
            stamped, plan = self._living_post()
            old, new = stamped.data, apply_edits(stamped.data, plan.edits)
        return replace(
            self._report(plan, Departures()),
            diff=_diff(old, new, self._post),
            text=new.decode("utf-8"),
            lines=tuple(lines_written(new, plan.edits)),
        )

    def place(self) -> PublishReport:
        """Write the post, note what stands in it, close drafts that are done."""
        if self._options.new_post:
            plan, _, data = self._new_post()
            with self._noted(plan):
                if plan.placed:
                    make_post(self._path(self._options.new_post), data)
        else:
            stamped, plan = self._living_post()
            with self._noted(plan):
                if plan.edits:
                    replace_post(stamped, apply_edits(stamped.data, plan.edits))
        self._session.reread()
        gone = put_aside(
            self._session.folder,
            self._session.db,
            self._session.drafts,
            self._reading.held,
            closes=True,
            now=self._now,
        )
        self._session.reread()
        return self._report(plan, gone)

    @property
    def _post(self) -> str:
        path = self._options.new_post or self._options.post or self._project.settings.post.path
        if not path:
            raise ConfigError(
                "there is no post to publish into: set [post] path in tracker.toml, or name one: "
                "tracker publish POST"
            )
        return path

    def _path(self, typed_path: str) -> Path:
        """A path as typed is from the current folder, one of the settings from the project's."""
        path = Path(typed_path).expanduser()
        typed = typed_path in (self._options.post, self._options.new_post)
        return path if typed or path.is_absolute() else self._project.home / path

    def _living_post(self) -> tuple[files.Stamped, PublishPlan]:
        path = self._path(self._post)
        check_markdown(path)
        stamped = read_post(path, is_typed=bool(self._options.post))
        check_markdown(path, stamped.data)
        check_merged(stamped)
        check_writable(stamped.path)
        settings = self._project.settings.post
        return stamped, plan_publication(
            parse_post(stamped.data, is_mdx=is_mdx(stamped.path)),
            [approved.entry for approved in self._approved],
            position=settings.position,
            markers=settings.markers,
            date_key=settings.date_key,
            sibling_headings=[watchlist.heading for watchlist in self._watchlists],
            now=self._now,
        )

    def _new_post(self) -> tuple[PublishPlan, bytes, bytes]:
        path = self._path(self._options.new_post)
        check_markdown(path)
        if path.exists():
            raise PostError(f"{path} is there already; --new-post makes a file")
        made = render_new_post(
            [approved.entry for approved in self._approved],
            title=self._title_of(path),
            front_matter=self._project.settings.draft.front_matter,
            markers=self._project.settings.post.markers,
            now=self._at,
            tags=self._tags(),
            is_mdx=is_mdx(path),
        )
        return PublishPlan((), made.placed, made.skipped), b"", made.data

    def _title_of(self, path: Path) -> str:
        """The title that the author gave to a draft, else the file's name (or its folder's)."""
        topics = ["", *(watchlist.slug for watchlist in self._watchlists)]
        ours = {self._session.title_of_draft(topic) for topic in topics}
        for draft in {approved.draft.path: approved.draft for approved in self._approved}.values():
            title = title_of(draft.file.data)
            if title and title not in ours:
                return title
        name = path.parent.name if path.stem in ("index", "_index") else path.stem
        return re.sub(r"^\d{4}-\d{2}-\d{2}-", "", name).replace("-", " ").capitalize()

    def _tags(self) -> list[str]:
        """The tags of the entries' topics."""
        topics = {approved.entry.key.topic for approved in self._approved}
        lists = [w.tags for w in self._watchlists if w.slug in topics]
        return list(dict.fromkeys(tag for tags in lists for tag in tags))

    def _noted(self, plan: PublishPlan) -> AbstractContextManager[None]:
        """Around the writing of the post."""
        placed = [self._published(plan, placed.key, placed.text) for placed in plan.placed]
        before = [self._published(plan, skipped.key) for skipped in plan.skipped if skipped.stands]
        return publications.noted(self._session.db, self._project, placed, before)

    def _published(self, plan: PublishPlan, key: EntryKey, text: str = "") -> PublishedEntry:
        post = self._project.name_of(self._path(self._post))
        return PublishedEntry(key=key, post=post, text=text, published_at=self._at, date=plan.date)

    @property
    def _at(self) -> datetime:
        """Now, but never before the entries were proposed: the clock may have been set back."""
        written = (entry for approved in self._approved for entry in approved.draft.written)
        return max(self._now, *(entry.proposed_at for entry in written), self._now)

    def _report(self, plan: PublishPlan, gone: Departures) -> PublishReport:
        lines = {s.key: f"{self._titles[s.key]}: {s.reason}" for s in plan.skipped}
        stands = {skipped.key for skipped in plan.skipped if skipped.stands}
        headings = {each.entry.key: each.entry.heading for each in self._approved}
        return PublishReport(
            post=self._post,
            reading=self._reading,
            placed=tuple(self._titles[placed.key] for placed in plan.placed),
            skipped=tuple(line for key, line in lines.items() if key in stands),
            refusals=(
                *(line for key, line in lines.items() if key not in stands),
                *tell_lost(self._session.db, self._drafts),
                *gone.problems,
            ),
            notices=gone.lines,
            closed=gone.closed,
            cut=tuple(self._titles[placed.key] for placed in plan.placed if _is_cut(placed.text)),
            under=Counter(headings[placed.key] for placed in plan.placed),
            created=plan.created,
            cautions=tuple(f"{self._post}: {line}" for line in plan.cautions),
        )


def _is_cut(text: str) -> bool:
    """Whether a line of an entry ends in an ellipsis."""
    return any(_CUT.search(line) for line in text.splitlines())


_CUT = re.compile(r"(?:…|\.\.\.)[\"”’*_]*\s*$")


def _diff(old: bytes, new: bytes, post: str) -> str:
    """A unified diff; where a line ends without a newline, it says so as diff(1) does."""
    lines = difflib.unified_diff(
        _LINE.findall(old.decode("utf-8")),
        _LINE.findall(new.decode("utf-8")),
        outgoing(post),
        f"{outgoing(post)} (published)",
    )
    return "".join(
        line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines
    )


_LINE = re.compile(r"[^\n]*\n|[^\n]+")  # str.splitlines knows ends that no diff does
