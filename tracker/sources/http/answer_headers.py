"""What an answer's headers say about when to come back, after RFC 9110 and RFC 9111."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

_LONGEST_VALIDATOR = 1_000  # bytes; nginx and S3 stay below 100
_SECONDS = re.compile(r"\s*(\d{1,10})(?:\.\d*)?\s*\Z")
_MAX_AGE = re.compile(r"(?:^|[\s,])max-age\s*=\s*\"?(\d{1,10})", re.IGNORECASE)
_NO_REUSE = re.compile(r"(?:^|[\s,])no-(?:cache|store)\b", re.IGNORECASE)


def http_date(text: str) -> datetime | None:
    """The instant of an HTTP date, None for anything else."""
    try:
        moment = parsedate_to_datetime(text[:64])
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except (ValueError, TypeError, OverflowError, IndexError):
        return None


def validator(told: str) -> str:
    """An ETag or Last-Modified as it came, "" for one that cannot be sent back so (RFC 9110 §8.8
    allows bytes that httpx sends in another encoding): a part of one would be another."""
    is_sendable = told.isascii() and told.isprintable() and told == told.strip()
    return told if is_sendable and len(told) <= _LONGEST_VALIDATOR else ""


def retry_after_seconds(headers: Mapping[str, str], *, now: datetime) -> float | None:
    """Retry-After in seconds, out of either form; a date counts from the server's own clock."""
    text = headers.get("retry-after", "")
    if plain := _SECONDS.match(text):
        return float(plain[1])
    if (moment := http_date(text)) is None:
        return None
    server_now = http_date(headers.get("date", "")) or now
    return max(0.0, (moment - server_now).total_seconds())


def fresh_seconds(headers: Mapping[str, str]) -> int | None:
    """How long the answer stays fresh by Cache-Control, less its Age; None where not told."""
    control = headers.get("cache-control", "")[:1000]
    if _NO_REUSE.search(control):
        return 0
    if not (max_age := _MAX_AGE.search(control)):
        return None
    age = _SECONDS.match(headers.get("age", ""))
    return max(0, int(max_age[1]) - (int(age[1]) if age else 0))
