"""What the open drafts decide beyond what is stored: planned first, then kept."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from tracker.drafts.file.decisions import ReviewPlan, StoredFacts, plan_decisions
from tracker.drafts.file.mixed_up import name
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
    cautions: frozenset[str] = frozenset()  # the lines on what the author may not have meant
    problems: tuple[str, ...] = ()  # with file and line
    moves: tuple[tuple[str, str], ...] = ()  # of renamed drafts: the path in the store, and now
    held: frozenset[EntryKey] = frozenset()  # entries that do not count as they stand
    returns: tuple[Return, ...] = ()

    @property
    def returned(self) -> tuple[str, ...]:
        """A line on each entry that goes back into its draft's file."""
        return tuple(line for back in self.returns for line in back.lines)


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
        (open_draft, _plan(drafts, open_draft, deletions=deletions, now=now))
        for open_draft in (drafts.drafts if of is None else of)
    ]
    copies = drafts.copies if of is None else ()
    return DraftReading(
        decisions=tuple(
            replace(decision, work_id=drafts.works[EntryKey(decision.work_id, decision.topic)])
            for _, plan in plans
            for decision in plan.decisions
        ),
        lines=(*(line for _, plan in plans for line in plan.lines), *copies),
        cautions=frozenset((*(line for _, plan in plans for line in plan.cautions), *copies)),
        moves=tuple(
            (open_draft.known_as, open_draft.path)
            for open_draft in drafts.drafts
            if open_draft.path != open_draft.known_as
        ),
        problems=tuple(
            f"{open_draft.path}:{problem.line}: {problem.message}"
            for open_draft, plan in plans
            for problem in plan.problems
            if problem.message
        )
        + (drafts.unknown if of is None else ()),
        held=frozenset(key for open_draft, plan in plans for key in _held(open_draft, plan)),
        returns=tuple(
            _return(drafts, open_draft, plan.returned)
            for open_draft, plan in plans
            if plan.returned
        ),
    )


def _held(open_draft: OpenDraft, plan: ReviewPlan) -> Iterator[EntryKey]:
    """The entries that do not count as they stand."""
    yield from (problem.key for problem in plan.problems if problem.key)
    if open_draft.torn and open_draft.torn.key in plan.returned:
        yield open_draft.torn.key


def plan_restoring(drafts: OpenDrafts, open_draft: OpenDraft, *, now: datetime) -> DraftReading:
    """What the draft's file lacks goes back into it, undecided; what was rejected stays away."""
    present = {entry.key for each in drafts.drafts for entry in each.draft.entries}
    missing: dict[EntryKey, str] = {}
    approved = []
    for entry in open_draft.written:
        decision = drafts.standing.get(entry.key)
        verdict = decision.verdict if decision else Verdict.UNDECIDED
        if entry.is_published or entry.key in present or verdict is Verdict.REJECTED:
            continue
        title = drafts.titles.get(entry.key, "")
        missing[entry.key] = f"{name(entry.key)}: back in {open_draft.path}, undecided: {title}"
        approved += [entry] if verdict is Verdict.APPROVED else []
    return DraftReading(
        decisions=tuple(
            Decision(
                work_id=entry.work_id,
                topic=entry.key.topic,
                verdict=Verdict.UNDECIDED,
                decided_at=now,
                origin="command",
            )
            for entry in approved
        ),
        returns=(_return(drafts, open_draft, missing),) if missing else (),
    )


def _return(drafts: OpenDrafts, open_draft: OpenDraft, returned: Mapping[EntryKey, str]) -> Return:
    texts = {entry.key: entry.text for entry in open_draft.written}
    entries_ = []
    for key in returned:
        decision = drafts.standing.get(key)
        look = decision.reason if decision and decision.origin == second_looks.ORIGIN else ""
        # What tracker found in a file, after it was killed, may have had no text.
        body = texts[key] or markdown(drafts.titles.get(key, ""))
        torn = open_draft.torn if open_draft.torn and open_draft.torn.key == key else None
        entries_.append(ReturnedEntry(key=key, body=body, second_look=look, torn=torn))
    return Return(draft=open_draft, entries=tuple(entries_), lines=tuple(returned.values()))


def _plan(
    drafts: OpenDrafts, open_draft: OpenDraft, *, deletions: bool, now: datetime
) -> ReviewPlan:
    keys = {entry.key for other in drafts.drafts for entry in other.written}
    elsewhere = {
        entry.key
        for other in drafts.drafts
        if other.path != open_draft.path
        for entry in other.draft.entries
    }
    current = {
        key: drafts.standing[key].verdict if key in drafts.standing else Verdict.UNDECIDED
        for key in keys
    }
    return plan_decisions(
        open_draft.draft,
        StoredFacts(
            written={
                entry.key: entry.text for entry in open_draft.written if not entry.is_published
            },
            current=current,
            elsewhere=elsewhere,
            moved=drafts.moved,
            reasons={key: decision.reason for key, decision in drafts.standing.items()},
            titles=drafts.titles,
            published=drafts.published,
            texts={entry.key: entry.text for other in drafts.drafts for entry in other.written},
            unseen=open_draft.unseen,
            cut_off=open_draft.cut_off,
            torn=open_draft.torn,
            has_lost_its_end=open_draft.has_lost_its_end,
            has_lost_all=open_draft.has_lost_all,
            is_doubtful=open_draft.is_doubtful,
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
        for back in reading_.returns:
            _put_back(back, watchlists)
        for known_as, path in reading_.moves:
            entries.reopen(db, known_as, moved_to=path)
        decisions.append(db, reading_.decisions, answers=True)


def _put_back(back: Return, watchlists: Sequence[Watchlist]) -> None:
    data = plan_return(
        back.draft.file.data,
        back.entries,
        watchlists,
        last_written_at=max(entry.proposed_at for entry in back.draft.written),
    )
    try:
        replace_file(back.draft, data)
    except DraftError as error:
        what = f"{len(back.entries)} entries" if len(back.entries) > 1 else "1 entry"
        message = f"{what} cannot be put back, and nothing was decided: {error}"
        raise DraftError(message) from error
