"""What is stored, as ``list`` and ``show`` tell it; nothing here writes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from itertools import islice

from tracker.store.author import additions, decisions, publications
from tracker.store.author.additions import Addition
from tracker.store.choice import states
from tracker.store.choice.states import Standing
from tracker.store.database import Database
from tracker.store.works import changes, read
from tracker.values import (
    Decision,
    PublishedEntry,
    State,
    Version,
    Work,
    rfc3339,
)
from tracker.workflows.proposing.look_alikes import LookAlike, look_alikes
from tracker.workflows.reports.find import find_work
from tracker.workflows.reports.standings import as_said, said_by_drafts
from tracker.workflows.session import Session

_BATCH = 500


@dataclass(frozen=True, slots=True)
class Listed:
    """A work and where it stands."""

    work: Work
    standings: tuple[Standing, ...]

    def as_json(self) -> dict[str, object]:
        work = self.work
        return {
            "id": str(work.id),
            "kind": work.kind.value,
            "title": work.title,
            "url": work.url,
            "authors": list(work.authors),
            "published": rfc3339(work.published_at),
            "updated": rfc3339(work.updated_at),
            "aliases": [str(alias) for alias in work.aliases],
            "sightings": [
                {"source": seen.source, "at": rfc3339(seen.seen_at), "url": seen.url}
                for seen in work.sightings
            ],
            "topics": [
                {
                    "topic": standing.topic,
                    "score": round(standing.score, 4),
                    "state": standing.state.value,
                    "reasons": [str(reason) for reason in standing.reasons],
                }
                for standing in self.standings
            ],
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """All that is known of one work."""

    listed: Listed
    versions: tuple[Version, ...]
    history: tuple[Decision, ...]
    published: tuple[PublishedEntry, ...]
    additions: tuple[Addition, ...]
    about: tuple[Work, ...]
    posts: tuple[Work, ...]
    look_alike: LookAlike | None = None  # that was rejected with a reason
    changed: tuple[str, ...] = ()  # what is another since it was published last

    def as_json(self) -> dict[str, object]:
        work = self.listed.work
        return self.listed.as_json() | {
            "summary": work.summary,
            "withdrawn": work.withdrawn,
            "version": work.paper.version if work.paper else None,
            "categories": list(work.paper.categories) if work.paper else [],
            "comment": work.paper.comment if work.paper else "",
            "announced": str(work.paper.announced_on)
            if work.paper and work.paper.announced_on
            else None,
            "versions": [
                {
                    "version": version.version,
                    "title": version.title,
                    "comment": version.comment,
                    "updated": rfc3339(version.updated_at),
                }
                for version in self.versions
            ],
            "look_alike": self.look_alike and self.look_alike.as_json(),
            "decisions": [
                {
                    "topic": said.topic,
                    "verdict": said.verdict.value,
                    "at": rfc3339(said.decided_at),
                    "reason": said.reason,
                    "origin": said.origin,
                }
                for said in self.history
            ],
            "publications": [
                {"post": each.post, "topic": each.key.topic, "at": rfc3339(each.published_at)}
                for each in self.published
            ],
            "changed_since_published": list(self.changed),
            "about": [str(other.id) for other in self.about],
            "posts": [str(other.id) for other in self.posts],
        }


def list_works(
    session: Session,
    *,
    topic: str | None = None,
    state: State | None = None,
    since: datetime | None = None,
    query: str = "",
    limit: int | None = None,
) -> Iterator[Listed]:
    """Works that fit all that is given, the newest first, read as they are asked for.

    What the open drafts say goes before what is stored. Raises DraftError.
    """
    db, (in_drafts, _) = session.db, said_by_drafts(session)
    if state is State.SEEN:
        in_drafts = {}  # a draft holds none that is
    by_facts = partial(read.listed, db, topic=topic, since=since, query=query)
    numbers = by_facts(state=state, limit=None if in_drafts else limit)
    if state is not None and in_drafts:
        also = {number for number, _ in in_drafts}
        fitting = set(numbers)
        numbers = tuple(n for n in by_facts() if n in also or n in fitting)
    listed = _with_standings(db, numbers, in_drafts)
    if state is not None and state is not State.SEEN:
        listed = (work_listed for work_listed in listed if _is_in(work_listed, topic, state))
    return islice(listed, limit)


def _with_standings(
    db: Database, numbers: Sequence[int], in_drafts: Mapping[tuple[int, str], State]
) -> Iterator[Listed]:
    for start in range(0, len(numbers), _BATCH):
        batch = numbers[start : start + _BATCH]
        standings = states.of_works(db, batch)
        for work in read.get(db, batch):
            own = standings.get(work.id, ())
            yield Listed(work, tuple(as_said(standing, work.id, in_drafts) for standing in own))


def _is_in(listed: Listed, topic: str | None, state: State) -> bool:
    return any(s.state is state and topic in (None, s.topic) for s in listed.standings)


def stores_any(session: Session) -> bool:
    """Whether any work is stored."""
    return bool(read.listed(session.db, limit=1))


def show_work(session: Session, reference: str) -> Shown:
    """All that is known of the work. Raises UnknownWorkError."""
    db = session.db
    number = find_work(db, reference)
    work = read.get(db, [number])[0]
    published = tuple(
        replace(entry, post=str(session.project.file_at(entry.post)))
        for entry in publications.of_works(db, [number]).get(number, ())
    )
    last = max((entry.published_at for entry in published), default=None)
    return Shown(
        listed=Listed(work, states.of_works(db, [number]).get(number, ())),
        versions=read.versions(db, number),
        history=decisions.history(db, number),
        published=published,
        additions=additions.of_works(db, [number]).get(number, ()),
        about=read.get(db, work.about),
        posts=read.get(db, read.posts_about(db, [number]).get(number, ())),
        look_alike=look_alikes(db, [work], session.rejected).get(number),
        changed=changes.since(db, {number: last}).get(number, ()) if last else (),
    )
