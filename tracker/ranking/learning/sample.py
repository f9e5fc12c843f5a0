"""Which of the works that were passed over are learned from: those of the approvals' own time.

Approvals are months old, and a single week passes over more works than are looked at. Were these
the newest, then what tells the two apart would be when a work came out: words that have become
common lately would speak against it. So each approval draws as many as the others, from the day of
drafting on which it stood, or from the nearest on which something was passed over. What a day lacks
the others give.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import TypeVar

T = TypeVar("T")


def around(
    passed: Mapping[date, Sequence[T]], approved: Iterable[date], limit: int
) -> dict[date, Sequence[T]]:
    """So many of what was passed over by day, in all at most the limit; the first of each day.

    ``approved`` are the days of the approvals. Without any the newest days are taken.
    """
    days = sorted(day for day, works in passed.items() if works)
    if not days:
        return {}
    wanted = Counter[date]()
    for day, count in Counter(approved).items():  # a draft has many
        wanted[_nearest(day, days)] += count
    if not wanted:
        return _newest(passed, days, limit)
    drawn = {}
    left, approvals = limit, wanted.total()
    # The days that have the fewest for each approval first: the others give what these lack.
    for day in sorted(wanted, key=lambda day: (len(passed[day]) / wanted[day], day)):
        share = (left * wanted[day] + approvals // 2) // approvals
        drawn[day] = passed[day][:share]
        left -= len(drawn[day])
        approvals -= wanted[day]
    return drawn


def _nearest(day: date, days: Iterable[date]) -> date:
    """The nearest of the days; of two the earlier."""
    return min(days, key=lambda other: (abs(other - day), other))


def _newest(
    passed: Mapping[date, Sequence[T]], days: Sequence[date], limit: int
) -> dict[date, Sequence[T]]:
    drawn = {}
    for day in reversed(days):
        drawn[day] = passed[day][:limit]
        limit -= len(drawn[day])
    return drawn
