"""What is decided moves out of its draft into ``drafts/done/``, and back where it is taken back.

``drafts/done/NAME.md`` has the rejected and published entries of ``drafts/NAME.md`` with all their
words. It is written first, and then the draft: a run that is killed in between leaves an entry in
both, and the next one finds it there. So the other way round: first the draft, then that file.

A draft from which all is decided and gone is closed: its file is deleted, and what else an author
wrote into it moves, too.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath

from tracker import files
from tracker.drafts import moved
from tracker.drafts.insertion import FOOT
from tracker.drafts.moved import MovedEntry
from tracker.drafts.unseen import note_taken_out
from tracker.errors import DraftError
from tracker.store.author import entries
from tracker.store.author.entries import Entry
from tracker.store.database import Database
from tracker.values import Decision, DraftEntry, EntryKey, Verdict
from tracker.workflows.open_drafts.folder import DraftFolder
from tracker.workflows.open_drafts.read import OpenDraft, OpenDrafts
from tracker.workflows.open_drafts.write import replace_file, write_draft

FOLDER = "drafts/done"
_NOTHING = files.Stamped(Path(), b"", "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Departures:
    """What moved out of the open drafts: a line on each draft, the drafts that are ``closed`` (as
    the paths of what was in them), and ``problems`` with files, of which nothing moved."""

    lines: tuple[str, ...] = ()
    closed: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()


def put_aside(
    folder: DraftFolder,
    db: Database,
    drafts: OpenDrafts,
    held: Collection[EntryKey],
    *,
    closes: bool,
    now: datetime,
) -> Departures:
    """Move what is rejected or published out of the open drafts, and close those that are done.

    ``held`` entries stay. Raises StoreError; a file that cannot be read or written is told.
    """
    lines, closed, problems = [], [], []
    readable = (d for d in drafts.drafts if not (d.is_doubtful or d.draft.has_conflict))
    for draft in readable:
        is_done = closes and _is_done(draft, drafts)
        every = folder.parse(draft.file.data, path=draft.path).entries
        away = [
            entry
            for entry in every
            if is_done or (entry.key not in held and _is_away(entry, draft, drafts))
        ]
        if not is_done and (draft.unseen or not away):
            continue
        try:
            with db.transaction():
                target = path_of_done(draft.path, entries.drafts(db))
                _move(folder, draft, target, away, is_last=is_done, now=now)
                if is_done:
                    entries.close(db, draft.path, moved_to=target, now=now)
            if is_done:  # noted first: nobody looks for what is closed
                draft.file.path.unlink(missing_ok=True)
        except (DraftError, OSError) as error:
            problems.append(f"{error}; what is decided stays in {draft.path}")
            continue
        if is_done:
            closed.append(target)
        else:
            count = "1 decided entry" if len(away) == 1 else f"{len(away)} decided entries"
            lines.append(f"{draft.path}: {count} moved to {target}")
    return Departures(lines=tuple(lines), closed=tuple(closed), problems=tuple(problems))


def path_of_done(path: str, drafts: Iterable[entries.Draft]) -> str:
    """Where the decided entries of the draft at ``path`` go: what was closed under that name, and
    is another one of all the ``drafts``, is not added to."""
    others = {draft.path for draft in drafts if draft.path != path}
    name, number = PurePosixPath(path), 1
    target = f"{FOLDER}/{name.name}"
    while target in others:
        number += 1
        target = f"{FOLDER}/{name.stem}-{number}{name.suffix}"
    return target


def _is_away(entry: DraftEntry, draft: OpenDraft, drafts: OpenDrafts) -> bool:
    """Whether the entry is decided for good, in the file as in the store."""
    if any(problem.key == entry.key for problem in draft.draft.problems):
        return False
    if any(written.key == entry.key and written.is_published for written in draft.written):
        return True
    is_rejected = _is_rejected(drafts.standing.get(entry.key))
    return entry.verdict is Verdict.REJECTED and is_rejected


def _is_rejected(decision: Decision | None) -> bool:
    return decision is not None and decision.verdict is Verdict.REJECTED


def _is_done(draft: OpenDraft, drafts: OpenDrafts) -> bool:
    published = {entry.key for entry in draft.written if entry.is_published}
    keys = {*(e.key for e in draft.written), *(e.key for e in draft.draft.entries)}
    return (
        bool(draft.written)
        and not draft.draft.problems
        and all(key in published or _is_rejected(drafts.standing.get(key)) for key in keys)
    )


def _move(
    folder: DraftFolder,
    draft: OpenDraft,
    target: str,
    away: Sequence[DraftEntry],
    *,
    is_last: bool,
    now: datetime,
) -> None:
    """First into the file of decided entries, then out of the draft; where these are the last, with
    what else an author wrote."""
    rest, taken = moved.take_out(draft.file.data, away)
    old = read_done(folder, target)
    data = old.data or moved.front_matter_of(draft.file.data)
    data = moved.put_aside(data, taken, now=now)
    data = moved.put_left_over(data, rest, now=now) if is_last else data
    if data != old.data:
        write_draft(folder.home / target, data, expected=old.stamp or None)
    if draft.written:
        last = max(entry.proposed_at for entry in draft.written)
        rest = note_taken_out(rest, last_written_at=last)
    replace_file(draft, rest)


def read_done(folder: DraftFolder, path: str) -> files.Stamped:
    """The file of decided entries at ``path``; empty where there is none. Raises DraftError."""
    try:
        return files.read(folder.home / path)
    except FileNotFoundError:
        return _NOTHING
    except OSError as error:
        raise DraftError(f"{path} cannot be read: {error.strerror}") from error


def moved_entries(folder: DraftFolder, path: str) -> dict[EntryKey, MovedEntry]:
    """What moved there, of each entry the last. Raises DraftError."""
    return moved.last_of(moved.find_moved(read_done(folder, path).data))


def bring_back(
    folder: DraftFolder,
    path: str,
    done: str,
    back: Sequence[MovedEntry],
    *,
    now: datetime,
) -> None:
    """Put entries that moved to ``done`` into the draft at ``path`` again, which is made anew where
    it is gone. Raises DraftError."""
    old = read_done(folder, done)
    try:
        at_hand = files.read(folder.home / path)
    except FileNotFoundError:
        data = moved.front_matter_of(old.data) + b"\n" + FOOT.encode()
        write_draft(folder.home / path, moved.bring_back(data, back, day=now.date()))
    except OSError as error:
        raise DraftError(f"{path} cannot be read: {error.strerror}") from error
    else:
        data = moved.bring_back(at_hand.data, back, day=now.date())
        write_draft(at_hand.path, data, expected=at_hand.stamp)
    take_out_of_done(folder, done, back)


def take_out_of_done(folder: DraftFolder, done: str, back: Sequence[MovedEntry]) -> None:
    """Delete what is in a draft again from the file that it had moved to. Raises DraftError."""
    old = read_done(folder, done)
    data = moved.without_moved(old.data, back)
    if data != old.data:
        write_draft(folder.home / done, data, expected=old.stamp)


def find_moved(
    folder: DraftFolder, db: Database, work_id: int, topic: str
) -> tuple[str, MovedEntry] | None:
    """Where the entry of a work is that had moved last, and how it stands there. Raises
    DraftError."""
    written = [entry for entry in entries.of_works(db, [work_id]) if entry.key.topic == topic]
    for entry in reversed(written):
        is_closed = PurePosixPath(entry.draft).parent == PurePosixPath(FOLDER)
        done = entry.draft if is_closed else path_of_done(entry.draft, entries.drafts(db))
        if found := moved_entries(folder, done).get(entry.key):
            return done, found
    return None


def reopen(
    folder: DraftFolder, db: Database, keys: Collection[EntryKey], *, now: datetime
) -> tuple[str, ...]:
    """Bring these entries back into their drafts; gives the paths of those that were closed.

    Of a work that a later draft proposed again, as a new version, only that one comes back. Raises
    DraftError, StoreError.
    """
    reopened: list[str] = []
    last = _last_written(db, keys)
    for draft in entries.drafts(db):
        wanted = {key for key, entry in last.items() if entry.draft == draft.path}
        if not wanted:
            continue
        is_closed = draft.closed_at is not None
        done = draft.path if is_closed else path_of_done(draft.path, entries.drafts(db))
        back = [e for key, e in moved_entries(folder, done).items() if key in wanted]
        path = _free_path(folder.home, draft.path) if is_closed else draft.path
        if back:
            bring_back(folder, path, done, back, now=now)
            if is_closed:
                entries.reopen(db, draft.path, moved_to=path)
                reopened.append(path)
    return tuple(reopened)


def _last_written(db: Database, keys: Collection[EntryKey]) -> dict[EntryKey, Entry]:
    every: Iterable[Entry] = (
        entry for draft in entries.drafts(db) for entry in entries.of_draft(db, draft.path)
    )
    last: dict[EntryKey, Entry] = {}
    for entry in sorted(every, key=lambda entry: entry.proposed_at):
        if entry.key in keys:
            last[entry.key] = entry
    return last


def _free_path(home: Path, path: str) -> str:
    """A path in drafts/ that no file has, of the name that a closed draft had."""
    name, number = PurePosixPath(path), 1
    target = f"drafts/{name.name}"
    while (home / target).exists():
        number += 1
        target = f"drafts/{name.stem}-{number}{name.suffix}"
    return target
