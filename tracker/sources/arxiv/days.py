"""arXiv's days: which one it is, and whether an empty one is to be expected.

From arXiv's announcement schedule: submissions are announced at 20:00 US Eastern time, Sunday to
Thursday, and the announcement of Sunday evening is Monday's listing. So Saturday's and Sunday's
listings are empty. On some holidays nothing is announced either; which ones is published year by
year and cannot be computed, so a working day without anything new is only called quiet.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

EASTERN = ZoneInfo("America/New_York")
_ANNOUNCED_AT_HOUR = 20
_ANNOUNCING_WEEKDAYS = {6, 0, 1, 2, 3}  # Sunday to Thursday
# From announcement to the API and the feeds; seen from half an hour to some hours.
_INDEX_LAG = timedelta(hours=6)


class Quiet(StrEnum):
    """Why a poll may well have found nothing new."""

    NO_ANNOUNCEMENT = "nothing announced since"  # polled twice in a day
    WEEKEND = "weekend"
    UNEXPECTED = "quiet day or holiday"


def arxiv_day(moment: datetime) -> date:
    """The day of the listing that is shown at ``moment``: the date in New York."""
    return moment.astimezone(EASTERN).date()


def why_quiet(polled_at: datetime | None, now: datetime) -> Quiet:
    """What it means that a poll at ``now`` found nothing new after one at ``polled_at``."""
    last = _last_announcement(now)
    if now - last < _INDEX_LAG:  # it may not have arrived yet
        last = _last_announcement(last - timedelta(seconds=1))
    if polled_at is None or polled_at - last < _INDEX_LAG:
        return Quiet.UNEXPECTED
    weekend = arxiv_day(now).weekday() >= 5
    return Quiet.WEEKEND if weekend else Quiet.NO_ANNOUNCEMENT


def _last_announcement(moment: datetime) -> datetime:
    local = moment.astimezone(EASTERN)
    at = local.replace(hour=_ANNOUNCED_AT_HOUR, minute=0, second=0, microsecond=0)
    while at > local or at.weekday() not in _ANNOUNCING_WEEKDAYS:
        at -= timedelta(days=1)  # wall time: stays at 20:00 across the change to summer time
    return at.astimezone(moment.tzinfo)
