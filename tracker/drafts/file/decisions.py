"""What an edited draft decides, checked against what tracker wrote into it.

A checkbox that differs from the store is a decision. An entry that is gone counts as rejected
where deletions count, and the report names it. One that its author never saw goes back into the
file instead, undecided. An entry with a problem is not decided. As long as the draft holds text
that belongs to no entry, no entry counts as deleted: the text may be what is missing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from tracker.drafts.entry.shortening import shorten
from tracker.drafts.file.document import Draft
from tracker.drafts.file.mixed_up import find_exchanged, find_merged, first_line, name
from tracker.drafts.file.torn import Torn
from tracker.escaping import terminal
from tracker.values import Decision, DraftEntry, DraftProblem, EntryKey, Verdict

ORIGIN_DRAFT = "draft"
ORIGIN_DELETED = "deleted"

_SAID = {
    Verdict.APPROVED: "approved",
    Verdict.REJECTED: "rejected",
    Verdict.UNDECIDED: "undecided again",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewPlan:
    """The decisions to store, the problems, and the report's lines.

    A problem without a message is covered by that of another. There is a line on each decision and
    on each entry that goes back into the file; ``returned`` holds the latter by entry.
    ``cautions`` are those of the lines that an author may not have meant: what was deleted, goes
    back, or does not reach the post.
    """

    decisions: tuple[Decision, ...]
    problems: tuple[DraftProblem, ...]
    lines: tuple[str, ...]
    cautions: frozenset[str] = frozenset()
    returned: Mapping[EntryKey, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredFacts:
    """What is stored on the entries of a draft, and on those of the others that are open.

    ``written`` is what tracker wrote into this draft and has not published: each entry's body (""
    where it is not known). ``current`` holds the verdicts that stand, of this draft's entries and
    of others'; ``reasons`` those of rejections. ``elsewhere`` are the entries of other open
    drafts: one that was moved there is not deleted. Nor is one that was ``moved`` into another
    file of the folder (its path), which is none of tracker's and is not read. ``titles`` name the
    works in the lines; an entry without a title is named by its first words. An entry that is
    ``published`` (True: as it reads now) is decided for good; the report names what was changed in
    it. ``texts`` are the bodies of all entries that may have been mixed up with these. ``unseen``
    entries were written after the copy that the file is, which therefore does not decide them, or
    were ``cut_off`` with the file's end (it ``has_lost_its_end``), which tore the ``torn`` one.
    ``has_lost_all``: nothing of what was written stands in the file. Nothing of a file that
    ``is_doubtful`` counts: an editor failed after it had saved it.
    """

    written: Mapping[EntryKey, str]
    current: Mapping[EntryKey, Verdict]
    elsewhere: Collection[EntryKey] = ()
    moved: Mapping[EntryKey, str] = field(default_factory=dict)
    reasons: Mapping[EntryKey, str] = field(default_factory=dict)
    titles: Mapping[EntryKey, str] = field(default_factory=dict)
    published: Mapping[EntryKey, bool] = field(default_factory=dict)
    texts: Mapping[EntryKey, str] = field(default_factory=dict)
    cut_off: frozenset[EntryKey] = frozenset()
    unseen: Collection[EntryKey] = frozenset()
    torn: Torn | None = None
    has_lost_all: bool = False
    has_lost_its_end: bool = False
    is_doubtful: bool = False

    def verdict(self, key: EntryKey) -> Verdict:
        """The verdict that stands on the entry."""
        return self.current.get(key, Verdict.UNDECIDED)


def plan_decisions(
    draft: Draft, stored: StoredFacts, *, deletions: bool, now: datetime
) -> ReviewPlan:
    """What the draft says beyond what is stored. With ``deletions`` a missing entry is a
    rejection."""
    review = _Review(draft, stored, now)
    if stored.is_doubtful:
        review.hold_all()
    else:
        review.read_entries()
        review.read_missing(deletions=deletions)
    return ReviewPlan(
        decisions=tuple(review.decisions),
        problems=tuple(sorted(review.problems, key=lambda problem: problem.line)),
        lines=tuple(review.lines),
        cautions=frozenset(review.cautions),
        returned=review.returned,
    )


@dataclass(slots=True)
class _Review:
    draft: Draft
    stored: StoredFacts
    now: datetime
    decisions: list[Decision] = field(default_factory=list)
    problems: list[DraftProblem] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    cautions: list[str] = field(default_factory=list)
    returned: dict[EntryKey, str] = field(default_factory=dict)

    def hold_all(self) -> None:
        """Say that nothing in the draft counts before a review."""
        message = (
            "your editor failed after it had saved this, and nothing in it counts before: "
            f"tracker review {terminal(self.draft.path)}"
        )
        self.problems = [DraftProblem(1, message)]
        self.problems += [DraftProblem(1, "", entry.key) for entry in self.draft.entries]

    def read_entries(self) -> None:
        """Judge each entry that stands in the draft."""
        torn = self.stored.torn
        self.problems += [
            problem
            for problem in self.draft.problems
            if not (torn and torn.is_beginning and problem.key == torn.key)
        ]
        self.problems += _strangers(self.draft, self.stored.written, self.stored.current)
        self.problems += find_merged(self.draft.entries, self.stored.written)
        merged = {problem.key for problem in self.problems}
        exchanged = find_exchanged(self.draft.entries, {**self.stored.texts, **self.stored.written})
        self.problems += [problem for problem in exchanged if problem.key not in merged]
        held = {problem.key for problem in self.problems}
        for entry in self.draft.entries:
            if entry.key in self.stored.published:
                self._tell_change(entry)
            elif torn and entry.key == torn.key and entry.key not in held:
                self._return_torn(entry, torn)
            elif entry.key in held or not self._says_more(entry):
                continue
            elif entry.key in self.stored.unseen and entry.verdict is Verdict.REJECTED:
                self._return(entry.key, entry.body)  # that is what was said before
            else:
                self._decide(entry.key, entry.verdict, entry.reason, ORIGIN_DRAFT, entry.body)

    def _tell_change(self, entry: DraftEntry) -> None:
        advice = (
            "does not reach the post; edit it there, or take the publication back (tracker undo)"
        )
        if entry.verdict is not Verdict.APPROVED:
            what = f"published already, so its new checkbox {advice}"
        elif not self.stored.published[entry.key]:
            what = f"published already, so what you changed {advice}"
        else:
            return
        self._caution(f"{name(entry.key)}: {what}{self._title(entry.key, entry.body)}")

    def _caution(self, line: str) -> None:
        self.lines.append(line)
        self.cautions.append(line)

    def read_missing(self, *, deletions: bool) -> None:
        """What is missing goes back where it is unseen, and else counts as deleted."""
        present = {entry.key for entry in self.draft.entries} | set(self.stored.elsewhere)
        present |= self.stored.moved.keys()
        held = {problem.key for problem in self.problems if problem.key}
        # A text that stands in an older copy is not that of an entry which was written after it.
        present |= held - set(self.stored.unseen)
        missing = [key for key in self.stored.written if key not in present]
        if self.draft.is_emptied:
            if missing and deletions:
                self._caution(f"{self.draft.path} is empty: nothing was decided; {self._remedy}")
            return
        is_torn = bool(self.problems) or self.stored.has_lost_its_end
        if missing and self.stored.has_lost_all and is_torn:
            self._tell_lost(missing)
            return
        for key in missing:
            if key in self.stored.unseen and self.stored.verdict(key) is not Verdict.REJECTED:
                self._return(key, self.stored.written[key])
        if deletions:
            self._tell_moved()
            self._read_deletions([key for key in missing if key not in self.stored.unseen])

    def _tell_moved(self) -> None:
        here = {entry.key for entry in self.draft.entries} | set(self.stored.elsewhere)
        for key in self.stored.written:
            is_rejected = self.stored.verdict(key) is Verdict.REJECTED
            if key in self.stored.moved and key not in here and not is_rejected:
                self._caution(
                    f"{name(key)}: moved to {terminal(self.stored.moved[key])}, which tracker "
                    "does not read; it is not decided there, and not deleted: move it back when "
                    f"you want it{self._title(key, self.stored.written[key])}"
                )

    @property
    def _remedy(self) -> str:
        return f"to bring its entries back: tracker restore {terminal(self.draft.path)}"

    def _tell_lost(self, missing: Sequence[EntryKey]) -> None:
        """One problem, in the place of those of what stands there."""
        line = min((problem.line for problem in self.problems), default=1)
        keys = (*missing, *(problem.key for problem in self.problems))
        message = f"none of the entries that were written here is left; {self._remedy}"
        self.problems = [DraftProblem(line, message)]
        self.problems += [DraftProblem(line, "", key) for key in keys if key]

    def _read_deletions(self, missing: Iterable[EntryKey]) -> None:
        # What has a marker that another entry has too may be any missing one.
        times = Counter(entry.key for entry in self.draft.entries)
        single = {key for key in (*self.stored.written, *self.stored.current) if times[key] < 2}
        unclear = next((problem for problem in self.problems if problem.key not in single), None)
        for key in missing:
            if unclear:
                message = f"{name(key)} is missing, and may be what stands here"
                self.problems.append(DraftProblem(unclear.line, message, key))
            elif self.stored.verdict(key) is not Verdict.REJECTED:
                self._decide(key, Verdict.REJECTED, "", ORIGIN_DELETED, self.stored.written[key])

    def _return(self, key: EntryKey, body: str) -> None:
        before = self._before(key)
        why = "was written after the copy that was saved"
        if key in self.stored.cut_off:
            why = "is missing in a file that lacks its end"
        self.returned[key] = (
            f"{name(key)}: {why}, and goes back into it, "
            f"undecided{before}; to reject it, mark it [-], or: tracker reject {key.work_id}"
            f"{self._title(key, body)}"
        )
        self._caution(self.returned[key])

    def _return_torn(self, entry: DraftEntry, torn: Torn) -> None:
        before = self._before(entry.key, entry.verdict)
        what = "is put back as it was written" if torn.is_beginning else "stays as it stands"
        self.returned[entry.key] = (
            f"{terminal(self.draft.path)}:{entry.line}: the file was cut off in "
            f"{name(entry.key)}, which {what}, undecided{before}; look whether it is whole, and "
            f"mark it again{self._title(entry.key, entry.body)}"
        )
        self._caution(self.returned[entry.key])

    def _before(self, key: EntryKey, in_file: Verdict = Verdict.UNDECIDED) -> str:
        """What is said of an approval that falls; the store's is taken back."""
        if self.stored.verdict(key) is Verdict.APPROVED:
            self.decisions.append(self._decision(key, Verdict.UNDECIDED, "", ORIGIN_DRAFT))
        elif in_file is not Verdict.APPROVED:
            return ""
        return " (it was approved)"

    def _says_more(self, entry: DraftEntry) -> bool:
        if entry.verdict is not self.stored.verdict(entry.key):
            return True
        rejected = entry.verdict is Verdict.REJECTED
        stored = self.stored.reasons.get(entry.key, entry.reason)
        return rejected and bool(entry.reason) and entry.reason != stored

    def _decide(self, key: EntryKey, verdict: Verdict, reason: str, origin: str, body: str) -> None:
        self.decisions.append(self._decision(key, verdict, reason, origin))
        outcome = "deleted, counts as rejected" if origin == ORIGIN_DELETED else _SAID[verdict]
        because = f" ({terminal(reason)})" if reason else ""
        line = f"{name(key)}: {outcome}{because}{self._title(key, body)}"
        (self._caution if origin == ORIGIN_DELETED else self.lines.append)(line)

    def _decision(self, key: EntryKey, verdict: Verdict, reason: str, origin: str) -> Decision:
        return Decision(
            work_id=key.work_id,
            topic=key.topic,
            verdict=verdict,
            decided_at=self.now,
            reason=reason,
            origin=origin,
        )

    def _title(self, key: EntryKey, body: str) -> str:
        title = terminal(self.stored.titles.get(key, ""))
        return f": {title}" if title else _start(body)


def _strangers(
    draft: Draft, written: Mapping[EntryKey, str], current: Mapping[EntryKey, Verdict]
) -> Iterator[DraftProblem]:
    """Entries of no open draft: of an older one that came back, or with a marker that somebody
    changed. Many share one message, at the line of the first."""
    strangers = [e for e in draft.entries if e.key not in written and e.key not in current]
    for place, entry in enumerate(strangers):
        message = (
            f"no open draft has an entry {name(entry.key)}; put its marker back as it was, or "
            "delete the entry"
        )
        if len(strangers) > 1:
            message = (
                f"{len(strangers)} entries from here on belong to no open draft, as those of an "
                f"older draft do (the first is {name(entry.key)}); delete them here, and have "
                "one that you want written anew: tracker approve NUMBER"
            )
        yield DraftProblem(entry.line, message if place == 0 else "", entry.key)


def _start(body: str) -> str:
    first = terminal(first_line(body[:2000]))
    return f": {shorten(first, 60) or first[:60]}" if first else ""
