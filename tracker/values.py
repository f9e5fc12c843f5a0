"""The values that flow through tracker, one type a step (see docs/architecture.md).

All are frozen and hold tuples, so that they can be shared, compared and hashed; none does I/O
or reads a clock. Instants end in ``_at`` and are aware datetimes in UTC.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any, Protocol

# --- works and their identities -----------------------------------------------------------


class Kind(StrEnum):
    """What a work is."""

    PAPER = "paper"
    POST = "post"
    CODE = "code"
    VIDEO = "video"
    MODEL = "model"
    DATASET = "dataset"
    PAGE = "page"


@dataclass(frozen=True, slots=True, order=True)
class Alias:
    """An identity of a work, such as ``arxiv:2505.00703`` or ``doi:10.1145/3292500``."""

    scheme: str
    value: str

    def __str__(self) -> str:
        return f"{self.scheme}:{self.value}"


class Announcement(StrEnum):
    """How an arXiv listing announced a paper (arXiv RSS specification, ``announce_type``)."""

    NEW = "new"
    CROSS = "cross"
    REPLACE = "replace"
    REPLACE_CROSS = "replace-cross"


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperFacts:
    """What arXiv tells of a paper beyond what every sighting has."""

    version: int | None = None
    categories: tuple[str, ...] = ()  # the primary one first
    comment: str = ""
    journal_ref: str = ""
    announced_on: date | None = None
    announcement: Announcement | None = None


@dataclass(frozen=True, slots=True)
class Via:
    """The intermediary that showed a work: its page, and the name of the source."""

    url: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """A link in a source's text: absolute URL and plain anchor text."""

    url: str
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """One appearance of a work in one source, as the source told it, in plain text.

    ``url`` is what the source says the work is (the target, not the link-blog's own page);
    ``also`` holds further addresses or identifiers that the source states for the same work
    (a DOI, a feed's original link); ``links`` are other links in the text, in order.
    """

    source: str
    url: str
    seen_at: datetime
    title: str = ""
    kind: Kind = Kind.PAGE
    summary: str = ""
    authors: tuple[str, ...] = ()
    published_at: datetime | None = None  # arXiv: submission of version 1
    updated_at: datetime | None = None  # arXiv: submission of the version shown
    via: Via | None = None
    also: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()
    tags: tuple[str, ...] = ()
    paper: PaperFacts | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SightingRef:
    """A stored sighting as a work shows it."""

    source: str
    source_name: str
    url: str
    seen_at: datetime
    published_at: datetime | None = None
    via: Via | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """An older version of a work, as it was."""

    version: int
    title: str
    summary: str
    comment: str
    updated_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """The thing, stored once."""

    id: int
    kind: Kind
    title: str
    url: str
    authors: tuple[str, ...] = ()
    summary: str = ""
    published_at: datetime | None = None
    updated_at: datetime | None = None
    first_seen_at: datetime
    aliases: tuple[Alias, ...] = ()
    sightings: tuple[SightingRef, ...] = ()  # oldest first
    links: tuple[Link, ...] = ()
    about: tuple[int, ...] = ()  # the works that this one (a post) is about
    tags: tuple[str, ...] = ()
    withdrawn: bool = False
    first_version_seen: int | None = None  # a paper first seen as v3 has 3 here
    paper: PaperFacts | None = None


# --- matching and ranking -----------------------------------------------------------------


class Place(StrEnum):
    """Where a phrase or rule was found."""

    TITLE = "title"
    SUMMARY = "summary"
    AUTHOR = "author"
    FEED = "feed"
    HAND = "hand"  # added by the author for this topic


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a work matched: what was found, where, and what it adds to the score."""

    phrase: str
    place: Place
    weight: float

    def __str__(self) -> str:
        if self.place is Place.HAND:
            return "added by you"
        if self.place is Place.FEED:
            return f"in {self.phrase}"
        if self.place is Place.AUTHOR:
            return f"by {self.phrase}"
        return f"“{self.phrase}” in {'title' if self.place is Place.TITLE else 'abstract'}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A work belongs to a topic, for reasons; ``score`` is the sum of their weights."""

    work_id: int
    topic: str
    reasons: tuple[Reason, ...]

    @property
    def score(self) -> float:
        return sum(reason.weight for reason in self.reasons)


@dataclass(frozen=True, slots=True)
class ScorePart:
    """A named part of a score, in the author's terms."""

    name: str
    value: float


@dataclass(frozen=True, slots=True)
class Score:
    """A sum that tells its parts."""

    parts: tuple[ScorePart, ...]

    @property
    def total(self) -> float:
        return sum(part.value for part in self.parts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A match put before the author, once: the work, where it fits best, and why."""

    work: Work
    topic: str
    score: Score
    reasons: tuple[Reason, ...] = ()
    posts: tuple[Work, ...] = ()  # posts about the work, shown in the same entry
    via: Via | None = None
    is_update: bool = False  # a new version of a work that was published


# --- sources ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """What an address answered with: the body unpacked, and what a next request needs."""

    body: bytes
    url: str  # after redirects
    content_type: str = ""
    etag: str = ""
    last_modified: str = ""
    fresh_seconds: int | None = None  # Cache-Control: max-age
    moved_to: str = ""  # the address after permanent redirects alone (301, 308)
    requests: int = 1  # how many it took, redirects included


class PollStatus(StrEnum):
    OK = "ok"
    UNCHANGED = "unchanged"
    PARTIAL = "partial"
    FAILED = "failed"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceState:
    """What is remembered of a source between polls; ``key`` names its row for good.

    ``extra`` is the source kind's own memory (JSON values only): arXiv keeps its last deep
    read and last witness there.
    """

    key: str
    kind: str  # "arxiv", "listing", "feed", "hand"
    url: str = ""
    name: str = ""
    etag: str = ""
    last_modified: str = ""
    body_hash: str = ""
    watermark_at: datetime | None = None
    polled_at: datetime | None = None
    succeeded_at: datetime | None = None
    not_before_at: datetime | None = None  # told by the server
    failures: int = 0  # in a row
    error: str = ""  # of the last poll, one line; "" when it went well
    moved_to: str = ""
    retired_at: datetime | None = None
    extra: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """Sightings stored in one transaction with the state that is true once they are stored."""

    sightings: tuple[Sighting, ...]
    state: SourceState
    status: PollStatus = PollStatus.OK
    error: str = ""  # one line: cause and what to do
    requests: int = 0
    notices: tuple[str, ...] = ()  # told once: moved for good, retired, back again


class Source(Protocol):
    """One place that is asked. A poll yields batches; failures are values in them."""

    @property
    def key(self) -> str: ...

    def poll(self, state: SourceState, *, now: datetime) -> AsyncIterator[Batch]: ...


# --- drafts, decisions, posts -------------------------------------------------------------


class Verdict(StrEnum):
    APPROVED = "approved"
    REJECTED = "rejected"
    UNDECIDED = "undecided"  # a decision taken back


class State(StrEnum):
    """Where a work stands in a topic; the order is the order of the flow."""

    SEEN = "seen"
    MATCHED = "matched"
    PROPOSED = "proposed"
    APPROVED = "approved"
    REJECTED = "rejected"
    PUBLISHED = "published"


@dataclass(frozen=True, slots=True, order=True)
class EntryKey:
    """Names an entry for good, in a draft's marker and in the store."""

    work_id: int
    topic: str  # the watchlist's slug


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftEntry:
    """An entry as it stands in a draft file."""

    key: EntryKey
    verdict: Verdict
    reason: str  # what the author wrote after the checkbox
    body: str  # what would be published: no checkbox, marker, comments, unfilled prompts
    line: int  # 1-based, of its checkbox
    start: int  # byte span in the file
    end: int
    heading: str = ""  # the words of the one that it stands under


@dataclass(frozen=True, slots=True)
class DraftProblem:
    """Something in a draft that could not be understood: line (1-based) and sentence."""

    line: int
    message: str
    key: EntryKey | None = None  # where it is clear which entry is meant


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What the author said of a work in a topic; kept for good."""

    work_id: int
    topic: str
    verdict: Verdict
    decided_at: datetime
    reason: str = ""
    origin: str = ""  # "draft", "deleted" (from the draft), "command"


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovedEntry:
    """An entry on its way into the post, in the author's words."""

    key: EntryKey
    heading: str  # a heading's text, or a path "2025 > Papers"
    title: str
    text: str  # Markdown, \n line endings, no trailing newline
    aliases: tuple[Alias, ...] = ()  # of the work: what the post may link already
    is_update: bool = False  # a new version of a work that the post links, and links again


@dataclass(frozen=True, slots=True)
class DateChange:
    """What a publication did to a front matter's date key, so that undoing can put it back."""

    key: str
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedEntry:
    """An entry that was placed: the post's path and the very text that was inserted.

    ``text`` is "" for one that the post had already. ``date`` belongs to the whole publication.
    """

    key: EntryKey
    post: str
    text: str
    published_at: datetime
    date: DateChange | None = None


def utc(moment: datetime) -> datetime:
    """The same instant in UTC; a naive time is taken as UTC."""
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def rfc3339(moment: datetime | None) -> str | None:
    """The instant as scripts get it, to the second: ``2025-05-02T18:00:00Z`` (RFC 3339)."""
    return None if moment is None else utc(moment).strftime("%Y-%m-%dT%H:%M:%SZ")


def arxiv_id(aliases: Iterable[Alias]) -> str | None:
    """The arXiv identifier among the aliases, if there is one (the first in order)."""
    return next((alias.value for alias in sorted(aliases) if alias.scheme == "arxiv"), None)
