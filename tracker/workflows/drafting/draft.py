"""Drafting: what is worth the author's time, written into a draft, each work once.

The open drafts are read first. An open draft of the same name takes the new entries; it is
filled up to so many undecided entries a topic, and takes what has come since it was last
written on top of these. So drafting twice changes nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from tracker.drafts.file.document import parse_draft
from tracker.drafts.templates.template import EntryTemplate
from tracker.store.author import entries
from tracker.store.database import Database
from tracker.values import Proposal
from tracker.workflows.derived.matches import rematch_if_changed
from tracker.workflows.drafting.draft_file import DraftFile, read_template
from tracker.workflows.drafting.report import DraftedEntry, Told, entries_in
from tracker.workflows.open_drafts.decisions import DraftReading, plan_reading, store_reading
from tracker.workflows.open_drafts.expiry import expired
from tracker.workflows.open_drafts.names import draft_to_continue
from tracker.workflows.open_drafts.read import OpenDrafts, read_open_drafts
from tracker.workflows.project import Project
from tracker.workflows.proposing import second_looks
from tracker.workflows.proposing.candidates import SecondLook
from tracker.workflows.proposing.look_alikes import with_look_alikes
from tracker.workflows.proposing.order import DEFAULT_DAYS, Order, order, with_room
from tracker.workflows.proposing.reader import Tell, read_first
from tracker.workflows.recovery.drafts import adopt_strays


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftOptions:
    """What an author may ask of one draft."""

    topic: str = ""
    since_at: datetime | None = None  # without it, DEFAULT_DAYS back
    limit: int | None = None
    to_stdout: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftReport:
    """The open draft after drafting. ``path`` is "" where there is none."""

    path: str
    text: str
    entries: tuple[DraftedEntry, ...]
    reading: DraftReading
    notices: tuple[str, ...]
    problems: tuple[str, ...] = ()  # what keeps the reader from ordering

    def as_json(self) -> dict[str, object]:
        return {
            "path": self.path or None,
            "entries": [entry.as_json() for entry in self.entries],
            "notices": [*self.reading.returned, *self.notices, *self.problems],
        }


def draft(
    project: Project,
    options: DraftOptions,
    *,
    now: datetime,
    tell: Tell = lambda line: None,
) -> DraftReport:
    """Write proposals into the open draft, or a new one; ``tell`` hears what takes long.

    Raises ConfigError, StoreError, DraftError, PostError.
    """
    if options.topic:
        project.watchlist(options.topic)
    template = read_template(project)
    with Database.open(project.database) as db:
        if not options.to_stdout:
            adopt_strays(project, db, now=now)
        last_entry = entries.last_number(db)
        drafts = read_open_drafts(project, db)
        reading_ = plan_reading(drafts, deletions=False, now=now)
        notices = []
        if not options.to_stdout:
            again = rematch_if_changed(db, project.watchlists, now=now, since=options.since_at)
            notices += [again.line] if again and again.line else []
            store_reading(project, db, reading_)
            if reading_.returns:
                drafts = read_open_drafts(project, db)  # what is added stands beside what is back
            for path in drafts.missing:
                second_looks.put_back(db, path, now=now)
                entries.forget_draft(db, path)
                notices.append(f"{path} is gone: its undecided entries can be proposed again")
        drafting = _Drafting(project, options, db, drafts, template, last_entry, now, tell)
        return drafting.run(reading_, tuple(notices))


def _second_look(path: str, proposal: Proposal) -> str:
    work = proposal.work
    name = f"{work.id} in {proposal.topic}: {work.title or work.url}"
    said = f"; {proposal.said_before}" if proposal.said_before else ""
    return f"{path}: a second look: {proposal.second_look}{said}: {name}"


class _Drafting:
    """One run: what is open, what can be proposed, what is written."""

    def __init__(
        self,
        project: Project,
        options: DraftOptions,
        db: Database,
        drafts: OpenDrafts,
        template: EntryTemplate,
        last_entry: int,
        now: datetime,
        tell: Tell,
    ) -> None:
        self._project, self._options, self._db, self._tell = project, options, db, tell
        self._drafts, self._now = drafts, now
        self._topics = (options.topic,) if options.topic else project.topics
        self._open = draft_to_continue(project, drafts, options.topic)
        self._file = DraftFile(
            project,
            db,
            self._open,
            template,
            last_entry=last_entry,
            topic=options.topic,
            to_stdout=options.to_stdout,
            now=now,
        )

    def run(self, reading_: DraftReading, notices: tuple[str, ...]) -> DraftReport:
        again = self._second_looks()
        whole, proposals, problems = self._proposals(again)
        gone = expired(self._open, whole.expired_before)
        if gone:
            count = f"{len(gone)} entries stay" if len(gone) > 1 else "1 entry stays"
            line = f"{count} undecided for long, and no longer keep others out (expired)"
            notices = (*notices, f"{self._open.path if self._open else ''}: {line}")
        path, data, rendered = self._file.add(proposals, again)
        notices = (*notices, *(_second_look(path, each) for each in proposals if each.second_look))
        told = Told(
            new=frozenset(entry.key for entry in rendered),
            expired=frozenset(entry.key for entry in gone) - {entry.key for entry in rendered},
            second_looks={
                entry.key: proposal.second_look
                for entry, proposal in zip(rendered, proposals, strict=True)
            },
            read_by={
                entry.key: proposal.read_by
                for entry, proposal in zip(rendered, proposals, strict=True)
            },
        )
        return DraftReport(
            path=path if data else "",
            text=data.decode("utf-8"),
            entries=entries_in(
                self._db,
                parse_draft(data, path=path),
                told,
                standing=whole.standing,
                model=whole.model,
                now=self._now,
            ),
            reading=reading_,
            notices=notices,
            problems=problems,
        )

    @property
    def _since(self) -> datetime:
        return self._options.since_at or self._now - timedelta(days=DEFAULT_DAYS)

    def _second_looks(self) -> Mapping[int, SecondLook]:
        return second_looks.due(
            self._project,
            self._db,
            self._drafts,
            self._open,
            topics=self._topics,
            since=self._since,
            now=self._now,
        )

    def _proposals(
        self, again: Mapping[int, SecondLook]
    ) -> tuple[Order, tuple[Proposal, ...], tuple[str, ...]]:
        """The order, what the draft takes of it, and what kept it from being read."""
        per_topic = self._options.limit or self._project.settings.draft.per_topic
        whole = order(
            self._project,
            self._db,
            self._topics,
            since=self._since,
            now=self._now,
            again=again,
            keep=not self._options.to_stdout,
        )
        read = read_first(
            self._project,
            self._db,
            whole,
            with_room(whole, self._open, per_topic=per_topic, explore=0.0),
            now=self._now,
            keep=not self._options.to_stdout,
            tell=self._tell,
        )
        chosen = with_room(
            read.order,
            self._open,
            per_topic=per_topic,
            explore=self._project.settings.ranking.explore,
        )
        proposals = with_look_alikes(self._db, map(whole.propose, chosen))
        return read.order, proposals, read.told
