"""Drafting: what is worth the author's time, written into a draft, each work once.

The open drafts are read first. An open draft of the same name takes the new entries; it is
filled up to so many undecided entries a topic, and takes what has come since it was last
written on top of these. So drafting twice changes nothing.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from tracker.drafts.document import parse_draft, plan_second_look
from tracker.drafts.render import RenderedEntry, plan_additions, render_draft, render_entries
from tracker.drafts.template import EntryTemplate, load_template
from tracker.errors import DraftError
from tracker.ranking.explain import why
from tracker.ranking.model import Model
from tracker.ranking.selection import Candidate, score, select
from tracker.store import entries, matches, reading, votes
from tracker.store.database import Database
from tracker.store.read_orders import readers
from tracker.store.second_looks import given
from tracker.values import (
    EntryKey,
    Match,
    Proposal,
    Score,
    Work,
)
from tracker.workflows import second_looks
from tracker.workflows.matching import rematch_if_changed
from tracker.workflows.next_draft import (
    DEFAULT_DAYS,
    Order,
    draft_to_continue,
    expired,
    name_of_draft,
    order,
    title_of_draft,
    with_room,
)
from tracker.workflows.open_drafts import (
    DraftReading,
    OpenDrafts,
    plan_reading,
    read_open_drafts,
    replace_file,
    store_reading,
    write_draft,
)
from tracker.workflows.project import Project, read_text
from tracker.workflows.proposing import BY_HAND, SecondLook, posts_of
from tracker.workflows.reader import Tell, read_first
from tracker.workflows.seeds import taught_works
from tracker.workflows.strays import adopt_strays
from tracker.workflows.teaching import lessons


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftOptions:
    """What an author may ask of one draft."""

    topic: str = ""
    since_at: datetime | None = None  # without it, DEFAULT_DAYS back
    limit: int | None = None
    to_stdout: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftedEntry:
    """An entry of the open draft, in the order shown."""

    work: Work
    topic: str
    score: Score
    is_new: bool
    is_expired: bool = False
    read_by: str = ""  # the reader that put it where it stood when it was proposed

    def as_json(self) -> dict[str, object]:
        parts = [(part.name, round(part.value, 4)) for part in self.score.parts]
        return {
            "id": str(self.work.id),
            "topic": self.topic,
            "title": self.work.title,
            "url": self.work.url,
            "score": round(math.fsum(value for _, value in parts), 4),
            "parts": [{"name": name, "value": value} for name, value in parts],
            "why": why(self.score, read_by=self.read_by),
            "read_by": self.read_by or None,
            "aliases": [str(alias) for alias in self.work.aliases],
            "new": self.is_new,
            "expired": self.is_expired,
        }


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
            "notices": [*self.notices, *self.problems],
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
        drafts = read_open_drafts(project, db)
        reading_ = plan_reading(drafts, deletions=False, now=now)
        notices = []
        if not options.to_stdout:
            rematch_if_changed(db, project.watchlists, now=now)
            store_reading(db, reading_)
            for path in drafts.missing:
                entries.forget_draft(db, path)
                notices.append(f"{path} is gone: its undecided entries can be proposed again")
        drafting = _Drafting(project, options, db, drafts, template, now, tell)
        return drafting.run(reading_, tuple(notices))


def read_template(project: Project) -> EntryTemplate:
    """The template that the settings name, the author's own first. Raises ConfigError."""
    name = project.settings.draft.template
    own = project.templates / f"{name}.j2"
    return load_template(name, read_text(own) if own.is_file() else None)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Told:
    """What a run says of entries: which are new, which have expired, who linked them since, which
    reader put them first."""

    new: frozenset[EntryKey]
    expired: frozenset[EntryKey]
    second_looks: Mapping[EntryKey, str]
    read_by: Mapping[EntryKey, str]


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
        now: datetime,
        tell: Tell = lambda line: None,
    ) -> None:
        self._project, self._options, self._db, self._tell = project, options, db, tell
        self._drafts, self._template, self._now = drafts, template, now
        self._topics = (options.topic,) if options.topic else project.topics
        self._open = draft_to_continue(project, drafts, options.topic)
        self._again: Mapping[int, SecondLook] = {}

    @property
    def _name(self) -> str:
        return name_of_draft(self._project, self._options.topic)

    def run(self, reading_: DraftReading, notices: tuple[str, ...]) -> DraftReport:
        whole, proposals, problems = self._proposals()
        gone = expired(self._open, whole.expired_before)
        if gone:
            count = f"{len(gone)} entries stay" if len(gone) > 1 else "1 entry stays"
            line = f"{count} undecided for long, and no longer keep others out (expired)"
            notices = (*notices, f"{self._open.path if self._open else ''}: {line}")
        path, data, rendered = self.add(proposals)
        notices = (*notices, *(_second_look(path, each) for each in proposals if each.second_look))
        told = _Told(
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
            entries=self._entries(path, data, told, whole.model),
            reading=reading_,
            notices=notices,
            problems=problems,
        )

    def add(self, proposals: Sequence[Proposal]) -> tuple[str, bytes, tuple[RenderedEntry, ...]]:
        """Render the proposals into the draft: its path and bytes, and the new entries."""
        rendered = tuple(
            replace(entry, key=self._standing(proposal) or entry.key)
            for entry, proposal in zip(
                render_entries(proposals, self._project.watchlists, self._template),
                proposals,
                strict=True,
            )
        )
        path, data = self._written(rendered, proposals)
        if rendered and not self._options.to_stdout:
            self._write(path, data, rendered, proposals)
        return path, data, rendered

    def _standing(self, proposal: Proposal) -> EntryKey | None:
        """The entry of a second look that stands in the draft already."""
        return self._again[proposal.work.id].standing if proposal.second_look else None

    def _proposals(self) -> tuple[Order, tuple[Proposal, ...], tuple[str, ...]]:
        """The order, what the draft takes of it, and what kept it from being read."""
        per_topic = self._options.limit or self._project.settings.draft.per_topic
        since = self._options.since_at or self._now - timedelta(days=DEFAULT_DAYS)
        self._again = second_looks.due(
            self._project,
            self._db,
            self._drafts,
            self._open,
            topics=self._topics,
            since=since,
            now=self._now,
        )
        whole = order(
            self._project,
            self._db,
            self._topics,
            since=since,
            now=self._now,
            again=self._again,
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
        return read.order, tuple(map(whole.propose, chosen)), read.told

    def _written(
        self, rendered: Sequence[RenderedEntry], proposals: Sequence[Proposal]
    ) -> tuple[str, bytes]:
        """The draft's path and its bytes with the new entries; no bytes where there is none."""
        if self._open is not None:
            data = self._open.file.data
            for proposal in proposals:
                if (key := self._standing(proposal)) is not None:
                    data = plan_second_look(data, key, proposal.second_look, proposal.said_before)
            return self._open.path, plan_additions(data, rendered, self._project.watchlists)
        path = self._free_path()
        if not rendered:
            return path, b""
        text = render_draft(
            rendered,
            self._project.watchlists,
            title=title_of_draft(self._project, self._options.topic),
            now=self._now,
            front_matter=self._project.settings.draft.front_matter,
        )
        return path, text.encode("utf-8")

    def _free_path(self) -> str:
        """A path that no file and no draft of the store has."""
        known = {known.path for known in entries.drafts(self._db)}
        stem = f"{self._now:%Y-%m-%d}-{self._name}"
        number, name = 1, f"drafts/{stem}.md"
        while name in known or (self._project.home / name).exists():
            number += 1
            name = f"drafts/{stem}-{number}.md"
        return name

    def _write(
        self,
        path: str,
        data: bytes,
        rendered: Sequence[RenderedEntry],
        proposals: Sequence[Proposal],
    ) -> None:
        """First the file, then the store: killed between the two, nothing counts as deleted."""
        if self._open is not None:
            replace_file(self._project, self._open, data)
        else:
            write_draft(self._project.home / path, data)
        written = {entry.key: entry.text for entry in self._open.written} if self._open else {}
        added = [
            entries.NewEntry(
                key=entry.key,
                # What stands in the file already stays as it was written.
                text=written.get(entry.key, entry.body) if self._standing(proposal) else entry.body,
                version=(proposal.work.paper.version or 0) if proposal.work.paper else 0,
                is_update=proposal.is_update,
            )
            for entry, proposal in zip(rendered, proposals, strict=True)
        ]
        with self._db.transaction():
            entries.add(self._db, path, added, now=self._now)
            second_looks.note(self._db, proposals, now=self._now)

    def _entries(
        self, path: str, data: bytes, told: _Told, model: Model
    ) -> tuple[DraftedEntry, ...]:
        shown = [entry.key for entry in parse_draft(data, path=path).entries]
        numbers = reading.resolve(self._db, [key.work_id for key in shown])
        works = {work.id: work for work in reading.get(self._db, numbers.values())}
        found = matches.of_works(self._db, works)
        posts, seen = posts_of(self._db, works), votes.of_works(self._db, works)
        proposed = entries.of_works(self._db, works)
        updates = {entry.work_id for entry in proposed if entry.is_update}
        looks = given(self._db, works)
        read_by = readers(
            self._db, ((EntryKey(e.work_id, e.key.topic), e.proposed_at) for e in proposed)
        )
        drafted = []
        for key in shown:
            work = works.get(numbers.get(key.work_id, 0))
            if work is None:
                continue
            match = next((m for m in found.get(work.id, ()) if m.topic == key.topic), None)
            match = match or Match(work_id=work.id, topic=key.topic, reasons=())
            candidate = Candidate(
                work=work,
                matches=(match,),
                posts=posts.get(work.id, ()),
                is_update=work.id in updates,
                votes=seen.get(work.id, ()),
                second_look=told.second_looks.get(key, "")
                or looks.get(EntryKey(work.id, key.topic), ""),
            )
            drafted.append(
                DraftedEntry(
                    work=work,
                    topic=key.topic,
                    score=score(candidate, match, model=model, now=self._now),
                    is_new=key in told.new,
                    is_expired=key in told.expired,
                    read_by=told.read_by.get(key, "")
                    or read_by.get(EntryKey(work.id, key.topic), ""),
                )
            )
        return tuple(drafted)


def propose(project: Project, db: Database, work_id: int, topic: str, *, now: datetime) -> None:
    """Write one work into the open draft, whatever its rank: the author asked for it.

    Raises ConfigError, DraftError.
    """
    work = reading.get(db, [work_id])[0]
    found = matches.of_works(db, [work_id]).get(work_id, ())
    match = next((m for m in found if m.topic == topic), None)
    candidate = Candidate(
        work=work,
        matches=(match or Match(work_id=work_id, topic=topic, reasons=(BY_HAND,)),),
        posts=posts_of(db, [work_id]).get(work_id, ()),
        votes=votes.of_works(db, [work_id]).get(work_id, ()),
    )
    model = lessons(project, db, taught_works(project, db), now=now).learn()
    proposals = select([candidate], per_topic=1, topics=[topic], model=model, now=now)
    if not proposals:
        raise DraftError(f"{work_id} cannot be proposed: it was withdrawn")
    drafting = _Drafting(
        project, DraftOptions(), db, read_open_drafts(project, db), read_template(project), now
    )
    drafting.add(proposals)
