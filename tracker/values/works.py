"""Works, their identities, and the sightings that make them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from tracker.values.piped import made_of, state_of, take_state


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

    __reduce__ = made_of

    def __str__(self) -> str:
        return f"{self.scheme}:{self.value}"


def arxiv_id(aliases: Iterable[Alias]) -> str | None:
    """The arXiv identifier among the aliases, if there is one (the first in order)."""
    return next((alias.value for alias in sorted(aliases) if alias.scheme == "arxiv"), None)


def stated_at(
    kind: Kind, published_at: datetime | None, updated_at: datetime | None
) -> datetime | None:
    """The date by which a work is new: its last change, but for what is published once.

    A site that is built anew calls each old post updated.
    """
    if kind in (Kind.POST, Kind.VIDEO, Kind.PAGE):
        return published_at or updated_at
    return updated_at or published_at


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

    __reduce__ = made_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """One appearance of a work in one source, as the source told it, in plain text.

    ``url`` is what the source says the work is (the target, not the link-blog's own page);
    ``also`` holds further addresses or identifiers that the source states for the same work
    (a DOI, a feed's original link). Each is an identity as good as ``url``, for good: it makes one
    work of all that state it, so only what a source may say for itself belongs there. ``links`` are
    other links in the text, in order.

    ``entry`` is the source's own name of what shows the work (a feed's guid), by which a corrected
    one is known again; ``former`` are the addresses that it had before, which the store keeps.
    ``is_part``: the fragment of ``url`` names the work, one of several that stand on a page.
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
    entry: str = ""
    is_part: bool = False
    former: tuple[str, ...] = ()

    __getstate__, __setstate__ = state_of, take_state


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

    @property
    def stated_at(self) -> datetime:
        """The date by which it is new; when it was first seen, where none is known."""
        return stated_at(self.kind, self.published_at, self.updated_at) or self.first_seen_at

    @property
    def name(self) -> str:
        """What a line calls it: its title, or its address as long as no title is known."""
        return self.title or self.url
