"""Entries on their way from a draft into the post, and what the author decided."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from tracker.values.works import Alias


class Verdict(StrEnum):
    """What an author says of an entry."""

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
    marker: str = ""  # "1.", "-": the list marker that its text came with, which ``body`` lacks
    reason_end: int = 0  # where a reason ends that goes on below its first line


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
    origin: str = ""  # "draft", "deleted" (from it), "command", "second look", "draft gone"


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovedEntry:
    """An entry on its way into the post, in the author's words."""

    key: EntryKey
    heading: str  # a heading's text, or a path "2025 > Papers"
    title: str
    text: str  # Markdown, \n line endings, no trailing newline
    aliases: tuple[Alias, ...] = ()  # of the work: what the post may link already
    is_update: bool = False  # a new version of a work that the post has
    replaces: str = ""  # what was inserted for the version before, whose place it takes
    marker: str = ""  # the list marker that the text had in the draft; "" where it had none


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
