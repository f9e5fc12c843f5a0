"""What a feed document says, alike for all formats, before it is decided what the work is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from tracker.values import Sighting

MAX_ENTRIES = 2_000  # of one document; whole archives of decades are shorter
# No feed is older than RSS; a date from before is a default or an error.
_EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
_AHEAD = timedelta(days=2)  # clocks and time zones that are wrong


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry of a feed. ``body`` and ``summary`` are HTML, addresses are absolute."""

    title: str = ""
    identifier: str = ""  # its name in the feed: Atom's id, a guid
    link: str = ""  # what the feed gives as the entry's address
    media: str = ""  # its file or player, where it has no page
    stated: tuple[str, ...] = ()  # what it states as the target: external_url, related
    credited: tuple[str, ...] = ()  # via: where it comes from
    original: str = ""  # the address behind a feed proxy's
    comments: str = ""
    body: str = ""
    summary: str = ""
    base: str = ""  # what relative links in body and summary start from
    authors: tuple[str, ...] = ()
    published_at: datetime | None = None
    updated_at: datetime | None = None
    tags: tuple[str, ...] = ()
    origin: str = ""  # name of the feed that an aggregator took it from


@dataclass(frozen=True, slots=True, kw_only=True)
class Fields:
    """What an XML document says, by the names that feedparser gives its fields."""

    feed: dict[str, Any]
    entries: Sequence[dict[str, Any]]
    is_atom: bool
    whole: bool = True  # False when the document ends too early


@dataclass(frozen=True, slots=True, kw_only=True)
class RawFeed:
    """A feed as its format gives it."""

    title: str = ""
    home: str = ""
    authors: tuple[str, ...] = ()  # of all entries that name none (RFC 4287 §4.2.1)
    entries: tuple[Entry, ...] = ()
    total: int = 0  # entries in the document, kept or not
    whole: bool = True  # False when the document ends too early


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedFeed:
    """A feed's sightings, and what is said of the feed itself."""

    title: str = ""
    sightings: tuple[Sighting, ...] = field(default=())
    without_address: int = 0  # entries that are passed over
    total: int = 0
    whole: bool = True
    ahead: object = None  # what was worked out of the sightings besides, where that was asked for


def sane(moment: datetime | None, *, now: datetime) -> datetime | None:
    """The moment unless no feed can mean it: before feeds, or in the future."""
    return moment if moment and _EARLIEST <= moment <= now + _AHEAD else None
