"""Moments as people type them."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta


def parse_since(text: str, *, now: datetime) -> datetime:
    """The instant that ``7d`` (days back from now) or ``YYYY-MM-DD`` (its start, UTC) means.

    Raises ValueError with a sentence that says what is accepted.
    """
    days = re.fullmatch(r"([0-9]{1,4})d", text.strip())
    if days:
        return now - timedelta(days=int(days[1]))
    try:
        day = date.fromisoformat(text.strip()) if len(text.strip()) == 10 else None
    except ValueError:
        day = None
    if day is None:
        raise ValueError(f"{text!r} is neither a number of days such as 7d nor a date YYYY-MM-DD")
    moment = datetime.combine(day, time.min, UTC)
    if moment > now:
        raise ValueError(f"{text} lies in the future")
    return moment
