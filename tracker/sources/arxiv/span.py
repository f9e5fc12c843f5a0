"""How far back a poll of arXiv reads: decisions without I/O.

- The span goes back from now to the watermark (how far a listing was wholly read) less the
  overlap, since ``updated`` is the time of submission and a paper held by moderation appears
  behind papers that are known. After weeks without a poll it is longer by the gap.
- A first poll, and one for a category that is new, goes back seven days or as far as asked. The
  overlap does not reach further back than anything that was ever asked for.
- A span that was begun and not read to its end is read again.
- What lies in the future was noted by a clock that was wrong, and is not believed.
- The first poll of arXiv's day reads the span to its end ("deep"), and so does one that was
  asked for more. A later one may stop where nothing is new.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from tracker.values import rfc3339, utc

FIRST_DAYS = 7
ARXIV_BEGAN_AT = datetime(1991, 8, 14, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A version that was announced and that the API did not show yet, since arXiv's day."""

    version: int
    since: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Memory:
    """What the arXiv source remembers besides its watermark, in ``SourceState.extra``."""

    categories: tuple[str, ...] = ()  # the ones that the watermark holds for
    begins_at: datetime | None = None  # how far back anything was ever read
    deep_read_on: str = ""  # arXiv's day of the last reading to the span's end
    reading_since_at: datetime | None = None  # a span begun and not read to its end
    witnessed_on: str = ""  # arXiv's day of the last announcement feed
    published_on: str = ""  # arXiv's day when published papers were last asked for
    waiting: Mapping[str, Waiting] = field(default_factory=dict)  # by identifier

    @classmethod
    def of(cls, extra: Mapping[str, Any]) -> Memory:
        """The memory in stored JSON; what is not of the right type is forgotten."""
        categories = extra.get("categories")
        return cls(
            categories=tuple(map(str, categories)) if isinstance(categories, list) else (),
            begins_at=_instant(extra.get("begins_at")),
            deep_read_on=str(extra.get("deep_read_on") or ""),
            reading_since_at=_instant(extra.get("reading_since_at")),
            witnessed_on=str(extra.get("witnessed_on") or ""),
            published_on=_day(extra.get("published_on")),
            waiting=_waiting(extra.get("waiting")),
        )

    def as_json(self) -> dict[str, Any]:
        """The memory as ``Memory.of`` reads it."""
        return {
            "categories": list(self.categories),
            "begins_at": rfc3339(self.begins_at),
            "deep_read_on": self.deep_read_on,
            "reading_since_at": rfc3339(self.reading_since_at),
            "witnessed_on": self.witnessed_on,
            "published_on": self.published_on,
            "waiting": {name: [w.version, w.since] for name, w in self.waiting.items()},
        }


def _day(value: Any) -> str:
    try:
        return date.fromisoformat(value).isoformat() if isinstance(value, str) else ""
    except ValueError:
        return ""


def _instant(value: Any) -> datetime | None:
    try:
        return utc(datetime.fromisoformat(value)) if isinstance(value, str) else None
    except (ValueError, OverflowError):
        return None


def _waiting(value: Any) -> dict[str, Waiting]:
    found = {}
    for name, pair in value.items() if isinstance(value, dict) else ():
        match pair:
            case [int(version), str(since)]:
                found[str(name)] = Waiting(version=version, since=since)
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """What a poll reads: back to ``since_at``, wholly (``deep``) or until nothing is new."""

    since_at: datetime
    watermark_at: datetime | None
    deep: bool


def plan_span(
    memory: Memory,
    watermark_at: datetime | None,
    *,
    categories: Sequence[str],
    now: datetime,
    day: str,
    overlap_days: int,
    asked_at: datetime | None,
) -> Span:
    """The span of a poll on arXiv's ``day``; ``asked_at`` is how far the author asked to go."""
    begins_at, reading_since_at = _past(memory.begins_at, now), _past(memory.reading_since_at, now)
    watermark_at = _past(watermark_at, now)
    grown = not set(categories) <= set(memory.categories)
    ends = [end for end in (reading_since_at, asked_at) if end is not None]
    deep = bool(ends) or grown or watermark_at is None or memory.deep_read_on != day
    if (grown or watermark_at is None) and asked_at is None:
        ends.append(now - timedelta(days=FIRST_DAYS))
    if watermark_at is not None:
        overlap_at = max(watermark_at, ARXIV_BEGAN_AT) - timedelta(days=overlap_days)
        ends.append(max(overlap_at, begins_at or overlap_at))
    return Span(since_at=max(min(ends), ARXIV_BEGAN_AT), watermark_at=watermark_at, deep=deep)


def _past(moment: datetime | None, now: datetime) -> datetime | None:
    return moment if moment is not None and moment <= now else None
