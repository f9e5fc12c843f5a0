"""The open drafts as their files stand, and what they decide. The draft file is the truth.

Read before drafting and publishing, after an editor, and (without storing anything) for lists.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from tracker import files
from tracker.drafts.file.decisions import ReviewPlan, plan_decisions
from tracker.drafts.file.document import Draft, parse_draft
from tracker.drafts.file.unseen import (
    ReturnedEntry,
    WrittenEntry,
    find_standing,
    find_unseen,
    plan_return,
)
from tracker.errors import DraftError
from tracker.escaping import markdown
from tracker.markdown import excess
from tracker.posts.publish import says_the_same
from tracker.store.author import decisions, entries, publications, second_looks
from tracker.store.author.entries import Entry
from tracker.store.database import Database
from tracker.store.works import read as reading
from tracker.values import Decision, DraftEntry, EntryKey, Verdict
from tracker.workflows.project import Project
from tracker.workflows.strays import find_renamed, find_strays, tell_unknown


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenDraft:
    """A draft's file as it was read, and what tracker wrote into it."""

    path: str  # relative to the project folder
    known_as: str  # its path in the store: another one after it was renamed
    file: files.Stamped
    draft: Draft
    written: tuple[Entry, ...]
    standing: frozenset[EntryKey] = frozenset()  # of what was written, in the file as it is
    unseen: frozenset[EntryKey] = frozenset()  # written after the copy that the file is


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenDrafts:
    """All open drafts, the newest first, and what stands in the store on their entries.

    ``works`` leads from a marker's key to the work as it is known now; ``standing`` are the
    decisions by marker's key; ``titles`` name the works; ``missing`` are drafts whose file is gone;
    ``published`` are the entries in a post, True where it has them as they read now; ``unknown``
    has a line on each file that another database's draft must be.
    """

    drafts: tuple[OpenDraft, ...]
    missing: tuple[str, ...]
    works: dict[EntryKey, int]
    standing: dict[EntryKey, Decision]
    titles: dict[EntryKey, str]
    published: dict[EntryKey, bool]
    unknown: tuple[str, ...] = ()

    def find(self, work_id: int, topic: str = "") -> list[tuple[OpenDraft, DraftEntry]]:
        """Where the work stands in a draft, under any topic or the one given."""
        return [
            (open_draft, entry)
            for open_draft in self.drafts
            for entry in open_draft.draft.entries
            if self.works.get(entry.key) == work_id and topic in ("", entry.key.topic)
        ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Return:
    """Entries that go back into a draft's file, since its author never saw them, and a line on
    each."""

    draft: OpenDraft
    entries: tuple[ReturnedEntry, ...]
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftReading:
    """What the drafts said beyond what was stored."""

    decisions: tuple[Decision, ...] = ()
    lines: tuple[str, ...] = ()  # one a decision, for the author
    problems: tuple[str, ...] = ()  # with file and line
    moves: tuple[tuple[str, str], ...] = ()  # of renamed drafts: the path in the store, and now
    held: frozenset[EntryKey] = frozenset()  # entries that a problem is about
    returns: tuple[Return, ...] = ()

    @property
    def returned(self) -> tuple[str, ...]:
        """A line on each entry that goes back into its draft's file."""
        return tuple(line for each in self.returns for line in each.lines)


def read_open_drafts(project: Project, db: Database) -> OpenDrafts:
    """Read the files of all open drafts. Raises DraftError for one that cannot be read."""
    read: list[OpenDraft] = []
    missing: list[str] = []
    every = {draft.path for draft in entries.drafts(db)}
    for known in entries.drafts(db, open_only=True):
        written = entries.of_draft(db, known.path)
        path = known.path
        try:
            file = files.read(project.home / path)
        except FileNotFoundError:
            renamed = find_renamed(find_strays(project, every), {entry.key for entry in written})
            if renamed is None:
                missing.append(known.path)
                continue
            path, file = renamed.path, renamed.file
        except OSError as error:
            raise DraftError(f"{path} cannot be read: {error.strerror}") from error
        if told := excess(file.data):
            raise DraftError(f"{path} {told}; move entries into another file of drafts/")
        every.add(path)
        read.append(_open_draft(db, known, written, path, file))
    read = _without_superseded(read)
    works, standing = _standing(db, read)
    named = {work.id: work.title or work.url for work in reading.get(db, set(works.values()))}
    return OpenDrafts(
        drafts=tuple(read),
        missing=tuple(missing),
        works=works,
        standing=standing,
        titles={key: named[number] for key, number in works.items() if number in named},
        published=_published(db, read),
        unknown=() if missing else tell_unknown(project, db, every),
    )


def _open_draft(
    db: Database, known: entries.Draft, written: tuple[Entry, ...], path: str, file: files.Stamped
) -> OpenDraft:
    draft = parse_draft(file.data, path=path)
    looks = second_looks.noted_at(db, [entry.work_id for entry in written])
    as_written = [
        WrittenEntry(
            key=entry.key,
            body=entry.text,
            written_at=entry.proposed_at,
            is_second_look=looks.get(EntryKey(entry.work_id, entry.key.topic)) == entry.proposed_at,
        )
        for entry in written
    ]
    standing = find_standing(draft, file.data, as_written)
    return OpenDraft(
        path=path,
        known_as=known.path,
        file=file,
        draft=draft,
        written=written,
        standing=standing,
        unseen=find_unseen(file.data, as_written, standing, opened_at=known.opened_at),
    )


def _without_superseded(read: Sequence[OpenDraft]) -> list[OpenDraft]:
    """The drafts without entries that were written anew into another one: a draft that was done
    may have come back, and what stands in it of a work that had a second look since is past."""
    times = Counter(entry.key for each in read for entry in each.written)
    updates = {entry.key for each in read for entry in each.written if entry.is_update}
    last: dict[EntryKey, tuple[datetime, str]] = {}
    for each in read:
        for entry in each.written:
            if times[entry.key] > 1 and entry.key not in updates:
                this = entry.proposed_at, each.known_as
                last[entry.key] = max(this, last.get(entry.key, this))
    return [
        replace(
            each,
            draft=replace(each.draft, entries=_kept(each.draft.entries, each.known_as, last)),
            written=_kept(each.written, each.known_as, last),
        )
        for each in read
    ]


_Keyed = TypeVar("_Keyed", Entry, DraftEntry)


def _kept(
    found: Iterable[_Keyed], path: str, last: Mapping[EntryKey, tuple[datetime, str]]
) -> tuple[_Keyed, ...]:
    return tuple(entry for entry in found if last.get(entry.key, (None, path))[1] == path)


def _standing(
    db: Database, read: Iterable[OpenDraft]
) -> tuple[dict[EntryKey, int], dict[EntryKey, Decision]]:
    proposed_at = {entry.key: entry.proposed_at for each in read for entry in each.written}
    keys = {*proposed_at, *(entry.key for each in read for entry in each.draft.entries)}
    numbers = reading.resolve(db, [key.work_id for key in keys])
    works = {key: numbers[key.work_id] for key in keys if key.work_id in numbers}
    current = decisions.current(db, set(works.values()))
    standing: dict[EntryKey, Decision] = {}
    for key, work_id in works.items():
        said = current.get((work_id, key.topic))
        # What was said of an earlier version of the work says nothing about a new entry.
        if said is not None and said.decided_at >= proposed_at.get(key, said.decided_at):
            standing[key] = said
    return works, standing


def _published(db: Database, read: Iterable[OpenDraft]) -> dict[EntryKey, bool]:
    found: dict[EntryKey, bool] = {}
    for each in read:
        numbers = {entry.key: entry.work_id for entry in each.written if entry.is_published}
        in_posts = publications.of_works(db, numbers.values())
        texts = {p.key: p.text for number in numbers.values() for p in in_posts.get(number, ())}
        bodies = {entry.key: entry.body for entry in each.draft.entries}
        for key in numbers:
            text, body = texts.get(key, ""), bodies.get(key, "")
            # Without a text the post had it before, in words of its own.
            found[key] = not (text and body) or says_the_same(body, text)
    return found


def plan_reading(
    drafts: OpenDrafts,
    *,
    deletions: bool,
    now: datetime,
    of: Sequence[OpenDraft] | None = None,
) -> DraftReading:
    """What the drafts decide beyond what is stored; nothing is stored here.

    ``of`` limits it to some of the drafts. With ``deletions`` a missing entry is a rejection.
    """
    plans = [
        (each, _plan(drafts, each, deletions=deletions, now=now))
        for each in (drafts.drafts if of is None else of)
    ]
    return DraftReading(
        decisions=tuple(
            replace(said, work_id=drafts.works[EntryKey(said.work_id, said.topic)])
            for _, plan in plans
            for said in plan.decisions
        ),
        lines=tuple(line for _, plan in plans for line in plan.lines),
        moves=tuple(
            (each.known_as, each.path) for each in drafts.drafts if each.path != each.known_as
        ),
        problems=tuple(
            f"{each.path}:{problem.line}: {problem.message}"
            for each, plan in plans
            for problem in plan.problems
            if problem.message
        )
        + (drafts.unknown if of is None else ()),
        held=frozenset(
            problem.key for _, plan in plans for problem in plan.problems if problem.key
        ),
        returns=tuple(
            _return(drafts, each, plan.returned) for each, plan in plans if plan.returned
        ),
    )


def _return(drafts: OpenDrafts, each: OpenDraft, returned: Mapping[EntryKey, str]) -> Return:
    texts = {entry.key: entry.text for entry in each.written}
    entries_ = []
    for key in returned:
        said = drafts.standing.get(key)
        look = said.reason if said and said.origin == second_looks.ORIGIN else ""
        # What tracker found in a file, after it was killed, may have had no text.
        body = texts[key] or markdown(drafts.titles.get(key, ""))
        entries_.append(ReturnedEntry(key=key, body=body, second_look=look))
    return Return(draft=each, entries=tuple(entries_), lines=tuple(returned.values()))


def _plan(drafts: OpenDrafts, each: OpenDraft, *, deletions: bool, now: datetime) -> ReviewPlan:
    known = {entry.key for other in drafts.drafts for entry in other.written}
    elsewhere = {
        entry.key
        for other in drafts.drafts
        if other.path != each.path
        for entry in other.draft.entries
    }
    current = {
        key: drafts.standing[key].verdict if key in drafts.standing else Verdict.UNDECIDED
        for key in known
    }
    return plan_decisions(
        each.draft,
        {entry.key: entry.text for entry in each.written if not entry.is_published},
        current,
        deletions=deletions,
        now=now,
        elsewhere=elsewhere,
        reasons={key: said.reason for key, said in drafts.standing.items()},
        titles=drafts.titles,
        published=drafts.published,
        texts={entry.key: entry.text for other in drafts.drafts for entry in other.written},
        unseen=each.unseen,
    )


def store_reading(project: Project, db: Database, reading_: DraftReading) -> None:
    """Put back what was unseen, then keep the decisions, and where renamed drafts are now.

    First the files, then the store: where one cannot be written, nothing is decided. Raises
    DraftError, StoreError.
    """
    with db.transaction():
        for each in reading_.returns:
            _put_back(project, each)
        for known_as, path in reading_.moves:
            entries.reopen(db, known_as, moved_to=path)
        decisions.append(db, reading_.decisions, answers=True)


def _put_back(project: Project, each: Return) -> None:
    data = plan_return(
        each.draft.file.data,
        each.entries,
        project.watchlists,
        last_written_at=max(entry.proposed_at for entry in each.draft.written),
    )
    try:
        replace_file(project, each.draft, data)
    except DraftError as error:
        what = f"{len(each.entries)} entries" if len(each.entries) > 1 else "1 entry"
        message = f"{what} cannot be put back, and nothing was decided: {error}"
        raise DraftError(message) from error


def replace_file(project: Project, open_draft: OpenDraft, data: bytes) -> None:
    """Write a draft, unless somebody changed it since it was read. Raises DraftError."""
    write_draft(project.home / open_draft.path, data, expected=open_draft.file.stamp)


def write_draft(path: Path, data: bytes, *, expected: str | None = None) -> None:
    """Write a draft's bytes. Raises DraftError in a line that says what is in the way."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        files.replace(path, data, expected=expected)
    except files.FileChangedError as error:
        message = f"{path} was changed meanwhile; nothing was written; try again"
        raise DraftError(message) from error
    except OSError as error:
        raise DraftError(f"{path} cannot be written: {error.strerror or 'read-only'}") from error
