"""What the open drafts decide beyond what is stored: planned first, then kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from tracker.drafts.file.decisions import ReviewPlan, StoredFacts, plan_decisions
from tracker.drafts.unseen import ReturnedEntry, plan_return
from tracker.errors import DraftError
from tracker.escaping import markdown
from tracker.store.author import decisions, entries, second_looks
from tracker.store.database import Database
from tracker.values import Decision, EntryKey, Verdict
from tracker.watchlists import Watchlist
from tracker.workflows.open_drafts.read import OpenDraft, OpenDrafts
from tracker.workflows.open_drafts.write import replace_file


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
        StoredFacts(
            written={entry.key: entry.text for entry in each.written if not entry.is_published},
            current=current,
            elsewhere=elsewhere,
            reasons={key: said.reason for key, said in drafts.standing.items()},
            titles=drafts.titles,
            published=drafts.published,
            texts={entry.key: entry.text for other in drafts.drafts for entry in other.written},
            unseen=each.unseen,
        ),
        deletions=deletions,
        now=now,
    )


def store_reading(db: Database, reading_: DraftReading, watchlists: Sequence[Watchlist]) -> None:
    """Put back what was unseen, then keep the decisions, and where renamed drafts are now.

    First the files, then the store: where one cannot be written, nothing is decided. Raises
    DraftError, StoreError.
    """
    if not (reading_.returns or reading_.moves or reading_.decisions):
        return
    with db.transaction():
        for each in reading_.returns:
            _put_back(each, watchlists)
        for known_as, path in reading_.moves:
            entries.reopen(db, known_as, moved_to=path)
        decisions.append(db, reading_.decisions, answers=True)


def _put_back(each: Return, watchlists: Sequence[Watchlist]) -> None:
    data = plan_return(
        each.draft.file.data,
        each.entries,
        watchlists,
        last_written_at=max(entry.proposed_at for entry in each.draft.written),
    )
    try:
        replace_file(each.draft, data)
    except DraftError as error:
        what = f"{len(each.entries)} entries" if len(each.entries) > 1 else "1 entry"
        message = f"{what} cannot be put back, and nothing was decided: {error}"
        raise DraftError(message) from error
