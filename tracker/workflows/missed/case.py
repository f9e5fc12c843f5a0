"""One stored work whose absence is to be explained, and the answer."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from tracker.identity.schemes import aliases_of_url
from tracker.markdown import links_of
from tracker.matching.matcher import Matcher
from tracker.posts.linked import aliases_in
from tracker.values import Alias, Match, ScorePart, Work
from tracker.workflows.derived.matching import find_matches
from tracker.workflows.open_drafts.read import OpenDraft, OpenDrafts
from tracker.workflows.post_file import read_post
from tracker.workflows.project import Project
from tracker.workflows.proposing.candidates import SecondLook
from tracker.workflows.proposing.second_looks import due
from tracker.workflows.session import Session


class Why(StrEnum):
    """Why a work was not proposed, or that it was."""

    NEVER_SEEN = "never_seen"
    IN_POST = "in_post"
    PUBLISHED = "published"
    APPROVED = "approved"
    REJECTED = "rejected"
    DELETED = "deleted"  # from an open draft, which no review or publish has read yet
    PROPOSED = "proposed"
    EXPIRED = "expired"  # it stands in a draft, undecided for so long that it made room
    DRAFT_GONE = "draft_gone"
    SEED = "seed"  # the author has named it as liked before
    WITHDRAWN = "withdrawn"
    NOT_MATCHED = "not_matched"
    OUTSIDE_WINDOW = "outside_window"
    WATCHLIST_CHANGED = "watchlist_changed"
    LATER_VERSION = "later_version"
    SHOWN_WITH = "shown_with"  # in the entry of another work
    NEXT = "next"  # the next draft proposes it
    OUTRANKED = "outranked"


@dataclass(frozen=True, slots=True, kw_only=True)
class Missed:
    """The reason in a line (``line``), and what else helps to understand it (``more``)."""

    why: Why
    line: str
    reference: str = ""
    work: Work | None = None
    topic: str = ""
    more: tuple[str, ...] = ()
    place: int | None = None  # in its topic's order now, of so many
    of: int | None = None
    place_in_all: int | None = None  # among all topics' works, of so many
    of_all: int | None = None
    lacks: tuple[ScorePart, ...] = ()  # what those before it have beyond it
    other: int | None = None  # the work in whose entry it stands
    part_of: int | None = None  # the work that the number asked for became part of

    def as_json(self) -> dict[str, object]:
        return {
            "reference": self.reference,
            "id": str(self.work.id) if self.work else None,
            "title": self.work.title if self.work else None,
            "reason": self.why.value,
            "topic": self.topic or None,
            "detail": self.line,
            "more": list(self.more),
            "place": self.place,
            "of": self.of,
            "place_in_all": self.place_in_all,
            "of_all": self.of_all,
            "lacks": [{"name": part.name, "value": round(part.value, 4)} for part in self.lacks],
            "other": None if self.other is None else str(self.other),
            "part_of": None if self.part_of is None else str(self.part_of),
        }


class Case:
    """A work, and what several questions ask about it."""

    def __init__(self, session: Session, work: Work) -> None:
        self.session, self.work = session, work
        self.project, self.db, self.now = session.project, session.db, session.now
        self.since = session.looks_back_to(self.project.topics)

    @property
    def drafts(self) -> OpenDrafts:
        """The open drafts as their files stand."""
        return self.session.drafts

    @cached_property
    def open_draft(self) -> OpenDraft | None:
        """The draft that goes on."""
        return self.session.draft_to_continue()

    @cached_property
    def again(self) -> dict[int, SecondLook]:
        """The works that the next draft would give a second look."""
        return due(
            self.db,
            self.drafts,
            self.open_draft,
            rejected=self.session.rejected,
            topics=self.project.topics,
            expiry=self.session.expiry,
            since=self.since,
        )

    @cached_property
    def matches(self) -> tuple[Match, ...]:
        """By the watchlists as they are now, which may have changed since it was matched."""
        matcher = Matcher(self.project.watchlists)
        return find_matches(self.db, matcher, [self.work])


def link_in_post(project: Project, aliases: tuple[Alias, ...]) -> str | None:
    """The link of the living post that means one of these. Raises PostError."""
    if project.post is None:
        return None
    data = read_post(project.post).data
    wanted = aliases_in(data).intersection(aliases)
    links = links_of(data) if wanted else ()
    return next((link for link in links if wanted.intersection(aliases_of_url(link))), None)


def in_post(project: Project, link: str) -> Missed:
    """The answer for a work that the living post links."""
    message = f"already in the post: {project.settings.post.path} links {link}"
    return Missed(why=Why.IN_POST, line=message)


def named(work: Work) -> str:
    """A work in a sentence."""
    return f"{work.id} ({work.name})"
