"""The open drafts as their files stand, and what they decide. The draft file is the truth.

Read before drafting and publishing, after an editor, and (without storing anything) for lists.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TypeVar

from tracker import files
from tracker.drafts.file.document import Draft
from tracker.drafts.file.formatted import without_joined_lines
from tracker.drafts.file.torn import Torn, find_torn, is_cut_off
from tracker.drafts.unseen import WrittenEntry, find_cut_off, find_standing, find_unseen
from tracker.errors import DraftError
from tracker.markdown import excess
from tracker.posts.publication import says_the_same
from tracker.store.author import decisions, entries, publications, second_looks
from tracker.store.author.entries import Entry
from tracker.store.database import Database
from tracker.store.works import read
from tracker.values import Decision, DraftEntry, EntryKey, Verdict
from tracker.workflows.open_drafts.doubtful import doubtful
from tracker.workflows.open_drafts.folder import DraftFolder, ReadFile, find_renamed
from tracker.workflows.open_drafts.unknown_files import tell_copies, tell_unknown


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
    cut_off: frozenset[EntryKey] = frozenset()  # of these, what went with the file's end
    torn: Torn | None = None  # the entry in which the file was cut off
    is_doubtful: bool = False  # saved by an editor that failed
    waiting: frozenset[EntryKey] = frozenset()  # of what was written, not decided for good

    @property
    def has_lost_all(self) -> bool:
        """Whether nothing of what was written stands in it any more."""
        return self.draft.is_emptied or (bool(self.waiting) and not self.standing)

    @property
    def has_lost_its_end(self) -> bool:
        """Whether the file was cut off."""
        return is_cut_off(self.file.data)


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenDrafts:
    """All open drafts, the newest first, and what stands in the store on their entries.

    ``works`` leads from a marker's key to the work as it is known now; ``standing`` are the
    decisions by marker's key; ``titles`` name the works; ``missing`` are drafts whose file is gone;
    ``published`` are the entries in a post, True where it has them as they read now; ``unknown``
    has a line on each file that another database's draft must be, ``copies`` on each second copy;
    ``moved`` are the entries in files of the folder that are no drafts of tracker's, with the path.
    """

    drafts: tuple[OpenDraft, ...]
    missing: tuple[str, ...]
    works: dict[EntryKey, int]
    standing: dict[EntryKey, Decision]
    titles: dict[EntryKey, str]
    published: dict[EntryKey, bool]
    unknown: tuple[str, ...] = ()
    copies: tuple[str, ...] = ()
    moved: dict[EntryKey, str] = field(default_factory=dict)

    def named(self, path: str) -> OpenDraft | None:
        """The draft that a person means by a path, or by its file's name."""
        name = path.removeprefix("./")
        for each in self.drafts:
            if name in (each.path, each.path.removeprefix("drafts/"), str(each.file.path)):
                return each
        return None

    def choose(self, path: str = "") -> OpenDraft:
        """The draft that is meant, without a path the newest. Raises DraftError."""
        if not self.drafts and self.unknown:
            raise DraftError("\n".join(self.unknown))
        if not self.drafts:
            gone = f"{self.missing[0]} is gone; " if self.missing else "there is no open draft; "
            raise DraftError(gone + "write one: tracker draft")
        if not path:
            return self.drafts[0]
        if named := self.named(path):
            return named
        paths = ", ".join(open_draft.path for open_draft in self.drafts)
        raise DraftError(f"{path} is no open draft; open: {paths}")

    def find(self, work_id: int, topic: str = "") -> list[tuple[OpenDraft, DraftEntry]]:
        """Where the work stands in a draft, under any topic or the one given."""
        return [
            (open_draft, entry)
            for open_draft in self.drafts
            for entry in open_draft.draft.entries
            if self.works.get(entry.key) == work_id and topic in ("", entry.key.topic)
        ]


def read_open_drafts(folder: DraftFolder, db: Database) -> OpenDrafts:
    """Read the files of all open drafts. Raises DraftError for one that cannot be read."""
    drafts: list[OpenDraft] = []
    missing: list[str] = []
    stored = entries.drafts(db)
    every = {draft.path for draft in stored}
    in_doubt = doubtful(db)
    for noted in (draft for draft in stored if draft.closed_at is None):
        written = entries.of_draft(db, noted.path)
        at_hand = _read_file(folder, noted.path)
        if at_hand is None:
            at_hand = find_renamed(folder.others(every), {entry.key for entry in written})
        if at_hand is None:
            missing.append(noted.path)
            continue
        every.add(at_hand.path)
        read_draft = _open_draft(db, noted, written, at_hand)
        drafts.append(replace(read_draft, is_doubtful=noted.path in in_doubt))
    drafts = _without_superseded(drafts)
    works, standing = _standing(db, drafts)
    drafts = [replace(each, waiting=_waiting(each, standing)) for each in drafts]
    names = read.names(db, set(works.values()))
    return OpenDrafts(
        drafts=tuple(drafts),
        missing=tuple(missing),
        works=works,
        standing=standing,
        titles={key: names[number] for key, number in works.items() if number in names},
        published=_published(db, drafts),
        unknown=() if missing else tell_unknown(folder, db, every),
        copies=tell_copies(folder, every, [each.path for each in drafts]),
        moved={
            entry.key: other.path for other in folder.others(every) for entry in other.draft.entries
        },
    )


def _waiting(open_draft: OpenDraft, standing: Mapping[EntryKey, Decision]) -> frozenset[EntryKey]:
    """What is neither published nor rejected: the rest may have moved to drafts/done/."""
    rejected = {key for key, said in standing.items() if said.verdict is Verdict.REJECTED}
    return frozenset(
        entry.key
        for entry in open_draft.written
        if not entry.is_published and entry.key not in rejected
    )


def _read_file(folder: DraftFolder, path: str) -> ReadFile | None:
    """The file of an open draft, None where there is none. Raises DraftError."""
    try:
        at_hand = folder.read(path)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise DraftError(f"{path} cannot be read: {error.strerror}") from error
    if too_much := excess(at_hand.file.data):
        raise DraftError(f"{path} {too_much}; move entries into another file of drafts/")
    return at_hand


def _open_draft(
    db: Database, noted: entries.Draft, written: tuple[Entry, ...], at_hand: ReadFile
) -> OpenDraft:
    file = at_hand.file
    texts = {entry.key: entry.text for entry in written}
    draft = without_joined_lines(at_hand.draft, file.data, texts)
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
    unseen = find_unseen(draft, file.data, as_written, standing, opened_at=noted.opened_at)
    cut_off = find_cut_off(file.data, as_written, standing)
    return OpenDraft(
        path=at_hand.path,
        known_as=noted.path,
        file=file,
        draft=draft,
        written=written,
        standing=standing,
        unseen=unseen | cut_off,
        cut_off=cut_off,
        torn=find_torn(draft, file.data, texts.items()),
    )


def _without_superseded(drafts: Sequence[OpenDraft]) -> list[OpenDraft]:
    """The drafts without entries that were written anew into another one: a draft that was done
    may have come back, and what stands in it of a work that had a second look since is past."""
    times = Counter(entry.key for open_draft in drafts for entry in open_draft.written)
    updates = {
        entry.key for open_draft in drafts for entry in open_draft.written if entry.is_update
    }
    last: dict[EntryKey, tuple[datetime, str]] = {}
    for open_draft in drafts:
        for entry in open_draft.written:
            if times[entry.key] > 1 and entry.key not in updates:
                this = entry.proposed_at, open_draft.known_as
                last[entry.key] = max(this, last.get(entry.key, this))
    return [
        replace(
            open_draft,
            draft=replace(
                open_draft.draft, entries=_kept(open_draft.draft.entries, open_draft.known_as, last)
            ),
            written=_kept(open_draft.written, open_draft.known_as, last),
        )
        for open_draft in drafts
    ]


_Keyed = TypeVar("_Keyed", Entry, DraftEntry)


def _kept(
    entries_: Iterable[_Keyed], path: str, last: Mapping[EntryKey, tuple[datetime, str]]
) -> tuple[_Keyed, ...]:
    return tuple(entry for entry in entries_ if last.get(entry.key, (None, path))[1] == path)


def _standing(
    db: Database, drafts: Iterable[OpenDraft]
) -> tuple[dict[EntryKey, int], dict[EntryKey, Decision]]:
    proposed_at = {
        entry.key: entry.proposed_at for open_draft in drafts for entry in open_draft.written
    }
    keys = {
        *proposed_at,
        *(entry.key for open_draft in drafts for entry in open_draft.draft.entries),
    }
    numbers = read.resolve(db, [key.work_id for key in keys])
    works = {key: numbers[key.work_id] for key in keys if key.work_id in numbers}
    current = decisions.current(db, set(works.values()))
    standing: dict[EntryKey, Decision] = {}
    for key, work_id in works.items():
        decision = current.get((work_id, key.topic))
        # What was said of an earlier version of the work says nothing about a new entry.
        if decision is not None and decision.decided_at >= proposed_at.get(
            key, decision.decided_at
        ):
            standing[key] = decision
    return works, standing


def _published(db: Database, drafts: Iterable[OpenDraft]) -> dict[EntryKey, bool]:
    by_key: dict[EntryKey, bool] = {}
    for open_draft in drafts:
        numbers = {entry.key: entry.work_id for entry in open_draft.written if entry.is_published}
        in_posts = publications.of_works(db, numbers.values()) if numbers else {}
        texts = {p.key: p.text for number in numbers.values() for p in in_posts.get(number, ())}
        bodies = {entry.key: entry.body for entry in open_draft.draft.entries}
        for key in numbers:
            text, body = texts.get(key, ""), bodies.get(key, "")
            # Without a text the post had it before, in words of its own.
            by_key[key] = not (text and body) or says_the_same(body, text)
    return by_key
