"""How each source fares and how much is stored, as ``status`` tells it; nothing here writes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from tracker.sources.schedule import due
from tracker.store import field, polls
from tracker.store import sources as stored_sources
from tracker.store.author import entries, publications
from tracker.store.choice import states
from tracker.store.database import Database
from tracker.store.works import changes, read
from tracker.values import (
    SourceState,
    State,
    rfc3339,
)
from tracker.values.source_kinds import is_feed, source_kind
from tracker.workflows.intake.named_sources import NamedSource, named_sources
from tracker.workflows.intake.scale.figures import Scale
from tracker.workflows.reports.last_poll import last_poll_at
from tracker.workflows.reports.standings import as_said, said_by_drafts
from tracker.workflows.session import Session


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceStatus:
    """A source as ``status`` shows it."""

    state: SourceState
    topics: tuple[str, ...]
    due_at: datetime | None  # None: at the next poll
    why_waiting: str
    last_new_at: datetime | None = None  # of a feed: when it last showed what it had not before

    def as_json(self) -> dict[str, object]:
        state = self.state
        return {
            "kind": state.kind,
            "source": state.url or state.key,
            "name": state.name,
            "topics": list(self.topics),
            "last_success": rfc3339(state.succeeded_at),
            "last_poll": rfc3339(state.polled_at),
            "failures": state.failures,
            "error": state.error or None,
            "next_due": rfc3339(self.due_at),
            "waiting": self.why_waiting or None,
            "moved_to": state.moved_to or None,
            "retired": rfc3339(state.retired_at),
            "last_new": rfc3339(self.last_new_at),
        }


@dataclass(frozen=True, slots=True)
class ChangedWork:
    """A published work of which its sources show something else by now."""

    id: int
    name: str
    fields: tuple[str, ...]

    def as_json(self) -> dict[str, object]:
        return {"id": str(self.id), "name": self.name, "changed": list(self.fields)}


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusReport:
    """How the sources fare, and how much is stored."""

    sources: tuple[SourceStatus, ...]
    counts: dict[str, int]
    last_poll_at: datetime | None
    open_drafts: tuple[str, ...]
    scale: Scale | None = None  # of the last poll
    changed: tuple[ChangedWork, ...] = ()  # since they were published
    draft_problems: tuple[str, ...] = ()

    def as_json(self) -> dict[str, object]:
        return {
            "sources": [source.as_json() for source in self.sources],
            "counts": self.counts,
            "last_poll": rfc3339(self.last_poll_at),
            "scale": self.scale.as_json() if self.scale else None,
            "open_drafts": list(self.open_drafts),
            "changed_since_published": [work.as_json() for work in self.changed],
        }


def status(session: Session) -> StatusReport:
    """How each source of the watchlists and settings, or asked before, fares."""
    db = session.db
    in_drafts, reading = said_by_drafts(session)
    return StatusReport(
        sources=source_statuses(session),
        counts=_recounted(db, in_drafts),
        last_poll_at=last_poll_at(session),
        open_drafts=tuple(draft.path for draft in entries.drafts(db, open_only=True)),
        scale=_scale(db),
        changed=_changed(db),
        draft_problems=reading.problems,
    )


def _scale(db: Database) -> Scale | None:
    """What the last poll took; None where it did not tell."""
    last = polls.last(db)
    told = last.report.get("scale") if last else None
    return Scale.of_json(told) if told else None


def source_statuses(session: Session) -> tuple[SourceStatus, ...]:
    """How each of these sources fares, by kind and key."""
    named = {source.initial.key: source for source in named_sources(session.project)}
    states_ = {key: source.initial for key, source in named.items()}
    states_ |= {state.key: state for state in stored_sources.states(session.db)}
    last_new = field.last_shown(session.db, [key for key in states_ if is_feed(key)])
    return tuple(
        _source_status(state, named.get(state.key), session.now, last_new.get(state.key))
        for state in sorted(states_.values(), key=lambda state: (state.kind, state.key))
        if state.key in named or not source_kind(state.key).has_names
    )


def _changed(db: Database) -> tuple[ChangedWork, ...]:
    since = changes.since(db, publications.last_published(db))
    names = read.names(db, since)
    return tuple(ChangedWork(n, names[n], fields) for n, fields in sorted(since.items()))


def _recounted(db: Database, in_drafts: Mapping[tuple[int, str], State]) -> dict[str, int]:
    """The counts as they are with what the drafts say: a work counts once in each state."""
    counts = states.counts(db)
    standings = states.of_works(db, {number for number, _ in in_drafts})
    for number, stored in standings.items():
        before = {standing.state for standing in stored}
        after = {as_said(standing, number, in_drafts).state for standing in stored}
        for state in before - after:
            counts[state.value] -= 1
        for state in after - before:
            counts[state.value] += 1
    return counts


def _source_status(
    state: SourceState, named: NamedSource | None, now: datetime, last_new_at: datetime | None
) -> SourceStatus:
    verdict = due(state, now)
    return SourceStatus(
        state=state,
        topics=named.topics if named and source_kind(state.key).has_names else (),
        due_at=verdict.at,
        why_waiting="" if verdict.ask else verdict.reason,
        last_new_at=last_new_at,
    )
