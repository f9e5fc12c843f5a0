"""Instants in UTC, and as scripts get them."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

_MONTHS = re.findall(
    r"\w+", "January February March April May June July August September October November December"
)


def utc(moment: datetime) -> datetime:
    """The same instant in UTC; a naive time is taken as UTC."""
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def rfc3339(moment: datetime | None) -> str | None:
    """The instant as scripts get it, to the second: ``2025-05-02T18:00:00Z`` (RFC 3339)."""
    return None if moment is None else utc(moment).strftime("%Y-%m-%dT%H:%M:%SZ")


def day_in_words(day: date) -> str:
    """A day as drafts and entries name it: "27 May 2022"."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"
