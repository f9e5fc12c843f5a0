"""What is stored, as ``list`` and ``show`` tell it; nothing here writes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from tracker.store.author import additions, decisions, publications
from tracker.store.author.additions import Addition
from tracker.store.choice import states
from tracker.store.choice.states import Standing
from tracker.store.database import Database
from tracker.store.works import changes, read, search
from tracker.store.works.search import Conditions, Said
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

__all__ = [
    "Conditions",
    "Listed",
    "Shown",
    "as_drafts_say",
    "list_works",
    "show_work",
    "stores_any",
    "with_standings",
]

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
                    "summary": version.summary,
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
    session: Session, conditions: Conditions | None = None, *, limit: int | None = None
) -> Iterator[Listed]:
    """Works that fit all that is asked, the newest first, read as they are asked for.

    What the open drafts say goes before what is stored. Raises DraftError.
    """
    in_drafts, _ = said_by_drafts(session)
    asked = as_drafts_say(session, conditions or Conditions(), in_drafts)
    return with_standings(session.db, search.numbers(session.db, asked, limit=limit), in_drafts)


def as_drafts_say(
    session: Session, conditions: Conditions, in_drafts: Mapping[tuple[int, str], State]
) -> Conditions:
    """The conditions with the works that fit by what the open drafts say of them."""
    state, topic = conditions.state, conditions.topic
    if state is None or state is State.SEEN or not in_drafts:  # a draft holds none that is seen
        return conditions
    said = {number for number, _ in in_drafts}
    standings = states.of_works(session.db, said)
    fitting = [
        number
        for number, own in standings.items()
        if any(
            topic in (None, standing.topic) and as_said(standing, number, in_drafts).state is state
            for standing in own
        )
    ]
    return replace(conditions, said=Said(said, fitting))


def with_standings(
    db: Database, numbers: Sequence[int], in_drafts: Mapping[tuple[int, str], State]
) -> Iterator[Listed]:
    """The works and where they stand, with what the open drafts say of them."""
    for start in range(0, len(numbers), _BATCH):
        batch = numbers[start : start + _BATCH]
        standings = states.of_works(db, batch)
        for work in read.get(db, batch):
            own = standings.get(work.id, ())
            yield Listed(work, tuple(as_said(standing, work.id, in_drafts) for standing in own))


def stores_any(session: Session) -> bool:
    """Whether any work is stored."""
    return bool(search.numbers(session.db, limit=1))


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
