"""What stands in a draft: each entry with its work, its score and what was said of it."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from tracker.drafts.file.document import Draft
from tracker.drafts.insertion import RenderedEntry
from tracker.ranking.explain import why
from tracker.ranking.selection import score
from tracker.store.author import entries
from tracker.store.author.entries import Entry
from tracker.store.author.read_orders import readers
from tracker.store.author.second_looks import given
from tracker.store.choice import matches
from tracker.store.works import read
from tracker.values import EntryKey, Proposal, Score, Work
from tracker.workflows.proposing.candidates import drafted_candidates, match_in
from tracker.workflows.proposing.look_alikes import LookAlike, look_alikes
from tracker.workflows.session import Session


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftedEntry:
    """An entry of the open draft, in the order shown."""

    work: Work
    topic: str
    score: Score
    is_new: bool
    is_expired: bool = False
    look_alike: LookAlike | None = None  # that was rejected with a reason
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
            "look_alike": self.look_alike and self.look_alike.as_json(),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class RunFacts:
    """What a run has done to entries: which are new, which have expired, who linked them since,
    which reader put them first."""

    new: frozenset[EntryKey]
    expired: frozenset[EntryKey]
    second_looks: Mapping[EntryKey, str]
    read_by: Mapping[EntryKey, str]

    @classmethod
    def of(
        cls,
        rendered: Sequence[RenderedEntry],
        proposals: Sequence[Proposal],
        gone: Iterable[Entry],
    ) -> RunFacts:
        """By what was rendered of which proposals, and what has ``gone`` undecided."""
        proposed = {entry.key: p for entry, p in zip(rendered, proposals, strict=True)}
        return cls(
            new=frozenset(proposed),
            expired=frozenset(entry.key for entry in gone) - proposed.keys(),
            second_looks={key: proposal.second_look for key, proposal in proposed.items()},
            read_by={key: proposal.read_by for key, proposal in proposed.items()},
        )


def entries_in(session: Session, draft: Draft, run: RunFacts) -> tuple[DraftedEntry, ...]:
    """The entries of a draft as it reads now, each with its score as the model has it."""
    db, shown = session.db, [entry.key for entry in draft.entries]
    named = read.by_number(db, [key.work_id for key in shown])
    works = tuple({work.id: work for work in named.values()}.values())
    matched = matches.of_works(db, [work.id for work in works])
    drafted = entries.of_works(db, [work.id for work in works])
    built = drafted_candidates(db, works, matched, drafted=drafted, standing=session.standing)
    candidates = {candidate.work.id: candidate for candidate in built}
    looks, alike = given(db, candidates), look_alikes(db, works, session.rejected)
    read_by = readers(db, ((EntryKey(e.work_id, e.key.topic), e.proposed_at) for e in drafted))
    reported = []
    for key in shown:
        if key.work_id not in named:
            continue
        candidate = candidates[named[key.work_id].id]
        here = EntryKey(candidate.work.id, key.topic)
        candidate = replace(
            candidate, second_look=run.second_looks.get(key, "") or looks.get(here, "")
        )
        match = match_in(candidate.matches, here.work_id, key.topic)
        reported.append(
            DraftedEntry(
                work=candidate.work,
                topic=key.topic,
                score=score(candidate, match, model=session.model, now=session.now),
                is_new=key in run.new,
                is_expired=key in run.expired,
                look_alike=alike.get(here.work_id),
                read_by=run.read_by.get(key, "") or read_by.get(here, ""),
            )
        )
    return tuple(reported)
